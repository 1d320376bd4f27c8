"""A small world to ask about: a registry of every type, rows with every kind of value, and their tables."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.db import connection
from psycopg.types.json import Jsonb

from conditions.columns import json_column
from conditions.fragments import Rows
from conditions.nodes import Node
from conditions.registry import (
    ActivityKind,
    ActivitySource,
    Field,
    FieldType,
    Registry,
    RowSource,
)
from conditions.sql import Compiler
from core.text import fold
from tests.conditions.evaluator import Happened


TODAY = date(2026, 3, 1)  # the day before is 28 February: month ends are edges too
WORKSPACE, OTHER_WORKSPACE = 1, 2
ODD_KEY = 'o\'dd "key" 100% \\ ñ'


def custom(key: str, kind: FieldType, **more: object) -> Field:
    return Field(f"custom.{key}", kind, f"Custom {key}", json_column("l.custom", key, kind), "custom", **more)


def letters_and_digits(text: str) -> str:
    """Fold as tax numbers are folded: other than by default."""
    return "".join(char for char in text.upper() if char.isalnum())


OWNERS = ((7, "Ana"), (8, "Bea"), (9, "Óscar"))
GRADES = (("A", "Grade A"), ("B", "Grade B"), ("C", "Grade C"))
TOPICS = ((1, "Roofs"), (2, "Kitchens"), (3, "Baths"))

REGISTRY = Registry(
    fields=(
        Field("name", FieldType.TEXT, "Company", "l.name", "company", folded_column="l.name_norm"),
        Field("code", FieldType.TEXT, "Code", "l.code", "company"),
        Field(
            "tax_id",
            FieldType.TEXT,
            "Tax ID",
            "l.tax_id",
            "company",
            "l.tax_id_norm",
            fold=letters_and_digits,
        ),
        Field("size", FieldType.NUMBER, "Employees", "l.size", "company"),
        Field("ratio", FieldType.NUMBER, "Ratio", "l.ratio", "company"),
        Field("chance", FieldType.NUMBER, "Chance", "l.chance", "company"),
        Field("score", FieldType.NUMBER, "Score", "r.score", "score"),
        Field("due_on", FieldType.DATE, "Due", "l.due_on", "interest"),
        Field("seen_at", FieldType.DATETIME, "Last seen", "l.seen_at", "interest"),
        Field("grade", FieldType.CHOICE, "Grade", "r.grade", "score", choices=GRADES),
        Field("owner", FieldType.CHOICE, "Owner", "r.owner_id", "score", choices=lambda: OWNERS),
        Field("topics", FieldType.LIST, "Topics", "l.topics", "interest", choices=TOPICS, element="bigint"),
        Field("tags", FieldType.LIST, "Tags", "l.tags", "interest", folded_column="l.tags_norm"),
        Field("vip", FieldType.BOOLEAN, "VIP", "l.vip", "company"),
        custom("note", FieldType.TEXT, folded_column=json_column("l.custom_norm", "note", FieldType.TEXT)),
        custom("meters", FieldType.NUMBER),
        custom("built", FieldType.DATE),
        custom("style", FieldType.CHOICE, choices=(("modern", "Modern"), ("rústico", "Rustic"))),
        custom("rooms", FieldType.LIST),
        custom("garden", FieldType.BOOLEAN),
        custom(ODD_KEY, FieldType.TEXT),
    ),
    rows=RowSource("t_row l LEFT JOIN t_rank r ON r.row_id = l.id", "l.id", "l.workspace_id"),
    activities=(
        ActivityKind(
            "page_view",
            "Page view",
            "viewed a page",
            properties=(
                Field("url", FieldType.TEXT, "URL", json_column("a.props", "url", FieldType.TEXT)),
                Field(
                    "seconds",
                    FieldType.NUMBER,
                    "Seconds",
                    json_column("a.props", "seconds", FieldType.NUMBER),
                ),
            ),
        ),
        ActivityKind(
            "click",
            "Click",
            "clicked a link",
            value="click_v2",
            properties=(Field("url", FieldType.TEXT, "URL", json_column("a.props", "url", FieldType.TEXT)),),
        ),
        ActivityKind("call", "Call", "had a call"),
    ),
    source=ActivitySource("t_activity", "a.row_id"),
    categories={"company": "Company", "interest": "Interest", "score": "Score", "custom": "Custom"},
)


def _moments() -> list[datetime | None]:
    """Midnights in UTC and in other zones, and the instants beside them."""
    midnight = datetime(2026, 3, 1, tzinfo=UTC)
    hours = (-24 * 8, -24 * 7, -24 * 6, -24, -1, 0, 1, 5, 12, 23, 24, 24 * 6, 24 * 7, 24 * 8)
    edges = [midnight + timedelta(hours=hour) for hour in hours]
    return [None, *edges, *(edge - timedelta(microseconds=1) for edge in edges)]


# A row takes from each column the value at its own place, round and round; the lengths differ on purpose.
DAYS = [TODAY + timedelta(days=offset) for offset in (-31, -30, -29, -8, -7, -6, -1, 0, 1, 6, 7, 8, 365)]
TEXTS = [
    None,
    "",
    " ",
    "´",
    "Dirección",
    "DIRECCION general",
    "Garcia & Asociados",
    "García",
    "100% roof_top",
    "back\\slash",
    "Straße",
    "İstanbul",
    "e\u0301cole",
    "école",
    "abc",
    "Abc",
    "xabcx",
    "日本語",
    "a_c",
    "a%c",
    "O'Neill",
]
COLUMNS: dict[str, list] = {
    "name": TEXTS,
    "code": [None, "", "A-1", "a-1", "A_1", "ñ", "A-1 ", "50%"],
    "tax_id": [None, "", "--", "B-1234.567", "b1234567", "X99"],
    "size": [None, 0, -1, 49, 50, 51, 2_000_000_000],
    "ratio": [None, Decimal("0.1"), Decimal("0.10000001"), Decimal("-2.5"), Decimal(0), Decimal(50)],
    "chance": [None, 0.5, 0.25, 0.0, 1.0],
    "due_on": [None, *DAYS],
    "seen_at": _moments(),
    "topics": [None, [], [1], [2], [1, 2], [1, 2, 3], [3]],
    "tags": [None, [], ["Rápido"], ["RAPIDO", "caro"], ["caro"], [""]],
    "vip": [None, True, False],
    "score": [None, 0, 79, 80, 81],
    "grade": [None, "", "A", "B", "C"],
    "owner": [None, 7, 8, 9],
    "custom.note": [None, "", "Árbol grande", "arbol", "casa"],
    "custom.meters": [None, 0, 80, 80.5, 120],
    "custom.built": [None, date(2026, 2, 28), TODAY, date(2026, 3, 2), date(1990, 1, 1)],
    "custom.style": [None, "modern", "rústico", ""],
    "custom.rooms": [None, [], ["bath"], ["bath", "attic"], ["Attic"]],
    "custom.garden": [None, True, False],
    f"custom.{ODD_KEY}": [None, "x", "'; DROP TABLE t_row; --", ""],
}
ROWS = 120


def row_facts(index: int) -> dict[str, object]:
    return {name: values[index % len(values)] for name, values in COLUMNS.items()}


FACTS = {index + 1: row_facts(index) for index in range(ROWS)}
NEWEST = [
    Happened("page_view", TODAY + timedelta(days=offset)) for offset in (-400, -30, -29, -7, -6, -1, 0, 1)
]
URLS = [None, "/precios", "/precios/baños?x=50%", "/PRECIOS", "/blog", ""]
SECONDS = [None, 0, 30, 31.5]


def row_activities(row: int) -> list[Happened]:
    """Give each row another number and mix of activities; each ninth row has none."""
    if row % 9 == 0:
        return []
    kinds = ("page_view", "click", "call", "unknown")
    return [
        Happened(
            kinds[(row + step) % 4 if row % 2 else 0],
            TODAY + timedelta(days=(-400, -30, -29, -7, -6, -1, 0, 1)[(row * 3 + step) % 8]),
            {"url": URLS[(row + step) % 6], "seconds": SECONDS[(row * 2 + step) % 4]},
        )
        for step in range(row % 13)
    ]


ACTIVITIES = {row: row_activities(row) for row in FACTS}
TABLES = """
CREATE TEMP TABLE t_row (
    id bigint PRIMARY KEY, workspace_id bigint, name text, name_norm text COLLATE "C", code varchar(50),
    tax_id text, tax_id_norm text,
    size integer, ratio numeric(20, 8), chance double precision, due_on date, seen_at timestamptz,
    topics bigint[], tags varchar(50)[], tags_norm varchar(50)[], vip boolean,
    custom jsonb NOT NULL DEFAULT '{}',
    custom_norm jsonb NOT NULL DEFAULT '{}'
);
CREATE TEMP TABLE t_rank (
    row_id bigint PRIMARY KEY, score integer, grade varchar(1), owner_id bigint
);
CREATE TEMP TABLE t_activity (
    workspace_id bigint, row_id bigint, kind varchar(20), day date, occurred_at timestamptz, props jsonb
);
"""


def create_world() -> None:
    """Make the tables for this connection and fill them."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        for row, facts in FACTS.items():
            _insert_row(cursor, row, facts)
            for activity in ACTIVITIES[row]:
                insert_activity(cursor, row, activity)


