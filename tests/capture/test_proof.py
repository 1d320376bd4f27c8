"""The proof of work: solved once, for its form, and not to be made up."""

import base64
import json

import pytest
from altcha import Challenge, ChallengeParameters, Payload, solve_challenge
from django.test import Client
from django.utils import timezone

from capture import proof
from capture.models import Form, Inquiry, SpentProof
from capture.services import process, proofs
from core.scope import workspace_scope
from tests.capture.views.visiting import FILLED, address
from tests.factories.capture import make_form


def solved(token, *, at=None):
    """Return the solution that the widget would post."""
    made = json.loads(proof.puzzle(token, at=at or timezone.now(), rounds=1))
    challenge = Challenge(
        parameters=ChallengeParameters.from_dict(made["parameters"]), signature=made["signature"]
    )
    found = solve_challenge(challenge)
    return Payload(challenge=challenge, solution=found).to_base64()


def test_a_solution_is_good_for_its_form_only():
    solution = solved("abc")

    assert len(proof.digest_of(solution, "abc")) == 64
    assert proof.digest_of(solution, "other") == ""


def test_one_that_is_too_old_is_none():
    assert proof.digest_of(solved("abc", at=timezone.now() - 2 * proof.KEPT), "abc") == ""


def test_one_that_was_made_easier_is_none():
    told = json.loads(base64.b64decode(solved("abc")))
    told["challenge"]["parameters"]["keyPrefix"] = ""

    assert proof.digest_of(base64.b64encode(json.dumps(told).encode()).decode(), "abc") == ""


@pytest.mark.parametrize(
    "solution",
    [
        "",
        "x",
        "é",
        "e30=",
        "bnVsbA==",
        "W10=",
        base64.b64encode(b'{"challenge": 1, "solution": []}').decode(),
    ],
)
def test_nonsense_is_none(solution):
    assert proof.digest_of(solution, "abc") == ""


@pytest.fixture
def asking(workspace):
    with workspace_scope(workspace.pk):
        return make_form(asks_proof=True)


def post(form, **more):
    return Client().post(address(form), FILLED | more, content_type="application/json").status_code


@pytest.mark.django_db
def test_what_comes_without_a_proof_waits_for_a_person(asking, workspace):
    solution = solved(asking.token)

    answers = [post(asking), post(asking, _proof=solution), post(asking, _proof=solution)]

    with workspace_scope(workspace.pk):
        found = list(Inquiry.objects.order_by("pk"))
        process.run(keys=[one.pk for one in found], at=timezone.now())
        assert answers == [202, 202, 202]
        assert [one.signs for one in found] == [["unproven"], [], ["unproven"]]
        assert [one.state for one in Inquiry.objects.order_by("pk")] == [
            "quarantined",
            "accepted",
            "quarantined",
        ]
        proofs.forget(at=timezone.now() + 3 * proof.KEPT)
        assert not SpentProof.objects.exists()


@pytest.mark.django_db
def test_the_page_carries_the_widget_under_a_policy_that_lets_it_work(asking, workspace):
    page = Client(headers={"Accept": "text/html"}).get(address(asking))
    html, policy = page.content.decode(), page["Content-Security-Policy"]

    assert "<altcha-widget" in html
    assert "altcha_django/altcha.min.js" in html
    assert "worker-src blob:" in policy
    assert "style-src 'self' 'nonce-" in policy
    with workspace_scope(workspace.pk):
        Form.objects.update(asks_proof=False)
    plain = Client(headers={"Accept": "text/html"}).get(address(asking))
    assert "altcha" not in plain.content.decode()
    assert "blob:" not in plain["Content-Security-Policy"]
