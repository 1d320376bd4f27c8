"""Which column is which fact, by its name, by the question it answers, else by its values. Pure."""

from collections.abc import Sequence

from capture.parsers import cells, dates, kinds, names, values
from capture.parsers.names import is_of_others


NAMING = {"full_name", "first_name", "last_name"}
# Facts that are words; a column of these names that holds addresses or numbers is something else.
WORDS = NAMING | {"company", "job_title", "industry", "country", "region", "city", "language"}
# Facts of which a list has several columns: what the first leaves empty, the next may tell.
SPARES = frozenset({"email", "phone"})
NUMBERS = {"employees", "budget"}
# How long the answer to a question is at most that names somebody, and which part of the answers has to fit.
LONGEST_ANSWER, MOST, HALF = 60, 0.7, 0.5
by_name = names.fact_of


def is_data(row: Sequence[str], below: Sequence[Sequence[str]] = ()) -> bool:
    """Say whether the first row of a table holds values rather than names of columns.

    Where every cell is a person or a firm, as those below it are, nobody named the columns.
    """
    found = {kinds.kind(cell) for cell in row}
    if "email" in found or any("://" in cell for cell in row):
        return True
    if any(by_name(cell) for cell in row):
        return False
    return bool(found & {"phone", "date"}) or (found <= {"person", "firm"} and _is_alike(row, below))


def _is_alike(row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Say whether each cell of the row is of the kind that most cells below it are."""
    columns = [[cells[place] for cells in below if place < len(cells)] for place in range(len(row))]
    return len(below) > 1 and all(
        kinds.share(column, kinds.kind(cell)) >= MOST for cell, column in zip(row, columns, strict=True)
    )


def columns(header: Sequence[str], samples: Sequence[Sequence[str]]) -> dict[str, str]:
    """Return column → fact, each fact once but for ``SPARES``; of several columns of one the one with most values."""
    told = {
        name: [row[place] if place < len(row) else "" for row in samples] for place, name in enumerate(header)
    }
    named = {name: _checked(by_name(name), told[name]) for name in header if name}
    chosen = _fullest({name: target for name, target in named.items() if target}, told)
    for target, name in _by_values(header, told, named):
        if target not in chosen.values():
            chosen[name] = target
    if not NAMING & set(chosen.values()):
        chosen |= _people(header, told, chosen)
    chosen = _with_surname(chosen, told)
    chosen |= {name: target for name, target in named.items() if target in SPARES}
    return {name: chosen[name] for name in header if name in chosen}


def _by_values(
    header: Sequence[str], told: dict[str, list[str]], named: dict[str, str]
) -> list[tuple[str, str]]:
    """Return fact and column where the values, or the answers to a question, tell; the values first."""
    free = [name for name in header if name and not named[name] and not is_of_others(name)]
    found = [(kinds.fact(told[name]), name) for name in free]
    asked = [(names.asked_for(name), name) for name in free]
    return [
        *((target, name) for target, name in found if target),
        *((target, name) for target, name in asked if target and _answers(target, told[name])),
    ]


def _answers(target: str, given: Sequence[str]) -> bool:
    """Say whether these may be the answers to a question for the fact, rather than to one about it."""
    found = [value.strip() for value in given if value.strip()]
    if target in NUMBERS:
        return sum(any(map(str.isdigit, value)) for value in found) >= HALF * len(found) > 0
    return bool(found) and all(
        target == "need"
        or (len(value) <= LONGEST_ANSWER and values.boolean(value) is None and not value.isdigit())
        for value in found
    )


def _checked(target: str, given: Sequence[str]) -> str:
    """Return the fact that the name promises unless most values are plainly something else."""
    told = [value for value in given if value.strip()]
    if not told:
        return target
    if target == "email" and not any("@" in value for value in told):
        return kinds.fact(given)
    if target == "created_at" and not any(dates.moment(value) for value in told):
        return ""
    if target == "job_title" and all(cells.is_title(value) for value in told):
        return ""
    if target == "website" and kinds.share(given, "profile") > HALF:
        return ""
    if target == "company" and all(value.strip().isdigit() for value in told):
        return ""
    if target in WORDS and kinds.fact(given) in {"email", "phone"}:
        return kinds.fact(given)
    return target


def _fullest(named: dict[str, str], told: dict[str, list[str]]) -> dict[str, str]:
    best: dict[str, tuple[int, str]] = {}
    for name, target in named.items():
        count = sum(bool(value.strip()) for value in told[name])
        if target not in best or count > best[target][0]:
            best[target] = (count, name)
    return {name: target for target, (_count, name) in best.items()}


def _people(header: Sequence[str], told: dict[str, list[str]], chosen: dict[str, str]) -> dict[str, str]:
    """Return the first column whose values look like people's names among those whose own names tell us nothing."""
    free = (
        name
        for name in header
        if name and name not in chosen and not is_of_others(name) and not by_name(name)
    )
    found = next((name for name in free if kinds.share(told[name], "person") >= kinds.MOST), "")
    return {found: "full_name"} if found else {}


def _with_surname(chosen: dict[str, str], told: dict[str, list[str]]) -> dict[str, str]:
    """Return the columns with a surname beside the first name: French "Nom" beside "Prénom" is one.

    A first name alone is a whole one: "Nombre" mostly holds both.
    """
    column = {target: name for name, target in chosen.items()}
    if "first_name" not in column or "last_name" in column:
        return chosen
    if "full_name" not in column:
        return {name: "full_name" if to == "first_name" else to for name, to in chosen.items()}
    first, whole = told[column["first_name"]], told[column["full_name"]]
    holds = sum(bool(one) and one in other for one, other in zip(first, whole, strict=True))
    if holds <= HALF * sum(map(bool, first)):
        return {name: "last_name" if to == "full_name" else to for name, to in chosen.items()}
    return chosen
