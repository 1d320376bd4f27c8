"""Builds a sample workspace through the rooms' own services, each step at its moment in the past."""

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from capture.models import Form
from capture.services import process, submit
from capture.services.submit import Arrival
from conversion.models import Account, Contact, LostReason, Opportunity, PipelineStage
from conversion.services import convert, opportunities
from conversion.services.opportunities import OpportunityInput
from core.text import fold
from distribution.services import hand_off
from leadcrm import pipeline
from leadcrm.sample import stories
from leadcrm.sample.care import Nurse
from leadcrm.sample.people import Prospect
from leads.choices import Stage
from leads.models import Lead, Task
from leads.services import calls, notes, qualification, stages, tasks, timeline
from work.models import WorkItem


# After these the score may move, so the pipeline looks at the lead there and then; at the end it looks at all.
RESCORED = {"inquiry", "page_view", "download", "qualify"}


@dataclass(frozen=True, slots=True)
class Moment:
    """One step of one prospect's story; ``number`` keeps the order of steps at one time."""

    at: datetime
    number: int
    prospect: Prospect
    kind: str
    data: dict[str, Any]


@dataclass(slots=True)
class Builder:
    """Plays the stories of a workspace in scope, oldest step first, and stops at ``now``."""

    now: datetime
    form: Form | None
    marketer_id: int
    nurse: Nurse
    leads: dict[Prospect, int] = field(default_factory=dict)
    # What somebody did before anybody knew who it was.
    unnamed: dict[Prospect, list[Moment]] = field(default_factory=lambda: defaultdict(list))

    def play(self, prospects: Sequence[Prospect]) -> None:
        """Let everything happen that has happened by now."""
        for moment in self._moments(prospects):
            self.nurse.catch_up(moment.at)
            self._step(moment)
        self.nurse.catch_up(self.now)
        pipeline.advance(keys=sorted(self.leads.values()), at=self.now)
        # All of it went through the pipeline just now; only clocks stay on the queue.
        WorkItem.objects.filter(
            queue__in=["lead", "inquiry"], key__in=[*self.leads.values()], dead_at=None
        ).delete()

    def _moments(self, prospects: Sequence[Prospect]) -> list[Moment]:
        found = []
        for index, prospect in enumerate(prospects):
            start = self._arrival(prospect, index)
            for number, (days, kind, data) in enumerate(stories.steps(prospect.story, index)):
                at = start + timedelta(days=days)
                if at <= self.now:
                    found.append(Moment(at, number, prospect, kind, data))
        return sorted(found, key=lambda moment: (moment.at, moment.number))

    def _arrival(self, prospect: Prospect, index: int) -> datetime:
        if prospect.days_ago == 0:
            return self.now - timedelta(minutes=4 + 11 * (index % 5))
        day = self.now - timedelta(days=prospect.days_ago)
        return min(
            day.replace(hour=8 + index * 5 % 9, minute=index * 17 % 60), self.now - timedelta(hours=20)
        )

    def _step(self, moment: Moment) -> None:
        if moment.kind == "inquiry":
            self._inquiry(moment)
        elif lead := self._lead(moment.prospect):
            act = getattr(self, f"_{moment.kind}", self._activity)
            act(lead, moment)
        else:
            self.unnamed[moment.prospect].append(moment)
        lead_id = self.leads.get(moment.prospect)
        if lead_id and moment.kind in RESCORED:
            pipeline.advance(keys=[lead_id], at=moment.at)

    def _lead(self, prospect: Prospect) -> Lead | None:
        lead_id = self.leads.get(prospect)
        return Lead.objects.select_related("rank").get(pk=lead_id) if lead_id else None

    def _inquiry(self, moment: Moment) -> None:
        """Let the inquiry arrive, with what was read before it."""
        prospect = moment.prospect
        payload = inquiry_payload(prospect)
        on_form = prospect.source == "form" and self.form is not None
        arrival = Arrival(
            raw=json.dumps(payload, ensure_ascii=False).encode(),
            payload=payload,
            channel="form" if on_form else "api",
            content_type="application/json",
            form=self.form if on_form else None,
        )
        inquiry, _new = submit.receive(arrival=arrival, at=moment.at)
        process.run(keys=[inquiry.pk], at=moment.at)
        WorkItem.objects.filter(queue="inquiry", key=inquiry.pk).delete()
        inquiry.refresh_from_db()
        if inquiry.lead_id is None:
            return
        self.leads[prospect] = inquiry.lead_id
        for seen in self.unnamed.pop(prospect, []):
            timeline.record(lead_id=inquiry.lead_id, kind=seen.kind, at=seen.at, data=seen.data)

    def _activity(self, lead: Lead, moment: Moment) -> None:
        timeline.record(lead_id=lead.pk, kind=moment.kind, at=moment.at, data=moment.data)

    def _owner(self, lead: Lead) -> int:
        return lead.rank.owner_id or self.marketer_id

    def _hand_off(self, lead: Lead, moment: Moment) -> None:
        if lead.rank.stage == Stage.MARKETING:
            hand_off.hand_off(
                lead=lead, owner_id=None, by=self.marketer_id, at=moment.at, reason=moment.data["reason"]
            )

    def _accept(self, lead: Lead, moment: Moment) -> None:
        if lead.rank.stage == Stage.MARKETING:
            # Not green by itself: Marketing vouches for it.
            hand_off.hand_off(
                lead=lead, owner_id=None, by=self.marketer_id, at=moment.at, reason="Cliente conocido"
            )
            lead.rank.refresh_from_db()
        hand_off.accept(lead=lead, by=self._owner(lead), at=moment.at)

    def _reject(self, lead: Lead, moment: Moment) -> None:
        if lead.rank.stage == Stage.MQL:
            hand_off.reject(lead=lead, by=self._owner(lead), at=moment.at, resume_on=None, **moment.data)

    def _recycle(self, lead: Lead, moment: Moment) -> None:
        hand_off.recycle(lead=lead, by=self._owner(lead), at=moment.at, **moment.data)

    def _call(self, lead: Lead, moment: Moment) -> None:
        calls.log(lead=lead, by=self._owner(lead), at=moment.at, **moment.data)

    def _note(self, lead: Lead, moment: Moment) -> None:
        notes.add(lead=lead, by=self._owner(lead), at=moment.at, **moment.data)

    def _task(self, lead: Lead, moment: Moment) -> None:
        owner = self._owner(lead)
        tasks.add(
            lead=lead,
            title=moment.data["title"],
            due_at=moment.at + timedelta(days=moment.data["due_days"]),
            assignee_id=owner,
            by=owner,
            at=moment.at,
        )

    def _qualify(self, lead: Lead, moment: Moment) -> None:
        prospect = moment.prospect
        values = {
            "need": prospect.message,
            "budget": prospect.budget or 20_000,
            "authority": "decides",
            "timeline": "quarter",
        }
        qualification.qualify(lead=lead, values=values, by=self._owner(lead), at=moment.at)
        for task in Task.objects.filter(lead=lead, done_at=None):
            tasks.finish(task=task, by=self._owner(lead), at=moment.at)

    def _convert(self, lead: Lead, moment: Moment) -> None:
        name = f"{lead.company or lead.title}: {moment.prospect.topic}"
        deal = OpportunityInput(
            name=name,
            amount=moment.prospect.budget or None,
            close_on=(moment.at + timedelta(days=45)).date(),
            next_step="Enviar la propuesta",
        )
        made, _ = convert.convert(lead=lead, by=self._owner(lead), at=moment.at, opportunity=deal)
        # The database dates rows by its own clock; these came to be when the story says.
        Account.objects.filter(pk=made.account_id).update(created_at=moment.at)
        Contact.objects.filter(pk=made.contact_id or 0).update(created_at=moment.at)
        Opportunity.objects.filter(pk=made.opportunity_id or 0).update(created_at=moment.at)

    def _with_deal(self, lead: Lead, act: Callable[[Opportunity], None]) -> None:
        deal = Opportunity.objects.filter(lead=lead).first()
        if deal:
            act(deal)

    def _move(self, lead: Lead, moment: Moment) -> None:
        stage = PipelineStage.objects.order_by("pipeline_id", "position")[moment.data["position"]]
        self._with_deal(
            lead,
            lambda deal: opportunities.move(
                opportunity=deal, stage=stage, by=self._owner(lead), at=moment.at
            ),
        )

    def _win(self, lead: Lead, moment: Moment) -> None:
        self._with_deal(
            lead, lambda deal: opportunities.win(opportunity=deal, by=self._owner(lead), at=moment.at)
        )

    def _lose(self, lead: Lead, moment: Moment) -> None:
        reason = LostReason.objects.get(slug=moment.data["reason"])
        self._with_deal(
            lead,
            lambda deal: opportunities.lose(
                opportunity=deal, reason=reason, by=self._owner(lead), at=moment.at
            ),
        )

    def _disqualify(self, lead: Lead, moment: Moment) -> None:
        self._close(lead, Stage.DISQUALIFIED, moment)

    def _invalid(self, lead: Lead, moment: Moment) -> None:
        self._close(lead, Stage.INVALID, moment)

    def _close(self, lead: Lead, stage: str, moment: Moment) -> None:
        stages.close(
            lead=lead,
            to_stage=stage,
            by=self.marketer_id,
            at=moment.at,
            reason=moment.data["reason"],
            note=moment.data["note"],
        )


