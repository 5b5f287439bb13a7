"""Runs the edit steps over the lines of claims and sorts what they find by claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from medpay_cli.edits import engine
from medpay_cli.edits.lines import EditLine

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Row = dict[str, Any]
LINES = ("line", "column1_line", "column2_line")


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of the steps for one claim, its lines counted from 1; `mue` and `status` have one row a line."""

    ptp: list[Row] = field(default_factory=list)
    past: list[Row] = field(default_factory=list)
    mue: list[Row] = field(default_factory=list)
    add_on: list[Row] = field(default_factory=list)
    status: list[Row] = field(default_factory=list)
    # Add-on code -> the primary codes listed for it on the day.
    primaries: dict[str, list[str]] = field(default_factory=dict)


# Field of Found -> the result it reads, and how.
_READ = {
    "ptp": (
        "fitting_modifier",
        "select f.*, m.fitting, m.fitting_kind from ptp_finding as f left join fitting_modifier as m"
        " using (column1_line, column2_line) order by column2_line, column1_line",
    ),
    "past": ("ptp_past", "select * from ptp_past order by all"),
    "mue": ("line_mue", "select * from line_mue order by line"),
    "add_on": ("add_on_finding", "select * from add_on_finding order by line"),
    "status": ("line_status", "select * from line_status order by line"),
}


def find(connection: DuckDBPyConnection, lines: Sequence[EditLine]) -> dict[str, Found]:
    """What each claim of `lines` meets, by claim; after `engine.open_for` of these lines."""
    results = engine.needed(connection, lines)
    engine.find(connection, results, few=len(lines) <= engine.FEW)
    first: dict[str, int] = {}
    for line in lines:
        first.setdefault(line.claim, line.line - 1)
    primaries = _primaries(connection) if "add_on_finding" in results else {}
    found = {claim: Found(primaries=primaries) for claim in first}
    for name, (result, sql) in _READ.items():
        for row in engine.rows(connection, sql) if result in results else ():
            for key in LINES:
                if key in row:
                    row[key] -= first[row["claim"]]
            getattr(found[row["claim"]], name).append(row)
    return found


def _primaries(connection: DuckDBPyConnection) -> dict[str, list[str]]:
    rows = connection.execute(
        """select distinct a.add_on, a.primary_code from add_on as a join edit_lines as l on l.hcpcs = a.add_on
        where not a.contractor_defined and l.date between a.effective_date and coalesce(a.deletion_date, l.date)
        order by all"""
    ).fetchall()
    listed: defaultdict[str, list[str]] = defaultdict(list)
    for add_on, primary in rows:
        listed[add_on].append(primary)
    return dict(listed)
