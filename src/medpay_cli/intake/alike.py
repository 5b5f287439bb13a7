"""Finds the claims of a list that are alike: one of them is judged, and the others are told the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from medpay_cli.dataset.store import COMPILED, table_sql

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Tables with days on which something begins, and after which it ends.
BEGINS = {
    "release": ("effective_from",),
    "rate": ("effective_from",),
    "rule": ("effective_from",),
    "ptp": ("effective_date", "certain_from", "possible_from"),
    "ptp_edition": ("effective_from",),
    "mue": ("effective_from", "answers_from"),
    "add_on": ("effective_date",),
}
ENDS = {
    "release": ("effective_through",),
    "rate": ("effective_through",),
    "rule": ("effective_through",),
    "ptp": ("deletion_date", "certain_through", "possible_through"),
    "ptp_edition": ("effective_through",),
    "mue": ("effective_through", "answers_through"),
    "add_on": ("deletion_date",),
}
# Up to so many claims each day is judged by itself: reading the days on which edits change costs more than it saves.
FEW = 2000
_DAY = re.compile(r"date '(\d{4}-\d{2}-\d{2})'")


def pair_up(connection: DuckDBPyConnection, lines: str, same: Mapping[str, str], readable: str = "true") -> int:
    """Make the temp table alike_line from the table `lines` (line, claim, date); the number of lines to be judged.

    One row a line: `judged`, the line that is judged in its place (itself, or the one that stands where it stands in
    the first claim like its own; null where the line is not `readable`), and `first`, the first line of that claim.
    Claims of a day are alike when their lines are, one after the other, in `same` (name -> SQL over `lines`: all that
    judging reads), and when no release, rule or edit begins or ends between their days. Nothing that is judged so may
    look beyond one claim and day.
    """
    listed = ", ".join(f"{sql} as {name}" for name, sql in same.items())
    connection.execute(
        f"create or replace temp table day_period as {_periods(connection, f'{lines} where {readable}')};"
        f" create or replace temp view alike_given as select c.*, p.period from"
        f" (select line, claim, date, {listed} from {lines} where {readable}) as c"
        " left join day_period as p on p.date = c.date"
    )
    key = (*same, "period")
    alike = " and ".join(f"k.{name} is not distinct from g.{name}" for name in key)
    connection.execute(
        "create or replace temp table alike_kind as select (row_number() over ())::integer as kind, *"
        f" from (select distinct {', '.join(key)} from alike_given)"
    )
    connection.execute(
        "create or replace temp table alike_claim as"
        " select list(k.kind order by g.line) as kinds, list(g.line order by g.line) as lines"
        f" from alike_given as g join alike_kind as k on {alike} group by g.claim, g.date"
    )
    connection.execute(
        "create or replace temp table alike_line as"
        " select unnest(c.lines) as line, unnest(j.lines) as judged, j.lines[1] as first"
        " from alike_claim as c join"
        " (select kinds, arg_min(lines, lines[1]) as lines from alike_claim group by kinds) as j on j.kinds = c.kinds"
        f" union all select line, null, line from {lines} where not ({readable})"
    )
    connection.execute("drop table alike_claim; drop table alike_kind; drop view alike_given")
    [(judged,)] = connection.execute("select count(*) from alike_line where line = judged").fetchall()
    return int(judged)


def _periods(connection: DuckDBPyConnection, lines: str) -> str:
    """SQL of (date, period) of the days of `lines`: those of one period are alike to every rule, edit and release."""
    days = f"select distinct date from {lines}"
    few = f"select count(*) <= ? from (select distinct claim, date from {lines})"
    if connection.execute(few, [FEW]).fetchall() == [(True,)]:
        return f"select date, date as period from ({days})"
    changes = " union ".join(_changes())
    return (
        "select d.date, greatest(max(c.day), date_trunc('year', d.date)::date) as period"
        f" from ({days}) as d left join ({changes}) as c on c.day <= d.date group by d.date"
    )


def _changes() -> Iterator[str]:
    """SQL of the days on which something may change."""
    for columns, later in ((BEGINS, 0), (ENDS, 1)):
        for table, names in columns.items():
            source = table_sql(table, names)
            yield from (f"select distinct {name} + {later} as day from ({source})" for name in names)
    # Conditions name days too.
    named = {day for path in COMPILED.glob("*.sql") for day in _DAY.findall(path.read_text(encoding="utf-8"))}
    yield from (f"select date '{day}' + {later}" for day in sorted(named) for later in (0, 1))
