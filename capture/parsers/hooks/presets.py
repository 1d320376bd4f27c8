"""Every preset by name, and which shape a post has. Pure."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from capture.parsers.hooks import ads, crm_forms, form_services, systems
from capture.parsers.hooks.answers import dig
from capture.parsers.hooks.shapes import Preset, Shape
from core.errors import Invalid
from leads.choices import Channel


ANYTHING = Shape("any")
GENERIC = Preset(
    "generic",
    _("Any form or program"),
    channel=Channel.API,
    schemes=(form_services.STANDARD, form_services.SHARED),
    answers_as="page",
    help=_(
        "Paste the address as webhook URL, or as action of a form. Post once, then say which value is what."
    ),
    secret_help=_(
        "Sent as header X-Hook-Secret, as Authorization: Bearer, as ?key=, or used to sign (Standard Webhooks)."
    ),
    aliases=("json", "form", "custom", "webhook", "any", "zapier", "make", "n8n"),
)
EVERY = (GENERIC, *ads.PRESETS, *form_services.PRESETS, *crm_forms.PRESETS, *systems.PRESETS)
PRESETS = {preset.name: preset for preset in EVERY}


class NoSuchPreset(Invalid):
    """There is no preset of the name."""

    code = "no_such_preset"


def named(name: str) -> Preset:
    """Return the preset of the name, written in any way: ``google-ads``, ``Google Ads``, ``google``.

    Raises: NoSuchPreset.
    """
    wanted = re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_")
    for preset in EVERY:
        if wanted in {preset.name, preset.name.replace("_", ""), *preset.aliases}:
            return preset
    names = ", ".join(PRESETS)
    raise NoSuchPreset(
        _("There is no preset “%(name)s”. There are: %(names)s.") % {"name": name, "names": names}
    )


def known(name: str) -> Preset:
    """Return the preset of a stored hook; one that is gone reads as the generic one."""
    return PRESETS.get(name, GENERIC)


def shape_of(tree: Any, *, is_form: bool, preset: Preset) -> Shape | None:
    """Return the shape of the post: one of the preset's, else another platform's that cannot be mistaken."""
    return next(_fitting(tree, is_form, preset), None)


def _fitting(tree: Any, is_form: bool, preset: Preset) -> Iterator[Shape]:  # noqa: FBT001 - private, from one place
    for shape in preset.shapes:
        if shape.is_form in {None, is_form} and all(dig(tree, path) is not None for path in shape.when):
            yield shape
    for other in EVERY:
        for shape in other.shapes:
            if shape.when and all(dig(tree, path) is not None for path in shape.when):
                yield shape
