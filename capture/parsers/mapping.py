"""Which column of a file is which fact of a lead: read from a mapping file or guessed from the header. Pure."""

import re
from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from capture.parsers import guessing
from core.errors import Invalid
from core.text import fold
from leads import facts
from leads.choices import FieldType


KEY = re.compile(r"[a-z][a-z0-9_]*")
# What spreadsheets show where a formula failed, in English and Spanish, says nothing either.
NULLS = ("", "-", "--", "---", "-none-", "(not set)", "[not provided]", "(en blanco)", "(blank)", "s/d", "n/d", "n/a",
         "#n/a", "null", "none", "nan", "#ref!", "#value!", "#div/0!", "#name?", "#null!", "#num!", "#n/d", "#¡ref!",
         "#¡valor!", "#¡div/0!", "#¿nombre?", "#¡nulo!", "#¡num!")  # fmt: skip
SAMPLE_ROWS = 200
POLICIES = ("create", "fill", "overwrite", "update_only")
# Targets that are no column of a lead.
SPECIAL = {"external_id", "full_name", "created_at"}
# By what a person, and where nobody is named a company, is recognized.
PERSON = {"email", "phone", "external_id", "full_name", "first_name", "last_name"}
COMPANY = {"company", "website", "domain", "tax_id"}
CATEGORIES = {"company", "person", "interest", "source", "behavior", "qualification", "outcome"}
OUTCOME = "outcome"


class BadMapping(Invalid):
    """The mapping does not say what it should; ``errors`` name the places."""

    code = "bad_mapping"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Which column tells how it ended, and with which words."""

    column: str
    won: frozenset[str]
    lost: frozenset[str]


@dataclass(frozen=True, slots=True)
class OwnField:
    """A field of the workspace's own that the file brings."""

    key: str
    type: str
    label: str
    category: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mapping:
    """What to do with a file's columns; targets are ``email``, ``custom.x``, ``external_id`` and so on."""

    columns: MappingType[str, str]
    constants: MappingType[str, Any] = field(default_factory=dict)
    custom_fields: tuple[OwnField, ...] = ()
    outcome: Outcome | None = None
    source: str = "import"
    policy: str = ""
    nulls: frozenset[str] = frozenset(NULLS)

    @property
    def effective_policy(self) -> str:
        """Return the policy: a file with ids of its own is the source of truth, any other only fills gaps."""
        return self.policy or ("overwrite" if "external_id" in self.columns.values() else "fill")


def guess(header: Sequence[str], samples: Sequence[Sequence[str]] = ()) -> Mapping:
    """Return the mapping that the columns' names suggest, in English or Spanish, and where those say nothing, the
    values.

    ``samples`` are the cells of some rows, as many as ``SAMPLE_ROWS``. Raises: BadMapping if no column names anybody.
    """
    columns = guessing.columns(header, samples)
    if not {"email", "phone", "company", "full_name", "first_name", "last_name"} & set(columns.values()):
        raise BadMapping(
            _("No column looks like an e-mail, phone, company or name. Say which is which with a mapping.")
        )
    return Mapping(columns=columns)


def parse(document: Any, *, header: Sequence[str]) -> Mapping:
    """Read a mapping file for a file with this header.

    Raises: BadMapping with the JSON path of each fault.
    """
    reader = _Reader(header)
    mapping = reader.mapping(document)
    if reader.errors:
        raise BadMapping(_("The mapping has mistakes."), errors=reader.errors)
    return mapping


