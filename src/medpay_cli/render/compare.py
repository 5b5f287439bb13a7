"""A comparison as a document: a row a place and release, the difference from the first, and a bar."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from medpay_cli.pricing.compare import Comparison
from medpay_cli.pricing.explain import SETTINGS
from medpay_cli.render.document import Column, Document, Fine, Grid, Heading, Notes
from medpay_cli.render.price_words import CAVEAT, money


def document(rows: Sequence[Comparison], *, bars: int = 0) -> Document:
    """The blocks of a comparison; on a terminal a bar of at most `bars` characters draws each amount."""
    blocks: Document = []
    for _, group in groupby(rows, key=lambda row: (row.code, row.modifiers, row.units)):
        blocks.extend(_of_code(list(group), bars))
    return [*blocks, Fine(""), Fine("Each difference is from the first row of its code. " + CAVEAT)]


def _of_code(rows: Sequence[Comparison], bars: int) -> Document:
    first = rows[0]
    units = "" if first.units == 1 else f" x{first.units:f}"
    releases = len({row.release for row in rows}) > 1
    columns = [Column("Locality"), Column("", flexible=True), *([Column("Release")] if releases else [])]
    columns += [Column("Allowed", True), Column("Difference", True), Column("%", True)]
    if bars:
        columns.append(Column(""))
    highest = max((row.allowed for row in rows if row.allowed is not None), default=Decimal(0))
    cells = [
        [
            *(row.locality if row.locality_name != "national" else "national", _place(row)),
            *([row.release or ""] if releases else []),
            *(money(row.allowed), _signed(row.difference), _signed(row.percent)),
            *([_bar(row.allowed, highest, bars)] if bars else []),
        ]
        for row in rows
    ]
    shared = [note for note in first.notes if all(note in row.notes for row in rows)]
    reasons = dict.fromkeys(f"{row.release}: {row.reason}" for row in rows if row.reason)
    blocks: Document = [
        Heading("-".join((first.code, *first.modifiers)) + f"{units}  {first.descriptor}", _rate(rows)),
        Grid(columns, cells),
    ]
    notes = [*reasons, *shared]
    return [*blocks, Notes(notes)] if notes else blocks


def _rate(rows: Sequence[Comparison]) -> str:
    """The release, the rate and the day, where the rows share them."""
    settings = {row.setting for row in rows if row.allowed is not None and row.setting}
    days = {str(row.date) for row in rows if row.date}
    said = [f"{SETTINGS[settings.pop()]} rate"] if len(settings) == 1 else []
    releases = {row.release for row in rows if row.release}
    return " · ".join([*(releases if len(releases) == 1 else ()), *said, *(days if len(days) == 1 else ())])


def _place(row: Comparison) -> str:
    return f"{row.locality_name}, {row.state}" if row.state else ""


def _signed(amount: Decimal | None) -> str:
    return "" if not amount else f"{amount:+,}"


def _bar(amount: Decimal | None, highest: Decimal, width: int) -> str:
    return "" if not amount or not highest else "▇" * max(1, round(width * amount / highest))
