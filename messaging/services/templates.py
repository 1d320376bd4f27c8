"""Templates as sending sees them: which version a person gets, what is filled in, and the finished mail."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from core.scope import current_workspace_id
from leads.models import FieldDefinition, Lead, Topic
from messaging import tags, tokens
from messaging.engine import render as engine
from messaging.engine.render import Addresses, Rendered
from messaging.links import is_direct
from messaging.models import Message, TemplateVersion
from messaging.services import house
from messaging.services.house import House
from messaging.tokens import Kind
from tenants.models import Workspace


# --- which version --------------------------------------------------------------------------------------------


def live(*, template_ids: Iterable[int]) -> dict[tuple[int, str], TemplateVersion]:
    """Return by template and language the version that is sent now. Queries: one."""
    versions = (
        TemplateVersion.objects.filter(template_id__in=list(template_ids), published_at__isnull=False)
        .order_by("template_id", "language", "-number")
        .distinct("template_id", "language")
    )
    return {(version.template_id, version.language): version for version in versions}


def choose(
    found: Mapping[tuple[int, str], TemplateVersion], template_id: int, *, languages: Sequence[str]
) -> TemplateVersion | None:
    """Return of ``live()`` the version in the first of the languages that has one, else whichever there is.

    Call it with the lead's language, then the workspace's.
    """
    for language in languages:
        if version := found.get((template_id, language[:2].lower())):
            return version
    return next((version for (of, _language), version in sorted(found.items()) if of == template_id), None)


# --- what is filled in ----------------------------------------------------------------------------------------


def known_tags() -> dict[str, str]:
    """Return the names a mail may use with what they are called; the workspace's own fields last. Queries: one."""
    fields = FieldDefinition.objects.filter(is_active=True).order_by("position", "label")
    own = {f"{tags.CUSTOM}{field.key}": field.label for field in fields}
    return {name: str(label) for name, label in tags.STANDARD.items()} | own


def values_for(*, lead_ids: Iterable[int], version: TemplateVersion) -> dict[int, dict[str, str]]:
    """Return by lead the facts this version names, and no others. Queries: three, however many leads."""
    used = {use.name for use in tags.uses(f"{version.subject}\n{version.html}\n{version.text}")}
    names = {name for name in used if name in tags.STANDARD or name.startswith(tags.CUSTOM)}
    leads = Lead.objects.filter(pk__in=list(lead_ids)).select_related("rank__owner")
    topics = dict(Topic.objects.values_list("slug", "name")) if "lead.topic" in names else {}
    ours = Workspace.objects.only("name").get(pk=current_workspace_id()).name
    return {lead.pk: {name: _value(lead, name, topics, ours) for name in sorted(names)} for lead in leads}


def _value(lead: Lead, name: str, topics: Mapping[str, str], ours: str) -> str:
    if name == "lead.topic":
        slug = lead.main_topic or next(iter(lead.topics), "")
        return tags.fact(topics.get(slug, ""))
    if name == "owner.name":
        return tags.fact(lead.rank.owner.name if lead.rank.owner else "")
    if name == "workspace.name":
        return tags.fact(ours)
    if name.startswith(tags.CUSTOM):
        return tags.fact(lead.custom.get(name.removeprefix(tags.CUSTOM)))
    return tags.fact(getattr(lead, name.removeprefix("lead.")))


# --- the finished mail ----------------------------------------------------------------------------------------


def render(
    *,
    version: TemplateVersion,
    values: Mapping[str, Any],
    message: Message | None,
    ours: House | None = None,
) -> Rendered:
    """Return subject, HTML, text and headers of one mail; without a message as a preview, whose links are plain.

    Give ``ours`` when rendering many. Never fails for what a person wrote: that is checked on publishing.
    """
    ours = ours or house.read()
    facts = {
        **{name: str(value) for name, value in values.items()},
        "workspace.name": tags.fact(ours.workspace.name),
    }
    filled = engine.fill(version, facts, _addresses(version, message, ours))
    headers = {} if message is None else _headers(message, ours)
    return Rendered(
        filled.subject, filled.html, filled.text, headers | {"Content-Language": version.language}
    )


def _addresses(version: TemplateVersion, message: Message | None, ours: House) -> Addresses:
    if message is None:
        return Addresses(unsubscribe="#", preferences="#", postal=ours.policy.postal_address)
    tracked = {
        place: click_url(message, place)
        for place, link in enumerate(version.links)
        if ours.policy.tracks_clicks and not is_direct(link["url"])
    }
    trap = click_url(message, tokens.TRAP) if tracked and settings.CLICK_TRAP else ""
    return Addresses(
        unsubscribe=_url("messages:unsubscribe", Kind.UNSUBSCRIBE, message),
        preferences=_url("messages:preferences", Kind.PREFERENCES, message),
        postal=ours.policy.postal_address,
        trap=trap,
        places=tracked,
    )


def click_url(message: Message, place: int) -> str:
    """Return the address that notes a click and leads on to the version's link at the place."""
    token = tokens.make(Kind.CLICK, message.workspace_id, message.pk, place)
    return settings.PUBLIC_URL + reverse("messages:click", kwargs={"token": token})


def _url(name: str, kind: Kind, message: Message) -> str:
    token = tokens.make(kind, message.workspace_id, message.recipient_id or 0, message.pk)
    return settings.PUBLIC_URL + reverse(name, kwargs={"token": token})


def _headers(message: Message, ours: House) -> dict[str, str]:
    """Return what lets mail programs offer one-click unsubscribing (RFC 8058) and name the list (RFC 2919)."""
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    return {
        "List-Unsubscribe": f"<{_url('messages:unsubscribe', Kind.UNSUBSCRIBE, message)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"<{ours.workspace.slug}.{host}>",
    }