def drop_world() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE t_row, t_rank, t_activity")


PLAIN = ("name", "code", "tax_id", "size", "ratio", "chance", "due_on", "seen_at", "topics", "tags", "vip")


def _insert_row(cursor, row: int, facts: dict) -> None:
    values = {name.removeprefix("custom."): facts[name] for name in facts if name.startswith("custom.")}
    stored = {key: value.isoformat() if isinstance(value, date) else value for key, value in values.items()}
    tags = facts["tags"]
    columns = {
        "id": row,
        "workspace_id": WORKSPACE,
        **{name: facts[name] for name in PLAIN},
        "name_norm": _folded(facts["name"]),
        "tax_id_norm": _folded(facts["tax_id"], letters_and_digits),
        "tags_norm": None if tags is None else [fold(tag) for tag in tags],
        "custom": Jsonb(stored),
        "custom_norm": Jsonb({"note": _folded(values["note"])}),
    }
    marks = ", ".join(["%s"] * len(columns))
    cursor.execute(f"INSERT INTO t_row ({', '.join(columns)}) VALUES ({marks})", list(columns.values()))
    if any(facts[name] is not None for name in ("score", "grade", "owner")):
        cursor.execute(
            "INSERT INTO t_rank VALUES (%s, %s, %s, %s)",
            [row, facts["score"], facts["grade"], facts["owner"]],
        )


