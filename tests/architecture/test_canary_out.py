"""T4 for what goes out by itself: mails, webhooks and files hold nothing of another workspace."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from leads.models import Lead
from leads.services import exports, timeline
from messaging.models import Message
from messaging.services import announce, outbox, posting, templates
from messaging.services.outbox import Mail
from tests.architecture.canaries import Canaries
from tests.architecture.test_canary import canaries, hooli, initech  # noqa: F401 - fixtures
from tests.architecture.world import World, inside
from tests.factories import messaging
from tests.factories.webhooks import make_endpoint
from tests.mailing import Post, deliver, post_office
from tests.messaging.hook_sink import HookSink, hook_sink
from work import claim


# ruff: noqa: F811 - pytest hands out fixtures by the name they were imported under
pytestmark = pytest.mark.slow
TEXT = "{{ lead.name }}, {{ lead.topic }}: {{ owner.name }} of {{ workspace.name }} [here](https://www.example.com/)"


@pytest.fixture
def post(tmp_path: Path, settings: Any) -> Iterator[Post]:
    with post_office(tmp_path / "mail") as office:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", office.port, False
        yield office


@pytest.fixture
def hooks(settings: Any) -> Iterator[HookSink]:
    with hook_sink() as sink:
        settings.OUTBOUND_EXCEPTIONS = [f"127.0.0.1:{sink.port}"]
        yield sink


def send_everything(world: World, hooks: HookSink, folder: Path, settings: Any) -> Lead:
    """Mail a lead, tell an endpoint of it, and write it into files of both formats."""
    # All of the test is one moment to the database: what is due must be older than that.
    at, settings.MEDIA_ROOT = timezone.now() - timedelta(hours=1), str(folder)
    messaging.make_policy(from_hour=0, until_hour=24, cap_count=0)
    lead = world.lead("marketing", marketing_consent="given")
    version = messaging.make_version(name="Out", body=TEXT, subject="For {{ lead.name }}")
    values = templates.values_for(lead_ids=[lead.pk], version=version)[lead.pk]
    outbox.enqueue(mails=[Mail("out", lead.pk, version.pk, values=values)], at=at)
    make_endpoint(hooks.url(), at=at - timedelta(days=1))
    timeline.record(lead_id=lead.pk, kind="handed_off", at=at, by=None, data={"owner": world.rep.pk})
    announce.reconcile(lead_ids=[lead.pk], at=at)
    deliver()
    claim.drain("webhook", posting.run, limit=10, lease=posting.LEASE, owns_transactions=True)
    for part, format_ in enumerate(("csv", "xlsx")):
        params = {"token": "t", "part": part, "format": format_, "columns": [], "language": "es"}
        exports.run(lead_ids=[lead.pk], params=params, by=None, at=at)
    return lead


def sounds(post: Post, hooks: HookSink, folder: Path) -> list[bytes]:
    """Return every byte that left."""
    letters = [path.read_bytes() for path in post.folder.glob("*.eml")]
    posted = [str(got["headers"]).encode() + got["body"] for got in hooks.got]
    files = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    assert (len(letters), len(posted), len(files)) == (1, 1, 2)
    return letters + posted + files


@pytest.mark.usefixtures("initech", "hooli")
def test_mails_webhooks_and_files_say_nothing_of_other_workspaces(
    acme: World, canaries: Canaries, post: Post, hooks: HookSink, tmp_path: Path, settings: Any
) -> None:
    with inside(acme):
        send_everything(acme, hooks, tmp_path / "files", settings)
        assert set(Message.objects.values_list("state", flat=True)) == {"sent"}

    heard = set().union(*(canaries.heard(data) for data in sounds(post, hooks, tmp_path / "files")))
    assert heard == set()


def test_a_canary_in_each_of_them_would_be_heard(
    acme: World, canaries: Canaries, post: Post, hooks: HookSink, tmp_path: Path, settings: Any
) -> None:
    with inside(acme):
        acme.rep.name = canaries.hatch("tenants_user.name")
        acme.rep.email = f"{canaries.hatch('tenants_user.email')}@acme.test"
        acme.rep.save()
        send_everything(acme, hooks, tmp_path / "files", settings)

    for data in sounds(post, hooks, tmp_path / "files"):
        assert canaries.heard(data)
