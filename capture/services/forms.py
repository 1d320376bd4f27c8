"""Forms: made from a template, changed by adding a version, published and taken back."""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from capture import templates
from capture.choices import FieldKind
from capture.models import Form, FormVersion
from capture.parsers import beacon
from capture.services import kiosk
from core.errors import DomainError, Invalid
from core.scope import current_workspace_id
from leads.models import Source
from tenants.models import PublicToken
from tenants.services import tokens


TOKEN = "form"  # noqa: S105 - the kind of public token, not a secret
MAX_FIELDS = 30
# It stands in headers, so it is of nothing but these.
ORIGIN = re.compile(r"https?://([a-z0-9_.-]+|\[[0-9a-f:.]+\])(:\d+)?")
CONTACT = {"email", "phone", "company"}


class NothingToReach(Invalid):
    """The form asks for no way to reach the person."""

    code = "nothing_to_reach"


class FormConflict(DomainError):
    """Somebody saved the form meanwhile."""

    code = "form_conflict"


@dataclass(frozen=True, slots=True)
class Found:
    """A public form with the version it shows now; to be used in the workspace's scope only."""

    workspace_id: int
    form_id: int


def find(*, token: str, at: datetime) -> Found | None:
    """Return where the token leads, before any workspace is known."""
    known = tokens.resolve(kind=TOKEN, token=token, at=at)
    return Found(known.workspace_id, known.object_id) if known else None


def version_numbered(form: Form, number: str) -> FormVersion:
    """Return the version that a page says it showed, else the current one."""
    is_number = number.isascii() and number.isdigit() and len(number) < 6
    if is_number and (seen := FormVersion.objects.filter(form=form, number=int(number)).first()):
        return seen
    return current_version(form)


def current_version(form: Form) -> FormVersion:
    """Return what the form shows now."""
    return FormVersion.objects.get(form=form, number=form.version)


@transaction.atomic
def create(
    *,
    name: str,
    language: str,
    by: int | None,
    at: datetime,
    template: str = "contact",
    token: str | None = None,
) -> Form:
    """Make a form from a template; it is not published yet."""
    content = templates.contents(template, language=language)
    fields = content.fields
    if template == templates.MET:
        fields = [*fields, *kiosk.agreed_fields(by=by, at=at)][:MAX_FIELDS]
    form = Form.objects.create(
        name=name,
        token=token or secrets.token_urlsafe(12),
        language=language,
        source=Source.objects.filter(slug="form").first(),
        created_by=by,
    )
    tokens.issue(kind=TOKEN, object_id=form.pk, token=form.token)
    _add_version(form, 1, {"fields": fields, "texts": content.texts, "translations": {}}, by, at)
    return form


def _add_version(form: Form, number: int, shown: Mapping[str, Any], by: int | None, at: datetime) -> None:
    FormVersion.objects.create(form=form, number=number, created_at=at, created_by=by, **shown)


@transaction.atomic
def save(
    *,
    form: Form,
    fields: Sequence[Mapping[str, Any]],
    texts: Mapping[str, str],
    by: int | None,
    at: datetime,
    translations: Mapping[str, Any] | None = None,
) -> Form:
    """Show other fields or texts from now on: a new version, since consent may refer to the old one.

    ``translations`` as ``FormVersion`` keeps them; None leaves them as they are. Raises: NothingToReach, Invalid.
    """
    _check(fields)
    locked = Form.objects.select_for_update().get(pk=form.pk)
    former = current_version(locked)
    shown = {
        "fields": list(fields),
        "texts": dict(texts),
        "translations": former.translations if translations is None else dict(translations),
    }
    if all(getattr(former, name) == value for name, value in shown.items()):
        return locked
    _add_version(locked, locked.version + 1, shown, by, at)
    locked.version += 1
    locked.save(update_fields=["version", "updated_at"])
    return locked


def _check(fields: Sequence[Mapping[str, Any]]) -> None:
    names = [field["name"] for field in fields]
    if len(names) != len(set(names)):
        raise Invalid(_("Each field can be asked once."))
    if len(names) > MAX_FIELDS:
        raise Invalid(_("A form has at most 30 fields."))
    if unknown := [field["kind"] for field in fields if field["kind"] not in FieldKind.values]:
        raise Invalid(_("There is no field of the kind %(kind)s.") % {"kind": unknown[0]})
    if not CONTACT & {field["name"] for field in fields if not field.get("is_hidden")}:
        raise NothingToReach(_("Ask for an e-mail address, a phone number or a company."))


@dataclass(frozen=True, slots=True)
class Settings:
    """What surrounds a form: where its leads are counted, and who may post to it."""

    name: str
    language: str
    source_id: int | None = None
    campaign_id: int | None = None
    topic: str = ""
    allowed_origins: Sequence[str] = field(default_factory=tuple)
    notified: Sequence[int] = field(default_factory=tuple)
    confirms_consent: bool = False
    asks_proof: bool = False


@transaction.atomic
def configure(*, form: Form, settings: Settings, by: int | None, at: datetime) -> Form:
    """Change name, language, attribution and the pages that may post by script.

    Raises: Invalid for an origin that is none.
    """
    Form.objects.filter(pk=form.pk).update(
        name=settings.name,
        language=settings.language,
        source_id=settings.source_id,
        campaign_id=settings.campaign_id,
        topic=settings.topic,
        allowed_origins=[origin(text) for text in settings.allowed_origins],
        notified=list(settings.notified),
        confirms_consent=settings.confirms_consent,
        asks_proof=settings.asks_proof,
        updated_at=at,
    )
    form.refresh_from_db()
    return form


def origin(text: str) -> str:
    """Return an address as browsers write its origin: scheme://host[:port].

    Raises: Invalid.
    """
    found = beacon.origin_of(text.strip() if "://" in text else f"https://{text.strip()}")
    if not ORIGIN.fullmatch(found):
        raise Invalid(
            _("%(text)s is no address of a website.") % {"text": text},
            errors=[{"path": "allowed_origins", "message": text}],
        )
    return found


@transaction.atomic
def publish(*, form: Form, is_active: bool, by: int | None, at: datetime) -> Form:
    """Open the form to the public, or close it; what was sent stays.

    Raises: NothingToReach.
    """
    _check(current_version(form).fields)
    Form.objects.filter(pk=form.pk).update(is_active=is_active, updated_at=at)
    form.is_active = is_active
    if not PublicToken.objects.filter(
        workspace_id=current_workspace_id(), kind=TOKEN, object_id=form.pk
    ).exists():
        tokens.issue(kind=TOKEN, object_id=form.pk, token=form.token)
    return form
