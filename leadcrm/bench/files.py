"""Taking files over: from the file's bytes to leads that are found, and the same file again."""

import csv
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from psycopg import sql

from capture.parsers import mapping
from capture.parsers.table import open_table
from capture.services import imports
from leadcrm.bench import timing
from leadcrm.bench.filling import Filled
from leadcrm.bench.result import Result
from leads.models import Lead


# The same table with the same indexes and constraints, and nothing that looks at a row.
TWIN = "bench_leads"
MOST_ROWS = 20_000
# How many times the plain insertion of the leads' own rows an import may work: a minute for 100,000 rows.
TARGET = 45
MOST_MEMORY = 300
HEADER = ("ID", "Nombre", "Apellidos", "Correo", "Teléfono", "Empresa", "Cargo", "País", "Ciudad", "Web")
Owner = psycopg.Connection[tuple[object, ...]] | None


def run(filled: Filled, at: datetime, owner: Owner) -> list[Result]:
    """Import a file of new leads and again; per thousand rows, what server and importer work together.

    The floor is the server's work to write the rows of the leads alone, with one statement, as the tables' owner. Rows
    a second are by the clock; the memory is this process's, the interpreter and the bench included.
    """
    size = min(MOST_ROWS, max(filled.leads // 5, 10))
    with TemporaryDirectory() as folder:
        file = Path(folder) / "leads.csv"
        with file.open("w", encoding="utf-8", newline="") as text:
            csv.writer(text).writerows(_rows(size))
        timing.forget_peak()
        new = _import(filled, file, at, Path(folder))
        peak = timing.peak_memory()
        floor = _plain(filled, size, owner) if owner else None
        again = _import(filled, file, at, Path(folder))
    thousands = size / 1000
    return [
        new.result(
            "import.new",
            filled.leads,
            value=new.both / thousands,
            floor=floor / thousands if floor else None,
            target=TARGET if floor else None,
        ),
        again.result("import.again", filled.leads, value=again.both / thousands),
        new.result("import.rate", filled.leads, value=size / new.p50 * 1000, unit="rows/s"),
        *([Result("import.memory", filled.leads, peak, "MB", target=MOST_MEMORY)] if peak else []),
    ]


def _rows(size: int) -> Iterator[tuple[str, ...]]:
    yield HEADER
    for number in range(size):
        firm = f"importada{number // 3}"
        person = (f"f-{number}", "Íñigo", "Peña Ruiz", f"lead.{number}@{firm}.example", f"+34 6{number:08d}")
        yield (
            *person,
            f"Importada {number // 3} S.L.",
            "Jefe de compras",
            "España",
            "Cádiz",
            f"https://{firm}.example",
        )


def _import(filled: Filled, file: Path, at: datetime, folder: Path) -> timing.Sample:
    def take() -> None:
        table = open_table(file)
        samples = [row.cells for row in islice(table, mapping.SAMPLE_ROWS)]
        summary = imports.run(
            workspace_id=filled.workspace.pk,
            file=table,
            mapping=mapping.guess(table.header, samples),
            errors_to=folder / "errors.csv",
            by=None,
            clock=lambda: at,
        )
        if summary.failed:
            raise RuntimeError(f"{summary.failed} rows failed: {summary.error_file}")

    return timing.sample(take, times=1, warm_ups=0)


def _plain(filled: Filled, size: int, owner: psycopg.Connection[tuple[object, ...]]) -> float:
    """Return the milliseconds of the server to write the newest leads' rows into an empty twin of their table."""
    table, twin = sql.Identifier(Lead._meta.db_table), sql.Identifier(TWIN)
    owner.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(twin))
    owner.execute(sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING ALL)").format(twin, table))
    copied = sql.SQL(
        "INSERT INTO {} SELECT * FROM {} WHERE workspace_id = {} ORDER BY id DESC LIMIT {}"
    ).format(twin, table, sql.Literal(filled.workspace.pk), sql.Literal(size))
    plain = timing.sample(lambda: owner.execute(copied), times=1, warm_ups=0, pid=owner.info.backend_pid)
    owner.execute(sql.SQL("DROP TABLE {}").format(twin))
    return plain.cost
