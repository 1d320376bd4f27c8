"""A question as somebody asked it: its form, period, the period before, whose leads."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from reporting import period as periods
from reporting.choices import Span
from reporting.forms import DEFAULT_BY, DEFAULT_SPAN, ReportForm
from reporting.period import Period
from reporting.queries import names
from reporting.queries.scope import Scope
from tenants.models import Workspace


class Question:
    """What a page or a program asks a report; a rep's question is about their own leads alone."""

    def __init__(self, data: Any, *, workspace: Workspace, membership: Any, at: datetime) -> None:
        self.data = data
        self.workspace = workspace
        self.membership = membership
        self.at = at

    @cached_property
    def _origins(self) -> dict[str, dict[int, tuple[str, str]]]:
        return names.origins()

    @property
    def sources(self) -> dict[int, tuple[str, str]]:
        """The sources: slug and name."""
        return self._origins["source"]

    @property
    def campaigns(self) -> dict[int, tuple[str, str]]:
        """The campaigns: slug and name."""
        return self._origins["campaign"]

    @cached_property
    def form(self) -> ReportForm:
        """The question's form."""
        return ReportForm(self.data, sources=[*self.sources.values()], campaigns=[*self.campaigns.values()])

    @cached_property
    def values(self) -> Mapping[str, Any]:
        """What was asked; the usual where the form is wrong."""
        if self.form.is_valid():
            return self.form.cleaned_data
        return {"period": DEFAULT_SPAN, "by": DEFAULT_BY}

    @property
    def by(self) -> str:
        """What it is broken down by."""
        return str(self.values["by"])

    @property
    def is_own(self) -> bool:
        """Say whether it is about the reader's own leads alone."""
        return self.membership is not None and self.membership.role == "rep"

    @cached_property
    def period(self) -> Period:
        """The period asked about."""
        zone, span = self.workspace.zone, self.values["period"]
        if span == Span.CUSTOM:
            return Period(self.values["from"], self.values["to"], zone)
        return periods.of(span, today=self.at.astimezone(zone).date(), zone=zone)

    @cached_property
    def before(self) -> Period:
        """The period it is compared with."""
        return periods.before(self.period, str(self.values["period"]))

    @cached_property
    def scope(self) -> Scope:
        """The question for the statements."""
        return Scope(
            self.period,
            source_id=_id(self.sources, self.values.get("source")),
            campaign_id=_id(self.campaigns, self.values.get("campaign")),
            owner_id=self.membership.user_id if self.is_own else None,
            currency=self.workspace.currency,
        )

    @cached_property
    def scope_before(self) -> Scope:
        """The same for the period before."""
        return self.scope.during(self.before)


def _id(known: Mapping[int, tuple[str, str]], slug: str | None) -> int | None:
    return next((pk for pk, (name, _label) in known.items() if slug and name == slug), None)
