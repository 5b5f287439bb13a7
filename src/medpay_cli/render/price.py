"""Priced lines as a document: a breakdown for one, a compact row each for many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from medpay_cli.pricing.record import PricedLine
from medpay_cli.render.document import Column, Document, Fine, Grid, Heading, Notes, Verdict

CAVEAT = (
    "An estimate of the Medicare allowed amount; what is paid depends on the payer, the documentation and coverage."
)
TRACKS = {"qp": "QP", "non_qp": "non-QP"}
# Above this many rows only notes that hold for every row are shown; the other formats carry all.
FEW_ROWS = 30


def document(lines: Sequence[PricedLine], hint: str = "") -> Document:
    """The blocks of an answer; `hint` says how to narrow several places."""
    if not lines:
        return [Verdict("No code was given")]
    return _single(lines[0]) if len(lines) == 1 else _compact(lines, hint)


def _single(line: PricedLine) -> Document:
    blocks: Document = [Heading(f"{_code(line)}  {line.descriptor}".strip(), _where(line))]
    if line.reason:
        blocks.append(Verdict(_verdict(line), None if line.payable else False))
    if line.fee is not None:
        blocks.append(_breakdown(line))
    elif line.total_rvu:
        blocks.append(_rvus(line))
    if line.allowed is not None:
        blocks.append(_amounts(line))
    if line.notes:
        blocks.append(Notes(line.notes))
    return [*blocks, *_provenance([line])]


def _verdict(line: PricedLine) -> str:
    return f"{'No amount' if line.payable else 'Not payable'}: {line.reason}"


def _breakdown(line: PricedLine) -> Grid:
    rows = [
        ("Work", line.work_rvu, line.gpci_work, line.work_amount),
        ("Practice expense", line.pe_rvu, line.gpci_pe, line.pe_amount),
        ("Malpractice", line.mp_rvu, line.gpci_mp, line.mp_amount),
    ]
    cells = [[name, f"{rvu}", f"{gpci}", f"{amount:,}"] for name, rvu, gpci, amount in rows]
    cells.append(["Total", f"{line.total_rvu}", "", _money(line.uncapped_fee)])
    capped = line.fee != line.uncapped_fee
    if capped:
        cells.append(["OPPS cap", "", "", _money(line.fee)])
    return Grid([Column(""), Column("RVU", True), Column("GPCI", True), Column("Dollars", True)], cells, total=True)


def _rvus(line: PricedLine) -> Grid:
    """RVUs CMS shows for information: no dollars, for Medicare pays none."""
    rows = [("Work", line.work_rvu), ("Practice expense", line.pe_rvu), ("Malpractice", line.mp_rvu)]
    cells = [[name, f"{rvu}"] for name, rvu in [*rows, ("Total", line.total_rvu)]]
    return Grid([Column(""), Column("RVU", True)], cells, total=True)


def _amounts(line: PricedLine) -> Grid:
    rows = [["Allowed", _money(line.allowed), _chain(line)]]
    rows.append(["Medicare pays", _money(line.medicare_pays), "after the deductible"])
    rows.append(["Coinsurance", _money(line.coinsurance), ""])
    rows.append(["Limiting charge", _money(line.limiting_charge), "non-participating, not assigned"])
    return Grid([Column(""), Column("", True), Column("", flexible=True)], rows)


def _chain(line: PricedLine) -> str:
    """The steps after the fee in a few words: `95 %, 2 units, lower of charge and fee`."""
    later = [step for step in line.steps if step.rule in ("PRICE-NONPAR", "PRICE-UNITS", "PRICE-LOWER-OF-CHARGE")]
    return ", ".join(f"{step.label} x {step.factor:f}" if step.rule == "PRICE-NONPAR" else step.label for step in later)


def _compact(lines: Sequence[PricedLine], hint: str) -> Document:
    first = lines[0]
    one_code = _same(lines, _code)
    one_place = _same(lines, lambda line: line.locality)
    blocks: Document = []
    if one_code:
        blocks.append(Heading(f"{_code(first)}  {first.descriptor}", f"{_setting(first)} · {_when(first)}"))
    else:
        blocks.append(Heading(f"{len(lines):,} lines", _where(first) if one_place else _when(first)))
    one_reason = _same(lines, lambda line: line.reason)
    if one_reason and first.reason:
        blocks.append(Verdict(_verdict(first), None if first.payable else False))
    columns: list[tuple[Column, Callable[[PricedLine], str]]] = []
    if not one_code:
        columns.append((Column("Code"), _code))
    if not one_place:
        columns.append((Column("Locality"), lambda line: f"{line.mac}-{line.locality[5:]}"))
        columns.append((Column("", flexible=True), lambda line: f"{line.locality_name}, {line.state}"))
    elif not one_code:
        columns.append((Column("", flexible=True), lambda line: line.descriptor))
    fee = "Fee unmodified" if any(line.fee and not line.payable for line in lines) else "Fee"
    columns.append((Column(fee, True), lambda line: _money(line.fee)))
    columns.append((Column("Allowed", True), lambda line: _money(line.allowed)))
    if any(line.allowed is not None for line in lines):
        columns.append((Column("Medicare", True), lambda line: _money(line.medicare_pays)))
        columns.append((Column("Patient", True), lambda line: _money(line.coinsurance)))
    if not one_reason:
        columns.append(
            (Column("Why no amount", flexible=True), lambda line: (line.reason_code or "").replace("_", " "))
        )
    blocks.append(Grid([column for column, _ in columns], [[cell(line) for _, cell in columns] for line in lines]))
    notes = _shared_notes(lines, one_code, one_reason)
    if notes or hint:
        blocks.append(Notes([*([hint] if hint else []), *notes]))
    return [*blocks, *_provenance(lines)]


def _shared_notes(lines: Sequence[PricedLine], one_code: bool, one_reason: bool) -> list[str]:
    """Notes every row has, once; then, for few codes, each code's own reason and notes."""
    shared = [note for note in lines[0].notes if all(note in line.notes for line in lines)]
    if one_code or len(lines) > FEW_ROWS:
        return shared
    own: dict[str, None] = {}
    for line in lines:
        said = [line.reason] if line.reason and not one_reason else []
        own.update(dict.fromkeys(f"{_code(line)}: {note}" for note in [*said, *line.notes] if note not in shared))
    return [*shared, *own]


