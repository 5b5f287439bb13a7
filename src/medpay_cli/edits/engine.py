"""Runs the edit steps over a relation of claim lines: the same SQL for one claim as for a million."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from medpay_cli.dataset.literals import in_sql
from medpay_cli.dataset.steps import compose, read_step
from medpay_cli.dataset.store import table_sql
from medpay_cli.edits.lines import EditLine, load_lines, surgeons_sql
from medpay_cli.engine.planning import quickly

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

HERE = Path(__file__).parent


class UnitLine(Protocol):
    """A line of the edits or of the pricing: what counting its units needs."""

    @property
    def hcpcs(self) -> str:
        """HCPCS code."""

    @property
    def units(self) -> Decimal:
        """Units billed."""


# The tables the steps join to, with the columns they use.
REFERENCE = {
    "ptp": (
        *("edit_table", "column1", "column2", "modifier_indicator", "effective_date", "deletion_date", "certain_from"),
        *("certain_through", "possible_from", "possible_through", "rationale", "first_edition", "last_edition"),
    ),
    "mue": (
        *("service", "hcpcs", "edition", "effective_from", "effective_through", "answers_from", "answers_through"),
        *("mue", "mai", "rationale"),
    ),
    "add_on": ("add_on", "primary_code", "add_on_type", "contractor_defined", "effective_date", "deletion_date"),
    "rule": ("id", "message", "advice", "subject", "value", "effect", "says", "effective_from"),
    "code_set": ("name", "code_from", "code_through"),
    "release": ("release", "year", "effective_from", "effective_through"),
    "ptp_edition": ("edit_table", "edition", "effective_from", "effective_through", "dated"),
    "fee_schedule": ("hcpcs", "modifier", "release", "descriptor", "status", "pctc", "global_days", "bilateral"),
}
# What is loaded once for all parts of a list: pricing and conditions have tables of their own by the other names.
ONCE = ("ptp", "add_on", "ptp_edition")
# Up to so many lines the plans are not worth an optimizer's thought.
FEW = 200
# From more lines a claim and day on, a claim of a list is judged by kinds of lines, and each line tells the first few
# of its edits with other lines (large_claim.sql, told_pair.sql).
LARGE = 200
TOLD = 3
# The tables whose rows deny lines.
DENYING = ("ptp", "mue", "add_on")
# Result -> the steps that make it, in order; a result is a temp table that later ones may read.
RESULTS = {
    "code_class": (),
    "claim_code": (),
    "ptp_finding": (
        *("ptp_by_pair", "line_modifier", "code_pair", "line_kind", "pair_edit", "judged_pair", "told_pair"),
    ),
    "ptp_past": (),
    "fitting_modifier": (),
    "line_mue": (),
    "mue_finding": ("line_mue",),
    "denied_line": (),
    "add_on_met": (),
    "add_on_finding": (),
    "edit_denial": (),
}
# Step -> the file that makes it, where that is another one: without large claims and with them.
ORDINARY = {"told_pair": "every_pair"}
WITH_LARGE = {"line_kind": "line_kind_large"}
ADD_ON_RESULTS = ("mue_finding", "denied_line", "add_on_met", "add_on_finding")
FINDINGS = ("ptp_finding", "mue_finding", "add_on_finding")


def open_for(connection: DuckDBPyConnection, lines: Sequence[EditLine]) -> None:
    """Load `lines` as edit_lines, and of the reference tables the rows those can meet."""
    load_lines(connection, lines)
    _load(connection, met_by(lines))


def met_by(lines: Sequence[EditLine], *, listed: bool = False) -> dict[str, str]:
    """Table -> the `where` of the rows that `lines`, loaded as edit_lines, can meet.

    `listed`: every edit of their codes, for a list, not only those among them.
    """
    # Literals prune the row groups of the sorted tables; thousands of them cost more than they save.
    few = len(lines) <= FEW
    codes = in_sql(sorted({line.hcpcs for line in lines})) if few else "select hcpcs from edit_lines"
    tables = in_sql(sorted({line.edit_table for line in lines}))
    edits = f"where edit_table in ({tables}) and column1 in ({codes}) and column2 in ({codes})"
    if listed:
        # Two reads, each pruned by its column, take a third of the time of one with `or`.
        other = f"{table_sql('ptp', REFERENCE['ptp'])} where edit_table in ({tables}) and column2 in ({codes})"
        edits = f"where edit_table in ({tables}) and column1 in ({codes}) union {other}"
    return {
        "ptp": edits,
        "mue": f"where service in ({tables}) and hcpcs in ({codes})",
        "add_on": f"where add_on in ({codes})",
        "fee_schedule": f"where hcpcs in ({codes})",
    }


def needed(connection: DuckDBPyConnection, lines: Sequence[EditLine], *, denials: bool = False) -> list[str]:
    """The results that can have rows, by what was loaded: most claims meet no edit and no add-on code.

    `denials`: ptp_finding and denied_line are wanted even when they are empty.
    """
    row = connection.execute("select exists (select 1 from ptp), exists (select 1 from add_on)").fetchone()
    edits, add_ons = row or (True, True)
    edits = edits and len(lines) > 1
    results = ["line_mue"]
    if edits or add_ons or denials:
        results += ["code_class", "claim_code", "ptp_finding", "mue_finding", "denied_line"]
    if edits:
        results += ["fitting_modifier", "ptp_past"]
    if add_ons:
        results += ["add_on_met", "add_on_finding"]
    return results


def find(
    connection: DuckDBPyConnection, results: Sequence[str] = tuple(RESULTS), *, few: bool = False, large: bool = False
) -> None:
    """Make `results` as temp tables from edit_lines and the reference tables.

    `few`: the tables hold a handful of rows, which are done before an optimizer has thought about them. `large`: the
    lines of large claims, which are in the temp table large_claim, tell a few of their edits; else all are told.
    """
    files = WITH_LARGE if large else ORDINARY
    with quickly(connection, few):
        for place, result in enumerate(results):
            made = results[:place]
            steps = [(name, read_step(HERE, files.get(name, name))) for name in RESULTS[result] if name not in made]
            # The step itself comes last, so that `select * from` it is the whole answer.
            sql = compose([*steps, (result, read_step(HERE, result))], f"select * from {result}")
            connection.execute(f"create or replace temp table {result} as {sql}")


def load_edits(connection: DuckDBPyConnection, codes: str) -> None:
    """The PTP edits of practitioners, and what else of ONCE; then `find_all` and `deny` with `loaded`.

    `codes` is SQL that selects the codes of the list.
    """
    among = _among(connection, codes)
    _load(connection, {"ptp": f"where edit_table = 'practitioner' and modifier_indicator <> 9{among}"}, ONCE)


def _among(connection: DuckDBPyConnection, codes: str) -> str:
    """The condition of the edits between two of `codes` (SQL), or nothing where there are many.

    A list with few codes meets few edits: literals prune the row groups, where all of them take seconds to load.
    """
    found = connection.execute(f"select distinct * from ({codes}) order by 1 limit {FEW + 1}").fetchall()
    listed = in_sql(code for (code,) in found) or "''"
    return f" and column1 in ({listed}) and column2 in ({listed})" if len(found) <= FEW else ""


def find_all(connection: DuckDBPyConnection, edit_lines: DuckDBPyRelation, *, loaded: bool = False) -> None:
    """The findings of every claim of a relation with the columns of `lines.COLUMNS`, as temp tables FINDINGS.

    The temp table line_mue has what the units of every line are compared with.

    The relation must be of `connection`. It is copied into a temp table first: the pairing reads it twice. `loaded`:
    after `load_edits`.
    """
    edit_lines.create_view("edit_lines_given", replace=True)
    connection.execute(f"create or replace temp table edit_lines as {surgeons_sql('edit_lines_given')}")
    tables = connection.execute("select distinct edit_table from edit_lines order by 1").fetchall()
    listed = in_sql(table for (table,) in tables) if tables else "''"
    among = "" if loaded else _among(connection, "select hcpcs from edit_lines")
    # Void edits and the other table are never met; the fee schedule is the pricing's business.
    _load(
        connection,
        {
            "ptp": f"where edit_table in ({listed}) and modifier_indicator <> 9{among}",
            "mue": f"where service in ({listed})",
            "fee_schedule": "where false",
        },
        _unloaded(loaded),
    )
    large = _find_large(connection)
    find(connection, ("code_class", "claim_code", "ptp_finding", "line_mue", *ADD_ON_RESULTS), large=large)


def _find_large(connection: DuckDBPyConnection) -> bool:
    """Make the temp table large_claim, and tell whether it has rows."""
    connection.execute(
        f"create or replace temp table edit_limit as select {LARGE} as lines, {TOLD} as told;"
        f" create or replace temp table large_claim as {read_step(HERE, 'large_claim')}"
    )
    return bool(connection.execute("select exists (select 1 from large_claim)").fetchall()[0][0])


def deny(connection: DuckDBPyConnection, lines: Sequence[EditLine], *, loaded: bool = False) -> bool:
    """Make the temp table edit_denial of `lines`; whether it has a row. Replaces reference tables of `connection`.

    `loaded`: after `load_edits`.
    """
    load_lines(connection, lines)
    wheres = met_by(lines)
    _load(connection, wheres, _unloaded(loaded, DENYING))
    if not _may_deny(connection, lines):
        return False
    _load(connection, wheres, ("rule", "code_set"))
    find(connection, ("code_class", "claim_code", "ptp_finding", *ADD_ON_RESULTS, "edit_denial"), few=len(lines) <= FEW)
    return connection.execute("select exists (select 1 from edit_denial)").fetchone() == (True,)


def _may_deny(connection: DuckDBPyConnection, lines: Sequence[EditLine]) -> bool:
    """Whether the rows that were loaded can deny a line: most claims meet no pair, no add-on code, and few units."""
    row = connection.execute("select exists (select 1 from ptp) or exists (select 1 from add_on)").fetchone()
    return row == (True,) or passes_limits(connection, lines)


def passes_limits(connection: DuckDBPyConnection, lines: Sequence[UnitLine]) -> bool:
    """Whether the units of some code, all lines together, pass the least MUE loaded of it (line_mue tells where)."""
    units: dict[str, Decimal] = {}
    for line in lines:
        units[line.hcpcs] = units.get(line.hcpcs, Decimal(0)) + line.units
    limits = connection.execute("select hcpcs, min(mue) from mue group by hcpcs").fetchall()
    return any(units.get(hcpcs, 0) > limit for hcpcs, limit in limits)


def _unloaded(loaded: bool, names: Sequence[str] = tuple(REFERENCE)) -> list[str]:
    """The tables to load, all but those that `load_edits` has."""
    return [name for name in names if not (loaded and name in ONCE)]


def rows(connection: DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    """The rows of a query as dicts."""
    cursor = connection.execute(sql)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _load(connection: DuckDBPyConnection, wheres: dict[str, str], names: Sequence[str] = tuple(REFERENCE)) -> None:
    connection.execute(
        "; ".join(
            f"create or replace temp table {name} as {table_sql(name, REFERENCE[name])} {wheres.get(name, '')}"
            for name in names
        )
    )
