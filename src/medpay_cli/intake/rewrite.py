"""Rewrites a text table that DuckDB's strict reader refuses, streaming: ragged rows, stray quotes, blank lines.

Every record becomes one clean csv row: number of its first line in the file, cells beyond the header's, the cells.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

from medpay_cli.intake.layout import Layout
from medpay_cli.intake.plain import open_text

# A quoted cell that spans more lines than this is a stray quote, not a cell.
MOST_LINES = 50


class Rewritten(NamedTuple):
    """Where the clean rows lie, and the longest of them in characters."""

    path: Path
    longest: int


def rewrite(layout: Layout, target: Path) -> Rewritten:
    """Write the records of `layout` below its header to `target`."""
    csv.field_size_limit(1 << 30)
    width = len(layout.names)
    longest = 0
    with (
        open_text(layout.path) as source,
        target.open("w", encoding="utf-8", newline="") as out,
    ):
        writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
        for number, cells in _records(source, layout):
            row = [cell.replace("\0", "") for cell in cells]
            if not any(row):
                continue
            row += [""] * (width - len(row))
            longest = max(longest, sum(map(len, row)))
            writer.writerow([number, max(len(cells) - width, 0), *row[:width]])
    return Rewritten(target, longest)


def _records(source: IO[str], layout: Layout) -> Iterator[tuple[int, list[str]]]:
    """(line number, cells) of each record; a quote that never closes is taken as a character of its line."""
    lines = enumerate(source, 1)
    waiting: list[tuple[int, str]] = []
    while True:
        if waiting:
            number, line = waiting.pop(0)
        else:
            number, line = next(lines, (0, ""))
        if number == 0:
            return
        if number <= layout.header_line:
            continue
        if number == 1:
            line = line.removeprefix("\ufeff")
        if '"' not in line or layout.header_line == 0:
            yield number, _plain(line, layout)
            continue
        # Balanced quotes end the record; until then the lines after belong to it.
        taken = [(number, line)]
        quotes = line.count('"')
        while quotes % 2 and len(taken) < MOST_LINES:
            following = waiting.pop(0) if waiting else next(lines, (0, ""))
            if following[0] == 0:
                break
            taken.append(following)
            quotes += following[1].count('"')
        if quotes % 2:
            yield number, _plain(line, layout)
            waiting = [*taken[1:], *waiting]
        else:
            text = "".join(part for _, part in taken)
            records = list(csv.reader(text.splitlines(keepends=True), delimiter=layout.delimiter))
            yield number, [cell.rstrip("\r\n") for cell in (records[0] if len(records) == 1 else _plain(line, layout))]
            if len(records) != 1:
                waiting = [*taken[1:], *waiting]


def _plain(line: str, layout: Layout) -> list[str]:
    """The cells of a line whose quotes mean nothing."""
    text = line.rstrip("\r\n")
    return [text] if layout.header_line == 0 else text.split(layout.delimiter)
