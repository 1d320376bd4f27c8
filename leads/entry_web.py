"""The timeline in words: what was done on a website."""

from dataclasses import replace

from django.utils.translation import gettext as _

from leads import wording
from leads.entry_parts import Data, Entry, People, bold, length_of, text_of


def seen(base: Entry, data: Data, people: People) -> Entry:
    """Say which page was looked at, and how long."""
    page = text_of(data, "title") or wording.short_url(text_of(data, "url"))
    title = bold(_("Viewed %(page)s"), page=page) if page else ""
    return replace(base, title=title, more=length_of(data))


def started(base: Entry, data: Data, people: People) -> Entry:
    """Say on which page a form was begun."""
    page = text_of(data, "title") or wording.short_url(text_of(data, "url"))
    return replace(base, title=bold(_("Started a form on %(page)s"), page=page) if page else "")


def did(base: Entry, data: Data, people: People) -> Entry:
    """Say what a website calls what was done."""
    name = text_of(data, "name")
    more = text_of(data, "title") or wording.short_url(text_of(data, "url"))
    return replace(base, title=bold(_("Did on the website: %(name)s"), name=name) if name else "", more=more)


def downloaded(base: Entry, data: Data, people: People) -> Entry:
    """Say what was downloaded."""
    what = text_of(data, "title") or wording.short_url(text_of(data, "url"))
    return replace(base, title=bold(_("Downloaded %(what)s"), what=what) if what else "")