class _Reader:
    """Reads a mapping document, noting each fault with its path."""

    def __init__(self, header: Sequence[str]) -> None:
        self.header = header
        self.errors: list[dict[str, str]] = []

    def fault(self, path: str, message: Any) -> None:
        self.errors.append({"path": path, "message": str(message)})

    def group(self, document: Any, name: str) -> dict[str, Any]:
        value = document.get(name, {})
        if isinstance(value, dict):
            return value
        self.fault(f"$.{name}", _("This must be an object."))
        return {}

    def mapping(self, document: Any) -> Mapping:
        if not isinstance(document, dict):
            self.fault("$", _("This must be an object."))
            return Mapping(columns={})
        known = {
            "columns",
            "source",
            "constants",
            "custom_fields",
            "outcome",
            "policy",
            "null_values",
            "note",
        }
        for name in document.keys() - known:
            self.fault(f"$.{name}", _("This is not known here."))
        fields = self.fields(self.group(document, "custom_fields"))
        outcome = self.outcome(document.get("outcome"))
        if outcome:
            fields = (
                *fields,
                OwnField(OUTCOME, FieldType.CHOICE, str(_("Outcome")), OUTCOME, ("won", "lost")),
            )
        columns = self.columns(self.group(document, "columns"), has_outcome=outcome is not None)
        return Mapping(
            columns=columns,
            constants=self.constants(self.group(document, "constants"), columns),
            custom_fields=fields,
            outcome=outcome,
            source=self.word(document, "source", "import"),
            policy=self.policy(document),
            nulls=frozenset(fold(str(word)) for word in [*NULLS, *self.words(document, "null_values")]),
        )

    def columns(self, given: dict[str, Any], *, has_outcome: bool) -> dict[str, str]:
        columns: dict[str, str] = {}
        for name, target in given.items():
            path = f"$.columns[{name!r}]"
            if name not in self.header:
                self.fault(path, _("The file has no such column."))
            elif target is None:
                continue
            elif found := self.target(path, target):
                if found in columns.values() and found not in guessing.SPARES:
                    self.fault(path, _("Another column goes there already."))
                columns[name] = found
        if not columns and not has_outcome:
            self.fault("$.columns", _("Name at least one column."))
        return columns

    def target(self, path: str, target: Any) -> str:
        """Return the target's own name: ``company.country`` is ``country``."""
        name = str(target)
        group, _dot, rest = name.partition(".")
        if group == "custom" and KEY.fullmatch(rest):
            return name
        name = rest if rest and group in CATEGORIES else name
        if name in facts.NAMES - {"custom"} or name in SPECIAL:
            return name
        self.fault(path, _("There is no field %(name)s.") % {"name": target})
        return ""

    def constants(self, given: dict[str, Any], columns: MappingType[str, str]) -> dict[str, Any]:
        """Return what every row gets; what leads are recognized by would make one lead of the whole file."""
        telling = PERSON if PERSON & set(columns.values()) else PERSON | COMPANY
        found: dict[str, Any] = {}
        for name, value in given.items():
            path = f"$.constants[{name!r}]"
            target = self.target(path, name)
            if target in telling:
                self.fault(path, _("This cannot be the same for every row: leads are recognized by it."))
            elif target:
                found[target] = value
        return found

    def fields(self, given: dict[str, Any]) -> tuple[OwnField, ...]:
        return tuple(found for key, spec in given.items() if (found := self.own_field(key, spec)))

    def own_field(self, key: str, spec: Any) -> OwnField | None:
        path = f"$.custom_fields.{key}"
        if not KEY.fullmatch(key) or len(key) > 60 or not isinstance(spec, dict):
            self.fault(path, _("A field has a name of a-z, 0-9 and _, and an object that describes it."))
            return None
        kind, category = str(spec.get("type", "text")), str(spec.get("category", "interest"))
        if kind not in FieldType.values:
            self.fault(f"{path}.type", _("There is no type %(name)s.") % {"name": kind})
        if category not in CATEGORIES:
            self.fault(f"{path}.category", _("There is no category %(name)s.") % {"name": category})
        label = str(spec.get("label") or key.replace("_", " ").capitalize())
        return OwnField(key, kind, label[:120], category, tuple(self.words(spec, "options", path)))

    def outcome(self, spec: Any) -> Outcome | None:
        if spec is None:
            return None
        if not isinstance(spec, dict) or spec.get("column") not in self.header:
            self.fault("$.outcome.column", _("The file has no such column."))
            return None
        won, lost = (
            frozenset(fold(str(word)) for word in self.words(spec, name, "$.outcome"))
            for name in ("won", "lost")
        )
        if not won | lost:
            self.fault("$.outcome", _("Name the values that mean won and lost."))
        if won & lost:
            self.fault("$.outcome", _("A value cannot mean both won and lost."))
        return Outcome(spec["column"], won, lost)

    def words(self, document: Any, name: str, path: str = "$") -> list[Any]:
        value = document.get(name, [])
        if isinstance(value, list):
            return value
        self.fault(f"{path}.{name}", _("This must be a list."))
        return []

    def word(self, document: Any, name: str, default: str) -> str:
        value = document.get(name, default)
        if isinstance(value, str) and value.strip():
            return value.strip()
        self.fault(f"$.{name}", _("This must be a text."))
        return default

    def policy(self, document: Any) -> str:
        value = document.get("policy", "")
        if value and value not in POLICIES:
            self.fault("$.policy", _("This must be one of: %(names)s.") % {"names": ", ".join(POLICIES)})
        return str(value)
