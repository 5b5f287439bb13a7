"""Judges claims: the lines of each beside one another, all claims in one run of the edit steps."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from medpay_cli.answers import found, known, standing, tables
from medpay_cli.answers.editions import Editions, editions_for
from medpay_cli.answers.found import Found
from medpay_cli.dataset.codes import CodeLine
from medpay_cli.dataset.steps import compose, read_step
from medpay_cli.dataset.store import connect
from medpay_cli.edits import engine, explain, explain_line
from medpay_cli.edits.lines import EditLine
from medpay_cli.edits.record import EditRecord
from medpay_cli.edits.texts import Texts, read_texts
from medpay_cli.errors import RequestError
from medpay_cli.rules.noted import message

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TABLES = ("practitioner", "outpatient")
WORST_FIRST = ("denied", "review", "paid_elsewhere", "payable")


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
    def outcomes(self) -> list[str | None]:
        """What becomes of each line: denied before review before paid_elsewhere before payable; None is not known."""
        said: list[set[str | None]] = [set() for _ in self.lines]
        for record in self.records:
            if record.outcome is not None:
                said[record.lines[-1] - 1].add(record.outcome)
        return [next((outcome for outcome in WORST_FIRST if outcome in mine), None) for mine in said]

    @property
    def denied_lines(self) -> set[int]:
        """Positions (from 1) of the lines that something denies."""
        return {n for n, outcome in enumerate(self.outcomes, 1) if outcome == "denied"}

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
    lines = _edit_lines(claims, day, table_name(table))
    if not lines:
        return [], {}
    connection = connect()
    priced = table == "practitioner"
    tables.open_for(connection, lines, priced=priced)
    editions = editions_for(connection, day, table)
    unknown = known.mistakes(connection, (line for claim in claims for line in claim))
    of_claim: defaultdict[str, list[EditLine]] = defaultdict(list)
    for line in lines:
        of_claim[line.claim].append(line)
    texts = read_texts(connection)
    answers = []
    for claim, rows in found.find(connection, lines, priced=priced).items():
        mine = of_claim[claim]
        answers.append(BundleAnswer(mine, _records(rows, mine, editions, texts), editions))
    return answers, unknown


def one(line: CodeLine, date: dt.date | None, table: str, *, claimed: bool) -> BundleAnswer:
    """One code with the list of its edits: judged as a claim of one line when `claimed`, else told in a sentence.

    Raises RequestError.
    """
    day = date or dt.date.today()
    lines = _edit_lines([[line]], day, table_name(table))
    connection = connect()
    priced = table == "practitioner"
    tables.open_for(connection, lines, priced=priced, listed=True)
    editions = editions_for(connection, day, table)
    for wrong in known.mistakes(connection, [line]).values():
        raise RequestError(wrong)
    mine = found.find(connection, lines, priced=priced)["0"]
    texts = read_texts(connection)
    records = _records(mine, lines, editions, texts) if claimed else [_told(mine, texts)]
    return BundleAnswer(lines, records, editions, _listing(connection, line, day, texts))


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


def _records(rows: Found, lines: Sequence[EditLine], editions: Editions, texts: Texts) -> list[EditRecord]:
    units = [explain_line.mue(row, texts) for row in rows.mue if row["mue"] is not None]
    return [
        *(explain.ptp(row, texts) for row in rows.ptp),
        *([] if rows.ptp else _no_edit(lines, editions, texts)),
        *(explain.past(row, texts) for row in rows.past),
        *(standing.check(row, texts, lines[0].date) for row in rows.checks),
        *(record for record in units if record.denied),
        *(record for record in units if not record.denied),
        *(explain_line.add_on(row, rows.primaries.get(row["hcpcs"], []), texts) for row in rows.add_on),
        *(standing.standing(row, texts) for row in rows.standing),
    ]


def _no_edit(lines: Sequence[EditLine], editions: Editions, texts: Texts) -> list[EditRecord]:
    """The record that says where no edit was found, for a claim of two codes or more."""
    codes = {line.hcpcs for line in lines}
    if len(codes) < 2:
        return []
    first = lines[0]
    facts = {
        "codes": len(codes),
        "date": first.date,
        "edit_table": first.edit_table,
        "editions": editions.text,
    }
    return [
        EditRecord(
            kind="no_edit",
            rule=None,
            table=first.edit_table,
            edition=editions.names[-1],
            date=first.date,
            confidence="medium" if editions.warnings else "high",
            message=message("no_edit", facts, texts.rule),
            lines=tuple(range(1, len(lines) + 1)),
        )
    ]


def _told(rows: Found, texts: Texts) -> EditRecord:
    """The sentence on a bare code."""
    [units] = rows.mue
    primaries = rows.primaries.get(units["hcpcs"], [])
    return standing.told(units, next(iter(rows.add_on), None), primaries, next(iter(rows.standing), None), texts)


def _listing(connection: DuckDBPyConnection, line: CodeLine, day: dt.date, texts: Texts) -> list[EditRecord]:
    """Every edit of the code on the day, as column 1 first."""
    steps = [
        ("asked", f"select '{line.hcpcs}' as code, date '{day}' as date"),
        ("code_edit", read_step(engine.HERE, "code_edit")),
    ]
    order = "order by column1 <> code, modifier_indicator, column1, column2"
    found = engine.rows(connection, compose(steps, f"select * from code_edit {order}"))
    return [explain.listed(row, texts) for row in found]
