"""What the lead page shows, gathered once; its parts are drawn alone for htmx and together otherwise."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import quote

from django import forms
from django.db.models import Count, Max, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from core import gather
from core.pagination import BadCursor, Page, paginate
from leads import clues, entries, entry_filters, likely_panel, normalize, panels, wording
from leads.choices import ContactStatus, Stage
from leads.factsheet import GROUPS, Fact, all_facts, shown, value_of
from leads.forms.work import NoteForm
from leads.models import Activity, Clue, ConsentRecord, FieldDefinition, Inference, Lead, Task, Topic
from leads.views import clue_lines
from leads.views.access import CHANGED, lead_url
from leads.views.people import People
from tenants.models import Membership, User


PART_SIZE = 25
NEWEST_FIRST = ("-occurred_at", "-pk")


@dataclass
class LeadPage(likely_panel.MergingPart):
    """One lead as one member sees it; every list is read only if its part is drawn."""

    request: HttpRequest
    lead: Lead
    composer: str = "note"
    composer_form: forms.Form | None = None
    # the question of the clue that is being written
    composer_fact: Fact | None = None
    now: datetime = field(default_factory=timezone.now)

    # --- who and what ------------------------------------------------------------------------------------------
    @cached_property
    def people(self) -> People:
        """The workspace's members."""
        users = {user.pk: user for user in self._lists.users}
        for member in self._lists.members:
            member.user = users[member.user_id]
        order = {pk: place for place, pk in enumerate(users)}
        return People(self.request, sorted(self._lists.members, key=lambda one: order[one.user_id]))

    def can(self, capability: str) -> bool:
        """Say whether the reader holds the capability."""
        return bool(self.request.membership.can(capability))  # type: ignore[attr-defined]

    @cached_property
    def subtitle(self) -> list[str]:
        """What stands below the name: job, company, city."""
        lead = self.lead
        parts = [lead.job_title, lead.company if lead.name else "", lead.city]
        return [part for part in parts if part]

    @cached_property
    def mailto(self) -> str:
        """Where "Write" leads, or nothing."""
        return f"mailto:{quote(self.lead.email, safe='@+')}" if self.lead.email else ""

    @cached_property
    def tel(self) -> str:
        """Where "Call" leads, or nothing."""
        number = self.lead.phone_e164 or "".join(char for char in self.lead.phone if char in "+0123456789")
        return f"tel:{number}" if number else ""

    @property
    def is_call_next(self) -> bool:
        """Say whether reaching the person is what the lead waits for."""
        rank = self.lead.rank
        return rank.stage == Stage.SAL and rank.contact_status != ContactStatus.CONNECTED

    @cached_property
    def light_reason(self) -> str:
        """Why the light is not green."""
        return wording.light(self.lead.rank.light_reason)

    @cached_property
    def parts(self) -> dict[str, Any]:
        """The panels other rooms registered, by place."""
        return panels.collect(self.request, self.lead)

    @cached_property
    def verbs(self) -> list[dict[str, Any]]:
        """What stands behind the three dots."""
        found: list[dict[str, Any]] = []
        if self.can("assign_leads"):
            found.append(self._verb("assign", _("Assign"), "user-plus", key="a"))
        if self.can("edit_leads"):
            found.append(self._verb("choose-merge", _("Merge…"), "git-merge", key="m"))
            found.append(self._verb("consent", _("Record consent"), "shield-check"))
        found.append(self._verb("history", _("Field history"), "history"))
        if self.can("manage_privacy"):
            found.append(self._verb("privacy", _("Privacy"), "shield"))
        if self.can("edit_leads") and self.lead.is_open:
            found.append(self._verb("close", _("Disqualify"), "ban", danger=True))
        return found

    def _verb(self, name: str, label: str, icon: str, **options: Any) -> dict[str, Any]:
        return {"label": label, "icon": icon, "url": lead_url(self.request, self.lead.pk, name), **options}

    # --- facts ---------------------------------------------------------------------------------------------------
    @cached_property
    def _lists(self) -> "Lists":
        """The short lists of lead and workspace. Queries: one for all of them."""
        here = {"lead_id": self.lead.pk}
        counted = Activity.objects.filter(**here).values("kind").order_by()
        found = gather.lists(
            *fact_rows(),
            Task.objects.filter(**here, done_at=None).order_by("due_at", "pk")[:20],
            ConsentRecord.objects.filter(**here).order_by("-at", "-pk")[:5],
            counted.annotate(n=Count("pk"), latest=Max("pk")),
            Membership.objects.filter(workspace_id=self.lead.workspace_id),
            User.objects.filter(memberships__workspace_id=self.lead.workspace_id).order_by(
                "name", "email", "pk"
            ),
            *clue_lines.rows(self.lead),
            *likely_panel.rows(self.request, self.lead),
        )
        return Lists(*found)

    @cached_property
    def questions(self) -> list[Fact]:
        """What qualifies a lead here."""
        return clues.questions(self.facts)

    @cached_property
    def occasions(self) -> list[tuple[int, str]]:
        """Where a clue may have been heard, the latest first."""
        return [(item.pk, clues.occasion(item)) for item in self._lists.occasions]

    @cached_property
    def drawer(self) -> clue_lines.Drawer:
        """The lead's clues, ready to draw."""
        currency = self.request.workspace.currency  # type: ignore[attr-defined]
        ledger = clue_lines.ledger(self._lists.clues, self._lists.inferences, self._lists.heard)
        return clue_lines.Drawer(self.lead, ledger, self.questions, self.people.names, currency)

    @cached_property
    def facts(self) -> list[Fact]:
        """Every fact of the workspace."""
        return facts_of(self._lists.topics, self._lists.definitions)

    @cached_property
    def fact_groups(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """The facts as drawn, by group; an unknown one of the workspace's own is left out."""
        groups = []
        for slug, label in GROUPS:
            lines = [
                self.fact_line(fact) for fact in self.facts if fact.group == slug and self._is_drawn(fact)
            ]
            if lines:
                groups.append((str(label), lines))
        return groups

    def _is_drawn(self, fact: Fact) -> bool:
        quiet = fact.custom or fact.name in {"tax_id", "region", "seniority"}
        return not quiet or value_of(self.lead, fact) not in (None, "", [])

    def fact_line(self, fact: Fact) -> dict[str, Any]:
        """Return one fact as components/fact.html draws it."""
        value = value_of(self.lead, fact)
        currency = self.request.workspace.currency  # type: ignore[attr-defined]
        text = shown(value, fact, currency=currency)
        text = text or clues.standing_text(self.lead, fact, currency=currency)
        is_missing = not text and fact.registry and fact.registry == self.lead.rank.light_reason.get("field")
        return {
            "id": f"fact-{fact.key.replace('.', '-')}",
            "label": fact.label,
            "value": text,
            "missing": _("Missing") if is_missing else "",
            "edit_url": lead_url(self.request, self.lead.pk, "fact", name=fact.key)
            if self.can("edit_leads")
            else "",
            **self._link(fact, text),
        }

    def _link(self, fact: Fact, text: str) -> dict[str, Any]:
        if fact.name == "email" and text:
            return {"url": self.mailto}
        if fact.name == "phone" and text:
            return {"url": self.tel, "value": normalize.phone_in_groups(self.lead.phone_e164) or text}
        if fact.name == "website" and text:
            url = text if text.lower().startswith(("http://", "https://")) else f"https://{text}"
            return {"url": url, "external": True, "value": wording.short_url(url)}
        return {}

    @cached_property
    def origin(self) -> list[dict[str, Any]]:
        """Where the lead came from: first and last touch."""
        rank, lead = self.lead.rank, self.lead
        return [
            {"label": _("Source"), "value": rank.source},
            {"label": _("Campaign"), "value": rank.campaign},
            {
                "label": _("Last source"),
                "value": lead.last_source if lead.last_source_id != rank.source_id else None,
            },
            {
                "label": _("First page"),
                "value": wording.short_url(str(lead.first_touch.get("page_url") or "")),
            },
            {"label": _("External ID"), "value": lead.external_id},
        ]

    # --- timeline ------------------------------------------------------------------------------------------------
    @cached_property
    def kind(self) -> str:
        """The chip in force."""
        slug = self.request.GET.get("kind", "")
        return slug if entry_filters.kinds_of(slug) else ""

    @cached_property
    def timeline(self) -> Page:
        """One part of the timeline, newest first."""
        activities = Activity.objects.filter(lead_id=self.lead.pk)
        if self.kind:
            activities = activities.filter(kind__in=entry_filters.kinds_of(self.kind))
        cursor = self.request.GET.get("cursor")
        try:
            return paginate(activities, order=NEWEST_FIRST, cursor=cursor, size=PART_SIZE)
        except BadCursor:
            # A damaged link shows the newest entries rather than nothing.
            return paginate(activities, order=NEWEST_FIRST, cursor=None, size=PART_SIZE)

    @cached_property
    def entries(self) -> list[entries.Entry]:
        """The part in words."""
        names = self.people.names
        return [entries.entry(activity, people=names) for activity in self.timeline.items]

    @cached_property
    def _counts(self) -> dict[str, tuple[int, int]]:
        """How many activities of each kind there are, and the latest of each."""
        return {row["kind"]: (row["n"], row["latest"]) for row in self._lists.kinds}

    @cached_property
    def chips(self) -> list[dict[str, Any]]:
        """The filters of the timeline that would show something."""
        url = lead_url(self.request, self.lead.pk, "timeline")
        found = [{"label": _("All"), "url": url, "current": not self.kind, "count": None}]
        for item in entry_filters.FILTERS:
            count = sum(self._counts.get(kind, (0, 0))[0] for kind in item.kinds)
            if count:
                found.append(
                    {
                        "label": item.label,
                        "url": f"{url}?kind={item.slug}",
                        "current": item.slug == self.kind,
                        "count": count,
                    }
                )
        return found

    @property
    def timeline_url(self) -> str:
        """The timeline as it is filtered now, from its newest entry."""
        url = lead_url(self.request, self.lead.pk, "timeline")
        return f"{url}?kind={self.kind}" if self.kind else url

    # --- aside -----------------------------------------------------------------------------------------------------
    @cached_property
    def tasks(self) -> list[Task]:
        """What is still to be done, the nearest first."""
        for task in self._lists.tasks:
            if task.assignee_id in self.people.users:
                task.assignee = self.people.users[task.assignee_id]
        return self._lists.tasks

    @property
    def next_task(self) -> Task | None:
        """The next step."""
        return self.tasks[0] if self.tasks else None

    @cached_property
    def consents(self) -> list[ConsentRecord]:
        """The last entries of the consent ledger."""
        return self._lists.consents

    # --- the watch for the new score ---------------------------------------------------------------------------------
    @property
    def is_watching(self) -> bool:
        """Say whether the page comes from a change and so waits for its consequences."""
        return CHANGED in self.request.GET

    @cached_property
    def stamp(self) -> str:
        """Return what changes whenever head, panels or timeline would look different."""
        rank = self.lead.rank
        latest = max((pk for _n, pk in self._counts.values()), default=0)
        tasks = [(task.pk, task.updated_at) for task in self.tasks]
        facts = (self.lead.version, self.lead.tags, self.lead.clues, rank.stage, rank.owner_id)
        scores = (rank.score, rank.grade, rank.light, rank.fit, rank.engagement, rank.light_reason)
        text = repr((facts, scores, rank.model_version, latest, tasks))
        return hashlib.blake2s(text.encode(), digest_size=8).hexdigest()

    def form(self) -> forms.Form:
        """Return the composer's form."""
        return self.composer_form or NoteForm()


@dataclass(frozen=True, slots=True)
class Lists:
    """What ``LeadPage`` reads at once."""

    topics: list[dict[str, str]]
    definitions: list[FieldDefinition]
    tasks: list[Task]
    consents: list[ConsentRecord]
    kinds: list[dict[str, Any]]
    members: list[Membership]
    users: list[User]
    clues: list[Clue]
    inferences: list[Inference]
    heard: list[Activity]
    occasions: list[Activity]
    likely: list[dict[str, Any]]
    merges: list[dict[str, Any]]


def fact_rows() -> tuple[QuerySet[Any], QuerySet[Any]]:
    """Return what the workspace adds to the facts: its topics and its own fields."""
    topics = Topic.objects.filter(is_active=True).order_by("name", "pk").values("slug", "name")
    return topics, FieldDefinition.objects.filter(is_active=True).order_by("position", "pk")


def facts_of(topics: list[dict[str, str]], definitions: list[FieldDefinition]) -> list[Fact]:
    """Return every fact, given what ``fact_rows`` holds."""
    return all_facts(topics=[(topic["slug"], topic["name"]) for topic in topics], definitions=definitions)


def workspace_facts() -> list[Fact]:
    """Return every fact of the workspace in scope. Queries: one."""
    return facts_of(*gather.lists(*fact_rows()))
