"""What a form hands out: a file or a link, by a signed address, and on the timeline of whoever fetched it."""

import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from capture.models import Form, Handout, HandoutFetch, Inquiry
from capture.parsers.facts import Reading
from capture.parsers.mail import attachments
from capture.services import consents
from core import sets
from core.errors import DomainError, Invalid
from core.scope import current_workspace_id
from leads import changes
from leads.choices import ActivityKind
from leads.models import Lead
from leads.services import timeline
from leads.services.timeline import Entry
from messaging.services import outbox


MAX_BYTES = attachments.LARGEST
ENDINGS = (
    *("pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "epub", "csv", "txt"),
    *("png", "jpg", "jpeg", "gif", "webp", "zip", "mp3", "mp4"),
)
SALT = "capture.handout"
KEPT = timedelta(days=90)


class BadFile(Invalid):
    """The file is too large, of a kind that is not handed out, or not what its name says."""

    code = "bad_file"


class NothingHere(DomainError):
    """The link is none of ours, too old, or what it led to is gone."""

    code, status = "nothing_here", 410


def folder() -> Path:
    """Return where the files of the workspace in scope lie."""
    return Path(settings.MEDIA_ROOT) / "handouts" / str(current_workspace_id())


def path_of(handout: Handout) -> Path:
    """Return where the handout's file lies. Raises: NothingHere."""
    path = folder() / handout.token
    if not handout.token or not path.is_file():
        raise NothingHere(_("The file is no longer here. Write to us, and we send it."))
    return path


@transaction.atomic
def give(
    *,
    form: Form,
    title: str,
    at: datetime,
    by: int | None,
    upload: UploadedFile | None = None,
    url: str = "",
    by_mail: bool = False,
) -> Handout:
    """Let the form hand out a file or a link from now on; what was sent before stays good. Raises: BadFile."""
    kept = _keep(upload) if upload is not None else {"url": url}
    handout = Handout.objects.create(title=title, created_at=at, created_by=by, **kept)
    Form.objects.filter(pk=form.pk).update(handout=handout, mails_handout=by_mail, updated_at=at)
    return handout


@transaction.atomic
def change(*, form: Form, title: str, by_mail: bool, at: datetime, by: int | None) -> Handout:
    """Call what is handed out otherwise, or hand it out in another way."""
    held = Handout.objects.get(pk=form.handout_id)
    if held.title != title:
        names = ("file_name", "token", "size", "url")
        same = {name: getattr(held, name) for name in names}
        held = Handout.objects.create(title=title, created_at=at, created_by=by, **same)
    Form.objects.filter(pk=form.pk).update(handout=held, mails_handout=by_mail, updated_at=at)
    return held


def stop(*, form: Form, at: datetime) -> None:
    """Hand out nothing any more; links that were sent stay good."""
    Form.objects.filter(pk=form.pk).update(handout=None, mails_handout=False, updated_at=at)


def _keep(upload: UploadedFile) -> Mapping[str, object]:
    name = re.split(r"[\\/]", upload.name or "")[-1][-200:]
    if (upload.size or 0) > MAX_BYTES:
        raise _bad(_("The file is larger than 10 MB."))
    if name.rpartition(".")[2].lower() not in ENDINGS or "." not in name:
        raise _bad(_("Files of this kind are not handed out. Use one of: %(kinds)s.") % {"kinds": _kinds()})
    content = upload.read()
    if not content or attachments.judge(name, content) != "ok":
        raise _bad(_("The file is empty, or is not what its name says."))
    token = secrets.token_urlsafe(24)
    folder().mkdir(parents=True, exist_ok=True)
    (folder() / token).write_bytes(content)
    return {"file_name": name, "token": token, "size": len(content)}


def _kinds() -> str:
    return ", ".join(ENDINGS)


def _bad(message: str) -> BadFile:
    return BadFile(message, errors=[{"path": "file", "message": message}])


def address(form: Form, inquiry: Inquiry, handout: Handout) -> str:
    """Return the page on which the sender of the inquiry fetches the handout."""
    signed = signing.TimestampSigner(salt=SALT).sign(f"{inquiry.pk}.{handout.pk}")
    return reverse("public:handout", kwargs={"token": form.token, "signed": signed})


def read(*, form_id: int, signed: str) -> tuple[Inquiry, Handout]:
    """Return whose link it is, and to what. Raises: NothingHere."""
    try:
        inquiry_id, handout_id = signing.TimestampSigner(salt=SALT).unsign(signed, max_age=KEPT).split(".")
        inquiry = Inquiry.objects.select_related("form").get(pk=int(inquiry_id), form_id=form_id)
        return inquiry, Handout.objects.get(pk=int(handout_id))
    except (signing.BadSignature, ValueError, Inquiry.DoesNotExist, Handout.DoesNotExist) as error:
        raise NothingHere(_("This link leads nowhere any more. Send the form again.")) from error


@transaction.atomic
def fetch(*, inquiry: Inquiry, handout: Handout, at: datetime) -> None:
    """Note that the handout was fetched: on the lead's timeline now, or with the inquiry once that has one.

    Locks the inquiry, so that either this sees its lead or whoever makes the lead sees this.
    """
    held = Inquiry.objects.select_related("form").select_for_update(of=("self",), no_key=True)
    inquiry = held.get(pk=inquiry.pk)
    row = {"handout_id": handout.pk, "inquiry_id": inquiry.pk, "at": at}
    is_new = sets.insert(HandoutFetch, [row], ignore_conflicts=True, returning=("id",))
    if is_new and inquiry.lead_id:
        timeline.record_many([_entry(inquiry, inquiry.lead_id, handout, at)])
        changes.mark([inquiry.lead_id])


def _entry(inquiry: Inquiry, lead_id: int, handout: Handout, at: datetime) -> Entry:
    return Entry(
        lead_id=lead_id,
        kind=ActivityKind.DOWNLOAD,
        at=at,
        data={
            "title": handout.title,
            "url": handout.url or handout.file_name,
            "form": inquiry.form.name if inquiry.form else "",
            "inquiry": str(inquiry.public_id),
        },
        dedup_key=f"handout:{inquiry.pk}:{handout.pk}",
    )


def catch_up(told: Sequence[tuple[Inquiry, Lead]]) -> None:
    """Write onto the new leads' timelines what was fetched before they were there. Queries: one, two if any was."""
    leads = {inquiry.pk: (inquiry, lead) for inquiry, lead in told}
    fetched = HandoutFetch.objects.select_related("handout").filter(inquiry_id__in=leads)
    entries = []
    for one in fetched.order_by("pk"):
        inquiry, lead = leads[one.inquiry_id]
        entries.append(_entry(inquiry, lead.pk, one.handout, one.at))
    timeline.record_many(entries)


def mail(told: Sequence[tuple[Inquiry, Reading, Lead]], *, at: datetime) -> None:
    """Send the link to those whose form sends it by mail; a lead gets the same once a day."""
    for inquiry, reading, lead in told:
        form, email = inquiry.form, reading.facts.get("email", "")
        if form is not None and form.mails_handout and form.handout_id and email:
            _mail(inquiry, form, Handout.objects.get(pk=form.handout_id), lead, email, at)


def _mail(inquiry: Inquiry, form: Form, handout: Handout, lead: Lead, email: str, at: datetime) -> None:
    language = consents.spoken(inquiry, form)
    with translation.override(language):
        parts = [
            _("Here is what you asked for: %(title)s") % {"title": handout.title},
            settings.PUBLIC_URL + address(form, inquiry, handout),
            _("The link is good for 90 days."),
            consents.house(),
        ]
    outbox.enqueue_plain(
        key=f"handout:{handout.pk}:{lead.pk}:{at.date()}",
        to=email,
        lead_id=lead.pk,
        subject=handout.title,
        text="\n\n".join(parts),
        origin=f"form:{form.pk}",
        language=language,
        at=at,
    )
