"""`medpay_cli.bundle`: may these codes be billed together, and all edits of one code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from medpay_cli.dataset.codes import CodeLine, parse_line
from medpay_cli.dataset.literals import literal
from medpay_cli.dataset.nearest import did_you_mean
from medpay_cli.dataset.releases import parse_date
from medpay_cli.dataset.steps import compose, read_step
from medpay_cli.dataset.store import connect, table_sql
from medpay_cli.edits import engine, explain
from medpay_cli.edits.lines import EditLine
from medpay_cli.edits.record import EditRecord
from medpay_cli.errors import RequestError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TABLES = ("practitioner", "outpatient")


@dataclass(frozen=True, slots=True)
class BundleAnswer:
    """The records of a claim: edits first, the status of each line last; `lines` are the lines as read."""

    lines: list[EditLine]
    records: list[EditRecord]
    # What is uncertain about the whole answer: the editions loaded.
    warnings: tuple[str, ...] = ()

    @property
    def denied_lines(self) -> set[int]:
        """Positions (from 1) of the lines that something denies."""
        return {self._denied_line(record) for record in self.records if record.denied}

    @staticmethod
    def _denied_line(record: EditRecord) -> int:
        return record.lines[-1]


def bundle(
    codes: str | Sequence[str], *, date: dt.date | str | None = None, table: str = "practitioner"
) -> list[EditRecord]:
    """What NCCI and the fee-schedule status say of these codes on one claim and day, a record each.

    `codes` are written as in `price`: `45380-59`, `77417x2`. `date` is the date of service (default today);
    `table` is 'practitioner' or 'outpatient' (hospital outpatient claims). With a single code its edits are
    listed, in both roles. Raises RequestError for an unknown code, modifier, date or table.
    Source: CMS NCCI Policy Manual 2026, chapter I; the rules are in `medpay_cli/rules/ncci.toml`.
    """
    day = parse_date(date, "date") if isinstance(date, str) else date
    texts = [codes] if isinstance(codes, str) else list(codes)
    if len(texts) == 1:
        return edits_of(texts[0], day, table)
    return claim(texts, day, table).records


def claim(texts: Sequence[str], date: dt.date | None = None, table: str = "practitioner") -> BundleAnswer:
    """The codes of one claim, judged together. Raises RequestError."""
    if len(texts) < 2:
        raise RequestError("one code alone is not a bundle: give two or more")
    day = date or dt.date.today()
    parsed = [parse_line(text) for text in texts]
    lines = [
        EditLine(n, "1", day, line.hcpcs, line.modifiers, line.units or Decimal(1), _table(table))
        for n, line in enumerate(parsed, 1)
    ]
    connection = connect()
    engine.open_for(connection, lines)
    engine.find(connection, few=True)
    _refuse_unknown(connection, parsed)
    return BundleAnswer(lines, _records(connection), _edition_warnings(connection, day, table))


def edits_of(text: str, date: dt.date | None = None, table: str = "practitioner") -> list[EditRecord]:
    """Every edit of one code on a day, in both roles: as column 1 first. Raises RequestError."""
    line = parse_line(text)
    day = date or dt.date.today()
    connection = connect()
    code = literal(line.hcpcs)
    name = _table(table)
    rows = f"where edit_table = '{name}' and (column1 = {code} or column2 = {code})"
    connection.execute(f"create temp table ptp as {table_sql('ptp', engine.REFERENCE['ptp'])} {rows}")
    steps = [
        ("asked", f"select {code} as code, {literal(str(day))}::date as date"),
        ("code_edit", read_step(engine.HERE, "code_edit")),
    ]
    order = "order by column1 <> code, modifier_indicator, column1, column2"
    found = engine.rows(connection, compose(steps, f"select * from code_edit {order}"))
    if not found:
        _refuse_unknown(connection, [line])
    return [_listed(row) for row in found]


def _listed(row: dict[str, Any]) -> EditRecord:
    doubt = explain.uncertainty(row | {"gone_from": _gone_from(row)})
    how = "no modifier helps" if row["modifier_indicator"] == 0 else "an NCCI modifier may bypass it"
    return EditRecord(
        kind="ptp",
        rule=f"NCCI-PTP-{row['modifier_indicator']}",
        table=row["edit_table"],
        edition=row["last_edition"],
        date=row["date"],
        column1=row["column1"],
        column2=row["column2"],
        denied_code=row["column2"],
        modifier_indicator=row["modifier_indicator"],
        effective_date=row["effective_date"],
        deletion_date=row["deletion_date"],
        rationale=row["rationale"],
        confidence="high" if row["certain"] else "medium",
        message=f"{row['column2']} is denied with {row['column1']}: {how}" + (f"; {doubt}" if doubt else ""),
    )


def _records(connection: DuckDBPyConnection) -> list[EditRecord]:
    texts = dict(connection.execute("select id, message from rule").fetchall())
    found = engine.rows(connection, "select * from ptp_finding order by column2_line, column1_line")
    past = engine.rows(connection, read_step(engine.HERE, "ptp_past") + " order by all")
    units = engine.rows(connection, "select * from mue_finding order by line")
    add_ons = engine.rows(connection, "select * from add_on_finding order by line")
    statuses = engine.rows(connection, "select * from line_status order by line")
    return [
        *(explain.ptp(row | {"gone_from": _gone_from(row)}, texts) for row in found),
        *(explain.past(row) for row in past),
        *(explain.mue(row, texts) for row in units),
        *(explain.add_on(row, _primaries(connection, row), texts) for row in add_ons),
        *(explain.status(row, texts) for row in statuses),
    ]


def _edition_warnings(connection: DuckDBPyConnection, day: dt.date, table: str) -> tuple[str, ...]:
    """Says when the edits of the day are newer than the newest edition loaded, for `no edit` has no record."""
    newest = connection.execute(
        f"select edition, effective_through from ({table_sql('ptp_edition')}) where edit_table = ?"
        " order by effective_through desc limit 1",
        [table],
    ).fetchone()
    if newest is None:
        return (f"no NCCI edits for {table} claims are loaded",)
    edition, through = newest
    if day <= through:
        return ()
    return (f"NCCI edition {edition} is the newest loaded: edits that began or ended after {through} are not known",)


def _gone_from(row: dict[str, Any]) -> str | None:
    """The edition in which an edit without a stated deletion is no longer found."""
    ends = row.get("possible_through")
    if ends is None or row["deletion_date"] is not None:
        return None
    return f"{ends.year + ends.month // 12}Q{ends.month % 12 // 3 + 1}"


def _primaries(connection: DuckDBPyConnection, row: dict[str, Any]) -> list[str]:
    rows = connection.execute(
        "select primary_code from add_on where add_on = ? and not contractor_defined"
        " and ? between effective_date and coalesce(deletion_date, ?) order by 1",
        [row["hcpcs"], row["date"], row["date"]],
    ).fetchall()
    return [code for (code,) in rows]


def _table(table: str) -> str:
    if table not in TABLES:
        raise RequestError(f"table {table!r}: write {' or '.join(TABLES)}")
    return table


def _refuse_unknown(connection: DuckDBPyConnection, lines: Sequence[CodeLine]) -> None:
    """Raise RequestError for a code that neither the fee schedules nor the edits know, and for such a modifier."""
    for line in lines:
        code = literal(line.hcpcs)
        sources = (("fee_schedule", "hcpcs"), ("mue", "hcpcs"), ("ptp", "column1"), ("ptp", "column2"))
        known = " union all ".join(
            f"(select 1 from ({table_sql(name, (column,))}) where {column} = {code} limit 1)"
            for name, column in sources
        )
        if connection.execute(known).fetchone() is None:
            codes = connection.execute(
                f"select distinct hcpcs from ({table_sql('fee_schedule', ('hcpcs',))})"
            ).fetchall()
            hint = did_you_mean(line.hcpcs, (known_code for (known_code,) in codes))
            raise RequestError(f"{line.hcpcs} is neither in a loaded fee schedule nor in an NCCI table{hint}")
        rows = connection.execute(
            f"select value from ({table_sql('rule', ('value', 'subject'))}) where subject = 'modifier'"
        ).fetchall()
        modifiers = {value for (value,) in rows}
        for modifier in line.modifiers:
            if modifier not in modifiers:
                hint = did_you_mean(modifier, modifiers)
                raise RequestError(f"modifier {modifier} is not a modifier of CMS's list{hint}")
