"""How a text table is written: its delimiter, where its header stands, and the names of its columns."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from medpay_cli.errors import RequestError
from medpay_cli.intake.columns import mapping, no_code_column
from medpay_cli.intake.plain import CP1252, as_cp1252

DELIMITERS = (",", "\t", "|", ";")
# The header is looked for among so many first lines (titles, dates and notes stand above it in exports).
FIRST_LINES = 60
FIRST_BYTES = 1 << 20

# A line of a bare list: a code, with modifiers and units where wanted.
_CODE = re.compile(
    r'=?"?([0-9A-Z][0-9]{3}[0-9A-Z](\.0+)?|[A-Z]XXX[0-9])([-:,; ]+[0-9A-Z]{2})*( *[xX*] *[0-9.]+)?"?', re.IGNORECASE
)


class Layout(NamedTuple):
    """A text table. `header_line` is its number in the file, from 1; 0 when there is none (a bare list of codes)."""

    file: str
    path: Path
    delimiter: str
    header_line: int
    names: tuple[str, ...]
    fields: Mapping[str, int]
    # DuckDB types of the columns of a typed table; those of text have none.
    types: tuple[str, ...] = ()


def layout(file: str, path: Path, asked: Mapping[str, str]) -> Layout:
    """The layout of the UTF-8 text at `path`, called `file` in messages; `asked` maps fields to columns by name.

    The header is the first of the first lines whose names give a column of codes. A list whose every line begins
    with a code has none. Raises RequestError when there is neither.
    """
    with path.open("rb") as stream:
        head = stream.read(FIRST_BYTES)
    codecs.register_error(CP1252, as_cp1252)
    lines = re.split(r"\r\n|\r|\n", head.decode("utf-8", errors=CP1252).removeprefix("\ufeff").replace("\0", ""))
    if len(head) == FIRST_BYTES and len(lines) > 1:
        lines.pop()
    lines = lines[:FIRST_LINES]
    best: tuple[int, int, str, list[str]] | None = None
    for number, line in enumerate(lines, 1):
        if _CODE.fullmatch(line.strip()):
            break
        for delimiter in DELIMITERS:
            names = _cells(line, delimiter)
            if not any(names):
                continue
            try:
                fields = mapping(names, asked)
            except RequestError:
                continue
            if "code" in fields and (best is None or len(fields) > best[0]):
                best = (len(fields), number, delimiter, names)
        if best is not None:
            _, header, delimiter, names = best
            return Layout(file, path, delimiter, header, tuple(names), mapping(names, asked))
    filled = [line for line in lines if line.strip()]
    if not filled:
        raise RequestError(f"{file}: the file is empty")
    coded = [line for line in filled if _CODE.fullmatch(line.strip())]
    if len(coded) * 2 >= len(filled) and not asked:
        # One column: a tab cannot be part of a code, so nothing is split.
        return Layout(file, path, "\t", 0, ("code",), {"code": 0})
    widest = max((_cells(line, delimiter) for line in filled[:5] for delimiter in DELIMITERS), key=len)
    if asked:
        mapping(widest, asked)
    raise no_code_column(file, widest)


def _cells(line: str, delimiter: str) -> list[str]:
    """The cells of a header line, trimmed."""
    try:
        cells: Sequence[str] = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []
    return [cell.strip() for cell in cells]
