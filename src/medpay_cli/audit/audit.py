"""`medpay_cli.audit`: a charge list in; findings, and what is expected for each line, out."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from medpay_cli.audit import engine
from medpay_cli.audit.record import FindingRecord
from medpay_cli.dataset import places
from medpay_cli.dataset.literals import literal
from medpay_cli.dataset.places import PlaceQuery
from medpay_cli.dataset.releases import parse_date
from medpay_cli.dataset.store import connect, table_sql
from medpay_cli.errors import RequestError
from medpay_cli.intake.lines import DATE_ORDERS, Defaults, read_lines
from medpay_cli.intake.load import Loaded, load

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# From here on a claim is so large that it is more likely a wrong grouping than a claim.
LARGE_CLAIM = 1000
RESULTS = ("expected", "outcome", "reason", "findings")


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of an audit; `at_stake` dollars, no line counted twice."""

    rows: int
    lines: int
    claims: int
    findings: Mapping[str, int]
    outcomes: Mapping[str, int]
    expected: Decimal
    at_stake: Decimal


@dataclass(frozen=True, slots=True)
class Audit:
    """A charge list that has been audited; its relations live in `connection`.

    `notes` are what was assumed. The tables `charge_line`, `line_result` and `finding` hold the whole answer.
    """

    connection: DuckDBPyConnection
    loaded: Loaded
    summary: Summary
    notes: tuple[str, ...]

    def findings(self) -> Iterator[FindingRecord]:
        """Every finding, in the order of the lines."""
        cursor = self.connection.execute(
            "select f.rule, f.severity, c.file, c.file_line, c.claim_text, c.patient_text, c.date, f.codes, f.message,"
            " r.advice, f.at_stake, r.citation, f.confidence"
            " from finding as f join charge_line as c on c.line = f.line"
            f" left join ({table_sql('rule', ('id', 'advice', 'citation'))}) as r on r.id = f.rule"
            " order by f.line, f.rule, f.codes, f.message"
        )
        while rows := cursor.fetchmany(10_000):
            for row in rows:
                rule, severity, file, line, claim, patient, date, codes, message, fix, at_stake, citation, sure = row
                yield FindingRecord(
                    rule=rule,
                    severity=severity,
                    file=self.loaded.files[file],
                    line=line,
                    claim=claim,
                    patient=patient,
                    date=date,
                    codes=tuple(filter(None, codes.split(","))),
                    message=message,
                    fix=fix,
                    at_stake=at_stake,
                    citation=citation,
                    confidence=sure,
                )

    def lines_sql(self) -> str:
        """SQL of every line of the input in order: its own columns, then `medpay_` columns of RESULTS."""
        taken: set[str] = set()
        own = []
        for i, name in enumerate(self.loaded.names, 1):
            unique = name or f"column{i}"
            while unique.lower() in taken:
                unique += "_"
            taken.add(unique.lower())
            own.append(f'r.own_{i} as "{unique.replace(chr(34), chr(34) * 2)}"')
        return (
            f"select {', '.join(own)}, p.expected as medpay_expected, p.outcome as medpay_outcome,"
            " p.reason as medpay_reason, p.rules as medpay_findings"
            " from line_result as p join charge_row as r on r.rowid + 1 = p.line order by p.line"
        )


def audit(
    files: str | Sequence[str],
    *,
    mapping: Mapping[str, str] | None = None,
    date: dt.date | str | None = None,
    place: PlaceQuery | None = None,
    pos: str | None = None,
    date_order: str | None = None,
) -> Audit:
    """Judge the charge lists `files` (csv) line by line: what Medicare is expected to allow, deny or question.

    `mapping` names the column of a field (`{"code": "CPT_CD"}`) where no alias of RULES.md 7.2 does. `date`,
    `place` and `pos` hold where a row has none. `date_order` ('mdy' or 'dmy') reads dates with slashes.
    Raises RequestError for a file that cannot be read as a table, and for what the call itself has wrong.
    """
    if date_order not in (None, *DATE_ORDERS):
        raise RequestError(f"--date-format {date_order}: write mdy (month first) or dmy (day first)")
    given = [files] if isinstance(files, str) else list(files)
    connection = connect()
    with tempfile.TemporaryDirectory(prefix="medpay-") as folder:
        loaded = load(connection, given, mapping or {}, Path(folder))
    notes = []
    day = parse_date(date, "date") if isinstance(date, str) else date
    if day is None and "date" not in loaded.fields:
        day = dt.date.today()
        notes.append(f"no column of dates, no --dos: every line is taken as of today, {day}")
    where = places.resolve(connection, place or PlaceQuery())
    if len(where.keys) > 1:
        raise RequestError(where.hint)
    if where.keys[0] == places.NATIONAL and not loaded.fields.keys() & {"locality", "zip", "state"}:
        notes.append("no place given: amounts are national (GPCI 1.000); name it with --locality or --zip")
    notes.extend(where.notes)
    if pos is None and not loaded.fields.keys() & {"pos", "setting"}:
        notes.append("no place of service given: non-facility rates; name it with --pos")
    read_lines(connection, loaded, Defaults(day, pos, where.keys[0], where.uncertain, date_order))
    claim, words = engine.claim_sql(set(loaded.fields))
    engine.run(connection, claim)
    summary = _summary(connection)
    notes.append(f"claims are grouped {words}")
    notes.extend(_large_claims(connection))
    return Audit(connection, loaded, summary, tuple(notes))


def _summary(connection: DuckDBPyConnection) -> Summary:
    def counts(sql: str) -> dict[str, int]:
        return dict(connection.execute(sql).fetchall())

    def one(sql: str) -> Decimal:
        [(value,)] = connection.execute(sql).fetchall()
        return Decimal(value or 0)

    return Summary(
        rows=int(one("select count(*) from charge_row")),
        lines=int(one("select count(*) from charge_line")),
        claims=int(one("select count(distinct (claim, date)) from grouped_line")),
        findings=counts("select rule, count(*) from finding group by rule order by 2 desc, 1"),
        outcomes=counts("select outcome, count(*) from line_result group by outcome order by 2 desc, 1"),
        expected=one("select sum(expected) from line_result"),
        at_stake=one("select sum(at_stake) from line_result"),
    )


def _large_claims(connection: DuckDBPyConnection) -> list[str]:
    rows = connection.execute(
        f"select claim, date, count(*) from grouped_line group by all having count(*) > {literal(LARGE_CLAIM)}"
        " order by 3 desc limit 1"
    ).fetchall()
    return [f"one claim has {count:,} lines ({claim}, {date}): is it really one claim?" for claim, date, count in rows]
