import pytest
from django.utils import timezone

from core.scope import workspace_scope
from messaging.models import Notification
from messaging.services import notify


@pytest.fixture
def at(workspace):
    return f"/w/{workspace.slug}/"


def tell(workspace, member, key="k", **data) -> Notification:
    with workspace_scope(workspace.pk):
        notice = notify.Notice(
            member.user_id, "lead_offered", key, None, {"lead": "Ana Ruiz"} | data, "today/"
        )
        notify.send([notice], at=timezone.now())
        return Notification.objects.get(key=key)


def test_the_bell_counts_what_is_unread(client_for, rep, workspace, at) -> None:
    tell(workspace, rep)
    client = client_for(rep)

    assert 'class="count" aria-hidden="true">1<' in client.get(f"{at}notifications/bell/").content.decode()
    client.post(f"{at}notifications/read/")
    assert 'class="count"' not in client.get(f"{at}notifications/bell/").content.decode()


def test_following_a_notice_marks_it_read_and_leads_to_its_page(client_for, rep, workspace, at) -> None:
    notice = tell(workspace, rep)

    answer = client_for(rep).post(f"{at}notifications/{notice.pk}/")

    assert (answer.status_code, answer["Location"]) == (303, f"{at}today/")
    with workspace_scope(workspace.pk):
        notice.refresh_from_db()
        assert notice.read_at is not None


def test_nobody_sees_or_follows_anothers_notices(client_for, rep, manager, workspace, at) -> None:
    notice = tell(workspace, rep)
    client = client_for(manager)

    assert "Ana Ruiz" not in client.get(f"{at}notifications/").content.decode()
    assert client.post(f"{at}notifications/{notice.pk}/").status_code == 404


def test_a_person_chooses_what_to_hear(client_for, rep, workspace, at) -> None:
    client_for(rep).post(f"{at}settings/notifications/", {"app-task_due": "on", "mail-task_due": "on"})

    with workspace_scope(workspace.pk):
        wishes = {wish.kind: wish for wish in notify.wishes_of(rep.user_id)}
    assert (wishes["task_due"].in_app, wishes["task_due"].by_mail) == (True, True)
    assert (wishes["lead_offered"].in_app, wishes["lead_offered"].by_mail) == (False, False)


def test_the_list_is_in_the_readers_language(client_for, rep, workspace, at) -> None:
    rep.user.language = "es"
    rep.user.save()
    tell(workspace, rep)

    assert "Te han entregado Ana Ruiz" in client_for(rep).get(f"{at}notifications/").content.decode()
