"""Both sides' agreement to a draft before it goes live, where the workspace wants it (design §6)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, Forbidden
from core.scope import current_workspace_id
from core.text import clean
from scoring.choices import Side
from scoring.models import ScoringModel, SignOff
from scoring.services import drafts
from tenants.choices import Role
from tenants.models import Membership, Workspace
from tenants.services import audit


SETTING = "scoring"
SIDES: dict[str, str] = {Role.MARKETER: Side.MARKETING, Role.MANAGER: Side.SALES}


class NotSigned(DomainError):
    """A side has not agreed to the draft as it is."""

    code = "not_signed"


class SignedForTheOther(DomainError):
    """The same person already signed the draft for the other side."""

    code = "signed_for_the_other"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a side stands to the draft: its signature, or the one that an edit voided."""

    side: str
    signature: SignOff | None
    voided: SignOff | None


def is_wanted() -> bool:
    """Say whether the workspace wants both signatures. Queries: one."""
    found = Workspace.objects.values_list("settings", flat=True).get(pk=current_workspace_id())
    return bool(found.get(SETTING, {}).get("needs_sign_off"))


def standings(draft: ScoringModel) -> list[Standing]:
    """Return how both sides stand to the draft as it is. Queries: one."""
    given = SignOff.objects.filter(model=draft).order_by("-revision")
    latest: dict[str, SignOff] = {}
    for signature in given:
        latest.setdefault(signature.side, signature)
    return [_standing(side, latest.get(side), draft.revision) for side in Side.values]


def _standing(side: str, latest: SignOff | None, revision: int) -> Standing:
    is_current = latest is not None and latest.revision == revision
    return Standing(side, latest if is_current else None, None if is_current else latest)


@transaction.atomic
def sign(*, revision: int | None, by: int, at: datetime) -> SignOff:
    """Agree to the draft as it was seen, for the side of who signs; a second time changes nothing.

    Raises: NoDraft, DraftChanged, Forbidden for who speaks for neither side, SignedForTheOther.
    """
    draft = drafts.current()
    if revision not in {None, draft.revision}:
        raise drafts.DraftChanged(
            _("Somebody changed the draft meanwhile. Look at it again before you sign.")
        )
    side = side_of(by)
    # Whoever changed sides meanwhile is still one person.
    mine = (
        SignOff.objects.filter(model=draft, revision=draft.revision, signed_by=by).exclude(side=side).first()
    )
    if mine:
        text = _("You signed this draft for %(side)s. Somebody else signs for the other side.")
        raise SignedForTheOther(text % {"side": Side(mine.side).label})
    made, _is_new = SignOff.objects.get_or_create(
        model=draft, side=side, revision=draft.revision, defaults={"signed_by": by, "signed_at": at}
    )
    return made


@transaction.atomic
def withdraw(*, by: int, revision: int | None = None) -> None:
    """Take back the signature of one's side under the draft as it was seen.

    Raises: NoDraft, DraftChanged, Forbidden.
    """
    draft = drafts.seen(revision)
    SignOff.objects.filter(model=draft, side=side_of(by), revision=draft.revision).delete()


def side_of(user_id: int) -> str:
    """Return the side for which the person signs.

    Raises: Forbidden.
    """
    members = Membership.objects.filter(workspace_id=current_workspace_id(), user_id=user_id, is_active=True)
    side = SIDES.get(members.values_list("role", flat=True).first() or "")
    if side is None:
        raise Forbidden(_("A marketer signs for Marketing, a manager for Sales."))
    return side


def check(draft: ScoringModel, *, override_reason: str, by: int | None, at: datetime) -> None:
    """Let the draft go live if both signed it, or if somebody says why it must do without; that is audited.

    Raises: NotSigned.
    """
    if not is_wanted():
        return
    missing = [standing.side for standing in standings(draft) if standing.signature is None]
    if not missing:
        return
    reason = clean(override_reason)[:500]
    if not reason:
        names = " + ".join(str(Side(side).label) for side in missing)
        raise NotSigned(
            _("Not signed yet: %(sides)s. Both sides sign the draft as it is now.") % {"sides": names}
        )
    data: dict[str, Any] = {"missing": missing, "reason": reason}
    audit.record(action="scoring.sign_off_overridden", by=by, at=at, data=data)


@transaction.atomic
def set_policy(*, needs_sign_off: bool, by: int | None, at: datetime) -> None:
    """Say whether both sides must sign before a model goes live."""
    workspace = Workspace.objects.select_for_update(of=("self",)).get(pk=current_workspace_id())
    values = {**workspace.settings.get(SETTING, {}), "needs_sign_off": needs_sign_off}
    if values == workspace.settings.get(SETTING):
        return
    changed = {**workspace.settings, SETTING: values}
    Workspace.objects.filter(pk=workspace.pk).update(settings=changed, updated_at=at)
    audit.record(action="scoring.policy_changed", by=by, at=at, data={"needs_sign_off": needs_sign_off})
