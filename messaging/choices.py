"""Closed vocabularies of messaging; lower-case texts in the database, held by check constraints."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Transport(models.TextChoices):
    """How a message leaves the house."""

    EMAIL = "email", _("E-mail")
    WEBHOOK = "webhook", _("Webhook")


class Purpose(models.TextChoices):
    """Why it is sent; marketing asks for consent and obeys every suppression, service only hard ones."""

    MARKETING = "marketing", _("Marketing")
    SERVICE = "service", _("Service")


class MessageState(models.TextChoices):
    """Where a message stands: queued → claimed → sending → sent, failed or ambiguous (reliability §3).

    ``claimed`` is safe to take up again; ``sending`` is committed just before the first byte that the other
    side might act on, so after a crash nobody knows: ambiguous, and a person decides. ``withheld`` was not
    sent on purpose (suppressed, no consent); the reason says why.
    """

    QUEUED = "queued", pgettext_lazy("message", "Queued")
    CLAIMED = "claimed", pgettext_lazy("message", "Claimed")
    SENDING = "sending", pgettext_lazy("message", "Sending")
    SENT = "sent", pgettext_lazy("message", "Sent")
    FAILED = "failed", pgettext_lazy("message", "Failed")
    AMBIGUOUS = "ambiguous", pgettext_lazy("message", "Uncertain")
    WITHHELD = "withheld", pgettext_lazy("message", "Withheld")


# States in which something still has to happen by a machine.
PENDING = (MessageState.QUEUED, MessageState.CLAIMED, MessageState.SENDING)


class Outcome(models.TextChoices):
    """How one attempt ended."""

    SENT = "sent", pgettext_lazy("attempt", "Sent")
    RETRY = "retry", pgettext_lazy("attempt", "Will be tried again")
    FAILED = "failed", pgettext_lazy("attempt", "Failed")
    AMBIGUOUS = "ambiguous", pgettext_lazy("attempt", "Uncertain")


class Withheld(models.TextChoices):
    """Why a message was not sent on purpose."""

    NO_ADDRESS = "no_address", _("No address")
    NO_CONSENT = "no_consent", _("No consent")
    UNSUBSCRIBED = "unsubscribed", _("Unsubscribed")
    TOPIC_OFF = "topic_off", _("Does not want this topic")
    BOUNCED = "bounced", _("The address does not exist")
    COMPLAINED = "complained", _("Complained about our mail")
    ERASED = "erased", _("Asked to be erased")
    BLOCKED = "blocked", _("Blocked by hand")
    RESTRICTED = "restricted", _("Processing is restricted")
    LEAD_CLOSED = "lead_closed", _("The lead is closed or converted")
    NO_LONGER_WANTED = "no_longer_wanted", _("No longer called for")
    NO_IDENTITY = "no_identity", _("The workspace has no postal address yet")


class RecipientState(models.TextChoices):
    """What an address allows."""

    OPEN = "open", pgettext_lazy("address", "Open")
    UNSUBSCRIBED = "unsubscribed", pgettext_lazy("address", "Unsubscribed")
    BOUNCED = "bounced", pgettext_lazy("address", "Does not exist")
    COMPLAINED = "complained", pgettext_lazy("address", "Complained")
    BLOCKED = "blocked", pgettext_lazy("address", "Blocked by hand")
    ERASED = "erased", pgettext_lazy("address", "Erased")


class EventKind(models.TextChoices):
    """What another system tells us of a mail that left; only what steers has a name of its own."""

    DELIVERED = "delivered", pgettext_lazy("mail event", "Delivered")
    BOUNCED = "bounced", pgettext_lazy("mail event", "Came back")
    SOFT = "soft_bounced", pgettext_lazy("mail event", "Put off")
    COMPLAINED = "complained", pgettext_lazy("mail event", "Complained")
    UNSUBSCRIBED = "unsubscribed", pgettext_lazy("mail event", "Unsubscribed")
    OTHER = "other", pgettext_lazy("mail event", "Something else")


class EventOutcome(models.TextChoices):
    """What an event changed when it was new."""

    APPLIED = "applied", pgettext_lazy("mail event", "Acted on")
    COUNTED = "counted", pgettext_lazy("mail event", "Counted")
    KNOWN = "known", pgettext_lazy("mail event", "Nothing new")
    STALE = "stale", pgettext_lazy("mail event", "Older than its opening")
    UNKNOWN = "unknown", pgettext_lazy("mail event", "Not known here")
    IGNORED = "ignored", pgettext_lazy("mail event", "Passed over")


class ClickVerdict(models.TextChoices):
    """Whether a click steers; decided once it had time to show itself as one of a burst (E6)."""

    PENDING = "pending", pgettext_lazy("click", "Being watched")
    HUMAN = "human", pgettext_lazy("click", "A person")
    MACHINE = "machine", pgettext_lazy("click", "A scanner")


class NotificationKind(models.TextChoices):
    """What people are told about."""

    LEAD_OFFERED = "lead_offered", _("A lead is handed to you")
    ANSWER_DUE = "answer_due", _("An answer to a hand-off is late")
    LEAD_RETURNED = "lead_returned", _("Sales returned a lead")
    TASK_DUE = "task_due", _("A task is due")
    MENTION = "mention", _("Somebody mentioned you")
    JOB_FINISHED = "job_finished", _("Long work is finished")
    AMBIGUOUS_MAIL = "ambiguous_mail", _("A message may or may not have gone out")
    WEBHOOK_DISABLED = "webhook_disabled", _("A webhook was switched off")
    WORKFLOW_PAUSED = "workflow_paused", _("A workflow was paused")
    MEETING = "meeting", _("A meeting asks for your opinion")
    REVIEW_ALARM = "review_alarm", _("Too many leads come back for one reason")
    INQUIRY = "inquiry", _("A form you follow brought an inquiry")
