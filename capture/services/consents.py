"""What a person agreed to by an inquiry: at once, or once the mailbox they named confirmed it (double opt-in)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from capture.models import Form, Inquiry
from capture.parsers import facts
from capture.parsers.facts import ConsentGiven, Reading
from core.errors import DomainError
from core.scope import current_workspace_id
from leads.choices import Consent
from leads.models import Lead
from leads.services import consent
from messaging.services import outbox
from tenants.models import Workspace


SALT = "capture.confirm"
KEPT = timedelta(days=30)


class NothingToConfirm(DomainError):
    """The link is none of ours, too old, or whoever it was sent to is not known any more."""

    code, status = "nothing_to_confirm", 410


def agreed(inquiry: Inquiry, given: ConsentGiven) -> dict[str, str]:
    """Return the text the person agreed to: the form's own version of it, else as the sender reports it (I7)."""
    version, form = inquiry.form_version, inquiry.form
    shown = version.text("consent", _language(inquiry)) if version else ""
    return {
        "text": shown or given.text,
        "text_version": f"form {form.pk} v{version.number}" if shown and form and version else given.version,
        "channel": inquiry.channel,
        "evidence": f"inquiry:{inquiry.public_id}",
        "ip_class": inquiry.ip_class,
    }


def _language(inquiry: Inquiry) -> str:
    return str(inquiry.payload.get("language", ""))


def counts_at_once(inquiry: Inquiry, reading: Reading) -> ConsentGiven | None:
    """Return the consent to write down now; None if there is none, or it has to be confirmed first."""
    waits = inquiry.form is not None and inquiry.form.confirms_consent
    return None if waits else reading.consent


def ask(told: Sequence[tuple[Inquiry, Reading, Lead]], *, at: datetime) -> None:
    """Ask by mail those who must confirm; a lead once a day and form, and not at all where consent is in force."""
    for inquiry, reading, lead in told:
        form, email = inquiry.form, reading.facts.get("email", "")
        asks = form is not None and form.confirms_consent and reading.consent is not None
        if form is not None and asks and email and lead.marketing_consent != Consent.GIVEN:
            _ask(inquiry, form, reading.consent, lead, email, at)


def _ask(
    inquiry: Inquiry, form: Form, given: ConsentGiven | None, lead: Lead, email: str, at: datetime
) -> None:
    language = spoken(inquiry, form)
    ticked = agreed(inquiry, given or ConsentGiven(""))
    consent.ask(lead=lead, at=inquiry.occurred_at, source=form.name, **ticked)
    text = ticked["text"]
    with translation.override(language):
        paragraphs = [
            _("Somebody, we hope you, sent our form with your address and agreed to this:"),
            f"“{text}”",
            _("Confirm it here:"),
            settings.PUBLIC_URL + address(form, inquiry),
            _("If it was not you, do nothing: you get no such mail."),
            house(),
        ]
        outbox.enqueue_plain(
            key=f"confirm:{form.pk}:{lead.pk}:{at.date()}",
            to=email,
            lead_id=lead.pk,
            subject=_("Please confirm that we may write to you"),
            text="\n\n".join(part for part in paragraphs if part != "“”"),
            origin=f"form:{form.pk}",
            language=language,
            at=at,
        )


def house() -> str:
    """Return the name of the workspace in scope. Queries: one."""
    return Workspace.objects.only("name").get(pk=current_workspace_id()).name


def text_of(inquiry: Inquiry) -> str:
    """Return the text that the person is asked to confirm."""
    given = facts.read(inquiry.values).consent
    return agreed(inquiry, given)["text"] if given else ""


def spoken(inquiry: Inquiry, form: Form) -> str:
    """Return the language that the person saw the form in."""
    told = _language(inquiry)
    return told if told in dict(settings.LANGUAGES) else form.language


def address(form: Form, inquiry: Inquiry) -> str:
    """Return the page on which the person confirms."""
    signed = signing.TimestampSigner(salt=SALT).sign(str(inquiry.pk))
    return reverse("public:confirm", kwargs={"token": form.token, "signed": signed})


def read(*, form_id: int, signed: str) -> Inquiry:
    """Return the inquiry that the link is about. Raises: NothingToConfirm."""
    try:
        pk = int(signing.TimestampSigner(salt=SALT).unsign(signed, max_age=KEPT))
    except (signing.BadSignature, ValueError):
        pk = 0
    known = Inquiry.objects.select_related("form", "form_version", "lead").filter(pk=pk, form_id=form_id)
    inquiry = known.filter(lead__isnull=False).first()
    if inquiry is None:
        raise NothingToConfirm(_("This link leads nowhere any more. Nothing was changed."))
    return inquiry


@transaction.atomic
def confirm(*, inquiry: Inquiry, ip_class: str, at: datetime) -> bool:
    """Write down the consent that the person confirmed; again changes nothing (False).

    Raises: NothingToConfirm, also where they withdrew since they were asked.
    """
    told = {"lead": inquiry.lead, "evidence": f"inquiry:{inquiry.public_id}"}
    if consent.confirm(**told, ip_class=ip_class, at=at):
        return True
    if not consent.is_confirmed(**told):
        raise NothingToConfirm(_("This link leads nowhere any more. Nothing was changed."))
    return False
