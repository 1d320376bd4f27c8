"""The documented example on real leads: imported, scored by hand-written rules, measured on the unseen half."""

import json
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from core.scope import workspace_scope
from leads.models import LeadRank
from scoring.models import ScoreSnapshot


EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "xeducation"
DATA = Path(os.environ.get("LEADCRM_TEST_DATA", "/nonexistent"))
FILE = DATA / "1-datasets" / "xeducation_leads.csv.gz"
needs_data = pytest.mark.skipif(
    not FILE.exists(), reason="LEADCRM_TEST_DATA names no folder with X Education"
)


def run(*arguments: str) -> dict:
    out = StringIO()
    call_command(*arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


@needs_data
@pytest.mark.slow
def test_grades_tell_winners_from_losers_on_the_half_they_were_not_tuned_on(workspace, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    run("import_leads", "acme", str(FILE), "--mapping", str(EXAMPLE / "mapping.json"))

    loaded = run("load_scoring", "acme", str(EXAMPLE / "model.json"), "--publish")
    even = run("evaluate_scoring", "acme", "--half", "even")

    assert loaded["rescored"] == 6468
    rates = [even["by_grade"][grade]["rate"] for grade in "ABCD"]
    assert rates == sorted(rates, reverse=True)
    assert even["by_grade"]["A"]["n"] >= 0.1 * even["n"]
    assert rates[0] >= 1.8 * even["positives"] / even["n"]
    assert even["auc"] > 0.8
    with workspace_scope(workspace.pk):
        assert LeadRank.objects.filter(model_version=1).count() == 6468
        assert ScoreSnapshot.objects.count() == 6468
    again = run("load_scoring", "acme", str(EXAMPLE / "model.json"), "--publish")
    with workspace_scope(workspace.pk):
        assert again["version"] == 2
        assert ScoreSnapshot.objects.count() == 6468
    print(json.dumps(even, indent=1))
