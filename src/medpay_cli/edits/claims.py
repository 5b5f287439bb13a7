"""Judges claims: the lines of each beside one another, all claims in one run of the edit steps."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from medpay_cli.dataset.codes import CodeLine
from medpay_cli.dataset.steps import compose, read_step
from medpay_cli.dataset.store import connect
from medpay_cli.edits import engine, explain, explain_line, known
from medpay_cli.edits.editions import Editions, editions_for
from medpay_cli.edits.lines import EditLine
from medpay_cli.edits.record import EditRecord
from medpay_cli.edits.texts import Texts, read_texts
from medpay_cli.errors import RequestError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TABLES = ("practitioner", "outpatient")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class BundleAnswer:
    """What is said of one claim: edits first, the status of each line last; `lines` are the lines as read.

    `listing` are all edits of a claim's only code, where they are asked for.
    """

    lines: list[EditLine]
    records: list[EditRecord]
    editions: Editions
    listing: list[EditRecord] = field(default_factory=list)

    @property
    def denied_lines(self) -> set[int]:
        """Positions (from 1) of the lines that something denies."""
        return {record.lines[-1] for record in self.records if record.denied}

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is uncertain about the whole answer."""
        return self.editions.warnings


def judge(
    claims: Sequence[Sequence[CodeLine]], date: dt.date | None, table: str
) -> tuple[list[BundleAnswer], dict[CodeLine, str]]:
    """An answer for each claim, each judged alone, and what is wrong with lines whose code or modifier is unknown.

    Raises RequestError for a wrong date or table.
    """
    day = date or dt.date.today()
    connection = connect()
    editions = editions_for(connection, day, table_name(table))
    lines = _edit_lines(claims, day, table)
    if not lines:
        return [], {}
    _run(connection, lines)
    unknown = known.mistakes(connection, (line for claim in claims for line in claim))
    return _answers(connection, claims, lines, editions), unknown


def _run(connection: DuckDBPyConnection, lines: Sequence[EditLine], *, listed: bool = False) -> None:
    """Load what the lines can meet and make the results of every step."""
    engine.open_for(connection, lines, listed=listed)
    engine.find(connection, few=len(lines) <= engine.FEW)


def one(line: CodeLine, date: dt.date | None, table: str, *, claimed: bool) -> BundleAnswer:
    """One code with the list of its edits: judged as a claim of one line when `claimed`, else told in a sentence.

    Raises RequestError.
    """
    day = date or dt.date.today()
    connection = connect()
    editions = editions_for(connection, day, table_name(table))
    lines = _edit_lines([[line]], day, table)
    _run(connection, lines, listed=True)
    for wrong in known.mistakes(connection, [line]).values():
        raise RequestError(wrong)
    [answer] = _answers(connection, [[line]], lines, editions)
    records = answer.records if claimed else [_code(connection)]
    return BundleAnswer(lines, records, editions, _listing(connection, line, day))


def table_name(table: str) -> str:
    """The edit table by name. Raises RequestError."""
    if table not in TABLES:
        raise RequestError(f"table {table!r}: write {' or '.join(TABLES)}")
    return table


def _edit_lines(claims: Sequence[Sequence[CodeLine]], day: dt.date, table: str) -> list[EditLine]:
    return [
        EditLine(line, claim, day, code.hcpcs, code.modifiers, code.units or Decimal(1), table)
        for line, (claim, code) in enumerate(
            ((str(number), code) for number, claim in enumerate(claims) for code in claim), 1
        )
    ]


def _answers(
    connection: DuckDBPyConnection, claims: Sequence[Sequence[CodeLine]], lines: list[EditLine], editions: Editions
) -> list[BundleAnswer]:
    found = _Found(connection)
    texts = read_texts(connection)
    answers = []
    start = 0
    for number, claim in enumerate(claims):
        mine = lines[start : start + len(claim)]
        answers.append(BundleAnswer(mine, _records(found.of(str(number), start), mine, editions, texts), editions))
        start += len(claim)
    return answers


class _Rows(NamedTuple):
    """The rows of the steps for one claim, lines counted from 1."""

    ptp: list[Row]
    past: list[Row]
    mue: list[Row]
    add_on: list[Row]
    status: list[Row]
    primaries: dict[str, list[str]]


