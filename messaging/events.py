"""What other systems can hear of: each event is one kind of activity on a lead's timeline."""

from django.utils.translation import gettext_lazy as _

from leads.choices import ActivityKind


# name of the event → (kind of activity, what it tells)
EVENTS: dict[str, tuple[str, object]] = {
    "lead.created": (ActivityKind.CREATED, _("A lead was created")),
    "inquiry.received": (ActivityKind.INQUIRY, _("Somebody inquired")),
    "lead.score_changed": (ActivityKind.SCORE_CHANGED, _("Grade or light changed")),
    "lead.stage_changed": (ActivityKind.STAGE_CHANGED, _("The stage changed")),
    "lead.assigned": (ActivityKind.ASSIGNED, _("The owner changed")),
    "lead.handed_off": (ActivityKind.HANDED_OFF, _("A lead was handed to Sales")),
    "lead.accepted": (ActivityKind.ACCEPTED, _("Sales accepted a lead")),
    "lead.rejected": (ActivityKind.REJECTED, _("Sales returned a lead")),
    "lead.recycled": (ActivityKind.RECYCLED, _("A lead was recycled")),
    "lead.converted": (ActivityKind.CONVERTED, _("A lead was converted")),
    "opportunity.won": (ActivityKind.WON, _("An opportunity was won")),
    "opportunity.lost": (ActivityKind.LOST, _("An opportunity was lost")),
    "email.sent": (ActivityKind.EMAIL_SENT, _("A mail was sent")),
    "email.clicked": (ActivityKind.EMAIL_CLICKED, _("A link was clicked")),
    "consent.given": (ActivityKind.CONSENT_GIVEN, _("Consent was given")),
    "consent.withdrawn": (ActivityKind.CONSENT_WITHDRAWN, _("Consent was withdrawn")),
}
KIND_OF = {name: str(kind) for name, (kind, _label) in EVENTS.items()}
NAME_OF = {kind: name for name, kind in KIND_OF.items()}
# Sent by the "send a test" button only.
TEST = "webhook.test"
