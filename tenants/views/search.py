"""The search of the top bar: a fragment for the palette, a page for those without scripts."""

import re
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from core import palette
from core.htmx import wants_fragment
from tenants.permissions import open_to_members


RECENT = re.compile(r"([a-z]{1,30}):(\d{1,18})", re.ASCII)


@require_GET
@open_to_members
def search(request: HttpRequest, workspace: str) -> HttpResponse:
    """Find records, pages and actions; without words, what this browser opened last and what can be done."""
    text = request.GET.get("q", "")[: palette.MOST_WORDS].replace("\x00", "")
    groups = palette.search(request, text, _recent(request))
    count = sum(len(group.hits) for group in groups)
    said = ngettext("%(count)d result", "%(count)d results", count) % {"count": count}
    values = {"groups": groups, "text": text.strip(), "count": count, "said": said}
    is_part = wants_fragment(request)
    values["page_title"] = _("Search: %(text)s") % {"text": values["text"]} if text.strip() else _("Search")
    response = render(request, "components/palette_results.html" if is_part else "search.html", values)
    patch_vary_headers(response, ["HX-Request"])
    if is_part:
        response["X-Announce"] = quote(said if count else _("Nothing found."))
    return response


def _recent(request: HttpRequest) -> list[tuple[str, int]]:
    """Return what the browser says it opened; what of it may be seen is asked anew."""
    found = [RECENT.fullmatch(word) for word in request.GET.get("recent", "")[:400].split(",")]
    return [(match[1], int(match[2])) for match in found if match]
