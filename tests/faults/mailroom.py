"""A running copy whose mails are counted, with more workers and clocks than it needs."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psutil

from tests.faults.rig import BASE, Rig
from tests.flows.road import Office


# One program, run inside the copy; ``{body}`` sees the workspace's scope, ``now`` and what it needs.
PROGRAM = """
import json, sys, time
from django.utils import timezone
from core.scope import workspace_scope
from messaging.models import Message, Recipient, SendingPolicy
from messaging.services import outbox, recipients
from tenants.models import Workspace
from leads.models import Lead, LeadRank, LeadToken
from leads import normalize
workspace = Workspace.objects.get(slug={slug!r}).pk
now = timezone.now()
{body}
"""
PUT = """
with workspace_scope(workspace):
    for n in range({count}):
        outbox.enqueue_plain(key={prefix!r} + str(n), to={prefix!r} + str(n) + "@example.com",
                             subject="Hello", text="Hello", at=now)
"""
PUT_TO = """
with workspace_scope(workspace):
    for to in {to!r}:
        pk = outbox.enqueue_plain(key=to, to=to, subject="Hello", text="Hello", at=now)
        print(Message.objects.get(pk=pk).public_id)
"""
# Marketing to people who agreed.
PUT_TO_LEADS = """
with workspace_scope(workspace):
    SendingPolicy.objects.update(postal_address="Calle Mayor 1", from_hour=0, until_hour=24, cap_count=0)
    leads = []
    for n in range({count}):
        email = {prefix!r} + str(n) + "@example.com"
        leads.append(Lead(created_at=now, email=email, email_norm=email, marketing_consent="given"))
    Lead.objects.bulk_create(leads)
    LeadToken.objects.bulk_create(
        [LeadToken(lead=x, token=token) for x in leads for token in sorted(normalize.search_tokens(x))])
    LeadRank.objects.bulk_create([LeadRank(lead=x, created_at=now, stage_at=now) for x in leads])
    for lead in leads:
        outbox.enqueue_plain(key=lead.email, to=lead.email, lead_id=lead.pk, purpose="marketing",
                             subject="Hello", text="Hello", at=now)
"""
CLOSE = """
for n in range({count} - 1, -1, -1):
    email = {prefix!r} + str(n) + "@example.com"
    with workspace_scope(workspace):
        row = Recipient.objects.get(email=email)
        recipients.close(recipient=row, state="unsubscribed", note="race", at=timezone.now(), by=None)
    print(json.dumps([email, time.time()]), flush=True)
"""
RING = """
from work import bell
while True:
    for queue in ("message", "mailing", "lead") * 3:
        bell.ring(queue)
    time.sleep(0.05)
"""


@dataclass(slots=True)
class Mailroom:
    """One workspace of the copy, and the sink's own book of what came."""

    office: Office

    @property
    def rig(self) -> Rig:
        return self.office.rig

    def run(self, body: str, **values: Any) -> str:
        """Run a piece of program inside the copy and return what it printed."""
        return str(self.rig.manage("shell", "-v", "0", "-c", self.program(body, **values), json_answer=False))

    def program(self, body: str, **values: Any) -> str:
        """Return the whole text of a piece of program."""
        return PROGRAM.format(slug=self.office.slug, body=body.format(**values))

    def environment(self) -> dict[str, str]:
        return self.rig.environment() | self.rig.addresses()

    @contextmanager
    def also(self, *arguments: str, env: Mapping[str, str] | None = None) -> Iterator[None]:
        """Have one more process of the copy beside those it has, and go on once it takes part."""
        with (self.rig.root / "also.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=BASE,
                env=self.environment() | dict(env or {}),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            self.rig.wait_until(lambda: self._is_heard(process.pid), what=f"{arguments[-1]} runs")
            yield
        finally:
            process.kill()
            process.wait()

    def _is_heard(self, pid: int) -> bool:
        """Say whether the process talks with the broker: until then it is only being started."""
        port = int(self.rig.addresses()["REDIS_URL"].rpartition(":")[2].partition("/")[0])
        return any(peer.raddr and peer.raddr.port == port for peer in psutil.Process(pid).net_connections())

    def worker(self, **env: str) -> Any:
        options = ["--concurrency", "1", "--pool", "solo", "--without-mingle", "--without-gossip"]
        return self.also("-m", "celery", "--app", "leadcrm", "--quiet", "worker", *options, env=env)

    def beat(self) -> Any:
        options = ["--pidfile=", "--scheduler", "celery.beat:Scheduler"]
        return self.also("-m", "celery", "--app", "leadcrm", "--quiet", "beat", *options)

    def ringing(self) -> Any:
        """Ring every bell three times, many times a second."""
        text = PROGRAM.format(slug=self.office.slug, body=RING)
        return self.also("manage.py", "shell", "-v", "0", "-c", text)

    # --- what came and what is written -----------------------------------------------------------------------

    def events(self, kind: str) -> list[dict[str, Any]]:
        """Return the sink's notes of one kind."""
        lines = (self.rig.root / "mail" / "log.jsonl").read_text().splitlines()
        return [event for line in lines if (event := json.loads(line))["event"] == kind]

    def taken(self, prefix: str = "") -> Counter[str]:
        """Return how often each mail came, by its id."""
        return Counter(event["id"] for event in self.events("taken") if event["to"].startswith(prefix))

    def states(self, prefix: str = "") -> Counter[str]:
        """Return how many messages to such addresses are in each state."""
        rows = self.rig.sql(
            "SELECT state, count(*) FROM messaging_message WHERE messaging_message.to LIKE %s GROUP BY state",
            (f"{prefix}%",),
        )
        return Counter(dict(rows))

    def wait_until_settled(self, prefix: str, *, seconds: float = 90) -> Counter[str]:
        """Wait until no message to such addresses is under way."""
        pending = {"queued", "claimed", "sending"}
        self.rig.wait_until(
            lambda: not pending & set(self.states(prefix)), seconds=seconds, what=f"{prefix} is settled"
        )
        return self.states(prefix)
