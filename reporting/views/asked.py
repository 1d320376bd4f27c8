"""The question of a page: what the picker, the filters and the links of a report need."""

from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reporting.choices import By, Span
from reporting.period import Period
from reporting.question import Question


SHOWN = ("period", "from", "to", "source", "campaign", "by", "ordering")


class Asked(Question):
    """A question with the page's addresses around it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        super().__init__(
            request.GET,
            workspace=request.workspace,  # type: ignore[attr-defined]
            membership=request.membership,  # type: ignore[attr-defined]
            at=timezone.now(),
        )

    @property
    def slug(self) -> str:
        """The workspace's name in addresses."""
        return str(self.workspace.slug)

    @property
    def parameters(self) -> dict[str, str]:
        """What the address says now."""
        return {name: self.request.GET[name] for name in SHOWN if self.request.GET.get(name)}

    def url(self, **changed: str) -> str:
        """Return this page's address with some parameters changed; an empty one goes."""
        found = {name: value for name, value in (self.parameters | changed).items() if value}
        return f"?{urlencode(found)}" if found else self.request.path

    def csv_url(self, name: str, sheet: str) -> str:
        """Return where a table can be had as a file."""
        query = urlencode(self.parameters | {"sheet": sheet})
        return f"{reverse(f'reporting:{name}-csv', kwargs={'workspace': self.slug})}?{query}"

    @cached_property
    def spans(self) -> list[dict[str, Any]]:
        """The periods to choose from."""
        now = self.values["period"]
        return [
            {
                "label": span.label,
                "url": self.url(period=span.value, **{"from": "", "to": ""}),
                "current": now == span,
            }
            for span in Span
            if span != Span.CUSTOM
        ]

    def _moved(self, steps: int) -> str:
        there = self.period.moved(steps)
        return self.url(period=Span.CUSTOM, **{"from": there.first.isoformat(), "to": there.last.isoformat()})

    @property
    def earlier_url(self) -> str:
        """The same page one period earlier."""
        return self._moved(-1)

    @property
    def later_url(self) -> str:
        """The same page one period later, nothing where that has not begun."""
        there = self.period.moved(1)
        return self._moved(1) if there.start <= self.at else ""

    @property
    def breakdowns(self) -> list[dict[str, Any]]:
        """What it may be broken down by."""
        return [{"label": by.label, "url": self.url(by=by.value), "current": self.by == by} for by in By]

    @cached_property
    def chips(self) -> list[dict[str, str]]:
        """The filters in force, each with a way out."""
        found = []
        for name in ("source", "campaign"):
            if value := self.values.get(name):
                field = self.form.fields[name]
                labels = {str(key): str(label) for key, label in field.choices}  # type: ignore[attr-defined]
                found.append(
                    {"name": str(field.label), "value": labels[value], "url": self.url(**{name: ""})}
                )
        return found

    @property
    def keep(self) -> list[tuple[str, str]]:
        """What the filter menu carries along."""
        return [(name, value) for name, value in self.parameters.items() if name in ("by", "ordering")]

    @property
    def in_words(self) -> str:
        """The period and what it is compared with."""
        return _("%(period)s, compared with %(before)s") % {
            "period": in_words(self.period),
            "before": in_words(self.before),
        }

    def leads_url(self, **filters: str) -> str:
        """Return the list of the leads that arrived since the period began; nothing if it ended already.

        The list knows "arrived since" and no "until", so only a period that runs still can be shown.
        """
        if self.period.end <= self.at:
            return ""
        # By arrival: an index serves this order however long the period.
        since = {"view": "all", "created_after": self.period.first.isoformat(), "ordering": "-created_at"}
        chosen = {name: str(self.values[name]) for name in ("source", "campaign") if self.values.get(name)}
        own = {"owner": "me"} if self.is_own else {}
        query = urlencode(since | chosen | own | filters)
        return f"{reverse('leads:list', kwargs={'workspace': self.slug})}?{query}"


def in_words(period: Period) -> str:
    """Return the period as people write it: "1–22 Nov 2026"."""
    first, last = period.first, period.last
    whole = date_format(last, pgettext("date format", "j M Y"))
    if first == last:
        return whole
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{whole}"
    shape = pgettext("date format", "j M") if first.year == last.year else pgettext("date format", "j M Y")
    return f"{date_format(first, shape)} – {whole}"


def when(day: date, period: Period) -> str:
    """Return a part of the period within a sentence: "on 3 Nov", "in the week of 3 Nov", "in Nov"."""
    sentence = {"day": _("on %(day)s"), "week": _("in the week of %(day)s"), "month": _("in %(day)s")}[
        period.unit
    ]
    return sentence % {"day": part_label(day, period)}


def part_label(day: date, period: Period) -> str:
    """Return what a part of the period is called below a chart: "3 Nov", or "Nov" where it is a month."""
    if period.unit != "month":
        return date_format(day, pgettext("date format", "j M"))
    shape = pgettext("date format", "M") if period.days <= 366 else pgettext("date format", "M Y")
    return date_format(day, shape)
