"""The findings of an audit, read from its tables: one by one, or counted by rule, code, provider or month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from medpay_cli.auditing.record import FindingRecord
from medpay_cli.dataset.literals import literal
from medpay_cli.dataset.store import table_sql

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# What is told of a rule beside a finding.
RULE = ("id", "advice", "citation")
# Findings held in Python at a time.
BATCH = 10_000


class By(StrEnum):
    """What a summary counts by."""

    rule = "rule"
    code = "code"
    provider = "provider"
    month = "month"


class Severity(StrEnum):
    """How bad a finding is."""

    error = "error"
    warning = "warning"
    info = "info"

    @property
    def rank(self) -> int:
        """3 for an error, 1 for an info."""
        return 3 - list(Severity).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRecord:
    """Findings of one rule, code, provider or month.

    `lines` are the lines it has findings of; `at_stake` dollars, those of a line once, under its costliest rule.
    """

    by: str
    key: str | None
    title: str | None
    findings: int
    errors: int
    lines: int
    at_stake: Decimal


def findings_sql(files: tuple[str, ...], chosen: str = "*", worded: Callable[[str], str] = str) -> str:
    """SQL of the findings in the order of the lines, with the columns of FindingRecord; `codes` joined by commas.

    `chosen`: what of these columns is selected. `worded`: what is made of the file's name, the fix and the citation,
    which are the same for many findings.
    """
    names = ", ".join(f"({i}, {literal(name)})" for i, name in enumerate(files))
    rules = f"select id, {worded('advice')} as fix, {worded('citation')} as citation from ({table_sql('rule', RULE)})"
    return (
        f"select {chosen} from (select f.rule, f.severity, n.file, c.file_line as line, c.claim_text as claim,"
        " c.patient_text as patient, c.date, f.codes, f.message, r.fix, f.at_stake, r.citation, f.confidence"
        " from list_finding as f join charge_line as c on c.line = f.line"
        f" join (select number, {worded('name')} as file from (values {names}) as given(number, name)) as n"
        f" on n.number = c.file left join ({rules}) as r on r.id = f.rule"
        " order by f.line, f.rule, f.codes, f.message)"
    )


def batches(connection: DuckDBPyConnection, files: tuple[str, ...]) -> Iterator[list[FindingRecord]]:
    """Every finding in the order of the lines, some thousands at a time."""
    cursor = connection.execute(findings_sql(files))
    while rows := cursor.fetchmany(BATCH):
        yield [_record(*row) for row in rows]


def summary(connection: DuckDBPyConnection, by: By) -> list[SummaryRecord]:
    """The findings counted, the costliest first."""
    key = {
        By.rule: "f.rule",
        By.code: "c.hcpcs",
        By.provider: "c.provider_text",
        By.month: "strftime(c.date, '%Y-%m')",
    }[by]
    # A line's dollars stand once: under its costliest rule.
    once = "r.costly_rule = f.rule and " if by is By.rule else ""
    title = f"(select title from ({table_sql('rule', ('id', 'title'))}) where id = key)" if by is By.rule else "null"
    rows = connection.execute(
        f"""select key, {title}, sum(findings), sum(errors), count(*), coalesce(sum(at_stake), 0)
        from (
            select {key} as key, f.line, count(*) as findings, count(*) filter (f.severity = 'error') as errors,
                max(case when {once}true then r.at_stake end) as at_stake
            from list_finding as f join charge_line as c on c.line = f.line join line_result as r on r.line = f.line
            group by {key}, f.line
        )
        group by key order by 6 desc, 3 desc, 1"""
    ).fetchall()
    return [
        SummaryRecord(
            by=by, key=key, title=title, findings=int(found), errors=int(errors), lines=lines, at_stake=at_stake
        )
        for key, title, found, errors, lines, at_stake in rows
    ]


def _record(
    rule: str,
    severity: str,
    file: str,
    line: int,
    claim: str | None,
    patient: str | None,
    date: dt.date | None,
    codes: str,
    message: str,
    fix: str | None,
    at_stake: Decimal | None,
    citation: str | None,
    confidence: str,
) -> FindingRecord:
    return FindingRecord(
        rule=rule,
        severity=severity,
        file=file,
        line=line,
        claim=claim,
        patient=patient,
        date=date,
        codes=tuple(filter(None, codes.split(","))),
        message=message,
        fix=fix,
        at_stake=at_stake,
        citation=citation,
        confidence=confidence,
    )
