"""Runs a charge list through pricing, edits and conditions, part by part of its claims, so that memory is bounded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from medpay_cli.auditing.said import ANY_DAY, REASON_KEY, add_edits, add_reasons, sentence_columns
from medpay_cli.dataset.literals import in_sql, literal
from medpay_cli.dataset.steps import compose, other_schedule_steps, read_step, release_steps
from medpay_cli.dataset.store import table_sql
from medpay_cli.edits import engine as edits
from medpay_cli.edits.lines import COLUMNS as EDIT_COLUMNS
from medpay_cli.findings.run import PRICED as FACTS
from medpay_cli.findings.run import find, finding_step
from medpay_cli.intake.lines import ALONE
from medpay_cli.pricing import engine as pricing
from medpay_cli.pricing.lines import COLUMNS as PRICE_COLUMNS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

HERE = Path(__file__).parent
FINDING = {
    "line": "BIGINT",
    "rule": "VARCHAR",
    "severity": "VARCHAR",
    "codes": "VARCHAR",
    "message": "VARCHAR",
    # denied, review, reduced, underpaid, note or paid_elsewhere.
    "outcome": "VARCHAR",
    "at_stake": "DECIMAL(14,2)",
    "confidence": "VARCHAR",
}
# What the global periods are found by, with the columns used.
PERIOD_TABLES = {
    "release": ("release", "year", "effective_from", "effective_through"),
    "fee_schedule": ("hcpcs", "modifier", "release", "status", "global_days"),
    "code_set": ("name", "code_from", "code_through"),
    "rule": ("subject", "value", "effect"),
}
# Rules that miss a modifier: of a list that has none at all (a chargemaster) they would say nothing but that.
MISSED = ("THERAPY-NO-DISCIPLINE",)
# The columns of priced_lines that conditions, findings and results read, beside those that a reason is told with.
PRICED = (*FACTS, "locality_key", "outcome", "confidence", "medicare_pays")
# The rule that doubts the units of a line: what is computed of them is shown nowhere as money.
UNITS_DOUBTED = "LINE-UNITS-HUGE"
# Column of the engines' relations -> where it comes from in `charge_part`; what is not named is null or false.
GIVEN = {
    **{name: name for name in ("line", "claim", "hcpcs", "modifiers", "units", "minutes", "date", "pos", "setting")},
    **{name: name for name in ("locality_key", "place_uncertain")},
    # A charge of nothing is a placeholder of the list, not an offer.
    "charge": "nullif(charge, 0)",
    "edit_table": "'practitioner'",
}


class Choice(NamedTuple):
    """What the user asks of the findings: rules by the beginning of their ids, and dollars of tolerance."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    tolerance: Decimal = Decimal(0)


def beginnings(texts: Iterable[str]) -> tuple[str, ...]:
    """The beginnings of rule ids as a Choice has them: of texts with one or a comma list, in any case."""
    return tuple(part.strip().upper() for text in texts for part in text.split(",") if part.strip())


def run(
    connection: DuckDBPyConnection, choice: Choice, parts: int, progress: Callable[[int, int], None] | None = None
) -> tuple[str, ...]:
    """Make `list_finding` and `line_result` from `charge_line`, one part of its claims after the other.

    The rules that are not told, since the list has no modifier at all.
    """
    connection.execute(
        "create or replace temp table audit_choice as"
        f" select {literal(choice.tolerance)}::decimal(12, 2) as tolerance,"
        f" {literal(str(dt.date.today()))}::date as today, {literal(UNITS_DOUBTED)} as units_doubted"
    )
    _global_periods(connection)
    untold = () if _has_modifiers(connection) else MISSED
    # Relations come with the Python modules of DuckDB.
    import_module("duckdb")
    columns = ", ".join(f"{name} {kind}" for name, kind in FINDING.items())
    _schedules(connection)
    if parts > 1:
        edits.load_edits(connection, "select hcpcs from charge_line where readable")
    for part in range(parts):
        # Not the low bits: with those DuckDB's planner believes in a handful of claims (STYLE.md).
        connection.execute(
            "create or replace temp table charge_part as select c.*, a.judged from charge_line as c"
            f" join alike_line as a on a.line = c.line where (hash(a.first) >> 40) % {parts} = {part}"
        )
        connection.execute(f"create or replace temp table judged_finding ({columns})")
        _deny(connection, loaded=parts > 1)
        _price(connection)
        _tell_edits(connection)
        _check_lines(connection)
        _tell_all(connection)
        _check_rows(connection)
        if untold:
            connection.execute(f"delete from audit_finding where rule in ({in_sql(untold)})")
        _doubt_units(connection)
        _leave_unpaid(connection)
        first = part == 0
        _keep(connection, "list_finding", f"select * from audit_finding where {_chosen(choice)}", first)
        _keep(connection, "line_result", read_step(HERE, "line_result"), first)
        if progress is not None:
            progress(part + 1, parts)
    return untold


def _has_modifiers(connection: DuckDBPyConnection) -> bool:
    """Whether any line of the list has a modifier: a list of charges without any is no list of claims."""
    [(found,)] = connection.execute("select count(*) > 0 from charge_line where modifiers <> ''").fetchall()
    return bool(found)


def _schedules(connection: DuckDBPyConnection) -> None:
    """What a code is looked up in that its own release lacks, once for all parts."""
    connection.execute(
        f"create or replace temp table lab_fee as {table_sql('lab_fee', ('hcpcs',))};"
        " create or replace temp table listed_release as select distinct hcpcs, release, effective_from"
        f" from ({table_sql('fee_schedule', ('hcpcs', 'release'))})"
        f" join ({table_sql('release', ('release', 'effective_from'))}) using (release)"
    )


