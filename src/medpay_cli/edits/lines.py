"""The lines that go into the edits: the relation `edit_lines`, one row a line of a claim."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from medpay_cli.dataset.store import table_sql

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Column -> SQL type of the relation `edit_lines`, in order. This is the whole input of the edits.
COLUMNS = {
    # Number of the line, unique over all claims.
    "line": "BIGINT",
    # What is judged together: one patient's lines of one provider; edits apply within a claim and day.
    "claim": "VARCHAR",
    "date": "DATE",
    "hcpcs": "VARCHAR",
    # Comma-separated; '' when there are none.
    "modifiers": "VARCHAR",
    "units": "DECIMAL(11,3)",
    # practitioner or outpatient.
    "edit_table": "VARCHAR",
}


def surgeons_sql(lines: str) -> str:
    """The temp table edit_lines from `lines`, a relation with COLUMNS: they, and `surgeon`, who of several did it.

    0 is the provider of the claim, 1 an assistant at surgery, 2 a second co-surgeon: of two lines with one code, the
    same modifiers and 62 among them. They are other providers, so that no edit of one provider's lines holds between.
    """
    rules = table_sql("rule", ("subject", "value", "effect"))
    named = f"(select list(value) from ({rules}) where subject = 'modifier' and effect = '{{}}')"
    listed = "string_split(modifiers, ',')"
    place = "row_number() over (partition by claim, date, edit_table, hcpcs, modifiers order by units, line)"
    # The window is over the co-surgeons' lines only, which are few.
    second = (
        f"select line, case ({place} - 1) % 2 when 1 then 2 else 0 end as surgeon from {lines}"
        f" where list_has_any({listed}, {named.format('co_surgeon')})"
    )
    return (
        f"select {', '.join(f'l.{name}' for name in COLUMNS)},"
        f" case when list_has_any({listed}, {named.format('assistant')}) then 1 else coalesce(s.surgeon, 0) end"
        " as surgeon"
        f" from {lines} as l left join ({second}) as s on s.line = l.line"
    )


def practitioner_sql(lines: str, release: str) -> str:
    """The columns COLUMNS of the practitioner's `lines`, a relation of charge lines (pricing/lines.py).

    A line for a named release, without a date, has the first day of that release; `release` is the table of them.
    """
    return (
        "select l.line, l.claim, coalesce(l.date, r.effective_from) as date, l.hcpcs, l.modifiers, l.units,"
        f" 'practitioner' as edit_table from {lines} as l left join {release} as r on r.release = l.named_release"
    )


class EditLine(NamedTuple):
    """One row of `edit_lines`."""

    line: int
    claim: str
    date: dt.date
    hcpcs: str
    modifiers: tuple[str, ...] = ()
    units: Decimal = Decimal(1)
    edit_table: str = "practitioner"


def load_lines(connection: DuckDBPyConnection, lines: Sequence[EditLine]) -> None:
    """The lines as the temp table `edit_lines`."""
    # As parameters, a list a column: literals of many thousand rows take seconds to parse.
    columns = ", ".join(
        f"unnest(${at}::varchar[])::{kind} as {name}" for at, (name, kind) in enumerate(COLUMNS.items(), 1)
    )
    values = [
        [",".join(cell) if isinstance(cell, tuple) else str(cell) for cell in column]
        for column in zip(*lines, strict=True)
    ]
    connection.execute(
        "create or replace temp table edit_lines as"
        f" with given_lines as (select {columns}) {surgeons_sql('given_lines')}",
        values,
    )
