"""Reviews by API: what was said as far as the caller may see it, and one's own verdicts."""

from uuid import uuid4

import pytest
from django.utils import timezone

from core.scope import workspace_scope
from scoring.models import ReviewMeeting, ReviewVerdict
from scoring.services import drafts, publish
from scoring.services import review as reviews
from tests.factories.distribution import make_reason
from tests.scoring.conftest import small_model
from tests.scoring.reviews import begin, cases_of, handed_over, judge


NOW = timezone.now()
URL = "/api/v1/reviews/"


@pytest.fixture
def meeting(workspace, rep, marketer) -> ReviewMeeting:
    with workspace_scope(workspace.pk):
        make_reason("no-need", label="No need")
        drafts.save(document=small_model(), by=None, at=NOW)
        publish.publish(by=None, at=NOW)
        handed_over(20, at=NOW)
        return begin(rep, marketer, at=NOW)


def test_reviews_are_listed_and_read(api, meeting):
    listed = api("scoring:read").get(URL).json()["results"]
    body = api("scoring:read").get(f"{URL}{meeting.public_id}/").json()

    assert [(each["id"], each["state"], each["cases"]) for each in listed] == [
        (str(meeting.public_id), "open", 20)
    ]
    assert body["reasons"] == [{"slug": "no-need", "label": "No need"}]
    assert (len(body["results"]), body["patterns"], body["agreement"]["alpha"]) == (20, [], None)


def test_a_member_gives_verdicts_and_then_sees_those_of_others(api_as, workspace, meeting, rep, marketer):
    with workspace_scope(workspace.pk):
        judge(cases_of(meeting)[0], [marketer], "good", at=NOW)
    client = api_as(rep)
    assert client.get(f"{URL}{meeting.public_id}/").json()["results"][0]["verdicts"] is None

    answer = client.post(
        f"{URL}{meeting.public_id}/verdicts/", {"case": 1, "verdict": "not_fit", "reason": "no-need"}
    )

    assert answer.status_code == 200
    first = answer.json()["results"][0]
    assert (first["mine"], first["verdicts"]) == ("not_fit", {"good": 1, "too_early": 0, "not_fit": 1})


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"case": 1, "verdict": "not_fit"}, 400, "bad_verdict"),
        ({"case": 1, "verdict": "fine"}, 400, "invalid"),
        ({"case": 1, "verdict": "too_early", "why": "no-need"}, 400, "invalid"),
        ({"case": 21, "verdict": "good"}, 404, "not_found"),
    ],
)
def test_what_is_no_verdict_is_refused(api_as, workspace, meeting, rep, body, status, code):
    answer = api_as(rep).post(f"{URL}{meeting.public_id}/verdicts/", body)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    with workspace_scope(workspace.pk):
        assert not ReviewVerdict.objects.exists()


def test_a_member_speaks_for_nobody_else_and_who_was_not_invited_has_no_verdict(
    api_as, workspace, meeting, admin, rep
):
    whose, verdict = f"{URL}{meeting.public_id}/verdicts/", {"case": 1, "verdict": "good"}

    for_another = api_as(admin).post(whose, verdict | {"member": rep.user.email})
    uninvited = api_as(admin).post(whose, verdict)

    assert (for_another.status_code, for_another.json()["errors"][0]["path"]) == (400, "member")
    assert uninvited.status_code == 403
    with workspace_scope(workspace.pk):
        assert not ReviewVerdict.objects.exists()


def test_no_key_gives_a_verdict_in_the_name_of_a_member(api, workspace, meeting, rep):
    body = {"case": 1, "verdict": "good", "member": rep.user.email}

    answer = api().post(f"{URL}{meeting.public_id}/verdicts/", body)

    assert answer.status_code == 403
    with workspace_scope(workspace.pk):
        assert not ReviewVerdict.objects.exists()


def test_only_a_key_that_reads_leads_is_told_which_leads_the_cases_are(api, api_as, meeting, manager):
    address = f"{URL}{meeting.public_id}/"

    without = api("scoring:read").get(address).json()["results"][0]
    having = api("scoring:read", "leads:read").get(address).json()["results"][0]
    member = api_as(manager).get(address).json()["results"][0]

    assert (without["lead"], without["title"], without["grade"]) == (None, None, having["grade"])
    assert "Firm 19" in having["title"]
    assert (having["lead"], having["title"]) == (member["lead"], member["title"])
    assert having["lead"]


def test_a_closed_review_says_what_it_found_and_takes_no_verdict(
    api, api_as, workspace, meeting, rep, marketer
):
    with workspace_scope(workspace.pk):
        for case in cases_of(meeting):
            told = "good" if "person.phone" in case.known else "too_early"
            judge(case, [rep, marketer], told, told, at=NOW)
        reviews.close(meeting=meeting, by=None, at=NOW)

    body = api("scoring:read").get(f"{URL}{meeting.public_id}/").json()

    assert body["agreement"] == {"cases": 20, "same": 20, "share": 1.0, "alpha": 1.0}
    assert {"criterion:phone"} <= {pattern["feature"] for pattern in body["patterns"]}
    answer = api_as(rep).post(f"{URL}{meeting.public_id}/verdicts/", {"case": 1, "verdict": "good"})
    assert (answer.status_code, answer.json()["code"]) == (409, "review_closed")


def test_another_workspaces_review_is_unknown(api, other_workspace, meeting):
    stranger = api(workspace=other_workspace)

    assert stranger.get(f"{URL}{meeting.public_id}/").status_code == 404
    assert stranger.get(f"{URL}{uuid4()}/").status_code == 404
    assert stranger.get(URL).json()["results"] == []
