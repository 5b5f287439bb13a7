"""An answer as blocks of headings, grids and notes, before it becomes terminal text or Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple


class Heading(NamedTuple):
    """What the answer is about, and a line of detail under it; `top`: a page of its own begins."""

    text: str
    detail: str = ""
    top: bool = False


class Column(NamedTuple):
    """A column of a grid; `flexible` and `wraps` ones give up width when a terminal is narrow.

    A flexible cell is cut then, for text that is known elsewhere; one that wraps goes on in the next line. A sentence
    that is to stand `below` gets lines of its own under the row rather than a column too narrow to read.
    """

    name: str
    right: bool = False
    flexible: bool = False
    wraps: bool = False
    below: bool = False


class Grid(NamedTuple):
    """Rows of cells under named columns; `total`: the last row is the sum of the others."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    total: bool = False


class Trend(NamedTuple):
    """Amounts over time, one a point, None where there is none; `names` of the points."""

    names: Sequence[str]
    amounts: Sequence[Decimal | None]


class Verdict(NamedTuple):
    """The sentence the reader came for. `good` decides its colour, None for neither."""

    text: str
    good: bool | None = None


class Notes(NamedTuple):
    """Sentences the reader must know, one bullet each."""

    items: Sequence[str]


class Fine(NamedTuple):
    """Small print: provenance and caveat."""

    text: str


Block = Heading | Grid | Trend | Verdict | Notes | Fine
Document = list[Block]
