"""Recognises a file that Excel opened and saved again, to say so when a reader stumbles over what that did to it."""

from __future__ import annotations

import re

from medpay_cli.errors import SourceError
from medpay_cli.sources.artefact import Artefact
from medpay_cli.sources.fields import FileReport
from medpay_cli.sources.workbook import is_workbook

# What Excel writes into a cell that was something else, and CMS never does. A cell is matched in full.
TRACES = (
    (re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}|\d{4}-\d\d-\d\d"), "dates written like {}"),
    (re.compile(r"\d{1,2}-[A-Z][a-z]{2}(-\d{2,4})?|[A-Z][a-z]{2}-\d{2,4}"), "codes turned into dates like {}"),
    (re.compile(r"\d(\.\d+)?E\+\d+", re.I), "numbers in scientific notation like {}"),
    (re.compile(r"#{3,}|#(N/A|NAME\?|REF!|VALUE!)"), "cells that show {}"),
    # The name an Excel table gives a column without a heading.
    (re.compile(r"Column\d+"), "a heading {} that CMS does not write"),
)
# A code that lost its leading zeros at the start of a line (00100 becomes 100), alone or before a separator.
# A year stands at the start of a line in CMS's laboratory file.
SHORT_CODE = re.compile(r"(?!20\d\d)\d{3,4}\Z")
SEPARATED_RECORD = re.compile(r'^"|\t|(,[^,]*){10}')
LINES_LOOKED_AT = 5000


def told(error: SourceError, artefact: Artefact, report: FileReport) -> SourceError:
    """`error`, with a sentence that names Excel when the file carries its traces; else as it is."""
    signs = traces(artefact, error.found)
    if report.repaired:
        signs.append(f"{report.repaired} cells had lost their leading zeros")
    if not signs:
        return error
    found = (
        f"{error.found}; the file looks saved again by Excel ({', '.join(signs)}): take the file as CMS publishes it"
    )
    return SourceError(error.file, error.line, error.expected, found)


def traces(artefact: Artefact, found: str = "") -> list[str]:
    """What shows that Excel saved the file, in words; `found` is the cell a reader refused."""
    cells = [found.strip("'\"")]
    signs: list[str] = []
    if not is_workbook(artefact) and not artefact.name.lower().endswith(".parquet"):
        lines = artefact.text.split("\n")[:LINES_LOOKED_AT]
        separator = "\t" if sum("\t" in line for line in lines) * 2 > len(lines) else ","
        rows = [[cell.strip().strip('"') for cell in line.split(separator)] for line in lines]
        cells.extend(cell for row in rows for cell in row)
        short = next((row[0] for row in rows if len(row) > 1 and SHORT_CODE.match(row[0])), None)
        if short:
            signs.append(f"leading zeros lost, as in {short}")
        if lines[0].lstrip('"').startswith("HDR") and any(SEPARATED_RECORD.search(line) for line in lines):
            signs.append("separators in a file of fixed width")
    for pattern, words in TRACES:
        example = next((cell for cell in cells if pattern.fullmatch(cell)), None)
        if example:
            signs.append(words.format(example))
    return signs
