"""Findings in the words of `price` and `bundle`: each distinct case is worded once, then joined to its lines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from medpay_cli.dataset.literals import in_sql, literal
from medpay_cli.dataset.steps import read_step
from medpay_cli.dataset.store import table_sql
from medpay_cli.edits import explain as pair_words
from medpay_cli.edits import explain_line as line_words
from medpay_cli.edits.engine import rows
from medpay_cli.edits.record import EditRecord
from medpay_cli.edits.texts import read_texts
from medpay_cli.pricing import explain as price_words
from medpay_cli.pricing.engine import rule_texts
from medpay_cli.rules.noted import message
from medpay_cli.rules.say import fields

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

HERE = Path(__file__).parent
Row = dict[str, Any]
# Stands in a message for the date of service of its line.
ANY_DAY = dt.date(1, 2, 3)
# Cases put into words at a time.
CHUNK = 20_000
# Outcome of a line in pricing -> how bad that is.
SEVERITY = {"denied": "error", "unreadable": "error", "review": "warning", "paid_elsewhere": "info", "payable": "info"}
# What the finding of a pricing reason is made of, beside the columns that its sentence names.
REASON_KEY = ("reason_entry", "reason_code", "rule", "hcpcs", "status", "outcome", "confidence")
# What a denied line would be allowed, behind the lines that are paid.
AT_STAKE = "coalesce(p.allowed, p.allowed_if_paid) as at_stake"
SAID = {
    "said": "BIGINT",
    "rule": "VARCHAR",
    "severity": "VARCHAR",
    "codes": "VARCHAR",
    "message": "VARCHAR",
    "outcome": "VARCHAR",
    "confidence": "VARCHAR",
}


class Said(NamedTuple):
    """The words of one case."""

    said: int
    rule: str
    severity: str
    codes: str
    message: str
    outcome: str
    confidence: str


def sentence_columns(connection: DuckDBPyConnection) -> dict[str, list[str]]:
    """Column of `priced_lines` -> the reasons whose sentences name it."""
    rule = table_sql("rule", ("id", "subject", "says"))
    naming: dict[str, list[str]] = {}
    for row in rows(connection, f"select id, says from ({rule}) where subject in ('reason', 'claim_reason')"):
        for field in fields(row["says"]):
            naming.setdefault(field, []).append(row["id"])
    return naming


def add_reasons(connection: DuckDBPyConnection) -> None:
    """Findings of `priced_lines` that the fee schedule does not pay, or cannot price, into `judged_finding`."""
    texts = rule_texts(connection)
    naming = sentence_columns(connection)
    named = {
        # A column that the sentence does not name would make a case of each of its values.
        name: f"case when reason_entry in ({in_sql(entries)}) then p.{name} end as {name}"
        for name, entries in naming.items()
        if name not in REASON_KEY
    }
    key = [*REASON_KEY, *named, "schedule_rule", "schedule", "schedule_certain", "range_listed"]
    key += ["first_listed", "last_listed"]
    source = (
        f"select line, {', '.join([*(f'p.{name}' for name in REASON_KEY), *named.values()])},"
        " s.schedule_rule, s.schedule, coalesce(s.schedule_certain, false) as schedule_certain,"
        # Without the row of the modifier there are no units of it: the fee is that of the line without.
        " case when reason_code = 'modifier_not_allowed' then coalesce(fee_for_units, fee * units) end as at_stake,"
        " n.first_listed, n.last_listed, w.rule is not null as range_listed"
        " from priced_lines as p left join other_schedule as s on s.hcpcs = p.hcpcs"
        f" left join ({read_step(HERE, 'listed_range')}) as w"
        " on reason_code = 'not_in_release' and w.rule = s.schedule_rule and not s.schedule_certain"
        f" left join ({read_step(HERE, 'code_listed')}) as n on reason_code = 'not_in_release' and n.hcpcs = p.hcpcs"
        " where reason_code is not null and not p.edited"
    )

    def said(number: int, row: Row) -> Said:
        outcome, rule = row["outcome"] or "unreadable", row["rule"]
        words = price_words.reason(row, texts) or ""
        absent = row["reason_code"] == "not_in_release" and not row["only_with"]
        if absent:
            words += message("absent", row, texts.__getitem__)
        if outcome == "paid_elsewhere" or (
            absent and row["schedule"] and not row["last_listed"] and not row["range_listed"]
        ):
            schedule = (row["schedule_rule"], row["schedule"], row["schedule_certain"]) if row["schedule"] else None
            # No fee schedule has any code of that range: the other one may pay, or the code is wrong. Where it lists
            # codes of the range (as of status X or E), one that is missing is gone.
            outcome = "review" if absent and not row["schedule_certain"] else "paid_elsewhere"
            rule = row["schedule_rule"] or f"ELSEWHERE-STATUS-{row['status']}"
            words = f"{words}; {price_words.paid_by(schedule, rule, texts.__getitem__)}"
        return Said(number, rule, SEVERITY[outcome], row["hcpcs"], words, outcome, row["confidence"] or "none")

    _add(connection, source, key, said)


def add_edits(connection: DuckDBPyConnection) -> None:
    """What NCCI denies, and what a modifier bypasses, into `judged_finding`."""
    texts = read_texts(connection)
    pair = (
        f"select f.column2_line as line, {AT_STAKE}, f.* exclude (column2_line, column1_line, claim, date),"
        # The date decides only whether the edit was in force; the message has that of each line.
        f" case when not f.certain then {literal(str(ANY_DAY))}::date end as date, m.fitting, m.fitting_kind,"
        " coalesce(o.outcome = 'denied' and o.reason_code <> 'not_in_release', false) as column1_unpaid"
        " from ptp_finding as f left join fitting_modifier as m"
        " on m.column1 = f.column1 and m.column2 = f.column2 and f.modifier_indicator = 1"
        " left join priced_lines as p on p.line = f.column2_line"
        " left join priced_lines as o on o.line = f.column1_line"
    )
    _add(
        connection,
        pair,
        None,
        lambda number, row: _edit(number, pair_words.ptp(row | {"column1_line": 1, "column2_line": 2}, texts)),
    )
    units = (
        f"select f.line, {AT_STAKE}, f.* exclude (line, claim, date, units, day_units), null::date as date"
        " from line_mue as f left join priced_lines as p using (line) where counted_units > mue"
        # A value of 0 says again what the line's own reason says: not covered, bundled, or another schedule pays it.
        " and not (mue = 0 and p.payable is false)"
    )
    _add(connection, units, None, lambda number, row: _edit(number, line_words.mue(row | {"line": 1}, texts)))
    primaries = _primaries(connection)
    add_ons = (
        f"select f.line, {AT_STAKE}, f.* exclude (line, claim, date, primaries),"
        " least(f.primaries, 1) as primaries, null::date as date"
        " from add_on_finding as f left join priced_lines as p using (line) where not met"
    )
    _add(
        connection,
        add_ons,
        None,
        lambda number, row: _edit(number, line_words.add_on(row | {"line": 1}, primaries.get(row["hcpcs"], []), texts)),
    )


def _edit(number: int, record: EditRecord) -> Said:
    outcome = "denied" if record.denied else "note" if record.kind == "ptp" else "review"
    severity = {"denied": "error", "review": "warning"}.get(outcome, "info")
    codes = ",".join(filter(None, (record.column1, record.column2))) or (record.denied_code or "")
    return Said(number, record.rule or "", severity, codes, record.message, outcome, record.confidence)


def _add(
    connection: DuckDBPyConnection, source: str, key: Sequence[str] | None, words: Callable[[int, Row], Said]
) -> None:
    """Join `source` (line, at_stake and the columns of a case) to the words of its distinct cases."""
    connection.execute(f"create or replace temp table said_source as {source}")
    columns = [name for name, *_ in connection.execute("describe said_source").fetchall()]
    case = list(key or (name for name in columns if name not in ("line", "at_stake")))
    listed = ", ".join(case)
    connection.execute(
        f"create or replace temp table said_case as select row_number() over () as said, * from"
        f" (select distinct {listed} from said_source)"
    )
    connection.execute(
        f"create or replace temp table said ({', '.join(f'{name} {kind}' for name, kind in SAID.items())})"
    )
    unnested = ", ".join(f"unnest(?::{kind}[])" for kind in SAID.values())
    for chunk in _chunks(connection):
        told = [words(row.pop("said"), row) for row in chunk]
        connection.execute(f"insert into said select {unnested}", [list(column) for column in zip(*told, strict=True)])
    same = " and ".join(f"c.{name} is not distinct from s.{name}" for name in case)
    connection.execute(
        "insert into judged_finding select s.line, w.rule, w.severity, w.codes, w.message, w.outcome,"
        " case when w.outcome = 'denied' then s.at_stake end, w.confidence"
        f" from said_source as s join said_case as c on {same} join said as w using (said)"
    )


def _chunks(connection: DuckDBPyConnection) -> Iterator[list[Row]]:
    [(count,)] = connection.execute("select count(*) from said_case").fetchall()
    for start in range(1, count + 1, CHUNK):
        yield rows(connection, f"select * from said_case where said between {start} and {start + CHUNK - 1}")


def _primaries(connection: DuckDBPyConnection) -> dict[str, list[str]]:
    """Add-on code -> the primary codes listed for it."""
    found = connection.execute(
        "select add_on, list(distinct primary_code order by primary_code) from add_on where not contractor_defined"
        " and deletion_date is null group by add_on"
    ).fetchall()
    return dict(found)
