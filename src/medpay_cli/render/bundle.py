"""What NCCI says of a claim, or of one code, as a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from medpay_cli.edits.bundle import BundleAnswer
from medpay_cli.edits.record import EditRecord
from medpay_cli.render.document import Column, Document, Fine, Grid, Heading, Notes, Verdict

CAVEAT = "Edits between lines of one provider, patient and day; coverage, frequency and payer rules are not checked."


def claim(answer: BundleAnswer) -> Document:
    """The verdict, the edits met, and what the fee schedule says of each line."""
    first = answer.records[0]
    codes = " + ".join("-".join((line.hcpcs, *line.modifiers)) + _units(line.units) for line in answer.lines)
    found = [record for record in answer.records if record.kind != "status"]
    statuses = [record for record in answer.records if record.kind == "status"]
    blocks: Document = [Heading(codes, f"{first.table} claim · {first.date}"), _verdict(answer)]
    pairs = [record for record in found if record.kind == "ptp"]
    if not any(record.modifier_indicator != 9 and record.denied_code for record in pairs):
        either = "in either direction" if len(answer.lines) == 2 else "between any two of these codes"
        blocks.append(Notes([f"no PTP edit {either}", *(record.message for record in found)]))
    else:
        blocks.append(Notes([record.message for record in found]))
    blocks.append(Notes([*(record.message for record in statuses), *answer.warnings]))
    return [*blocks, *_provenance(answer.records)]


def _verdict(answer: BundleAnswer) -> Verdict:
    denied = sorted(answer.denied_lines)
    count = len(answer.lines)
    if not denied:
        return Verdict(f"No edit denies any of the {count} lines", True)
    codes = ", ".join(dict.fromkeys(answer.lines[n - 1].hcpcs for n in denied))
    return Verdict(f"Denied: {codes} ({len(denied)} of {count} lines)", False)


def _units(units: object) -> str:
    return "" if units == 1 else f"x{units}"


def code(code: str, records: Sequence[EditRecord], shown: int | None) -> Document:
    """The edits of one code, the first `shown` of them (all when None), with counts by role and indicator."""
    if not records:
        return [Heading(code, ""), Verdict("No edit matches", None), Fine(CAVEAT)]
    first = records[0]
    roles = Counter((record.column1 == code, record.modifier_indicator) for record in records)
    counts = [
        f"{roles[role, 0] + roles[role, 1]:,} as column {1 if role else 2} "
        f"({roles[role, 0]:,} with indicator 0, {roles[role, 1]:,} with indicator 1)"
        for role in (True, False)
    ]
    columns = [
        *(Column("Column 1"), Column("Column 2"), Column("Ind", True)),
        *(Column("Rationale", flexible=True), Column("Confidence")),
    ]
    rows = [
        [f"{r.column1}", f"{r.column2}", f"{r.modifier_indicator}", r.rationale or "not stated", r.confidence]
        for r in records[:shown]
    ]
    blocks: Document = [
        Heading(
            f"{code}  {len(records):,} edit{'' if len(records) == 1 else 's'}", f"{first.table} claims · {first.date}"
        ),
        Notes([*counts, "column 1 is paid, column 2 is denied; 0: no modifier helps, 1: an NCCI modifier may bypass"]),
        Grid(columns, rows),
    ]
    if shown is not None and len(records) > shown:
        blocks.append(
            Notes([f"{len(records) - shown:,} more: --limit N, --all, --with CODE, --indicator 0, --rationale TEXT"])
        )
    return [*blocks, *_provenance(records)]


def _provenance(records: Sequence[EditRecord]) -> list[Fine]:
    ptp = dict.fromkeys(record.edition for record in records if record.kind == "ptp" and record.edition)
    units = dict.fromkeys(record.edition for record in records if record.kind == "mue" and record.edition)
    fees = dict.fromkeys(record.edition for record in records if record.kind == "status" and record.edition)
    parts = [
        f"NCCI PTP {', '.join(ptp)}" if ptp else "",
        f"MUE {', '.join(units)}" if units else "",
        ", ".join(fees),
    ]
    return [Fine(""), Fine(" · ".join(filter(None, parts))), Fine(CAVEAT)]
