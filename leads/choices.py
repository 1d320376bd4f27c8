"""Closed vocabularies of the lead; lower-case texts in the database, held by check constraints."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


# Why a lead is closed whose person was erased.
ERASED = "erased"


class Stage(models.TextChoices):
    """Where the lead is on its road and so who owns it (design §4)."""

    MARKETING = "marketing", _("Marketing")
    MQL = "mql", _("Handed to Sales")
    SAL = "sal", _("Accepted by Sales")
    SQL = "sql", _("Qualified")
    CONVERTED = "converted", _("Converted")
    DISQUALIFIED = "disqualified", _("Disqualified")
    INVALID = "invalid", _("Invalid")


OPEN_STAGES = (Stage.MARKETING, Stage.MQL, Stage.SAL, Stage.SQL)
SALES_STAGES = (Stage.MQL, Stage.SAL, Stage.SQL)


class ContactStatus(models.TextChoices):
    """How far Sales got in reaching the person."""

    NOT_CONTACTED = "not_contacted", _("Not contacted")
    ATTEMPTING = "attempting", _("Attempting")
    CONNECTED = "connected", _("Connected")


class Grade(models.TextChoices):
    """What the score means, best first."""

    A = "A", "A"
    B = "B", "B"
    C = "C", "C"
    D = "D", "D"


class Light(models.TextChoices):
    """Whether the lead may go to Sales; amber is a red that is near."""

    GREEN = "green", _("Green")
    AMBER = "amber", _("Amber")
    RED = "red", _("Red")


class Phase(models.TextChoices):
    """How far the buyer is in buying (seed 003)."""

    AWARENESS = "awareness", _("Awareness")
    CONSIDERATION = "consideration", _("Consideration")
    DECISION = "decision", _("Decision")


class Authority(models.TextChoices):
    """What the person has to say in the purchase."""

    DECIDES = "decides", _("Decides")
    INFLUENCES = "influences", _("Has influence")
    USES = "uses", _("Will use it")
    NONE = "none", _("None")


class Timeline(models.TextChoices):
    """When the purchase is to happen."""

    NOW = "now", _("Within a month")
    QUARTER = "quarter", _("In 1 to 3 months")
    HALF_YEAR = "half_year", _("In 3 to 6 months")
    LATER = "later", _("Later than 6 months")


class Seniority(models.TextChoices):
    """Rank of the person in the company."""

    OWNER = "owner", pgettext_lazy("seniority", "Owner")
    EXECUTIVE = "executive", _("Executive")
    DIRECTOR = "director", _("Director")
    MANAGER = "manager", _("Manager")
    STAFF = "staff", _("Staff")


class Consent(models.TextChoices):
    """Whether the person agreed to marketing mail; the ledger holds the evidence."""

    UNKNOWN = "unknown", _("Not asked")
    GIVEN = "given", _("Given")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ConsentAct(models.TextChoices):
    """What one row of the ledger is evidence of; "asked" and "confirmed" are the two halves of a double opt-in."""

    GIVEN = "given", pgettext_lazy("consent", "Given")
    ASKED = "asked", pgettext_lazy("consent", "Waits for confirmation")
    CONFIRMED = "confirmed", pgettext_lazy("consent", "Confirmed")
    WITHDRAWN = "withdrawn", pgettext_lazy("consent", "Withdrawn")


class ErasureRequest(models.TextChoices):
    """On whose wish somebody is erased."""

    PERSON = "person", _("The person asked for it")
    AUTHORITY = "authority", _("An authority or a court ordered it")
    PURPOSE = "purpose", _("We no longer need the data")
    MISTAKE = "mistake", _("The data should never have been here")


class Channel(models.TextChoices):
    """How an inquiry or a source reaches us."""

    FORM = "form", _("Web form")
    API = "api", _("API")
    EMAIL = "email", _("E-mail")
    IMPORT = "import", _("Import")
    AD = "ad", _("Ad platform")
    PHONE = "phone", _("Phone")
    EVENT = "event", _("Event")
    COLD = "cold", _("Cold list")
    REFERRAL = "referral", _("Referral")
    ORGANIC = "organic", _("Organic search")
    SOCIAL = "social", _("Social media")
    CONTENT = "content", _("Content")
    PAID = "paid", _("Paid search")
    PARTNER = "partner", _("Partner")
    MANUAL = "manual", _("By hand")


class Reach(models.TextChoices):
    """Whether the people a campaign reaches are paid for."""

    PAID = "paid", _("Paid")
    ORGANIC = "organic", _("Organic")


class Incentive(models.TextChoices):
    """What a campaign gives those who answer, which makes answers cheaper and worth less."""

    NONE = "none", _("No incentive")
    RAFFLE = "raffle", _("Raffle")
    GIFT = "gift", _("Gift")
    DISCOUNT = "discount", _("Discount")
    CONTENT = "content", _("Content to download")


class ActivityKind(models.TextChoices):
    """Everything that can happen to a lead; engagement rules count these."""

    INQUIRY = "inquiry", _("Inquiry")
    PAGE_VIEW = "page_view", _("Page view")
    DOWNLOAD = "download", _("Download")
    FORM_START = "form_start", _("Form started")
    WEB_EVENT = "web_event", _("Event on the website")
    EMAIL_SENT = "email_sent", _("E-mail sent")
    EMAIL_OPENED = "email_opened", _("E-mail opened")
    EMAIL_CLICKED = "email_clicked", _("Link clicked")
    EMAIL_REPLIED = "email_replied", _("E-mail answered")
    EVENT_ATTENDED = "event_attended", _("Event attended")
    CALL = "call", _("Call")
    MEETING = "meeting", _("Meeting")
    NOTE = "note", _("Note")
    CLUE = "clue", _("Clue")
    TASK_DONE = "task_done", _("Task done")
    CREATED = "created", _("Lead created")
    IMPORTED = "imported", _("Imported")
    SCORE_CHANGED = "score_changed", _("Score changed")
    GRADE_SET = "grade_set", _("Grade set by hand")
    STAGE_CHANGED = "stage_changed", _("Stage changed")
    ASSIGNED = "assigned", _("Assigned")
    HANDED_OFF = "handed_off", _("Handed to Sales")
    ACCEPTED = "accepted", _("Accepted by Sales")
    REJECTED = "rejected", _("Returned to Marketing")
    RECYCLED = "recycled", _("Recycled")
    CONSENT_GIVEN = "consent_given", _("Consent given")
    CONSENT_WITHDRAWN = "consent_withdrawn", _("Consent withdrawn")
    CONVERTED = "converted", _("Converted")
    WON = "won", _("Won")
    LOST = "lost", _("Lost")
    WORKFLOW_ENTERED = "workflow_entered", _("Workflow entered")
    WORKFLOW_LEFT = "workflow_left", _("Workflow left")
    WISH = "wish", _("Hand-off asked for")
    MERGED = "merged", _("Merged")
    UNMERGED = "unmerged", _("Merge undone")
    RESTRICTED = "restricted", _("Processing restricted")
    RESTRICTION_LIFTED = "restriction_lifted", _("Restriction lifted")
    ERASED_BEFORE = "erased_before", _("The address was erased before")


class CallOutcome(models.TextChoices):
    """How a call ended; the keys 1 to 6 of today's page."""

    NO_ANSWER = "no_answer", _("No answer")
    CONNECTED = "connected", _("We talked")
    INTERESTED = "interested", _("Interested")
    MEETING = "meeting", _("Meeting agreed")
    NOT_A_FIT = "not_a_fit", _("Not a fit")
    CALL_BACK = "call_back", _("Call back later")


class Direction(models.TextChoices):
    """Who called whom."""

    INBOUND = "inbound", _("They called us")
    OUTBOUND = "outbound", _("We called them")


class FieldType(models.TextChoices):
    """Types of a custom field."""

    TEXT = "text", _("Text")
    NUMBER = "number", _("Number")
    DATE = "date", _("Date")
    CHOICE = "choice", _("Choice")
    BOOLEAN = "boolean", _("Yes or no")
    LIST = "list", _("Several choices")