class _Found:
    """The rows of the steps, by claim."""

    def __init__(self, connection: DuckDBPyConnection) -> None:
        self.ptp = _by_claim(
            connection,
            "select f.*, m.fitting, m.fitting_kind from ptp_finding as f left join fitting_modifier as m"
            " using (column1_line, column2_line) order by column2_line, column1_line",
        )
        self.past = _by_claim(connection, "select * from ptp_past order by all")
        self.mue = _by_claim(connection, "select * from line_mue where mue is not null order by line")
        self.add_on = _by_claim(connection, "select * from add_on_finding order by line")
        self.status = _by_claim(connection, "select * from line_status where edit_table = 'practitioner' order by line")
        self.primaries = _primaries(connection)

    def of(self, claim: str, start: int) -> _Rows:
        """The rows of one claim, whose first line is number `start` + 1."""

        def local(rows: list[Row]) -> list[Row]:
            return [
                row | {key: row[key] - start for key in ("line", "column1_line", "column2_line") if key in row}
                for row in rows
            ]

        return _Rows(
            local(self.ptp[claim]),
            self.past[claim],
            local(self.mue[claim]),
            local(self.add_on[claim]),
            local(self.status[claim]),
            self.primaries,
        )


def _by_claim(connection: DuckDBPyConnection, sql: str) -> defaultdict[str, list[Row]]:
    rows: defaultdict[str, list[Row]] = defaultdict(list)
    for row in engine.rows(connection, sql):
        rows[row["claim"]].append(row)
    return rows


def _records(rows: _Rows, lines: Sequence[EditLine], editions: Editions, texts: Texts) -> list[EditRecord]:
    units = [explain_line.mue(row, texts) for row in rows.mue]
    return [
        *(explain.ptp(row, texts) for row in rows.ptp),
        *([] if rows.ptp else _no_edit(lines, editions)),
        *(explain.past(row) for row in rows.past),
        *(record for record in units if record.denied),
        *(record for record in units if not record.denied),
        *(explain_line.add_on(row, rows.primaries.get(row["hcpcs"], []), texts) for row in rows.add_on),
        *(explain_line.status(row, texts) for row in rows.status),
    ]


def _no_edit(lines: Sequence[EditLine], editions: Editions) -> list[EditRecord]:
    """The record that says where no edit was found, for a claim of two codes or more."""
    codes = {line.hcpcs for line in lines}
    if len(codes) < 2:
        return []
    either = "in either direction" if len(codes) == 2 else "between any two of these codes"
    first = lines[0]
    return [
        EditRecord(
            kind="no_edit",
            rule=None,
            table=first.edit_table,
            edition=editions.names[-1],
            date=first.date,
            confidence="medium" if editions.warnings else "high",
            message=f"no PTP edit {either} on {first.date} (NCCI {first.edit_table} {editions.text})",
            lines=tuple(range(1, len(lines) + 1)),
        )
    ]


def _primaries(connection: DuckDBPyConnection) -> dict[str, list[str]]:
    """Add-on code -> the primary codes listed for it on the day."""
    rows = connection.execute(
        """select distinct a.add_on, a.primary_code from add_on as a join edit_lines as l on l.hcpcs = a.add_on
        where not a.contractor_defined and l.date between a.effective_date and coalesce(a.deletion_date, l.date)
        order by all"""
    ).fetchall()
    listed: defaultdict[str, list[str]] = defaultdict(list)
    for add_on, primary in rows:
        listed[add_on].append(primary)
    return dict(listed)


def _code(connection: DuckDBPyConnection) -> EditRecord:
    """The sentence on a bare code."""
    [units] = engine.rows(connection, "select * from line_mue")
    add_ons = engine.rows(connection, "select * from add_on_finding")
    statuses = engine.rows(connection, "select * from line_status where edit_table = 'practitioner'")
    primaries = _primaries(connection).get(units["hcpcs"], [])
    return explain_line.code(
        units, add_ons[0] if add_ons else None, primaries, statuses[0] if statuses else None, read_texts(connection)
    )


def _listing(connection: DuckDBPyConnection, line: CodeLine, day: dt.date) -> list[EditRecord]:
    """Every edit of the code on the day, as column 1 first."""
    steps = [
        ("asked", f"select '{line.hcpcs}' as code, date '{day}' as date"),
        ("code_edit", read_step(engine.HERE, "code_edit")),
    ]
    order = "order by column1 <> code, modifier_indicator, column1, column2"
    found = engine.rows(connection, compose(steps, f"select * from code_edit {order}"))
    return [explain.listed(row) for row in found]
