"""One priced line as a document: the fee's breakdown, then each step to the amounts."""

from __future__ import annotations

from collections.abc import Sequence

from medpay_cli.pricing.record import PricedLine, Step
from medpay_cli.render.claim import several
from medpay_cli.render.document import Block, Column, Document, Grid, Heading, Notes, Verdict
from medpay_cli.render.price_words import code, good, money, provenance, told_steps, verdict, where


def document(lines: Sequence[PricedLine], hint: str = "") -> Document:
    """The blocks of an answer; `hint` says how to narrow several places."""
    if not lines:
        return [Verdict("No code was given")]
    return _single(lines[0]) if len(lines) == 1 else several(lines, hint)


def _single(line: PricedLine) -> Document:
    blocks: Document = [Heading(f"{code(line)}  {line.descriptor}".strip(), where(line))]
    if line.reason:
        blocks.append(Verdict(verdict(line), good(line)))
    blocks.extend(_breakdown(line))
    if line.allowed is not None:
        blocks.append(_amounts(line))
    told = [*line.notes, *([f"what to do: {line.advice}"] if line.advice else [])]
    if told:
        blocks.append(Notes(told))
    return [*blocks, *provenance([line])]


def _breakdown(line: PricedLine) -> list[Block]:
    if line.fee is not None and line.base_units is not None:
        return [_units(line)]
    if line.fee is not None:
        return [_dollars(line)]
    return [_rvus(line)] if line.total_rvu else []


def _dollars(line: PricedLine) -> Grid:
    rows = [
        ("Work", line.work_rvu, line.gpci_work, line.work_amount),
        ("Practice expense", line.pe_rvu, line.gpci_pe, line.pe_amount),
        ("Malpractice", line.mp_rvu, line.gpci_mp, line.mp_amount),
    ]
    cells = [[name, f"{rvu}", f"{gpci}", f"{amount:,}"] for name, rvu, gpci, amount in rows]
    cells.append(["Total", f"{line.total_rvu}", "", money(line.uncapped_fee)])
    if line.fee != line.uncapped_fee:
        cells.append(["OPPS cap", "", "", money(line.fee)])
    return Grid([Column(""), Column("RVU", True), Column("GPCI", True), Column("Dollars", True)], cells, total=True)


def _units(line: PricedLine) -> Grid:
    """Anesthesia: its units instead of RVUs."""
    cells = [["Base units", f"{line.base_units:f}", ""]]
    if line.time_units is not None:
        cells.append([f"Time units, {line.minutes} minutes", f"{line.time_units:f}", ""])
    assert line.base_units is not None
    units = line.base_units + (line.time_units or 0)
    factor = f"{line.anesthesia_factor:f}".rstrip("0")
    cells.append([f"Total x anesthesia conversion factor {factor}", f"{units:f}", money(line.fee)])
    return Grid([Column("", flexible=True), Column("Units", True), Column("Dollars", True)], cells, total=True)


def _rvus(line: PricedLine) -> Grid:
    """RVUs CMS shows for information: no dollars, for Medicare pays none."""
    rows = [("Work", line.work_rvu), ("Practice expense", line.pe_rvu), ("Malpractice", line.mp_rvu)]
    cells = [[name, f"{rvu}"] for name, rvu in [*rows, ("Total", line.total_rvu)]]
    return Grid([Column(""), Column("RVU", True)], cells, total=True)


def _amounts(line: PricedLine) -> Grid:
    told = told_steps(line)
    rows = [_step(step) for step in told if step.toward == "allowed"]
    rows.append(["Allowed", money(line.allowed), ""])
    if line.deductible is not None:
        rows.append(["Deductible", money(line.deductible), "paid by the patient"])
    rows.extend(_step(step) for step in told if step.toward == "payment")
    whole = line.deductible is not None or any(step.rule.startswith("PATIENT") for step in line.steps)
    rows.append(["Medicare pays", money(line.medicare_pays), "" if whole else "if the deductible has been met"])
    rows.append(["Coinsurance", money(line.coinsurance), ""])
    if line.limiting_charge is not None:
        rows.append(["Limiting charge", money(line.limiting_charge), "on an unassigned claim"])
    return Grid([Column("", wraps=True), Column("", True), Column("", wraps=True)], rows)


def _step(step: Step) -> list[str]:
    return [
        f"{step.label[0].upper()}{step.label[1:]}",
        money(step.after),
        step.rule if step.factor is None else f"x {step.factor:f}  {step.rule}",
    ]
