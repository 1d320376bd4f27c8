"""The SQL reading of conditions: expressions over one row, and one shared pass over its activities.

Many trees go into one ``Compiler``; each gives an expression, and all that they count is collected, without
repeats, in one aggregate ``b`` of the activities, so a set of rules costs one pass. The same text serves one
row and a million: only the ids differ (``IdRange``, ``IdSet``).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, timedelta, tzinfo

from conditions import sql_tests
from conditions.fragments import Fragment, Rows, join
from conditions.nodes import ActivityTest, FieldTest, Group, Node, Not
from conditions.registry import ActivitySource, ChoiceValue, Registry, UnknownName


EVERY = Fragment("true")
NONE = Fragment("false")


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One column of the pass: an aggregate over the activities of some kinds and, unless None, of the last days.

    ``where`` is what they must meet besides, and ``properties`` are the columns that this reads.
    """

    alias: str
    sql: str
    params: tuple[object, ...]
    kinds: tuple[ChoiceValue, ...]
    window_days: int | None
    where: tuple[Fragment, ...]
    properties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    """One condition on its own: its expression, what it counts, and how far back that looks."""

    expression: str
    params: tuple[object, ...]
    aggregates: tuple[Aggregate, ...]
    activity_window_days: int | None


class Compiler:
    """Turns any number of conditions into expressions that share one aggregate of activities.

    ``today`` is the UTC day from which days are counted. ``zone`` says where the days of datetime fields
    begin; a caller that passes a workspace's zone passes the zone's day as ``today``. Activities always count
    by UTC days. Raises: UnknownName, from ``add`` and ``activity_filter``, for a tree of another registry.
    """

    def __init__(self, registry: Registry, *, today: date, zone: tzinfo = UTC) -> None:
        self.registry = registry
        self.today = today
        self._days = sql_tests.Days(today, zone)
        self._aggregates: dict[tuple[str, str], Aggregate] = {}

    @property
    def aggregates(self) -> tuple[Aggregate, ...]:
        """All columns of ``b`` so far."""
        return tuple(self._aggregates.values())

    @property
    def activity_window_days(self) -> int | None:
        """How many days back the aggregates look; None if one of them looks at all days, or without any."""
        windows = [aggregate.window_days for aggregate in self.aggregates]
        bounded = [days for days in windows if days is not None]
        return max(bounded) if bounded and len(bounded) == len(windows) else None

    def add(self, node: Node) -> Fragment:
        """Return the node's expression over ``l``, ``r`` and ``b``: true or false, never NULL."""
        match node:
            case FieldTest():
                return sql_tests.expression_of(node, self.registry.field(node.field), self._days)
            case ActivityTest():
                return self._count_test(node)
            case Not(child=child):
                inner = self.add(child)
                return Fragment(f"NOT ({inner.sql})", inner.params)
            case Group(mode=mode, children=()):
                return EVERY if mode == "all" else NONE
            case Group(mode=mode, children=children):
                joined = join(" AND " if mode == "all" else " OR ", [self.add(child) for child in children])
                return Fragment(f"({joined.sql})", joined.params)

    def activity_filter(self, test: ActivityTest) -> Fragment:
        """Return the clause over ``a`` met by each activity that counts for this test."""
        clauses = [self._of_kinds(self._kind_values(test))]
        if test.within_days is not None:
            clauses.append(self._since(test.within_days))
        return join(" AND ", [*clauses, *self._asked(test)])

    def add_aggregate_for(self, test: ActivityTest, sql: str, params: tuple[object, ...] = ()) -> str:
        """Add a column, an aggregate over the activities that count for this test, and return its name in ``b``.

        ``sql`` comes before FILTER; equal ones are shared. What must be read for it is told to the pass.
        """
        kinds, where = self._kind_values(test), self._asked(test)
        key = (sql, repr((params, kinds, test.within_days, where)))
        if key not in self._aggregates:
            alias = f"c{len(self._aggregates) + 1}"
            columns = (self.registry.required_property(test.kinds, prop.field).column for prop in test.where)
            properties = tuple(dict.fromkeys(columns))
            self._aggregates[key] = Aggregate(alias, sql, params, kinds, test.within_days, where, properties)
        return self._aggregates[key].alias

    def _asked(self, test: ActivityTest) -> tuple[Fragment, ...]:
        return tuple(
            sql_tests.expression_of(prop, self.registry.required_property(test.kinds, prop.field), self._days)
            for prop in test.where
        )

    def age_days(self) -> Fragment:
        """Return an activity's age in whole UTC days: 0 is today, and later days never reach the pass."""
        return Fragment(f"(%s::date - {self.source.day_column})", (self.today,))

    def aggregate_sql(self, *, workspace_id: int, rows: Rows | None = None) -> Fragment:
        """Return the pass: one row for each row id that has activities, one column an aggregate."""
        source, shared = self.source, self._shared()
        columns = [Fragment(source.row_column), *(self._column(part, shared) for part in self.aggregates)]
        limits = join(" AND ", self._limits(workspace_id, rows))
        selected, read = join(", ", columns), self._read_once(shared)
        return Fragment(
            f"SELECT {selected.sql} FROM {source.table} a{read.sql} WHERE {limits.sql} GROUP BY {source.row_column}",
            selected.params + read.params + limits.params,
        )

    def _column(self, part: Aggregate, shared: Mapping[str, str]) -> Fragment:
        """Return one aggregate with its filter; days are left out where the pass reads no others."""
        clauses = [self._of_kinds(part.kinds)]
        if part.window_days is not None and part.window_days != self.activity_window_days:
            clauses.append(self._since(part.window_days))
        for sql, params in part.where:
            for column in part.properties:
                sql = sql.replace(column, f"p.{shared[column]}" if column in shared else column)
            clauses.append(Fragment(sql, params))
        where = join(" AND ", clauses)
        return Fragment(f"{part.sql} FILTER (WHERE {where.sql}) AS {part.alias}", part.params + where.params)

    def _shared(self) -> dict[str, str]:
        """Return the properties that several aggregates read, by the name under which ``p`` reads each once."""
        uses = Counter(column for part in self.aggregates for column in part.properties)
        several = [column for column, count in uses.items() if count > 1]
        return {column: f"p{place}" for place, column in enumerate(several, 1)}

    def _read_once(self, shared: Mapping[str, str]) -> Fragment:
        """Return the lateral ``p``, which reads only activities of which somebody asks: JSON takes its time."""
        read = []
        for column, name in shared.items():
            readers = [part for part in self.aggregates if column in part.properties]
            clause = self._of_kinds(kind for part in readers for kind in part.kinds)
            read.append(Fragment(f"CASE WHEN {clause.sql} THEN {column} END AS {name}", clause.params))
        if not read:
            return Fragment("")
        columns = join(", ", read)
        return Fragment(f" CROSS JOIN LATERAL (SELECT {columns.sql} OFFSET 0) p", columns.params)

    def join_sql(self, *, workspace_id: int, rows: Rows | None = None) -> Fragment:
        """Return the LEFT JOIN that makes ``b`` known, or nothing where no condition counts activities."""
        if not self._aggregates:
            return Fragment("")
        inner = self.aggregate_sql(workspace_id=workspace_id, rows=rows)
        on = f"b.{self.source.row_name} = {self.registry.rows.id_column}"
        return Fragment(f"LEFT JOIN ({inner.sql}) b ON {on}", inner.params)

    @property
    def source(self) -> ActivitySource:
        """The table of activities.

        Raises: UnknownName if the registry has none.
        """
        if self.registry.source is None:
            raise UnknownName("activities")
        return self.registry.source

    def _count_test(self, test: ActivityTest) -> Fragment:
        alias = self.add_aggregate_for(test, "count(*)")
        count, (least, most) = f"coalesce(b.{alias}, 0)", test.bounds
        if most is None:
            return Fragment(f"{count} >= %s", (least,))
        return Fragment(f"{count} BETWEEN %s AND %s", (least, most))

    def _limits(self, workspace_id: int, rows: Rows | None) -> list[Fragment]:
        """Say what the pass reads: nothing that no aggregate asks for, and nothing dated after today."""
        source = self.source
        limits = [Fragment(f"{source.workspace_column} = %s", (workspace_id,))]
        if rows is not None:
            limits.append(rows.limit(source.row_column))
        limits.append(Fragment(f"{source.day_column} <= %s::date", (self.today,)))
        if self.activity_window_days is not None:
            limits.append(self._since(self.activity_window_days))
        if self._aggregates:
            limits.append(self._of_kinds(kind for part in self.aggregates for kind in part.kinds))
        return limits

    def _since(self, days: int) -> Fragment:
        return Fragment(f"{self.source.day_column} > %s::date", (self.today - timedelta(days=days),))

    def _kind_values(self, test: ActivityTest) -> tuple[ChoiceValue, ...]:
        return tuple(self.registry.kind(name).stored_value for name in dict.fromkeys(test.kinds))

    def _of_kinds(self, kinds: Iterable[ChoiceValue]) -> Fragment:
        values, column = list(dict.fromkeys(kinds)), self.source.kind_column
        if len(values) == 1:
            return Fragment(f"{column} = %s", (values[0],))
        return Fragment(f"{column} = ANY(%s)", (values,))


