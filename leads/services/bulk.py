"""Importing many leads: read, recognize and write a batch with one statement a table (design §6, I6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core import sets
from core.models import maker
from leads import changes, facts, normalize, queries
from leads.choices import ActivityKind, Stage
from leads.models import FieldChange, Lead, LeadRank, Source, StageChange
from leads.readers import Vocabulary
from leads.services import erased, indexing, intake, matching, timeline, writing
from leads.services.timeline import Entry


BATCH = 2000
# create: only new leads. fill: also what known ones lack. overwrite: also what they have. update_only: no new ones.
Policy = Literal["create", "fill", "overwrite", "update_only"]


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One row of a file: facts named as Lead's columns, where it stands, and why it cannot be taken, if so."""

    external_id: str
    facts: Mapping[str, Any]
    source_row: int
    created_at: datetime | None = None
    fault: str = ""


@dataclass(slots=True)
class ImportCounts:
    """What became of the rows: every row is in exactly one of the four.

    ``made`` are the ids of new leads by row, ``changed`` what became different of known ones as
    ``{path: (old, new)}``, ``met`` every known lead that a row means: what tags, consent and undoing need.
    """

    created: int = 0
    updated: int = 0
    skipped: int = 0
    failed: int = 0
    errors: list[tuple[int, str]] = field(default_factory=list)
    made: dict[int, int] = field(default_factory=dict)
    changed: dict[int, dict[str, tuple[Any, Any]]] = field(default_factory=dict)
    met: set[int] = field(default_factory=set)

    def fail(self, row: ImportRow, message: str) -> None:
        """Count a row that could not be taken over, and say why."""
        self.failed += 1
        self.errors.append((row.source_row, message))


@dataclass(slots=True)
class Target:
    """A lead of the batch, stored or new, and what the rows say about it."""

    lead: Lead
    row: ImportRow
    values: dict[str, Any] = field(default_factory=dict)
    rows: int = 0


def import_rows(
    *,
    rows: Sequence[ImportRow],
    source: Source | None,
    policy: Policy,
    at: datetime,
    by: int | None,
) -> ImportCounts:
    """Take the rows over, 2,000 in a transaction of their own; the same rows again change nothing.

    A row with a value that cannot be read fails as a whole. Several rows of one lead are one lead: the first
    counts, the others are skipped. Closed leads are neither reopened nor made anew.
    """
    counts = ImportCounts()
    words = queries.vocabulary()
    for start in range(0, len(rows), BATCH):
        with transaction.atomic():
            _Batch(source, policy, words, counts, at=at, by=by).run(rows[start : start + BATCH])
    return counts


@dataclass(slots=True)
class Foreseen:
    """What an import would make of a batch now: faults by row, and whom each other row means (None: left out)."""

    faults: dict[int, str]
    targets: dict[int, Target | None]


def foresee(*, rows: Sequence[ImportRow], source: Source | None, policy: Policy, at: datetime) -> Foreseen:
    """Read and recognize the rows as an import would, holding and writing nothing. Queries: two and the vocabulary."""
    counts = ImportCounts()
    batch = _Batch(source, policy, queries.vocabulary(), counts, at=at, by=None)
    batch.recognize(rows, locks=False)
    return Foreseen(dict(counts.errors), batch.meant)


