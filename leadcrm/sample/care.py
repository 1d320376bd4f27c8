"""The sample's nurture: pieces of content, two workflows, and what people on them were sent and clicked."""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from core.scope import current_workspace_id
from leadcrm import pipeline
from leads.choices import ActivityKind
from leads.models import Topic
from leads.services import timeline
from messaging.choices import MessageState, Outcome
from messaging.models import Attempt, Message, Template
from messaging.services import clicks, templates
from nurturing.choices import Reentry, WorkflowState
from nurturing.models import Enrollment, Workflow
from nurturing.services import advance, content, workflows
from nurturing.services.workflows import Text
from work.models import WorkItem


SITE = "https://www.tresluces.example"
# slug: title, topic, phase, format, path
PIECES: Mapping[str, tuple[str, str, str, str, str]] = {
    "guia-reforma": ("Reformar sin sorpresas", "", "awareness", "guide", "guia-reforma"),
    "precios": ("Precios reales de este año", "", "decision", "tool", "precios"),
    "plazos": ("Cuánto tarda una obra, semana a semana", "", "consideration", "article", "plazos"),
    "caso-cocina": ("Una cocina en cinco semanas", "cocina", "consideration", "case", "casos/cocina"),
    "elegir-encimera": ("Elegir encimera: cinco materiales", "cocina", "awareness", "article", "encimeras"),
    "bano-accesible": ("Un baño para toda la vida", "bano", "awareness", "video", "bano-accesible"),
    "caso-local": ("Abrir el local sin parar la obra", "local", "consideration", "case", "casos/local"),
    "licencias-local": ("Licencias de actividad, paso a paso", "local", "awareness", "guide", "licencias"),
    "visita-local": ("Visita técnica en 48 horas", "local", "decision", "offer", "visita"),
    "ayudas-fachada": ("Ayudas para aislar la fachada", "fachada", "awareness", "article", "ayudas"),
}
OFFICE = {"from_hour": 9, "until_hour": 18, "weekdays": [0, 1, 2, 3, 4]}
GUIDED = ["cocina", "bano", "local"]
# Every third mail is read to the click, of its links in turn.
CLICK_EVERY = 3
STRIDE = timedelta(hours=12)


def lay_down(*, by: int, at: datetime) -> None:
    """Add the pieces of content, so that the mails can link to them."""
    topics = {topic.slug: topic for topic in Topic.objects.all()}
    for slug, (title, topic, phase, kind, path) in PIECES.items():
        values = {
            "slug": slug,
            "title": title,
            "topic": topics.get(topic),
            "phase": phase,
            "format": kind,
            "language": "es",
            "url": f"{SITE}/{path}/",
        }
        content.create(values=values, by=by, at=at)


def write_workflows(*, by: int, at: datetime) -> None:
    """Make one workflow that is active and branches on a click, and one in dry run."""
    mails = {name: str(pk) for name, pk in Template.objects.values_list("name", "public_id")}
    guided = workflows.create(
        name="De la guía a la visita",
        description="Cocinas, baños y locales: el clic decide qué llega después.",
        text=Text(
            steps=_guided(mails),
            entry={"field": "interest.main_topic", "op": "in", "value": GUIDED},
            reentry=Reentry.AFTER,
            reentry_days=180,
        ),
        by=by,
        at=at,
    )
    workflows.publish(workflow=guided, by=by, at=at)
    # Nobody is there yet whom a job would have to let in.
    Workflow.objects.filter(pk=guided.pk).update(state=WorkflowState.ACTIVE)
    fair = {"field": "source.source", "op": "eq", "value": "feria"}
    workflows.create(
        name="Después de la Feria Hábitat",
        description="Para quien dejó sus datos en la feria; se revisa antes de activarlo.",
        text=Text(steps=_after_the_fair(mails), entry=fair),
        by=by,
        at=at,
    )


def _guided(mails: Mapping[str, str]) -> Sequence[Mapping[str, Any]]:
    return [
        {"id": "hola", "kind": "email", "template": mails["Bienvenida"]},
        {
            "id": "clic",
            "kind": "branch_click",
            "cases": [
                {"content": ["precios"], "go": "espera-2"},
                {"content": ["guia-reforma", "plazos"], "go": "espera-1"},
            ],
            "within_days": 4,
            "otherwise": "guia",
        },
        {"id": "guia", "kind": "email", "template": mails["Guía"]},
        {"id": "espera-1", "kind": "wait", "cycle_percent": 20, **OFFICE},
        {"id": "caso", "kind": "email", "template": mails["Caso de éxito"]},
        {"id": "espera-2", "kind": "wait", "days": 6, **OFFICE},
        {"id": "hablar", "kind": "email", "template": mails["¿Hablamos?"]},
        {
            "id": "clic-2",
            "kind": "branch_click",
            "cases": [{"content": ["precios"], "go": "ventas"}],
            "within_days": 10,
            "otherwise": "fin",
        },
        {"id": "ventas", "kind": "wish"},
        {"id": "fin", "kind": "exit", "reason": "Ha recibido los cuatro correos"},
    ]


