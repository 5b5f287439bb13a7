"""What NCCI says of a claim, or of one code, as a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from medpay_cli.render.document import Column, Document, Fine, Grid, Heading, Notes, Verdict

if TYPE_CHECKING:
    from medpay_cli.answers.batch import Batch, BatchClaim
    from medpay_cli.answers.claims import BundleAnswer
    from medpay_cli.edits.record import EditRecord

CAVEAT = "Edits between lines of one provider, patient and day; coverage, frequency and payer rules are not checked."
HOSPITAL = "How OPPS pays the codes is not checked."


def claim(answer: BundleAnswer) -> Document:
    """The verdict, the edits met, and what the fee schedule says of each line."""
    first = answer.lines[0]
    codes = " + ".join("-".join((line.hcpcs, *line.modifiers)) + _units(line.units) for line in answer.lines)
    found = [record.message for record in answer.records if record.kind != "status"]
    statuses = [record.message for record in answer.records if record.kind == "status"]
    return [
        Heading(codes, f"{first.edit_table} claim · {first.date}"),
        _verdict(answer),
        *_notes(found),
        *_notes([*statuses, *answer.warnings]),
        *_notes(_advice(answer.records)),
        *_provenance(answer),
    ]


def batch(batch: Batch) -> Document:
    """One row a claim of the input: its line, its codes, the verdict and what denies it."""
    if not batch.claims:
        return []
    rows = [[str(claim.number), claim.text, *_outcome(claim)] for claim in batch.claims]
    columns = [Column("Line", True), Column("Claim", flexible=True), Column("Verdict"), Column("Why", flexible=True)]
    denied = sum(bool(claim.answer and claim.answer.denied_lines) for claim in batch.claims)
    count = len(batch.claims)
    first = next((claim.answer for claim in batch.claims if claim.answer), None)
    return [
        Heading(f"{denied:,} of {count:,} claim{'' if count == 1 else 's'} with a denied line"),
        Grid(columns, rows),
        *_notes(batch.warnings),
        *(_provenance(first) if first else []),
    ]


def _outcome(claim: BatchClaim) -> tuple[str, str]:
    if claim.answer is None:
        return "not judged", f"{claim.mistake}"
    why = "; ".join(record.message for record in claim.answer.records if record.denied)
    return _verdict(claim.answer).text, why


def _notes(items: Sequence[str]) -> list[Notes]:
    # Two lines of one code are told the same once.
    return [Notes(list(dict.fromkeys(items)))] if items else []


def _advice(records: Sequence[EditRecord]) -> list[str]:
    """What to do, once for each rule."""
    return [f"what to do: {advice}" for advice in dict.fromkeys(record.advice for record in records) if advice]


VERDICTS = {"denied": "Denied", "review": "Needs review", "paid_elsewhere": "Paid elsewhere"}


def _verdict(answer: BundleAnswer) -> Verdict:
    """`Denied: 77417 (1 of 3 lines). Paid elsewhere: 36415, 80053.`"""
    outcomes = answer.outcomes
    count = len(outcomes)
    parts = []
    for outcome, name in VERDICTS.items():
        lines = [line for line, mine in zip(answer.lines, outcomes, strict=True) if mine == outcome]
        if lines:
            share = f" ({len(lines)} of {count} lines)" if outcome == "denied" and count > 1 else ""
            parts.append(f"{name}: {', '.join(dict.fromkeys(line.hcpcs for line in lines))}{share}")
    if "denied" in outcomes:
        return Verdict(". ".join(parts), False)
    if parts:
        return Verdict(". ".join(["No line is denied" if count > 1 else "Not denied", *parts]), None)
    return Verdict(f"No edit denies {'the line' if count == 1 else f'any of the {count} lines'}", True)


def _units(units: object) -> str:
    return "" if units == 1 else f"x{units}"


def code(answer: BundleAnswer, listed: Sequence[EditRecord], shown: int | None, *, claimed: bool) -> Document:
    """One code: the verdict on it as a claim, or one line on it, then the first `shown` of its edits (None: all)."""
    if claimed:
        *blocks, _, provenance, caveat = claim(answer)
    else:
        first = answer.lines[0]
        blocks = [
            Heading(first.hcpcs, f"{first.edit_table} claims · {first.date}"),
            Notes([record.message for record in answer.records]),
            *_notes(answer.warnings),
        ]
        _, provenance, caveat = _provenance(answer)
    return [*blocks, *_listing(answer, listed, shown), Fine(""), provenance, caveat]


def _listing(answer: BundleAnswer, records: Sequence[EditRecord], shown: int | None) -> Document:
    """The edits of one code with counts by role and indicator."""
    code = answer.lines[0].hcpcs
    if not records:
        return [Verdict("No edit of the code" if not answer.listing else "No edit matches", None)]
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
        Heading(f"{len(records):,} edit{'' if len(records) == 1 else 's'} of {code}"),
        Notes(
            [
                *counts,
                "column 1 is eligible for payment, column 2 is denied; 0: no modifier helps, 1: an NCCI modifier may",
            ]
        ),
        Grid(columns, rows),
    ]
    if shown is not None and len(records) > shown:
        blocks.append(
            Notes([f"{len(records) - shown:,} more: --limit N, --all, --with CODE, --indicator 0, --rationale TEXT"])
        )
    return blocks


def _provenance(answer: BundleAnswer) -> list[Fine]:
    units = dict.fromkeys(record.edition for record in answer.records if record.kind == "mue" and record.edition)
    fees = dict.fromkeys(
        record.edition for record in answer.records if record.kind in ("status", "code") and record.edition
    )
    parts = [
        f"NCCI {answer.lines[0].edit_table} PTP {answer.editions.text}",
        f"MUE {', '.join(units)}" if units else "",
        ", ".join(fees),
    ]
    hospital = answer.lines[0].edit_table == "outpatient"
    return [
        Fine(""),
        Fine(" · ".join(filter(None, parts))),
        Fine(f"{CAVEAT} {HOSPITAL}" if hospital else CAVEAT),
    ]