class _Batch:
    """One transaction of an import."""

    def __init__(
        self,
        source: Source | None,
        policy: Policy,
        words: Vocabulary,
        counts: ImportCounts,
        *,
        at: datetime,
        by: int | None,
    ) -> None:
        self.source, self.policy, self.words, self.counts = source, policy, words, counts
        self.at, self.by = at, by
        self._make = maker(Lead)
        self.targets: dict[int, Target] = {}
        # whom each row that could be read means
        self.meant: dict[int, Target | None] = {}

    def run(self, rows: Sequence[ImportRow]) -> None:
        """Read, recognize, write."""
        self.recognize(rows)
        targets = list(self.targets.values())
        # In one order for everybody, so that two imports of the same people do not deadlock.
        new = [target for target in targets if target.lead.pk is None]
        stored = [target for target in targets if target.lead.pk is not None]
        self._insert(sorted(new, key=lambda target: (target.lead.email_norm, target.lead.external_id)))
        self._update(stored)

    def recognize(self, rows: Sequence[ImportRow], *, locks: bool = True) -> None:
        """Say of each row whom it means; ``locks`` holds the rows of known leads for the writing."""
        read = [(row, values) for row in rows if (values := self._read(row)) is not None]
        drafts = [self._draft(values) for _row, values in read]
        if not drafts:
            return
        known = matching.load(drafts, locks=locks, source=self.source.pk if self.source else None)
        gone = erased.among({draft.email_norm for draft in drafts})
        for (row, values), draft in zip(read, drafts, strict=True):
            if draft.email_norm in gone:
                day = date_format(gone[draft.email_norm], "SHORT_DATE_FORMAT")
                said = _("email: this person was erased on %(day)s, and no list brings them back.")
                self.counts.fail(row, said % {"day": day})
            else:
                self._take(row, values, draft, known)

    def _read(self, row: ImportRow) -> dict[str, Any] | None:
        given = {**row.facts, **({"external_id": row.external_id} if row.external_id else {})}
        reading = facts.read(given, vocabulary=self.words, is_strict=False)
        values = {name: value for name, value in reading.values.items() if not facts.is_empty(value)}
        if "custom" in values:
            values["custom"] = {key: item for key, item in values["custom"].items() if item is not None}
        if reading.faults or row.fault:
            said = [f"{fault['path']}: {fault['message']}" for fault in reading.faults]
            self.counts.fail(row, "; ".join(filter(None, [*said, row.fault])))
            return None
        if not facts.has_identity(values) and not values.get("external_id"):
            self.counts.fail(row, _("This row names nobody."))
            return None
        return values

    def _draft(self, values: Mapping[str, Any]) -> Lead:
        draft = self._make()
        for name, value in values.items():
            setattr(draft, name, value)
        draft.external_source = self.source if draft.external_id else None
        for name, value in normalize.copies(draft, country=self.words.country).items():
            setattr(draft, name, value)
        return draft

    def _take(self, row: ImportRow, values: dict[str, Any], draft: Lead, known: matching.Known) -> None:
        """Say what the row means: a new lead, news of a known one, or nothing."""
        lead = known.find(draft)
        if lead is None and self.policy == "update_only":
            self.counts.skipped += 1
            self.meant[row.source_row] = None
        elif lead is None:
            draft.created_at = min(row.created_at or self.at, self.at)
            draft.last_source = self.source
            self.targets[id(draft)] = self.meant[row.source_row] = Target(draft, row, rows=1)
            known.add(draft)
        elif self._is_taken(values, lead, known):
            self.counts.fail(row, _("email: another open lead has this e-mail address."))
        else:
            self._merge(row, values, lead, known)

    def _is_taken(self, values: Mapping[str, Any], lead: Lead, known: matching.Known) -> bool:
        address = normalize.email(values.get("email", ""))
        will_write = self.policy in {"overwrite", "update_only"} or (self.policy == "fill" and not lead.email)
        if not will_write or not lead.is_open:
            return False
        holder = known.holder(address) if address else None
        return holder is not None and holder is not lead

    def _merge(self, row: ImportRow, values: dict[str, Any], lead: Lead, known: matching.Known) -> None:
        target = self.targets.setdefault(id(lead), Target(lead, row))
        target.rows += 1
        self.meant[row.source_row] = target
        if self.policy == "create":
            return
        news = dict(values)
        if lead.external_id or target.values.get("external_id"):
            news.pop("external_id", None)
        if self.policy == "fill":
            news = writing.only_new(lead, news)
            news = {
                name: item for name, item in news.items() if name == "custom" or name not in target.values
            }
        if "custom" in news:
            earlier = target.values.get("custom", {})
            both = (news["custom"], earlier) if self.policy == "fill" else (earlier, news["custom"])
            news["custom"] = {**both[0], **both[1]}
        target.values |= news
        if "email" in news:
            # So that a later row cannot give another lead the same address.
            known.add_email(normalize.email(news["email"]), lead)

    def _insert(self, targets: Sequence[Target]) -> None:
        """Write the new leads; one that somebody else wrote a moment ago stays theirs and counts as skipped."""
        for target in targets:
            if target.values:
                writing.columns_after(target.lead, target.values, country=self.words.country)
        written = sets.insert(
            Lead,
            [{**intake.columns_of(target.lead), "updated_at": self.at} for target in targets],
            ignore_conflicts=True,
            returning=("public_id", "id"),
        )
        ids = dict(written)
        made = []
        for target in targets:
            target.lead.pk = ids.get(target.lead.public_id)
            self.counts.created += target.lead.pk is not None
            self.counts.skipped += target.rows - (target.lead.pk is not None)
            if target.lead.pk is not None:
                made.append(target)
                self.counts.made[target.row.source_row] = target.lead.pk
        self._write_around(made)

    def _write_around(self, made: Sequence[Target]) -> None:
        leads = [target.lead for target in made]
        began = [{"lead_id": lead.pk, "created_at": lead.created_at} for lead in leads]
        source_id = self.source.pk if self.source else None
        sets.insert(
            LeadRank, [{**row, "source_id": source_id, "stage_at": row["created_at"]} for row in began]
        )
        moved = {"to_stage": Stage.MARKETING, "from_stage": "", "by": self.by, "reason": "created"}
        sets.insert(
            StageChange, [{**moved, "lead_id": row["lead_id"], "at": row["created_at"]} for row in began]
        )
        indexing.index_new(leads)
        name = self.source.name if self.source else ""
        timeline.record_many(
            Entry(
                target.lead.pk,
                ActivityKind.IMPORTED,
                target.lead.created_at,
                self.by,
                {"source": name, "row": target.row.source_row},
            )
            for target in made
        )
        changes.mark(lead.pk for lead in leads)

    def _update(self, targets: Sequence[Target]) -> None:
        """Write what is different now, its history and its search words."""
        touched: list[Lead] = []
        names: set[str] = set()
        history: list[dict[str, Any]] = []
        for target in targets:
            changed = writing.differences(target.lead, target.values)
            self.counts.met.add(target.lead.pk)
            self.counts.updated += bool(changed)
            self.counts.skipped += target.rows - bool(changed)
            if changed:
                self.counts.changed[target.lead.pk] = changed
                history += self._history(target.lead.pk, changed)
                names |= self._set(target)
                touched.append(target.lead)
        if touched:
            self._store(touched, sorted(names))
            sets.insert(FieldChange, history)
            indexing.reindex(touched)
            changes.mark(lead.pk for lead in touched)

    def _history(self, lead_id: int, changed: Mapping[str, tuple[Any, Any]]) -> list[dict[str, Any]]:
        said = {"lead_id": lead_id, "by": self.by, "at": self.at, "origin": "import"}
        return [{**said, "field": path, "old": old, "new": new} for path, (old, new) in changed.items()]

    def _set(self, target: Target) -> set[str]:
        """Set the values on the lead and return the columns to store."""
        lead = target.lead
        names = set(writing.columns_after(lead, target.values, country=self.words.country))
        if "external_id" in names and lead.external_source_id is None:
            lead.external_source = self.source
            names.add("external_source_id")
        return names

    def _store(self, leads: Sequence[Lead], names: Sequence[str]) -> None:
        """Write the columns; of a lead whose row did not change one, what is there already."""
        sets.update(
            Lead,
            [{"id": lead.pk, **{name: getattr(lead, name) for name in names}} for lead in leads],
            names=names,
            also="version = t.version + 1, updated_at = %s",
            params=[self.at],
        )
