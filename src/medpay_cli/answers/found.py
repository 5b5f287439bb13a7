"""Runs pricing, edits and conditions over the lines of claims, and sorts what they find by claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from medpay_cli.dataset.steps import compose, other_schedule_steps, read_step
from medpay_cli.edits import engine
from medpay_cli.edits.lines import EditLine
from medpay_cli.engine.planning import quickly

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

HERE = Path(__file__).parent
Row = dict[str, Any]
LINES = ("line", "other_line", "column1_line", "column2_line")


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of the steps for one claim, its lines counted from 1; `mue` and `standing` have one row a line."""

    ptp: list[Row] = field(default_factory=list)
    past: list[Row] = field(default_factory=list)
    mue: list[Row] = field(default_factory=list)
    add_on: list[Row] = field(default_factory=list)
    # Conditions of the catalogue that hold, and how each line stands with the fee schedule: practitioners only.
    checks: list[Row] = field(default_factory=list)
    standing: list[Row] = field(default_factory=list)
    # Add-on code -> the primary codes listed for it on the day.
    primaries: dict[str, list[str]] = field(default_factory=dict)


# Field of Found -> the result it reads, and how.
_READ = {
    "ptp": (
        "fitting_modifier",
        "select f.*, m.fitting, m.fitting_kind from ptp_finding as f left join fitting_modifier as m"
        " on m.column1 = f.column1 and m.column2 = f.column2 and f.modifier_indicator = 1"
        " order by column2_line, column1_line",
    ),
    "past": ("ptp_past", "select * from ptp_past order by all"),
    "mue": ("line_mue", "select * from line_mue order by line"),
    "add_on": ("add_on_finding", "select * from add_on_finding order by line"),
    "checks": (
        "finding",
        "select f.*, l.claim, l.hcpcs from finding as f join edit_lines as l using (line)"
        " where f.outcome in ('denied', 'review') order by line, rule, other_line",
    ),
    "standing": ("line_standing", "select * from line_standing order by line"),
}


def find(connection: DuckDBPyConnection, lines: Sequence[EditLine], *, priced: bool) -> dict[str, Found]:
    """What each claim of `lines` meets, by claim; after `tables.open_for` of these lines."""
    few = len(lines) <= engine.FEW
    results = engine.needed(connection, lines, denials=priced)
    engine.find(connection, results, few=few)
    if priced:
        results = [*results, *_stand(connection, lines, few)]
    first: dict[str, int] = {}
    for line in lines:
        first.setdefault(line.claim, line.line - 1)
    primaries = _primaries(connection) if "add_on_finding" in results else {}
    found = {claim: Found(primaries=primaries) for claim in first}
    for name, (result, sql) in _READ.items():
        if name == "ptp" and priced:
            # Denied where the schedule lists it; what no schedule loaded lists may be paid elsewhere, or is not known.
            unpaid = "coalesce(p.outcome = 'denied' and p.reason_code <> 'not_in_release', false)"
            sql = f"select f.*, {unpaid} as column1_unpaid from ({sql}) as f join priced_lines as p"
            sql += " on p.line = f.column1_line order by f.column2_line, f.column1_line"
        for row in engine.rows(connection, sql) if result in results else ():
            for key in LINES:
                if row.get(key) is not None:
                    row[key] -= first[row["claim"]]
            getattr(found[row["claim"]], name).append(row)
    return found


def _stand(connection: DuckDBPyConnection, lines: Sequence[EditLine], few: bool) -> list[str]:
    """Make priced_lines, each line priced by itself, then line_standing and finding."""
    from medpay_cli.findings.run import find_loaded
    from medpay_cli.pricing.plan import Needs, is_anesthesia, steps_for

    alone = Needs(
        modifiers=any(line.modifiers for line in lines),
        twins=False,
        claims=False,
        anesthesia=any(is_anesthesia(line.hcpcs) for line in lines),
        deductible=False,
        rates=False,
        dated=any(line.modifiers for line in lines),
    )
    made = {
        "priced_lines": compose(steps_for(alone), "select * from priced_lines"),
        "line_standing": compose(
            [*other_schedule_steps("charge_lines"), ("line_standing", read_step(HERE, "line_standing"))],
            "select * from line_standing",
        ),
    }
    with quickly(connection, few):
        for name, sql in made.items():
            connection.execute(f"create or replace temp table {name} as {sql}")
    find_loaded(connection, few=few)
    return ["line_standing", "finding"]


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
