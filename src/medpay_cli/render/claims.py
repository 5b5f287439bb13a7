"""A file of claims as a document: each claim with its lines, or for many a row a claim."""

from __future__ import annotations

from collections.abc import Sequence

from medpay_cli.pricing.record import PricedLine
from medpay_cli.render.claim import FEW_ROWS, UNCHECKED, shared_notes, step_table, table
from medpay_cli.render.document import Column, Document, Fine, Grid, Heading, Notes
from medpay_cli.render.price_words import money, patient, provenance, same, total, when, where

Claims = dict[str, list[PricedLine]]


def in_rows(lines: int, claims: int) -> bool:
    """Whether so many lines and claims are shown as a row a claim, without steps and notes."""
    return lines > FEW_ROWS and claims > 1


def document(lines: Sequence[PricedLine]) -> Document:
    """The blocks for all lines of a file."""
    claims: Claims = {}
    for line in lines:
        claims.setdefault(line.claim, []).append(line)
    if in_rows(len(lines), len(claims)):
        return [Heading(f"{len(claims):,} claims, {len(lines):,} lines"), _summary(claims), *provenance(lines)]
    blocks: Document = []
    for name, of_claim in claims.items():
        blocks.extend(_claim(name, of_claim))
    if len(claims) > 1:
        blocks.append(_summary(claims))
    return [*blocks, *provenance(lines), Fine(UNCHECKED)]


def _claim(name: str, lines: Sequence[PricedLine]) -> Document:
    placed = [line for line in lines if line.locality]
    alike = bool(placed) and same(placed, where)
    blocks: Document = [
        Heading(
            f"Claim {name or '(none)'}: {len(lines):,} line{'s' * (len(lines) > 1)}", where(placed[0]) if alike else ""
        ),
        table(lines, claim=True),
    ]
    if len(lines) <= FEW_ROWS:
        blocks.extend(step_table(lines))
    notes = shared_notes(lines)
    return [*blocks, Notes(notes)] if notes else blocks


def _summary(claims: Claims) -> Grid:
    """A row a claim, and the total of all."""
    columns = [
        Column("Claim"),
        Column("Date"),
        Column("Lines", True),
        Column("No amount", True),
        Column("Allowed", True),
        Column("Medicare", True),
        Column("Patient", True),
    ]
    rows = [_row(name or "(none)", lines) for name, lines in claims.items()]
    every = [line for lines in claims.values() for line in lines]
    return Grid(columns, [*rows, _row("All", every)], total=True)


def _row(name: str, lines: Sequence[PricedLine]) -> list[str]:
    without = sum(line.allowed is None for line in lines)
    return [
        name,
        when(lines[0]) if same(lines, when) else "several",
        f"{len(lines):,}",
        f"{without:,}" if without else "",
        money(total(line.allowed for line in lines)),
        money(total(line.medicare_pays for line in lines)),
        money(total(patient(line) for line in lines)),
    ]