def inquiry_payload(prospect: Prospect) -> dict[str, Any]:
    """Return what the prospect's form or program sent."""
    host = "".join(char for char in fold(prospect.company) if char.isascii() and char.isalnum())
    person = "".join(char for char in fold(prospect.first_name) if char.isascii() and char.isalpha())
    domain = f"{host[:20]}.example" if host else "gmail.example"
    local = f"{person or 'hola'}.{abs(prospect.days_ago * 7 + len(prospect.message)) % 97}"
    payload: dict[str, Any] = {
        "email": f"{local}@{domain}",
        "first_name": prospect.first_name,
        "last_name": prospect.last_name,
        "message": prospect.message,
        "topics": [prospect.topic],
        "source": prospect.source,
        "city": prospect.city,
        "country": "ES",
        "language": "es",
        "page_url": "https://www.tresluces.example/contacto",
    }
    optional = {
        "company": prospect.company,
        "job_title": prospect.job_title,
        "campaign": prospect.campaign,
        "budget": prospect.budget or None,
        "employees": prospect.employees or None,
    }
    payload |= {key: value for key, value in optional.items() if value}
    if prospect.company:
        payload["phone"] = f"+3460{(prospect.days_ago * 131 + len(prospect.message) * 977) % 10**7:07d}"
        payload["website"] = f"https://www.{domain}"
    if prospect.story != "invalid" and len(prospect.message) % 4:
        payload["consent"] = {"marketing": True, "text": "Acepto recibir correos sobre reformas."}
    return payload
