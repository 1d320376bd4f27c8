"""Merging two leads side by side, and taking it back."""

from dataclasses import dataclass
from functools import cached_property

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import numbers, toasts
from core.answers import see_other
from core.errors import DomainError
from leads import merge_words, references
from leads.factsheet import Fact, shown, value_of
from leads.forms.merge import GOES, MergeForm
from leads.models import Activity, Lead, LikelyPair, MergeRecord
from leads.references import Pair
from leads.services import merge_facts, merging, unmerging
from leads.views.access import get_lead, lead_url, posted
from leads.views.lead_page import workspace_facts
from tenants.permissions import Capability, requires


FOUND = 12
ENDS = {
    "hand_off": gettext_lazy("One of the two hand-offs will be closed: a lead waits for Sales once."),
    "enrollment": gettext_lazy("One of the two workflows will be ended: a lead is in one at a time."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One fact of both leads; ``chosen`` says whose stays, where there is a choice."""

    key: str
    label: str | Promise
    stays: str
    goes: str
    is_choice: bool
    takes: bool


class MergePage:
    """Two leads side by side. ``stays`` keeps its address and its number, ``goes`` becomes part of it."""

    def __init__(self, request: HttpRequest, stays: Lead, goes: Lead) -> None:
        self.request, self.stays, self.goes = request, stays, goes
        self.is_from_list = "list" in request.GET
        self.form = MergeForm(
            posted(request),
            keys=[fact.key for fact in self._facts if self._differs(fact)],
            taken=merge_facts.taken_by_default(stays, goes),
            versions=(stays.version, goes.version),
        )

    @cached_property
    def _facts(self) -> list[Fact]:
        return workspace_facts()

    def _differs(self, fact: Fact) -> bool:
        ours, theirs = value_of(self.stays, fact), value_of(self.goes, fact)
        return fact.name != "topics" and theirs not in (None, "", []) and ours != theirs

    @cached_property
    def lines(self) -> list[Line]:
        """Every fact that one of the two has; those that differ first in their own order."""
        currency = self.request.workspace.currency  # type: ignore[attr-defined]
        found = []
        for fact in self._facts:
            ours = shown(value_of(self.stays, fact), fact, currency=currency)
            theirs = shown(value_of(self.goes, fact), fact, currency=currency)
            if ours or theirs:
                takes = self.form.chosen(fact.key) == GOES
                is_choice = fact.key in self.form.keys
                label = gettext_lazy("Company") if fact.key == "company" else fact.label
                found.append(Line(fact.key, label, ours, theirs, is_choice, takes))
        return found

    @cached_property
    def road(self) -> Lead:
        """The lead whose stage, owner and hand-off go on."""
        return merging.road_of(self.stays, self.goes)

    @cached_property
    def ends(self) -> list[str]:
        """What is closed by the merge, and why."""
        pair = Pair(self.stays.pk, self.goes.pk, self.road.pk, self.road.rank.stage, None, timezone.now())
        said = [one.said for one in references.every() if one.settle and one.said and one.settle(pair)]
        return [str(ENDS[name]) for name in said]

    @cached_property
    def moves(self) -> str:
        """How much of the timeline comes along."""
        count = Activity.objects.filter(lead_id=self.goes.pk).count()
        text = ngettext(
            "%(n)s entry of its timeline comes along.", "%(n)s entries of its timeline come along.", count
        )
        return text % {"n": numbers.plain(count)}

    @cached_property
    def swap_url(self) -> str:
        """The same pair with the other lead staying."""
        return merge_url(self.request, self.goes.pk, self.stays.pk, is_from_list=self.is_from_list)

    @cached_property
    def back_url(self) -> str:
        """Where the reader came from: the list of suggestions, or the lead that stays."""
        if self.is_from_list:
            return reverse("leads:duplicates", kwargs={"workspace": self.request.workspace.slug})  # type: ignore[attr-defined]
        return lead_url(self.request, self.stays.pk)

    @cached_property
    def suggestion(self) -> LikelyPair | None:
        """The suggestion that the two are one, unless somebody set it aside."""
        first, second = sorted((self.stays.pk, self.goes.pk))
        return LikelyPair.objects.open().filter(first=first, second=second).first()


def merge_url(request: HttpRequest, stays: int, goes: int, *, is_from_list: bool = False) -> str:
    """Return the address of two leads side by side; from the list of suggestions, it is gone back to."""
    url = lead_url(request, stays, "merge", other=goes)
    return f"{url}?list=1" if is_from_list else url


@require_GET
@requires(Capability.EDIT_LEADS)
def choose(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Look for the lead that this one is, too."""
    lead = get_lead(request, pk)
    text = request.GET.get("q", "").strip()[:100]
    leads = Lead.objects.visible_to(request.membership)  # type: ignore[attr-defined]
    found = leads.search(text).exclude(pk=pk).select_related("rank").order_by("-pk")[:FOUND] if text else []
    values = {
        "lead": lead,
        "q": text,
        "found": [{"lead": other, "url": _default_url(request, lead, other)} for other in found],
        "back_url": lead_url(request, pk),
        "page_title": _("Merge %(lead)s with…") % {"lead": lead.title},
    }
    return render(request, "leads/merge_choose.html", values)


def _default_url(request: HttpRequest, one: Lead, other: Lead) -> str:
    """Return the address of the pair with the known, older one staying."""
    stays, goes = merging.survivor(one, other)
    return merge_url(request, stays.pk, goes.pk)


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_LEADS)
def merge(request: HttpRequest, workspace: str, pk: int, other: int) -> HttpResponse:
    """Show the two side by side; a POST makes them one."""
    stays, goes = get_lead(request, pk), get_lead(request, other)
    if stays.pk == goes.pk:
        return redirect(lead_url(request, pk, "choose-merge"))
    if "suggested" in request.GET and merging.survivor(stays, goes)[0] == goes:
        return redirect(merge_url(request, goes.pk, stays.pk, is_from_list="list" in request.GET))
    page, status, refused = MergePage(request, stays, goes), 200, ""
    if request.method == "POST":
        status, refused = 422, _("Choose one value for each fact.")
        if page.form.is_valid():
            try:
                return _merged(request, page)
            except DomainError as refusal:
                status, refused = refusal.status, refusal.message
    values = {
        "page": page,
        "refused": refused,
        "action": merge_url(request, pk, other, is_from_list=page.is_from_list),
        "page_title": _("Merge leads"),
    }
    return render(request, "leads/merge.html", values, status=status)


def _merged(request: HttpRequest, page: MergePage) -> HttpResponse:
    version, other_version = page.form.versions()
    record = merging.merge(
        winner=page.stays,
        loser=page.goes,
        taken=page.form.taken(),
        versions={page.stays.pk: version, page.goes.pk: other_version},
        by=request.user.pk,
        at=timezone.now(),
    )
    undo_url = reverse(
        "leads:unmerge",
        kwargs={"workspace": request.workspace.slug, "pk": record.pk},  # type: ignore[attr-defined]
    )
    said = _("%(goes)s was merged into %(stays)s.")
    toasts.add(request, said % {"goes": page.goes.title, "stays": page.stays.title}, undo_url=undo_url)
    return see_other(page.back_url if page.is_from_list else f"{page.back_url}?changed=1")


@require_POST
@requires(Capability.EDIT_LEADS)
def unmerge(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Take a merge back; what changed since is named and left as it is."""
    leads = Lead.objects.visible_to(request.membership)  # type: ignore[attr-defined]
    record = get_object_or_404(MergeRecord, pk=pk, winner__in=leads)
    try:
        undone = unmerging.unmerge(record=record, by=request.user.pk, at=timezone.now())
    except DomainError as refusal:
        toasts.add(request, refusal.message, level=messages.ERROR)
        return see_other(lead_url(request, record.winner_id))
    text = _("%(lead)s is a lead of its own again.") % {"lead": undone.loser.title}
    if undone.left:
        facts = {fact.key: fact.label for fact in workspace_facts()}
        left = merge_words.listed(undone.left, facts)
        text += " " + _("Changed since and left as it is: %(facts)s.") % {"facts": left}
    toasts.add(request, text)
    return see_other(_after_undo(request, undone))


def _after_undo(request: HttpRequest, undone: unmerging.Undone) -> str:
    """Return the survivor's page; where it is out of a rep's sight again, the other lead's, or their list."""
    leads = Lead.objects.visible_to(request.membership)  # type: ignore[attr-defined]
    both = [undone.winner.pk, undone.loser.pk]
    seen = set(leads.filter(pk__in=both).values_list("pk", flat=True))
    page = next((lead_url(request, pk) for pk in both if pk in seen), None)
    if page is None:
        return reverse("leads:list", kwargs={"workspace": request.workspace.slug})  # type: ignore[attr-defined]
    return f"{page}?changed=1"
