"""The findings of an audit as a document."""

from __future__ import annotations

from collections.abc import Sequence

from medpay_cli.auditing.audit import Summary
from medpay_cli.auditing.findings import SummaryRecord
from medpay_cli.auditing.record import FindingRecord
from medpay_cli.render.document import Column, Document, Grid, Notes, Verdict

LIMITS = (
    "not checked: medical necessity and coverage decisions, frequency over time, claims of the patient "
    "that are not in the list, payer contracts; amounts are estimates of what Medicare allows"
)


def counted_as(count: int, one: str, many: str | None = None) -> str:
    """`1 line`, `2,000 lines`."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def document(findings: Sequence[FindingRecord], summary: Summary) -> Document:
    """One row a finding."""
    if not findings:
        return [Verdict(f"Nothing found in {counted_as(summary.lines, 'line')}", True)]
    columns = [
        *(Column("Line", True), Column("Severity"), Column("Rule"), Column("Codes"), Column("At stake", True)),
        Column("Message", wraps=True, below=True),
    ]
    several = len({finding.file for finding in findings}) > 1
    rows = [
        [
            f"{f.file}:{f.line}" if several else f"{f.line}",
            f.severity,
            f.rule,
            " ".join(f.codes),
            "" if f.at_stake is None else f"{f.at_stake:,}",
            f.message,
        ]
        for f in findings
    ]
    more = sum(summary.findings.values()) - len(findings)
    return [Grid(columns, rows), *([Notes([f"{more:,} more: -o findings.csv has them all"])] if more > 0 else [])]


def counted(records: Sequence[SummaryRecord]) -> Document:
    """One row a rule, code, provider or month."""
    if not records:
        return [Verdict("Nothing found", True)]
    by = records[0].by
    columns = [
        *(Column(by.capitalize()), Column("Findings", True), Column("Errors", True), Column("Lines", True)),
        *(Column("At stake", True), Column("", flexible=True)),
    ]
    rows = [
        [r.key or "(none)", f"{r.findings:,}", f"{r.errors:,}", f"{r.lines:,}", f"{r.at_stake:,}", r.title or ""]
        for r in records
    ]
    return [Grid(columns, rows)]


def annotation(finding: FindingRecord) -> str:
    """A finding as GitHub's workflow command, which marks the line of the file."""
    kind = {"error": "error", "warning": "warning"}.get(finding.severity, "notice")

    def safe(text: str, more: str = "") -> str:
        for character in "%\r\n" + more:
            text = text.replace(character, f"%{ord(character):02X}")
        return text

    where = f"file={safe(finding.file, ':,')},line={finding.line},title={safe(finding.rule, ':,')}"
    return f"::{kind} {where}::{safe(finding.message)}\n"


def summary_words(summary: Summary) -> list[str]:
    """The sentences said beside the findings."""
    skipped = summary.rows - summary.lines
    outcomes = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in summary.outcomes.items())
    found = sum(summary.findings.values())
    rules = ", ".join(f"{rule} {count:,}" for rule, count in list(summary.findings.items())[:12])
    more = f" and {counted_as(len(summary.findings) - 12, 'more rule')}" if len(summary.findings) > 12 else ""
    lines = f"{counted_as(summary.lines, 'line')}, {counted_as(summary.claims, 'claim day')}: {outcomes}"
    words = [lines if outcomes else "no lines"]
    if skipped:
        words.append(f"{counted_as(skipped, 'row is no line', 'rows are no lines')} (blank, or the header again)")
    if found:
        words.append(f"{counted_as(found, 'finding')}: {rules}{more}")
    words.append(f"expected ${summary.expected:,.2f}; at stake ${summary.at_stake:,.2f}, each line once")
    return words
