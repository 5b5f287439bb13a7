"""The lines that go into the edits: the relation `edit_lines`, one row a line of a claim."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from medpay_cli.dataset.literals import values_sql

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


class EditLine(NamedTuple):
    """One row of `edit_lines`."""

    line: int
    claim: str
    date: dt.date
    hcpcs: str
    modifiers: tuple[str, ...] = ()
    units: Decimal = Decimal(1)
    edit_table: str = "practitioner"


def lines_sql(lines: Sequence[EditLine]) -> str:
    """The lines as a select of literals."""
    return values_sql(COLUMNS, lines)
