"""load_scoring and evaluate_scoring."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from core.scope import workspace_scope
from leads.models import LeadRank
from scoring import queries
from tests.factories.leads import make_lead
from tests.scoring.conftest import small_model


def run(*arguments: str) -> dict:
    out = StringIO()
    call_command(*arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture
def model(tmp_path):
    def write(document) -> str:
        path = tmp_path / "model.json"
        path.write_text(document if isinstance(document, str) else json.dumps(document))
        return str(path)

    return write


def test_a_file_becomes_the_draft_and_with_publish_the_live_model(workspace, model):
    with workspace_scope(workspace.pk):
        lead = make_lead(phone="+34600000147")

    assert run("load_scoring", "acme", model(small_model()))["state"] == "draft"
    published = run("load_scoring", "acme", model(small_model(name="Live")), "--publish")

    expected = {"state": "published", "models": 1, "criteria": 3, "version": 1, "rescored": 1}
    assert published == expected
    with workspace_scope(workspace.pk):
        assert queries.live().name == "Live"
        assert LeadRank.objects.get(pk=lead.pk).fit == 400


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"groups": "x"}', '{"a": NaN}', "\x00", json.dumps(small_model(color=1))]
)
def test_a_bad_file_is_refused_and_nothing_changes(workspace, model, text):
    with pytest.raises(CommandError) as refusal:
        call_command("load_scoring", "acme", model(text), "--publish")

    assert refusal.value.returncode == 2
    with workspace_scope(workspace.pk):
        assert queries.live() is None
        assert queries.draft() is None


def test_a_file_or_workspace_that_is_not_there_is_said_so(workspace, model):
    with pytest.raises(CommandError, match="nowhere"):
        call_command("load_scoring", "nowhere", model(small_model()))
    with pytest.raises(CommandError, match="gone.json"):
        call_command("load_scoring", "acme", "/tmp/gone.json")


def test_the_rules_are_held_against_the_outcome(workspace, model):
    with workspace_scope(workspace.pk):
        for number in range(10):
            make_lead(
                external_id=str(number),
                phone="+34600000147" if number < 4 else "",
                custom={"outcome": "won" if number < 3 else "lost"},
            )
        make_lead(external_id="x", custom={})
    run("load_scoring", "acme", model(small_model()), "--publish")

    found = run("evaluate_scoring", "acme")

    assert (found["n"], found["positives"]) == (10, 3)
    assert found["auc"] == pytest.approx((6 + 0.5) / 7, abs=1e-3)
    assert found["by_grade"]["C"] == {"n": 4, "positives": 3, "rate": 0.75}
    assert run("evaluate_scoring", "acme", "--half", "odd")["n"] == 5


def test_without_outcomes_there_is_nothing_to_measure(workspace, model):
    run("load_scoring", "acme", model(small_model()), "--publish")

    with pytest.raises(CommandError) as refusal:
        call_command("evaluate_scoring", "acme")

    assert refusal.value.returncode == 2
