"""Learning on public data with outcomes: near what a regression on the bare columns reaches, and calibrated."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.scoring.datasets import BANK, FOLDER, PIPELINE, SHOPPERS, START, XEDUCATION, needs_data


EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "xeducation"
NEAR = 0.02
KEEPS_ITS_WORD = 0.03


def run(*arguments: str) -> dict:
    out = StringIO()
    call_command(*arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def told(found: dict) -> None:
    names = ("auc", "pr_auc", "brier", "ece", "lift_top_decile")
    for part in ("published", "proposal", "probability"):
        print(part, {name: found[part][name] for name in names})


@needs_data
@pytest.mark.slow
def test_hand_written_rules_are_improved_by_their_outcomes(workspace, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    mapping = EXAMPLE / "mapping.json"
    run("import_leads", "acme", str(FOLDER / XEDUCATION.file), "--mapping", str(mapping))
    run("load_scoring", "acme", str(EXAMPLE / "model.json"), "--publish")

    found = run("evaluate_scoring", "acme")

    columns = [name for name, to in json.loads(mapping.read_text())["columns"].items() if to != "external_id"]
    plain = XEDUCATION.plain_auc(columns)
    told(found)
    print("plain", plain)
    assert found["verdict"] == "ready"
    assert found["proposal"]["auc"] >= plain - NEAR
    assert found["proposal"]["auc"] > found["published"]["auc"]
    assert found["probability"]["ece"] <= KEEPS_ITS_WORD
    rates = [each["rate"] for each in found["proposal"]["by_grade"]]
    assert rates == sorted(rates, reverse=True)


@needs_data
@pytest.mark.slow
@pytest.mark.parametrize("dataset", [SHOPPERS, BANK], ids=lambda each: each.name)
def test_rules_are_found_where_nobody_wrote_any(dataset, workspace, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    found = evaluated(dataset, tmp_path)

    plain = dataset.plain_auc(dataset.names())
    told(found)
    print("plain", plain)
    assert found["verdict"] == "ready"
    assert found["published"]["auc"] == 0.5
    assert found["proposal"]["auc"] >= plain - NEAR
    assert found["probability"]["ece"] <= KEEPS_ITS_WORD


@needs_data
@pytest.mark.slow
def test_outcomes_that_nothing_tells_are_called_chance(workspace, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    found = evaluated(PIPELINE, tmp_path)

    told(found)
    assert found["verdict"] == "chance"


def evaluated(dataset, folder: Path) -> dict:
    """Import the set into a workspace whose model knows nothing of it, and measure."""
    path, mapping = dataset.write(folder)
    model = folder / "start.json"
    model.write_text(json.dumps(START))
    run("import_leads", "acme", str(path), "--mapping", str(mapping))
    run("load_scoring", "acme", str(model), "--publish")
    return run("evaluate_scoring", "acme")
