"""CMS's tables (csv or xlsx) with a header row somewhere below a title: find it, then read by heading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from medpay_cli.errors import SourceError
from medpay_cli.sources.artefact import Artefact
from medpay_cli.sources.fields import Cells, csv_rows
from medpay_cli.sources.workbook import is_workbook, workbook_rows


def squeeze(heading: str) -> str:
    """A heading in lower case without blanks and punctuation, for comparison."""
    return re.sub(r"[^a-z0-9]", "", heading.lower())


def table_rows(artefact: Artefact) -> Iterator[tuple[int, list[str]]]:
    """(line, stripped cells) of each row that has any content, of a csv file or of a workbook's first sheet."""
    if is_workbook(artefact):
        yield from ((n, row) for n, row in enumerate(workbook_rows(artefact), 1) if any(row))
    else:
        yield from csv_rows(artefact)


def first_lines(artefact: Artefact, count: int = 5) -> str:
    """The text of the first rows, where titles stand."""
    if is_workbook(artefact):
        return "\n".join(",".join(row) for row in workbook_rows(artefact)[:count])
    return "\n".join(artefact.text.split("\n")[:count])


def read_table(artefact: Artefact, headings: dict[str, str]) -> Iterator[Cells]:
    """The rows below the header whose every heading of `headings` (our name -> pattern) is found.

    A pattern is a regular expression matched in full against the squeezed heading; several columns
    may match none, exactly one must match each. Raises SourceError naming the missing column.
    """
    header: dict[str, int] | None = None
    best: tuple[int, int, str] = (0, 0, next(iter(headings)))
    for line, cells in table_rows(artefact):
        if header is None:
            squeezed = [squeeze(cell) for cell in cells]
            found = {
                name: [i for i, heading in enumerate(squeezed) if re.fullmatch(pattern, heading)]
                for name, pattern in headings.items()
            }
            missing = [name for name, at in found.items() if len(at) != 1]
            if not missing:
                header = {name: at[0] for name, at in found.items()}
            elif len(headings) - len(missing) > best[0]:
                best = (len(headings) - len(missing), line, missing[0])
            continue
        if len(cells) <= max(header.values()):
            cells = cells + [""] * (max(header.values()) + 1 - len(cells))
        yield Cells(artefact.label, line, {name: cells[i] for name, i in header.items()})
    if header is None:
        raise SourceError(
            artefact.label,
            best[1] or None,
            f"a header row with one column for {best[2]} (heading like {headings[best[2]]!r})",
            "none",
        )
