"""The dial as a person sees and turns it: settings, figures, the way back, and what is refused."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.scope import workspace_scope
from scoring import queries
from scoring.services import dial_draft, drafts, impact
from tests.factories.leads import make_activity, make_lead
from tests.scoring.conftest import PHONE, make_live, small_model
from work import jobs
from work.models import Job


PAGE = "/w/acme/scoring/draft/dial/"
NOW = timezone.now()


@pytest.fixture
def drafted(workspace):
    """Forty newcomers, half of them with a phone and a quarter with a title; each third one inquired."""
    with workspace_scope(workspace.pk):
        make_live(at=NOW)
        for number in range(40):
            lead = make_lead(
                email=f"a{number}@x.es",
                phone="+34600000147" if number % 2 else "",
                job_title="directora" if number % 4 == 1 else "",
                created_at=NOW - timedelta(days=1 + number),
            )
            if number % 3 == 0:
                make_activity(lead, "inquiry", at=lead.created_at)
        drafts.save(document=small_model(), by=None, at=NOW)


@pytest.fixture
def marketing(client_for, marketer):
    return client_for(marketer)


def condition(workspace) -> list:
    with workspace_scope(workspace.pk):
        return queries.document_of(queries.draft())["light"]["condition"]["all"]


def revision(workspace) -> int:
    with workspace_scope(workspace.pk):
        return queries.draft().revision


def test_each_setting_is_shown_with_what_it_would_mean(marketing, drafted):
    answer = marketing.get(PAGE)

    page = answer.content.decode()
    rows = answer.context["rows"]
    assert answer.status_code == 200
    assert {"Rare", "Well done"} <= {row.name for row in rows}
    assert [row.is_draft for row in rows].count(True) == 1
    weeks = [float(row.figures[0].value) for row in rows]
    assert weeks == sorted(weeks, reverse=True)
    assert "20 more hand-offs needed" in page
    assert 'type="radio"' in page
    assert "E-mail has a value" in page


def test_a_setting_is_put_into_the_draft_and_the_former_one_stays_in_sight(marketing, drafted, workspace):
    before = condition(workspace)

    answer = marketing.post(f"{PAGE}use/", {"line": "A-60", "revision": revision(workspace)})

    assert (answer.status_code, answer["Location"]) == (303, f"{PAGE}?was=B-0")
    assert condition(workspace)[1:] == before[1:]
    page = marketing.get(answer["Location"])
    rows = {row.key: row for row in page.context["rows"]}
    assert rows["A-60"].is_draft
    assert rows["B-0"].was
    assert "The draft asks for it now: Grade A from 60 points." in page.content.decode()

    marketing.post(f"{PAGE}use/", {"line": "B-0", "revision": revision(workspace)})

    assert condition(workspace) == before


@pytest.mark.parametrize("line", ["", "E-1", "40", "B-101"])
def test_what_is_no_setting_is_refused(marketing, drafted, workspace, line):
    before = revision(workspace)

    refusal = marketing.post(f"{PAGE}use/", {"line": line, "revision": before})

    assert refusal.status_code == 409
    assert "Choose one of the settings." in refusal.content.decode()
    assert revision(workspace) == before


def test_a_draft_that_was_changed_meanwhile_is_not_turned(marketing, drafted, workspace):
    seen = revision(workspace)
    with workspace_scope(workspace.pk):
        drafts.save(document=small_model(name="Other"), by=None, at=NOW)

    answer = marketing.post(f"{PAGE}use/", {"line": "A-0", "revision": seen})

    assert answer.status_code == 409
    assert "Somebody changed the draft meanwhile" in answer.content.decode()


def test_without_a_draft_there_is_no_dial(marketing, workspace):
    assert marketing.get(PAGE).status_code == 404
    assert marketing.post(f"{PAGE}use/", {"line": "A-0"}).status_code == 404
    assert marketing.post(f"{PAGE}start/").status_code == 404


@pytest.mark.parametrize("query", ["model=gone", "definition=gone"])
def test_a_definition_that_is_gone_is_not_found(marketing, drafted, query):
    assert marketing.get(f"{PAGE}?{query}").status_code == 404


@pytest.mark.parametrize("query", ["was=x", "was=E-9", "was=%00", "model="])
def test_what_nobody_can_read_is_passed_over(marketing, drafted, query):
    answer = marketing.get(f"{PAGE}?{query}")

    assert answer.status_code == 200
    assert [row.is_draft for row in answer.context["rows"]].count(True) == 1


def test_a_manager_sees_the_dial_and_cannot_turn_it(client_for, manager, drafted):
    person = client_for(manager)

    page = person.get(PAGE).content.decode()

    assert "Use this setting" not in page
    assert person.post(f"{PAGE}use/", {"line": "A-0"}).status_code == 403


def test_a_rep_sees_no_draft(client_for, rep, drafted):
    assert client_for(rep).get(PAGE).status_code == 403


def test_a_definition_that_cannot_be_turned_says_why_and_leads_to_the_editor(marketing, drafted, workspace):
    entangled = {"any": [{"field": "score.grade", "op": "eq", "value": "A"}, PHONE]}
    with workspace_scope(workspace.pk):
        drafts.save(document=small_model(light={"condition": entangled, "near_points": 5}), by=None, at=NOW)

    page = marketing.get(PAGE).content.decode()

    assert "in another way than “at least so much”" in page
    assert "/scoring/draft/settings/" in page
    assert marketing.post(f"{PAGE}start/").status_code == 409


def test_with_few_newcomers_it_says_how_many_are_missing(marketing, workspace):
    with workspace_scope(workspace.pk):
        drafts.save(document=small_model(), by=None, at=NOW)
        for number in range(3):
            make_lead(email=f"a{number}@x.es", created_at=NOW - timedelta(days=9))

    answer = marketing.get(PAGE)

    assert "17 more newcomers are needed" in answer.content.decode()
    assert [row.key for row in answer.context["rows"]] == ["B-0"]


def test_of_many_leads_a_worker_counts_and_the_page_says_when(marketing, drafted, workspace, monkeypatch):
    at_once = marketing.get(PAGE).context["rows"]
    monkeypatch.setattr(impact, "MOST_LEADS", 2)

    assert "Count what each setting would mean" in marketing.get(PAGE).content.decode()
    assert marketing.post(f"{PAGE}start/").status_code == 303
    assert "0 / 40" in marketing.get(PAGE).content.decode()
    with workspace_scope(workspace.pk):
        key = Job.objects.get(kind="dial").pk
        jobs.run(keys=[key], at=NOW)

    answer = marketing.get(PAGE)
    assert answer.context["rows"] == at_once
    assert "Count again" in answer.content.decode()
    assert answer.context["reading"].counted_at is not None


def test_definitions_of_teams_are_chosen_by_tabs(marketing, drafted, workspace):
    document = small_model()
    document["light"]["teams"] = [
        {
            "key": "north",
            "label": {"en": "North", "es": "Norte"},
            "when": PHONE,
            "condition": {"all": [{"field": "score.score", "op": "gte", "value": 10}]},
            "near_points": 5,
        }
    ]
    with workspace_scope(workspace.pk):
        drafts.save(document=document, by=None, at=NOW)

    tabs = marketing.get(PAGE).context["tabs"]
    answer = marketing.get(tabs[0]["url"])

    assert [tab["label"] for tab in tabs] == ["North", "All other leads"]
    assert answer.context["reading"].history.came == 20
    answer = marketing.post(
        f"{PAGE}use/", {"line": "30", "definition": "north", "revision": revision(workspace)}
    )
    assert answer["Location"] == f"{PAGE}?definition=north&was=10"
    assert condition(workspace) == small_model()["light"]["condition"]["all"]


def test_another_workspaces_history_is_not_counted(marketing, drafted, other_workspace):
    with workspace_scope(other_workspace.pk):
        for number in range(30):
            make_lead(email=f"b{number}@x.es", phone="+34600000147", created_at=NOW - timedelta(days=3))

    answer = marketing.get(PAGE)

    assert answer.context["reading"].history.came == 40


def test_a_setting_is_taken_once_of_two_who_choose(drafted, workspace):
    with workspace_scope(workspace.pk):
        seen = queries.draft().revision
        dial_draft.use(address=dial_draft.Address(), key="A-0", by=None, at=NOW, revision=seen)
        with pytest.raises(drafts.DraftChanged):
            dial_draft.use(address=dial_draft.Address(), key="C-0", by=None, at=NOW, revision=seen)


def test_a_model_and_its_definitions_lead_to_their_own_dials(marketing, drafted, workspace):
    rules = small_model()
    special = {key: rules[key] for key in ("weights", "grid", "light")} | {
        "key": "kitchens",
        "label": {"en": "Kitchens", "es": "Cocinas"},
        "condition": PHONE,
        "groups": [{**group, "key": f"k_{group['key']}", "criteria": []} for group in rules["groups"]],
    }
    special["light"] = special["light"] | {
        "teams": [
            {
                "key": "north",
                "label": {"en": "North", "es": "Norte"},
                "when": {"field": "person.job_title", "op": "is_not_empty"},
                "condition": {"any": [{"field": "score.score", "op": "gte", "value": 10}, PHONE]},
                "near_points": 5,
            }
        ]
    }
    with workspace_scope(workspace.pk):
        drafts.save(document=rules | {"models": [special]}, by=None, at=NOW)
        before = queries.document_of(queries.draft())

    draft = marketing.get("/w/acme/scoring/draft/?model=kitchens").content.decode()
    kitchens = marketing.get(f"{PAGE}?model=kitchens")
    north = marketing.get(f"{PAGE}?model=kitchens&definition=north")

    assert "dial/?model=kitchens" in draft
    assert "dial/?model=kitchens&amp;definition=north" in draft
    assert [tab["label"] for tab in kitchens.context["tabs"]] == [
        "Kitchens · North",
        "Kitchens",
        "All other leads",
    ]
    assert (kitchens.context["reading"].history.came, north.context["reading"].fixed) == (10, "entangled")
    assert "/scoring/draft/definitions/north/?model=kitchens" in north.content.decode()
    answer = marketing.post(
        f"{PAGE}use/", {"line": "A-0", "model": "kitchens", "revision": revision(workspace)}
    )
    assert answer["Location"] == f"{PAGE}?model=kitchens&was=B-0"
    with workspace_scope(workspace.pk):
        changed = queries.document_of(queries.draft())
    assert changed["models"][0]["light"]["condition"]["all"][0]["value"] == ["A"]
    changed["models"][0]["light"]["condition"] = before["models"][0]["light"]["condition"]
    assert changed == before
