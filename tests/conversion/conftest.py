"""A workspace with a pipeline."""

import pytest

from conversion.models import Pipeline
from tests.factories.conversion import make_pipeline


@pytest.fixture
def pipeline(in_scope) -> Pipeline:
    """Acme's only pipeline: New, Visit, Proposal, Negotiation, Won, Lost."""
    return make_pipeline()