def _folded(text: str | None, by: Callable[[str], str] = fold) -> str | None:
    return None if text is None else by(text)


def insert_activity(cursor, row: int, activity: Happened, workspace: int = WORKSPACE) -> None:
    kind = REGISTRY.kind_named(activity.kind)
    moment = datetime.combine(activity.day, datetime.min.time(), UTC)
    cursor.execute(
        "INSERT INTO t_activity VALUES (%s, %s, %s, %s, %s, %s::jsonb)",
        [
            workspace,
            row,
            kind.stored_value if kind else activity.kind,
            activity.day,
            moment,
            json.dumps(dict(activity.properties)),
        ],
    )


def answers(
    nodes: Sequence[Node], *, rows: Rows | None = None, compiler: Compiler | None = None
) -> list[dict[int, bool]]:
    """Ask the database all conditions in one pass; return for each the answer of each row."""
    compiler = compiler or Compiler(REGISTRY, today=TODAY)
    expressions = [compiler.add(node) for node in nodes]
    activities = compiler.join_sql(workspace_id=WORKSPACE, rows=rows)
    limit = rows.limit("l.id") if rows else None
    columns = ", ".join(expression.sql for expression in expressions)
    params = [param for expression in expressions for param in expression.params]
    sql = f"SELECT l.id, {columns} FROM {REGISTRY.rows.tables} {activities.sql} WHERE l.workspace_id = %s"
    params += [*activities.params, WORKSPACE]
    if limit:
        sql, params = f"{sql} AND {limit.sql}", [*params, *limit.params]
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        fetched = cursor.fetchall()
    return [{record[0]: record[place] for record in fetched} for place in range(1, len(nodes) + 1)]
