"""What follows once a form's inquiry is part of a lead: members are told, mails asked for, downloads noted."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from capture.choices import Reason
from capture.engine import Verdict
from capture.models import Inquiry
from capture.parsers.facts import Reading
from capture.services import consents, handouts
from core.scope import current_workspace_id
from leads.models import Lead
from messaging.choices import NotificationKind
from messaging.services import notify
from messaging.services.notify import Notice
from tenants.models import Membership


Told = tuple[Inquiry, Reading, Lead]


def held(waiting: Sequence[Inquiry]) -> Mapping[int, Verdict]:
    """Return what a form holds back whatever the rules say: what came without the proof it asks for."""
    return {one.pk: Verdict(Reason.UNPROVEN) for one in waiting if Reason.UNPROVEN in one.signs}


def follow(told: Sequence[Told], *, at: datetime) -> None:
    """Do what the forms ask for after an inquiry of theirs; in the transaction that accepted it.

    Queries: none without forms, one for downloads, four if members are told, about five for each mail.
    """
    by_form = [one for one in told if one[0].form is not None]
    if not by_form:
        return
    notify.send(_notices(by_form), at=at)
    consents.ask(by_form, at=at)
    handouts.catch_up([(inquiry, lead) for inquiry, _reading, lead in by_form])
    handouts.mail(by_form, at=at)


def _notices(told: Sequence[Told]) -> list[Notice]:
    wanted = {user for inquiry, _reading, _lead in told if inquiry.form for user in inquiry.form.notified}
    if not wanted:
        return []
    # Whoever left the workspace is told nothing of it.
    here = Membership.objects.filter(workspace_id=current_workspace_id(), is_active=True)
    active = set(here.filter(user_id__in=wanted).values_list("user_id", flat=True))
    return [
        Notice(
            user,
            NotificationKind.INQUIRY,
            key=f"inquiry:{inquiry.public_id}",
            lead_id=lead.pk,
            data={"lead": str(lead), "form": inquiry.form.name},
            path=f"leads/{lead.pk}/",
        )
        for inquiry, _reading, lead in told
        if inquiry.form
        for user in inquiry.form.notified
        if user in active
    ]
