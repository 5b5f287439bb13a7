"""A document as text: for a pipe as wide as it needs, for a terminal cut to its width and coloured by Rich."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, TextIO, TypeVar

from medpay_cli.intake.visible import visible
from medpay_cli.render.document import Block, Column, Document, Fine, Grid, Heading, Notes, Trend, Verdict

if TYPE_CHECKING:
    from rich.style import StyleType

MIN_FLEXIBLE = 8
# A sentence in a narrower column is hard to read.
MIN_SENTENCE = 44
INDENT = "      "
GAP = "  "
T = TypeVar("T")
BARS = "▁▂▃▄▅▆▇█"


class Line(NamedTuple):
    """One line of text and how a terminal shows it."""

    text: str
    style: str = ""


def write(document: Document, stream: TextIO) -> None:
    """Write `document` to `stream`; Rich is loaded only for a terminal."""
    if stream.isatty():
        _write_terminal(document, stream)
    else:
        stream.writelines(f"{line.text}\n" for line in lines(document, None))


def lines(document: Document, width: int | None) -> Iterator[Line]:
    """The text lines, wrapped and cut to `width` columns, or as long as they are when it is None."""
    for i, block in enumerate(document):
        if i and not isinstance(block, Fine):
            yield Line("")
        for line in _block(block, width):
            yield Line(visible(line.text), line.style)


def _write_terminal(document: Document, stream: TextIO) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(file=stream, highlight=False)
    for line in lines(document, console.width):
        style: StyleType = line.style
        console.print(Text(line.text, style=style), soft_wrap=True)


def _block(block: Block, width: int | None) -> Iterator[Line]:
    if isinstance(block, Heading):
        yield from (Line(text, "bold") for text in _wrap(block.text, width))
        if block.detail:
            yield from (Line(text) for text in _wrap(block.detail, width))
    elif isinstance(block, Grid):
        yield from _grid(block, width)
    elif isinstance(block, Trend):
        yield Line(f"{spark(block.amounts)}  {block.names[0]} to {block.names[-1]}" if block.names else "")
    elif isinstance(block, Verdict):
        style = {True: "bold green", False: "bold red", None: "bold"}[block.good]
        yield from (Line(text, style) for text in _wrap(block.text, width))
    elif isinstance(block, Notes):
        for item in block.items:
            yield from (Line(text, "yellow") for text in _wrap(item, width, "- "))
    else:
        yield from (Line(text, "dim") for text in _wrap(block.text, width))


def spark(amounts: Sequence[Decimal | None]) -> str:
    """A character a point, taller for more; a dot where there is no amount."""
    known = [amount for amount in amounts if amount is not None]
    top = max(known, default=Decimal(0))
    # From nothing, not from the least: a rise of one per cent must not look like a doubling.
    heights = [None if amount is None else int(amount / top * (len(BARS) - 1)) if top else 0 for amount in amounts]
    return "".join("·" if height is None else BARS[height] for height in heights)


def _wrap(text: str, width: int | None, bullet: str = "") -> list[str]:
    if width is None:
        return [bullet + text]
    return textwrap.wrap(bullet + text, width, subsequent_indent=" " * len(bullet), break_long_words=False) or [""]


def _grid(grid: Grid, width: int | None) -> Iterator[Line]:
    columns: Sequence[Column] = grid.columns
    rows: Sequence[Sequence[str]] = grid.rows
    widths = _widths(columns, rows, width)
    low = _low(columns, rows, widths)
    if low is not None:
        columns, rows = _without(columns, low), [_without(row, low) for row in rows]
        widths = _widths(columns, rows, width)
    if any(column.name for column in columns):
        yield from (Line(text, "dim") for text in _row(columns, [column.name for column in columns], widths))
    for i, row in enumerate(rows):
        last = grid.total and i == len(rows) - 1
        yield from (Line(text, "bold" if last else "") for text in _row(columns, row, widths))
        if low is not None and width is not None:
            sentence = textwrap.wrap(grid.rows[i][low], width, initial_indent=INDENT, subsequent_indent=INDENT)
            yield from (Line(text) for text in sentence)


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int | None) -> list[int]:
    """The width of each column, fitted to `width`."""
    return _fit(columns, [_natural(column, i, rows) for i, column in enumerate(columns)], width)


def _natural(column: Column, place: int, rows: Sequence[Sequence[str]]) -> int:
    return max(len(column.name), *(len(row[place]) for row in rows), 0)


def _low(columns: Sequence[Column], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> int | None:
    """The column whose cells go under their rows, since it would be too narrow."""
    for i, column in enumerate(columns):
        if column.below and widths[i] < min(_natural(column, i, rows), MIN_SENTENCE):
            return i
    return None


def _without(cells: Sequence[T], place: int) -> list[T]:
    return [cell for i, cell in enumerate(cells) if i != place]


def _fit(columns: Sequence[Column], widths: list[int], width: int | None) -> list[int]:
    """Take the excess over `width` from the flexible columns, the widest first."""
    if width is None:
        return widths
    excess = sum(widths) + len(GAP) * (len(widths) - 1) - width
    while excess > 0:
        flexible = [i for i, column in enumerate(columns) if _gives(column) and widths[i] > MIN_FLEXIBLE]
        if not flexible:
            break
        widest = max(flexible, key=lambda i: widths[i])
        widths[widest] -= 1
        excess -= 1
    return widths


def _gives(column: Column) -> bool:
    return column.flexible or column.wraps


def _row(columns: Sequence[Column], cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    """The text lines of one row: more than one where a cell wraps."""
    pieces = [_pieces(*each) for each in zip(columns, cells, widths, strict=True)]
    for texts in itertools.zip_longest(*pieces, fillvalue=""):
        padded = (
            text.rjust(width) if column.right else text.ljust(width)
            for column, text, width in zip(columns, texts, widths, strict=True)
        )
        yield GAP.join(padded).rstrip()


def _pieces(column: Column, cell: str, width: int) -> list[str]:
    if len(cell) <= width:
        return [cell]
    if not column.wraps:
        return [cell[: width - 1] + "…"]
    # What is indented stays so on its further lines: the source under a tip.
    return textwrap.wrap(cell, width, subsequent_indent=" " * (len(cell) - len(cell.lstrip())))