def compile_condition(node: Node, registry: Registry, *, today: date, zone: tzinfo = UTC) -> Compiled:
    """Return one condition's expression and what it needs of the activities."""
    compiler = Compiler(registry, today=today, zone=zone)
    expression = compiler.add(node)
    return Compiled(expression.sql, expression.params, compiler.aggregates, compiler.activity_window_days)


def select_ids(
    node: Node,
    registry: Registry,
    *,
    workspace_id: int,
    today: date,
    zone: tzinfo = UTC,
    rows: Rows | None = None,
) -> Fragment:
    """Return the SELECT of the ids for which the condition holds, for use inside ``id IN (…)``.

    In Django: ``Lead.objects.filter(id__in=RawSQL(*select_ids(…)))``.
    """
    compiler = Compiler(registry, today=today, zone=zone)
    expression = compiler.add(node)
    activities = compiler.join_sql(workspace_id=workspace_id, rows=rows)
    source = registry.rows
    limits = [Fragment(f"{source.workspace_column} = %s", (workspace_id,)), expression]
    if rows is not None:
        limits.insert(1, rows.limit(source.id_column))
    where = join(" AND ", limits)
    return Fragment(
        f"SELECT {source.id_column} FROM {source.tables} {activities.sql} WHERE {where.sql}",
        activities.params + where.params,
    )
