"""One person who comes by every road there is, is worked on in every room, and leaves word everywhere."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from conversion.models import Opportunity
from distribution.models import RejectReason
from leads.models import Lead
from messaging.models import Message
from messaging.services import clicks, templates
from nurturing.services import enroll
from scoring.services import learning
from scoring.services import review as reviews
from scoring.services.review_sample import Wanted
from tests.architecture.arrivals import (
    EMAIL,
    FIRST,
    LAST,
    MARK,
    NAME,
    PERSON,
    SECOND_EMAIL,
    SECOND_PHONE,
    Arrivals,
    said,
)
from tests.architecture.world import QUALIFIED
from tests.capture import importing
from tests.factories import capture, messaging, nurturing
from work import claim, queue
from work.models import WorkItem


class Life(Arrivals):
    """What the person does and what members do with them."""

    def live(self) -> None:
        """Do it all, in an order in which it may happen."""
        self.listen()
        self.be_called()
        self.browse()
        self.send_a_form()
        self.come_by_programs()
        self.come_by_mail()
        self.come_in_files()
        self.come_by_phone_and_at_a_fair()
        self._be_nurtured()
        self._be_worked_on()
        self._be_merged()
        self._go_through_sales()
        self._be_reviewed()
        self._break_things()

    def _give_back(self, road: str) -> None:
        """Let Sales return the lead."""
        reason = RejectReason.objects.filter(is_active=True).first()
        assert reason
        self.verb("reject", {"reason": reason.slug, "note": said(road)})
        self.work()

    def _be_nurtured(self) -> None:
        self._give_back("early")
        body = f"Hello {{{{ lead.first_name }}}}, [look]({capture.SHOP}/offer)"
        steps = nurturing.simple_steps(
            messaging.make_template("Walk", body=body, subject="For {{ lead.first_name }}")
        )
        workflow = nurturing.make_workflow("Walk", steps)
        enroll.enroll(lead_ids=[self.lead.pk], workflow=workflow, by=None, at=timezone.now())
        self.work()
        mail = Message.objects.filter(template_version__template__name="Walk").latest("pk")
        assert (mail.state, mail.to) == ("sent", EMAIL), (mail.state, mail.reason)
        link = templates.click_url(mail, 0).partition("/c/")[2]
        assert self.person.get(f"/c/{link}").status_code == 302
        clicks.judge(keys=[mail.pk], at=timezone.now() + timedelta(hours=1))
        answer = self.mail("reply", **{"In-Reply-To": f"<{mail.public_id}@acme.test>"})
        assert self.take_mail(answer)["kind"] == "reply"
        self.work()

    def _be_worked_on(self) -> None:
        lead = self.lead
        self.verb("notes", {"text": said("note")})
        self.verb("calls", {"outcome": "connected", "note": said("apicall")})
        clue = {
            "question": "budget",
            "value": 20000,
            "is_at_least": True,
            "confidence": 70,
            "evidence": said("clue"),
        }
        self.verb("clues", clue)
        here = f"leads/{lead.pk}"
        due = (timezone.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
        task = {"title": said("task"), "due_at": due, "assignee_id": self.world.rep.pk}
        self.post(f"{here}/task/", task)
        self.post(f"{here}/tags/", {"names": "Hot"})
        consent = {"is_given": "yes", "channel": "phone", "text": said("consent")}
        self.post(f"{here}/consent/", consent)
        self.post(f"{here}/privacy/restrict/", {"reason": said("restrict")})
        self.post(f"{here}/privacy/lift/", {"reason": said("lift")})
        fact = {"value": f"{MARK}city", "version": Lead.objects.get(pk=lead.pk).version}
        self.post(f"{here}/facts/city/", fact)
        self.post("leads/views/new/", {"name": "Hot", "visibility": "private", "query": f"q={FIRST}+{LAST}"})
        self.post(
            "leads/views/new/",
            {"name": "Mail", "visibility": "private", "query": f"q={EMAIL.replace('@', '%40')}"},
        )
        self.post("leads/bulk/tag/", {"go": "1", "lead": [lead.pk], "names": "VIP"})
        self.post("leads/bulk/tag/", {"go": "1", "all": "1", "query": f"q={FIRST}", "names": "VIP2"})
        self.post("leads/bulk/export/", {"go": "1", "lead": [lead.pk], "format": "csv", "which": "all"})
        self.post(f"{here}/privacy/export/")
        importing.work()
        self.work()

    def _be_merged(self) -> None:
        """Once for good, once and back."""
        other = {"first_name": FIRST, "last_name": LAST, "email": SECOND_EMAIL, "phone": SECOND_PHONE}
        # who was merged by mistake stays somebody else, with nothing of the person
        stranger = {"first_name": "Olga", "email": "olga@norte.es", "phone": "+34 600 999 888"}
        for number, facts in enumerate([other | {"need": said("second")}, stranger]):
            made = self.call("leads/", facts, 201)
            self.call(f"leads/{made['id']}/notes/", {"text": "A note"})
            self.work()
            self.verb("merge", {"other": made["id"]})
            if number:
                self.verb("unmerge", {"other": made["id"]})
            self.work()

    def _go_through_sales(self) -> None:
        rep = str(self.world.rep.public_id)
        self.verb("hand-off", {"owner": rep, "reason": said("handoff")})
        self.work()
        self._give_back("reject")
        self.verb("hand-off", {"owner": rep, "reason": said("again")})
        self.work()
        self.verb("accept")
        self.verb("qualify", QUALIFIED | {"need": said("qualified")})
        self.verb("convert", {"opportunity": {"name": said("deal"), "note": said("dealnote")}})
        self.work()
        deal = Opportunity.objects.latest("pk")
        self.post(
            f"opportunities/{deal.pk}/next-step/",
            {"next_step": said("next"), "next_step_on": "2030-01-01", "version": deal.version},
        )
        # who was converted asks again, and is a lead again
        self.call("inquiries/", PERSON | {"message": said("back")}, 202)
        self.work()

    def _be_reviewed(self) -> None:
        invited = [self.world.rep.pk, self.world.members["marketer"].user_id]
        held = reviews.begin(
            title="Spring",
            wanted=Wanted(),
            size=5,
            invited=invited,
            by=None,
            at=timezone.now() + timedelta(hours=1),
        )
        case = held.cases.filter(lead__email_norm=EMAIL).latest("pk")
        reviews.judge(
            case=case, verdict="good", reason="", comment=said("verdict"), by=invited[0], at=timezone.now()
        )
        learning.begin(by=None)
        self.work()

    def _break_things(self) -> None:
        """Let work on the person fail until it is dead, and leave some waiting."""

        def fail(*, keys: Sequence[int], at: Any) -> None:
            raise ValueError(f"Key (email_norm)=({EMAIL}) of {NAME} already exists; {said('error')}")

        queue.mark("lead", [self.lead.pk])
        for _each in range(6):
            WorkItem.objects.filter(queue="lead").update(
                due_at=timezone.now() - timedelta(hours=1), lease_until=None
            )
            claim.drain("lead", fail)
        assert WorkItem.objects.exclude(dead_at=None).exists()
        self.call("inquiries/", PERSON | {"message": said("waiting")}, 202)

    def erase(self) -> None:
        """Erase the person by the page."""
        lead = self.lead
        answer = {"request": "person", "reference": "T-1", "name": lead.name}
        self.post(f"leads/{lead.pk}/privacy/erase/", answer)
        importing.work()