def _provenance(lines: Sequence[PricedLine]) -> list[Fine]:
    first = lines[0]
    parts = [", ".join(dict.fromkeys(line.release for line in lines if line.release))]
    if first.conversion_factor is not None and _same(lines, lambda line: f"{line.conversion_factor}"):
        track = f" ({TRACKS[first.track]})" if first.track in TRACKS else ""
        parts.append(f"conversion factor {first.conversion_factor}{track}")
    if _same(lines, lambda line: line.confidence):
        parts.append(f"confidence {first.confidence}")
    return [Fine(""), Fine(" · ".join(part for part in parts if part)), Fine(CAVEAT)]


def _same(lines: Sequence[PricedLine], key: Callable[[PricedLine], str | None]) -> bool:
    return len({key(line) for line in lines}) == 1


def _code(line: PricedLine) -> str:
    units = f" x{line.units:f}" if line.units != 1 else ""
    return "-".join((line.code, *line.modifiers)) + units


def _where(line: PricedLine) -> str:
    if not line.locality:
        return ""
    place = "national" if line.mac is None else f"{line.locality_name}, {line.state} ({line.mac}-{line.locality[5:]})"
    return f"{place} · {_setting(line)} · {_when(line)}"


def _setting(line: PricedLine) -> str:
    rate = {"facility": "facility rate", "nonfacility": "non-facility rate"}.get(line.setting or "", "rate unknown")
    return f"POS {line.pos}, {rate}" if line.pos else rate


def _when(line: PricedLine) -> str:
    return line.date.isoformat() if line.date else f"{line.release}"


def _money(amount: Decimal | None) -> str:
    return "-" if amount is None else f"${amount:,}"
