"""What a draft would change, as a person sees it: numbers, names, reasons, and the job for many leads."""

import pytest
from django.utils import timezone

from core.scope import workspace_scope
from leads.models import LeadRank
from scoring import queries
from scoring.services import drafts, impact, impact_job
from tests.scoring.conftest import small_model
from tests.scoring.lifting import lifting_draft
from work import jobs
from work.models import Job


NOW = timezone.now()


@pytest.fixture
def drafted(workspace, rep):
    with workspace_scope(workspace.pk):
        return lifting_draft(rep, at=NOW)


def test_the_impact_says_who_moves_and_which_rep_gets_whom(alice, drafted, rep):
    answer = alice.get("/w/acme/scoring/draft/impact/")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "3 leads compared" in page
    assert "?now=C&amp;then=B" in page
    assert f"?rep={rep.user_id}" in page
    assert answer.context["to_sales"] == 2
    assert (answer.context["impact"].then.came, answer.context["impact"].then.green) == (2, 2)


def test_a_number_leads_to_names_with_their_reason(alice, drafted):
    page = alice.get("/w/acme/scoring/draft/moves/?now=C&then=B").content.decode()

    assert "Ana" in page
    assert "Bea" in page
    assert "“phone” +45.0" in page
    assert (
        "No lead would move like this" in alice.get("/w/acme/scoring/draft/moves/?way=down").content.decode()
    )


def test_the_leads_of_a_rep_are_named(alice, drafted, rep):
    page = alice.get(f"/w/acme/scoring/draft/moves/?rep={rep.user_id}").content.decode()

    assert "Ana" in page
    assert "Old" not in page


@pytest.mark.parametrize("query", ["now=E", "after=x", "rep=x", "way='--", "after=99999999999999999999"])
def test_what_nobody_can_read_is_passed_over(alice, drafted, query):
    page = alice.get(f"/w/acme/scoring/draft/moves/?{query}").content.decode()

    assert "Ana" in page
    assert "Bea" in page


def test_without_a_draft_there_is_nothing_to_compare(alice, workspace):
    assert alice.get("/w/acme/scoring/draft/impact/").status_code == 404
    assert alice.get("/w/acme/scoring/draft/moves/").status_code == 404


def test_a_manager_sees_the_draft_and_cannot_edit_it(client_for, manager, drafted):
    person = client_for(manager)

    page = person.get("/w/acme/scoring/draft/").content.decode()

    assert "draft/criteria/" not in page
    assert person.get("/w/acme/scoring/draft/impact/").status_code == 200
    assert person.get("/w/acme/scoring/draft/settings/").status_code == 403
    assert person.post("/w/acme/scoring/draft/start/").status_code == 403


def test_of_many_leads_a_job_says_the_same_as_the_page(alice, drafted, workspace, monkeypatch):
    with workspace_scope(workspace.pk):
        names = queries.registry()
        spec, live = queries.spec_of(queries.draft(), names), queries.spec_of(queries.live(), names)
        at_once = impact.measure(spec=spec, live=live, names=names, at=NOW)
    monkeypatch.setattr(impact, "MOST_LEADS", 2)
    monkeypatch.setattr(impact_job, "SIZE", 2)

    assert "Compare every lead" in alice.get("/w/acme/scoring/draft/impact/").content.decode()
    assert alice.post("/w/acme/scoring/draft/impact/start/").status_code == 303
    assert "0 / 3" in alice.get("/w/acme/scoring/draft/impact/").content.decode()
    with workspace_scope(workspace.pk):
        key = Job.objects.get(kind="impact").pk
        for _step in range(2):
            jobs.run(keys=[key], at=NOW)
        job = Job.objects.get(pk=key)
        found = impact_job.result(job)

    assert (job.state, job.finished) == ("done", 3)
    assert found == at_once
    page = alice.get("/w/acme/scoring/draft/impact/").content.decode()
    assert "3 leads compared" in page
    assert "Compare every lead" in page


@pytest.mark.parametrize(
    ("state", "jobs_after"), [("running", 1), ("paused", 1), ("done", 2), ("failed", 2), ("canceled", 2)]
)
def test_a_comparison_that_ended_is_repeated_by_the_button(
    alice, drafted, workspace, monkeypatch, state, jobs_after
):
    monkeypatch.setattr(impact, "MOST_LEADS", 2)
    with workspace_scope(workspace.pk):
        impact_job.start(by=None)
        Job.objects.filter(kind="impact").update(state=state)

    assert alice.post("/w/acme/scoring/draft/impact/start/").status_code == 303

    with workspace_scope(workspace.pk):
        assert Job.objects.filter(kind="impact").count() == jobs_after


def test_a_comparison_of_a_draft_that_was_changed_ends(drafted, workspace):
    with workspace_scope(workspace.pk):
        job = impact_job.start(by=None)
        drafts.save(document=small_model(name="Other"), by=None, at=NOW)

        jobs.run(keys=[job.pk], at=NOW)

        job.refresh_from_db()
        assert job.state == "failed"
        assert impact_job.latest(queries.draft()) is None


def test_the_names_go_on_where_the_page_ended(alice, drafted, workspace, monkeypatch):
    monkeypatch.setattr("scoring.services.moves.SIZE", 1)
    monkeypatch.setattr("scoring.services.moves.WINDOW", 1)

    first = alice.get("/w/acme/scoring/draft/moves/?way=up")
    second = alice.get(f"/w/acme/scoring/draft/moves/?way=up&after={first.context['after']}")

    named = [answer.context["rows"][0][0].lead.pk for answer in (first, second)]
    with workspace_scope(workspace.pk):
        up = list(LeadRank.objects.filter(lead__first_name__in=["Ana", "Bea"]).values_list("pk", flat=True))
    assert sorted(named) == sorted(up)
