"""Every operator of every field, with values at the edges of what the rows hold."""

from collections.abc import Iterator
from datetime import timedelta

from conditions.operators import OPERATORS, Takes
from conditions.registry import Field, FieldType
from tests.conditions.world import REGISTRY, TODAY


DAY_VALUES = [(TODAY + timedelta(days=offset)).isoformat() for offset in (-7, -1, 0, 1, 7)]
VALUES: dict[str, list] = {
    "name": [
        "direccion",
        "DIRECCIÓN",
        "garcía",
        "a_c",
        "a%c",
        "100%",
        "back\\slash",
        "strasse",
        "istanbul",
        "école",
        "ABC",
        "日本",
        "o'neill",
        "roof_top",
        "\\",
        "_",
        "%",
        "{}",
    ],
    "code": ["A-1", "a-1", "ñ", "_", "%", "A"],
    "tax_id": ["b 1234567", "B1234567", "x-99"],
    "size": [0, -1, 50, 50.5, 10**12],
    "ratio": [0.1, -2.5, 0, 50, 1e-9],
    "chance": [0.5, 0, 1, 0.25],
    "score": [0, 79, 80],
    "grade": ["A", "B", "C"],
    "owner": [7, 8, 9],
    "topics": [1, 2, 3],
    "tags": ["rapido", "RÁPIDO", "Caro"],
    "custom.note": ["árbol", "ARBOL", "casa", "Árbol grande"],
    "custom.meters": [0, 80, 80.5, 100],
    "custom.style": ["modern", "rústico"],
    "custom.rooms": ["bath", "attic", "Attic"],
    "vip": [True, False],
    "custom.garden": [True, False],
    'custom.o\'dd "key" 100% \\ ñ': ["x", "'; DROP TABLE t_row; --", "DROP"],
}
DAY_COUNTS = [1, 2, 7, 8, 30]


def values_of(field: Field) -> list:
    return DAY_VALUES if field.type in (FieldType.DATE, FieldType.DATETIME) else VALUES[field.name]


def operands(field: Field, takes: Takes) -> list:
    values = values_of(field)
    match takes:
        case Takes.NOTHING:
            return [None]
        case Takes.ONE:
            return values
        case Takes.DAYS:
            return DAY_COUNTS
        case Takes.RANGE:
            ordered = sorted(values)
            return [[low, high] for low in ordered for high in ordered if low <= high]
    pairs = [[first, second] for first, second in zip(values, values[1:] + values[:1], strict=True)]
    return [*([value] for value in values), *pairs, values]


def variants(field: Field, op: str) -> Iterator[dict]:
    for value in operands(field, OPERATORS[field.type][op].takes):
        test = {"field": field.name, "op": op}
        yield test if value is None else {**test, "value": value}


CASES = [(field, op) for field in REGISTRY.fields for op in OPERATORS[field.type]]
