"""Whatever a condition may ask about a lead runs on the real tables, and values are folded as they are stored."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection
from django.db.models.expressions import RawSQL

from conditions.operators import OPERATORS, Takes
from conditions.parse import parse
from conditions.registry import Field, FieldType, Registry
from conditions.sql import Compiler, select_ids
from core.scope import current_workspace_id
from leads import queries
from leads.models import Lead, Tag
from tenants.models import Team
from tests.factories.leads import make_campaign, make_field, make_lead, make_source, make_topic


TODAY = date(2026, 3, 1)
VALUES = {
    FieldType.NUMBER: 1,
    FieldType.DATE: "2026-01-01",
    FieldType.DATETIME: "2026-01-01",
    FieldType.BOOLEAN: True,
}


def operand(field: Field, takes: Takes) -> object:
    options = field.options()
    value = options[0][0] if options else VALUES.get(field.type, "x1")
    return {Takes.ONE: value, Takes.MANY: [value], Takes.RANGE: [value, value], Takes.DAYS: 7}.get(takes)


def every_test(registry: Registry) -> Iterator[dict]:
    for field in registry.fields:
        for operator in OPERATORS[field.type].values():
            value = operand(field, operator.takes)
            yield {"field": field.name, "op": operator.name} | ({} if value is None else {"value": value})
    for kind in registry.activities:
        yield {"activity": kind.name, "within_days": 7}
        for prop in kind.properties:
            for operator in OPERATORS[prop.type].values():
                value = operand(prop, operator.takes)
                where = {prop.name: {operator.name: True if value is None else value}}
                yield {"activity": kind.name, "where": where, "at_most": 2}


def found(tree: dict, registry: Registry) -> list[int]:
    ids = select_ids(parse(tree, registry), registry, workspace_id=current_workspace_id(), today=TODAY)
    return list(Lead.objects.filter(id__in=RawSQL(*ids)).values_list("pk", flat=True))


@pytest.mark.usefixtures("in_scope")
def test_every_operator_of_every_field_and_property_runs_in_one_pass():
    make_source(), make_campaign(), make_topic(), Tag.objects.create(slug="vip", name="VIP")
    Team.objects.create(name="North")
    for kind in ("text", "number", "date", "choice", "list", "boolean"):
        make_field(f"own_{kind}", kind, options=["a"] if kind in {"choice", "list"} else [])
    make_lead()
    registry = queries.registry(with_scores=True)
    compiler = Compiler(registry, today=TODAY)

    expressions = [compiler.add(parse(tree, registry)) for tree in every_test(registry)]
    activities = compiler.join_sql(workspace_id=current_workspace_id())
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(part.sql for part in expressions)} FROM {registry.rows.tables} {activities.sql}",
            [param for part in (*expressions, activities) for param in part.params],
        )
        answers = cursor.fetchone()

    assert set(answers) == {True, False}


@pytest.mark.parametrize(
    ("field", "op", "value"),
    [
        ("company.tax_id", "eq", "B-12.345.678"),
        ("company.domain", "ends_with", "SOL.ES"),
        ("person.email", "eq", "Ana.Peña@Sol.es"),
        ("person.email", "contains", "@sol"),
        ("company.company", "contains", "REFORMAS PENA"),
        ("person.name", "starts_with", "áná"),
    ],
)
@pytest.mark.usefixtures("in_scope")
def test_a_value_is_folded_as_its_column_is_stored(field, op, value):
    lead = make_lead(
        first_name="Ana",
        company="Reformas Peña",
        email="ana.peña@sol.es",
        tax_id="b12345678",
        domain="sol.es",
    )
    make_lead(company="Otra", email="otra@otra.es")

    assert found({"field": field, "op": op, "value": value}, queries.registry()) == [lead.pk]
