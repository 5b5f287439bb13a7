"""Several priced lines as a document: a row each, the claim's total, and the steps of each line."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from medpay_cli.pricing.record import PricedLine
from medpay_cli.render.document import Column, Document, Fine, Grid, Heading, Notes, Verdict
from medpay_cli.render.price_words import (
    code,
    good,
    money,
    one_place,
    patient,
    provenance,
    same,
    setting,
    told_steps,
    total,
    total_name,
    verdict,
    when,
    where,
)

# Above this many rows only notes that hold for every row are shown, and no steps; the other formats carry all.
FEW_ROWS = 30
UNCHECKED = (
    "NCCI edits, surgical packages of the day, G2211 and status T are applied as the lines stand; for other conditions"
    " (duplicates, therapy plans, sides ...) see `medpay bundle`."
)
# Reasons that leave the fee that of the line as it was written.
UNCHANGED = ("denied_by_edit", "included_in_endoscopy", "included_in_anesthesia")
Cell = Callable[[PricedLine], str]


def several(lines: Sequence[PricedLine], hint: str = "") -> Document:
    """The blocks of an answer of more than one line; `hint` says how to narrow several places."""
    first = lines[0]
    one_code = same(lines, code)
    one_reason = same(lines, lambda line: line.reason)
    blocks: Document = [_heading(lines, one_code)]
    if one_reason and first.reason:
        blocks.append(Verdict(verdict(first), good(first)))
    # Lines priced each alone are no claim, and the same claim at several places is not one of them all.
    blocks.append(table(lines, claim=bool(first.claim) and one_place(lines)))
    if len(lines) <= FEW_ROWS and not one_code:
        blocks.extend(step_table(lines))
    notes = [*([hint] if hint else []), *shared_notes(lines, one_reason=one_reason)]
    if notes:
        blocks.append(Notes(notes))
    return [*blocks, *provenance(lines), *([Fine(UNCHECKED)] if first.claim else [])]


def table(lines: Sequence[PricedLine], *, claim: bool) -> Grid:
    """A row a line; a claim ends with its total."""
    columns = _columns(lines, codes=claim or not same(lines, code))
    rows = [[cell(line) for _, cell in columns] for line in lines]
    sums = {
        "Allowed": total(line.allowed for line in lines),
        "Medicare": total(line.medicare_pays for line in lines),
        "Patient": total(patient(line) for line in lines),
    }
    if claim:
        names = [column.name for column, _ in columns]
        rows.append([total_name(lines), *(money(sums[name]) if name in sums else "" for name in names[1:])])
    return Grid([column for column, _ in columns], rows, total=claim)


def step_table(lines: Sequence[PricedLine]) -> Document:
    """What the modifiers and the rules across lines did to each line, where they did anything."""
    rows = []
    for line in lines:
        said = code(line)
        for step in told_steps(line):
            factor = "" if step.factor is None else f"x {step.factor:f}"
            rows.append([said, step.label, factor, money(step.after), step.rule])
            said = ""
    columns = [Column("Code"), Column("Step", wraps=True), Column("", True), Column("Amount", True), Column("Rule")]
    return [Grid(columns, rows)] if rows else []


def shared_notes(lines: Sequence[PricedLine], *, one_reason: bool = False) -> list[str]:
    """Notes every row has, once; then, for few codes, each code's own reason and notes."""
    shared = [note for note in lines[0].notes if all(note in line.notes for line in lines)]
    if same(lines, code) or len(lines) > FEW_ROWS:
        return shared
    own: dict[str, dict[str, None]] = {}
    for line in lines:
        reason = f"{line.reason}{f' ({line.rule})' if line.rule else ''}"
        said = [reason] if line.reason and not one_reason else []
        advice = [f"what to do: {line.advice}"] if line.advice else []
        for note in [*said, *line.notes, *advice]:
            if note not in shared:
                own.setdefault(note, {})[code(line)] = None
    return [*shared, *(f"{', '.join(codes)}: {note}" for note, codes in own.items())]


def _heading(lines: Sequence[PricedLine], one_code: bool) -> Heading:
    first = lines[0]
    if one_code:
        return Heading(f"{code(first)}  {first.descriptor}", f"{setting(first)} · {when(first)}")
    what = "A claim of" if first.claim and one_place(lines) else ""
    return Heading(f"{what} {len(lines):,} lines".strip(), where(first) if one_place(lines) else when(first))


def _columns(lines: Sequence[PricedLine], *, codes: bool) -> list[tuple[Column, Cell]]:
    columns: list[tuple[Column, Cell]] = []
    if codes:
        columns.append((Column("Code"), code))
    if any(line.rank for line in lines):
        columns.append((Column("Rank", True), lambda line: f"{line.rank}" if line.rank else ""))
    if len({when(line) for line in lines if when(line)}) > 1:
        columns.append((Column("Date"), when))
    if not one_place(lines):
        columns.append((Column("Locality"), lambda line: f"{line.mac}-{line.locality[5:]}" if line.mac else ""))
        columns.append((Column("", flexible=True), lambda line: f"{line.locality_name}, {line.state}"))
    elif codes:
        columns.append((Column("", flexible=True), lambda line: line.descriptor))
    unmodified = [line for line in lines if line.fee and not line.payable and line.reason_code not in UNCHANGED]
    fee = "Fee unmodified" if unmodified else "Fee"
    columns.append((Column(fee, True), lambda line: money(line.fee)))
    columns.append((Column("Allowed", True), lambda line: money(line.allowed)))
    if any(line.allowed is not None for line in lines):
        columns.append((Column("Medicare", True), lambda line: money(line.medicare_pays)))
        columns.append((Column("Patient", True), lambda line: money(patient(line))))
    if not same(lines, lambda line: line.reason):
        columns.append((Column("Why no amount", wraps=True), lambda line: (line.reason_code or "").replace("_", " ")))
    return columns
