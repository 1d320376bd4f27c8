"""Who writes the mails, and a lead whose last one waits."""

import pytest

from tests.factories import messaging
from tests.factories.nurturing import advance_all, email, enrollment_of, look_after, mailed, make_workflow


@pytest.fixture
def identity(in_scope):
    """Let the workspace have the postal address without which no mail leaves."""
    messaging.make_policy()


@pytest.fixture
def waiting(identity):
    """Return a lead at the end of its workflow, whose last mail waits in the outbox."""
    end = {"id": "end", "kind": "exit"}
    make_workflow(is_default=True, steps=[email(messaging.make_template()), end])
    lead = mailed()
    look_after(lead)
    advance_all()
    assert enrollment_of(lead).state == "finished"
    return lead
