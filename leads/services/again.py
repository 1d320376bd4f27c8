"""Beginning anew with somebody whose deal was lost: a lead of its own, with what is known of them."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from leads import changes, queries
from leads.choices import ActivityKind, Stage
from leads.models import ClassificationRule, Lead, LeadRank
from leads.services import intake, timeline
from leads.services.stages import StageConflict


class BackAlready(DomainError):
    """The person has an open lead already."""

    code = "back_already"


@transaction.atomic
def begin(
    *,
    lead: Lead,
    reason: str,
    reason_label: str,
    resume_on: date,
    track: str = "",
    by: int | None,
    at: datetime,
) -> Lead:
    """Make a lead for the person of a converted one, to be offered to Sales no earlier than ``resume_on``.

    The converted lead stays what it became; the new one names it as its predecessor. ``track`` is the nurture
    track that mails it meanwhile. Raises: StageConflict for a lead that is not converted, BackAlready.
    """
    lead.rank = LeadRank.objects.select_for_update(of=("self",)).get(lead_id=lead.pk)
    if lead.rank.stage != Stage.CONVERTED:
        raise StageConflict(
            _("Only a converted lead begins anew; this one is in “%(stage)s”.")
            % {"stage": Stage(lead.rank.stage).label}
        )
    known = {name: getattr(lead, name) for name in (*intake.REMEMBERED, "topics")}
    received = intake.receive(
        facts={name: str(value) if name == "country" else value for name, value in known.items()},
        source=lead.rank.source,
        campaign=lead.rank.campaign,
        touch={},
        at=at,
        by=by,
        vocabulary=queries.vocabulary(),
    )
    if not received.created:
        raise BackAlready(_("This person is back already: an open lead has the same address or company."))
    chosen = {"track": track, "by_hand": ["track"]} if track else {}
    Lead.objects.filter(pk=received.lead.pk).update(
        resume_on=resume_on, recycle_reason=reason[:60], version=F("version") + 1, **chosen
    )
    timeline.record(
        lead_id=received.lead.pk,
        kind=ActivityKind.RECYCLED,
        by=by,
        at=at,
        data={
            "reason": reason,
            "reason_label": reason_label,
            "from": Stage.CONVERTED.value,
            "resume_on": resume_on.isoformat(),
        },
    )
    changes.mark([received.lead.pk])
    return Lead.objects.select_related("rank").get(pk=received.lead.pk)


def tracks() -> list[str]:
    """Return the nurture tracks that the workspace's rules know. Queries: one."""
    rules = ClassificationRule.objects.filter(kind=ClassificationRule.Kind.TRACK).exclude(value="")
    return sorted(set(rules.values_list("value", flat=True)))