def _after_the_fair(mails: Mapping[str, str]) -> Sequence[Mapping[str, Any]]:
    return [
        {"id": "hola", "kind": "email", "template": mails["Guía"]},
        {"id": "espera", "kind": "wait", "days": 3, **OFFICE},
        {"id": "caso", "kind": "email", "template": mails["Caso de éxito"]},
        {"id": "llamar", "kind": "task", "title": "Llamar: vino a la feria", "days": 2},
        {"id": "fin", "kind": "exit"},
    ]


@dataclass(slots=True)
class Nurse:
    """Lets the time of enrollments pass: does steps as they fall due, sends their mails, and has some clicked."""

    now: datetime
    clicks: list[tuple[datetime, int, int]] = field(default_factory=list)
    sent: int = 0

    def catch_up(self, until: datetime) -> None:
        """Let everything happen that was due by then, in its order."""
        while True:
            first = Enrollment.objects.active().order_by("due_at").values_list("due_at", flat=True).first()
            click_at = self.clicks[0][0] if self.clicks else None
            moments = [moment for moment in (first, click_at) if moment is not None and moment <= until]
            if not moments:
                return
            if click_at is not None and click_at == min(moments):
                self._click(*heapq.heappop(self.clicks))
            else:
                self._advance(min(min(moments) + STRIDE, until))

    def _advance(self, at: datetime) -> None:
        due = Enrollment.objects.active().filter(due_at__lte=at)
        advance.run(keys=list(due.values_list("pk", flat=True)), at=at)
        self._deliver(at)
        self._look_again(at)

    def _deliver(self, at: datetime) -> None:
        waiting = Message.objects.filter(state=MessageState.QUEUED, origin__startswith="enrollment:")
        for message in waiting.select_related("template_version__template").order_by("pk"):
            self.sent += 1
            sent_at = min(at + timedelta(minutes=self.sent % 40), self.now)
            _send(message, sent_at)
            if self.sent % CLICK_EVERY == 0 and message.template_version and message.template_version.links:
                place = self.sent % len(message.template_version.links)
                heapq.heappush(
                    self.clicks, (sent_at + timedelta(hours=1 + self.sent % 29), message.pk, place)
                )

    def _click(self, at: datetime, message_id: int, place: int) -> None:
        message = Message.objects.get(pk=message_id)
        request = clicks.Request("GET", {"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
        clicks.follow(message_id=message_id, place=place, request=request, at=at)
        clicks.judge(keys=[message_id], at=at + timedelta(minutes=1))
        self._look_again(at + timedelta(minutes=1))
        origin = message.origin.removeprefix("enrollment:")
        advance.run(keys=[int(origin)], at=at + timedelta(minutes=1))

    def _look_again(self, at: datetime) -> None:
        """Have the pipeline look at the leads that were marked, as a worker would have done."""
        marked = WorkItem.objects.filter(queue="lead", workspace_id=current_workspace_id())
        lead_ids = list(marked.order_by("key").values_list("key", flat=True))
        if lead_ids:
            marked.delete()
            pipeline.advance(keys=lead_ids, at=at)


def _send(message: Message, at: datetime) -> None:
    """Write down that the mail left, as the delivery does, but at its moment in the past."""
    version = message.template_version
    subject = (
        templates.render(version=version, values=message.values, message=None).subject if version else ""
    )
    values = {"state": MessageState.SENT, "sending_at": at, "sent_at": at, "attempts": 1, "subject": subject}
    Message.objects.filter(pk=message.pk).update(**values, updated_at=at)
    Attempt.objects.create(
        message=message, number=1, started_at=at, ended_at=at, outcome=Outcome.SENT, phase="done", code=250
    )
    WorkItem.objects.filter(queue__in=["message", "mailing"], key=message.pk).delete()
    timeline.record(
        lead_id=message.lead_id or 0,
        kind=ActivityKind.EMAIL_SENT,
        at=at,
        dedup_key=f"message:{message.public_id}",
        data={
            "message": str(message.public_id),
            "subject": subject,
            "topic": message.topic,
            "origin": message.origin,
            "template": version.template.name if version else "",
        },
    )
