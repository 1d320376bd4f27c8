"""Hooks: made from a preset, found by their token, changed; the secret is sealed and told to nobody."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from capture.models import Hook
from capture.parsers import mapping as mappings
from capture.parsers.facts import NAMES
from capture.parsers.hooks import presets
from capture.parsers.hooks.shapes import Preset
from core import seal
from core.errors import Invalid
from core.text import clean
from leads.models import Source
from tenants.services import audit, tokens


TOKEN = "hook"  # noqa: S105 - the kind of public token, not a secret
MOST_FIELDS = 500
GROUPS = {"utm", "ids", "line"}
SPECIAL = {"answer", "consent.marketing", "consent.text", "caller_name"}


class BadTarget(Invalid):
    """The mapping sends a value where nothing is."""

    code = "bad_target"


@dataclass(frozen=True, slots=True)
class Found:
    """Where a token leads; the hook may be read in the workspace's scope only."""

    workspace_id: int
    hook_id: int


@dataclass(frozen=True, slots=True)
class Settings:
    """What surrounds a hook. ``secret``: None leaves it as it is, "" takes it away."""

    name: str
    preset: str
    source_id: int | None = None
    campaign_id: int | None = None
    secret: str | None = None
    return_hosts: Sequence[str] = field(default_factory=tuple)


def find(*, token: str, at: datetime) -> Found | None:
    """Return where the token leads, before any workspace is known."""
    known = tokens.resolve(kind=TOKEN, token=token, at=at)
    return Found(known.workspace_id, known.object_id) if known else None


@transaction.atomic
def create(*, preset: str, name: str = "", secret: str = "", by: int | None, at: datetime) -> Hook:
    """Make a hook, ready to be posted to; its leads are counted under a source of the platform's name.

    Raises: presets.NoSuchPreset.
    """
    chosen = presets.named(preset)
    hook = Hook.objects.create(
        name=clean(name)[:120] or str(chosen.label),
        token=secrets.token_urlsafe(18),
        preset=chosen.name,
        secret=seal.seal(secret) if secret else "",
        source=_source(chosen),
        created_by=by,
    )
    tokens.issue(kind=TOKEN, object_id=hook.pk, token=hook.token)
    audit.record(action="hook.made", by=by, at=at, target=hook.name)
    return hook


def _source(preset: Preset) -> Source:
    slug = "hook" if preset is presets.GENERIC else preset.name.replace("_", "-")
    found, _new = Source.objects.get_or_create(
        slug=slug[:60], defaults={"name": str(preset.label)[:120], "channel": preset.channel}
    )
    return found


def secret_of(hook: Hook) -> str:
    """Return the secret, empty if the hook has none. Raises: seal.Broken if the server's key is gone."""
    return seal.open_seal(hook.secret) if hook.secret else ""


@transaction.atomic
def configure(*, hook: Hook, settings: Settings, by: int | None, at: datetime) -> Hook:
    """Change name, preset, attribution and secret.

    Raises: presets.NoSuchPreset.
    """
    locked = Hook.objects.select_for_update(no_key=True).get(pk=hook.pk)
    locked.name, locked.preset = settings.name, presets.named(settings.preset).name
    locked.source_id, locked.campaign_id = settings.source_id, settings.campaign_id
    locked.return_hosts = [host for text in settings.return_hosts if (host := host_of(text))]
    if settings.secret is not None:
        locked.secret = seal.seal(settings.secret) if settings.secret else ""
        audit.record(action="hook.secret_changed", by=by, at=at, target=locked.name)
    locked.save(
        update_fields=["name", "preset", "source_id", "campaign_id", "return_hosts", "secret", "updated_at"]
    )
    return locked


def host_of(text: str) -> str:
    """Return the host of an address, in lower case."""
    try:
        return (urlsplit(text if "://" in text else f"https://{text.strip()}").hostname or "").lower()
    except ValueError:
        return ""


@transaction.atomic
def switch(*, hook: Hook, is_active: bool, by: int | None, at: datetime) -> Hook:
    """Let the hook take posts or refuse them; what came stays."""
    Hook.objects.filter(pk=hook.pk).update(is_active=is_active, updated_at=at)
    hook.is_active = is_active
    audit.record(
        action="hook.switched_on" if is_active else "hook.switched_off", by=by, at=at, target=hook.name
    )
    return hook


@transaction.atomic
def map_fields(
    *, hook: Hook, items: str, fields: Mapping[str, str | None], by: int | None, at: datetime
) -> Hook:
    """Store what a person says that values are, over what was said before of other paths.

    ``fields``: path → target, "" to leave a value out, None to forget what was said of it. Raises: BadTarget.
    """
    faults = [
        {"path": path, "message": str(_("There is no field %(name)s.") % {"name": target})}
        for path, target in fields.items()
        if target and not is_target(target)
    ]
    if faults:
        raise BadTarget(_("Some values have nowhere to go."), errors=faults)
    locked = Hook.objects.select_for_update(no_key=True).get(pk=hook.pk)
    every = {**_fields(locked.mapping), **{clean(path)[:300]: target for path, target in fields.items()}}
    every = {path: target for path, target in every.items() if path and target is not None}
    if len(every) > MOST_FIELDS:
        raise BadTarget(_("A mapping names at most 500 values."))
    locked.mapping = {"items": clean(items)[:300], "fields": every}
    locked.save(update_fields=["mapping", "updated_at"])
    return locked


def _fields(mapping: Mapping[str, Any]) -> dict[str, str]:
    found = mapping.get("fields", {})
    return found if isinstance(found, dict) else {}


def is_target(name: str) -> bool:
    """Say whether a value can go there."""
    group, _dot, rest = name.partition(".")
    if group == "custom":
        return mappings.KEY.fullmatch(rest) is not None
    return (
        name in SPECIAL
        or (group in GROUPS and bool(rest))
        or name in NAMES - {"custom", "utm", "ids", "consent"}
    )
