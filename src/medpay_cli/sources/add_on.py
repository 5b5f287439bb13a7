"""NCCI add-on code edits: CMS's quarterly workbook or tab-delimited text.

Columns AOC_Edit_Type, Add-On_Code, AOC_DelDT, Primary_Code, Primary_Code_DelDT, AOC_Edit_EffDT, AOC_Edit_DelDT,
Special_Instruction_Notes; dates are Julian, YYYYDDD; primary CCCCC means that the contractor defines it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from medpay_cli.errors import SourceError
from medpay_cli.sources.artefact import Artefact
from medpay_cli.sources.fields import Cells, FileReport, hcpcs
from medpay_cli.sources.quarter import Quarter, quarter_of
from medpay_cli.sources.workbook import is_workbook, workbook_rows

HEADINGS = {
    "add_on_type": "AOC_Edit_Type",
    "add_on": "Add-On_Code",
    "add_on_deleted": "AOC_DelDT",
    "primary_code": "Primary_Code",
    "primary_deleted": "Primary_Code_DelDT",
    "effective": "AOC_Edit_EffDT",
    "deleted": "AOC_Edit_DelDT",
    "note": "Special_Instruction_Notes",
}
CONTRACTOR_DEFINED = "CCCCC"


def read(artefact: Artefact, report: FileReport) -> tuple[Quarter, list[dict[str, Any]]]:
    """(quarter, rows of `add_on`). Raises SourceError for an unknown layout, type or date, and a row that occurs twice.

    An edit ends with the first of the three deletion dates: its own, the add-on code's, the primary's.
    """
    rows: dict[tuple[str, str, dt.date], dict[str, Any]] = {}
    for cells in _cells(artefact):
        report.read += 1
        contractor = cells.text("primary_code") == CONTRACTOR_DEFINED
        ends = [julian(cells, name) for name in ("deleted", "add_on_deleted", "primary_deleted")]
        effective = julian(cells, "effective")
        if effective is None:
            raise cells.error("an effective date as YYYYDDD", "none")
        add_on = hcpcs(cells, "add_on", report)
        primary = CONTRACTOR_DEFINED if contractor else hcpcs(cells, "primary_code", report)
        row = {
            "add_on": add_on,
            "primary_code": primary,
            "add_on_type": cells.one_of("add_on_type", "1 2 3"),
            "contractor_defined": contractor,
            "effective_date": effective,
            "deletion_date": min((end for end in ends if end is not None), default=None),
            # Some notes of the workbook stand in quotation marks, as a cell of the text file would.
            "note": cells.text("note").strip('"'),
        }
        key = (add_on, primary, effective)
        if key in rows:
            raise cells.error("each add-on, primary and effective date once", " ".join(map(str, key)))
        rows[key] = row
        report.kept += 1
    if not rows:
        raise SourceError(artefact.label, None, "rows below the header", "none")
    return quarter_of(artefact), [rows[key] for key in sorted(rows)]


def julian(cells: Cells, column: str) -> dt.date | None:
    """A Julian date: 2013091 is day 91 of 2013, 2013-04-01. None for an empty cell."""
    text = cells.text(column)
    if not text:
        return None
    found = re.fullmatch(r"([1-9]\d{3})(\d{3})", text)
    date = dt.date(int(found[1]), 1, 1) + dt.timedelta(days=int(found[2]) - 1) if found else None
    # Day 366 of a common year would be a day of the next one (strptime takes it for that).
    if date is None or date.year != int(text[:4]):
        raise cells.error(f"{column} as a Julian date YYYYDDD", repr(text))
    return date


def _cells(artefact: Artefact) -> Iterator[Cells]:
    header: list[int] | None = None
    for line, row in _rows(artefact):
        if header is None:
            if HEADINGS["add_on"] in row:
                missing = [heading for heading in HEADINGS.values() if heading not in row]
                if missing:
                    raise SourceError(artefact.label, line, f"a column headed {missing[0]}", "none")
                header = [row.index(heading) for heading in HEADINGS.values()]
            continue
        cells = [row[i] if i < len(row) else "" for i in header]
        if any(cells):
            yield Cells(artefact.label, line, dict(zip(HEADINGS, cells, strict=True)))
    if header is None:
        raise SourceError(artefact.label, None, "a header row with AOC_Edit_Type and Add-On_Code", "none")


def _rows(artefact: Artefact) -> Iterator[tuple[int, list[str]]]:
    if is_workbook(artefact):
        yield from enumerate(workbook_rows(artefact), 1)
        return
    for number, line in enumerate(artefact.text.split("\n"), 1):
        yield number, [cell.strip().strip('"') for cell in line.split("\t")]