def _global_periods(connection: DuckDBPyConnection) -> None:
    """Make `visit_in_period` from the whole list: a surgery and the visits after it may lie in different parts."""
    dates = "select distinct date, null::varchar as named_release from charge_line where readable"
    tables = [(name, table_sql(name, columns)) for name, columns in PERIOD_TABLES.items()]
    steps = [*tables, ("asked_dates", dates), *release_steps(), ("surgery", read_step(HERE, "surgery"))]
    connection.execute(
        "create or replace temp table visit_in_period as " + compose(steps, read_step(HERE, "visit_in_period"))
    )


def _deny(connection: DuckDBPyConnection, *, loaded: bool) -> None:
    """The edits first: a line that one denies takes no rank among the lines that are priced (MULT-DENIED)."""
    edits.find_all(connection, connection.sql(_relation(EDIT_COLUMNS)), loaded=loaded)
    # A line that no claim is known of may have its primary code in another line.
    connection.execute(
        "delete from add_on_finding where line in (select line from charge_part where starts_with(claim, ?))", [ALONE]
    )
    edits.find(connection, ("edit_denial",))


def _price(connection: DuckDBPyConnection) -> None:
    columns = dict.fromkeys((*PRICED, *REASON_KEY, *sentence_columns(connection)))
    lines = connection.sql(_relation(PRICE_COLUMNS))
    pricing.price_lines(connection, lines, denials=True, columns=tuple(columns))
    elsewhere = compose(other_schedule_steps("charge_lines"), "select * from other_schedule")
    connection.execute(f"create or replace temp table other_schedule as {elsewhere}")
    add_reasons(connection)


def _tell_edits(connection: DuckDBPyConnection) -> None:
    connection.execute(
        "create or replace temp table fee_schedule as"
        f" {table_sql('fee_schedule', edits.REFERENCE['fee_schedule'])} where modifier = ''"
    )
    edits.find(connection, ("fitting_modifier",))
    add_edits(connection)


def _tell_all(connection: DuckDBPyConnection) -> None:
    """What was found of the lines that were judged, of all lines like them: `audit_finding` from `judged_finding`."""
    connection.execute(
        "create or replace temp table audit_finding as select c.line, f.rule, f.severity, f.codes,"
        f" replace(f.message, {literal(str(ANY_DAY))}, c.date::varchar) as message, f.outcome, f.at_stake, f.confidence"
        " from judged_finding as f join charge_part as c on c.judged = f.line"
    )


def _check_rows(connection: DuckDBPyConnection) -> None:
    """The conditions over the row itself (rules/audit.toml)."""
    rule = f"({table_sql('rule', ('id', 'severity', 'outcome'))})"
    # Each condition reads the facts.
    connection.execute(f"create or replace temp table row_fact as {read_step(HERE, 'row_fact')}")
    connection.execute(
        "insert into audit_finding select f.line, f.rule, r.severity, coalesce(c.hcpcs, ''), f.message,"
        " r.outcome, f.at_stake, 'high'"
        f" from ({finding_step('row').sql}) as f join {rule} as r on r.id = f.rule"
        " join charge_part as c on c.line = f.line"
    )


def _check_lines(connection: DuckDBPyConnection) -> None:
    """The conditions over lines beside one another and over pairs (findings/)."""
    find(connection)
    connection.execute(
        "insert into judged_finding select f.line, f.rule, f.severity, concat_ws(',', o.hcpcs, c.hcpcs), f.message,"
        " f.outcome, f.at_stake, case f.outcome when 'denied' then 'high' else 'medium' end"
        " from finding as f join charge_part as c on c.line = f.line"
        " left join charge_part as o on o.line = f.other_line"
    )


def _doubt_units(connection: DuckDBPyConnection) -> None:
    """Dollars of units that nobody can have meant are no dollars at stake."""
    connection.execute(
        "update audit_finding set at_stake = null"
        " where line in (select f.line from audit_finding as f join audit_choice as c on c.units_doubted = f.rule)"
    )


def _leave_unpaid(connection: DuckDBPyConnection) -> None:
    """Of a line that is denied nothing is expected, so that nothing was paid, allowed or charged below it."""
    connection.execute(
        "delete from audit_finding where outcome = 'underpaid'"
        " and line in (select line from audit_finding where outcome = 'denied')"
    )


def _keep(connection: DuckDBPyConnection, table: str, sql: str, first: bool) -> None:
    connection.execute(f"create or replace temp table {table} as {sql}" if first else f"insert into {table} {sql}")


def _relation(columns: dict[str, str]) -> str:
    chosen = ", ".join(
        f"{GIVEN.get(name, 'false' if kind == 'BOOLEAN' else 'null')}::{kind} as {name}"
        for name, kind in columns.items()
    )
    return f"select {chosen} from charge_part where line = judged"


def _chosen(choice: Choice) -> str:
    """SQL of the findings that are asked for: selected, and not ignored by a longer beginning of their id."""

    def among(beginnings: tuple[str, ...]) -> str:
        return " or ".join(f"starts_with(rule, {literal(beginning)})" for beginning in beginnings) or "false"

    selected = among(choice.select) if choice.select else "true"
    return f"({selected}) and not ({among(choice.ignore)})"
