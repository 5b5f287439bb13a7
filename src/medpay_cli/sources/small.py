"""Two small code sets: anesthesia base units (CMS's workbook) and places of service."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from medpay_cli.errors import SourceError
from medpay_cli.sources.artefact import Artefact
from medpay_cli.sources.fields import HCPCS, FileReport
from medpay_cli.sources.table import read_table
from medpay_cli.sources.workbook import workbook_rows

POS = re.compile(r"\d{2}\Z")


def read_base_units(artefact: Artefact, report: FileReport) -> tuple[str, dict[str, Decimal]]:
    """(edition year, anesthesia code -> base units) of CMS's "CY 2022 Anesthesia Base Units" workbook.

    Three heading rows name the year in the second column, then one row a code. Code 01999 (unlisted)
    has 0 base units in CMS's table.
    """
    rows = workbook_rows(artefact)
    if not rows or rows[0][0].upper() != "CODE" or not re.fullmatch(r"20\d\d", rows[0][1]):
        raise SourceError(artefact.label, 1, "the headings CODE and a year", repr(rows[0][:2] if rows else ""))
    edition = rows[0][1]
    units: dict[str, Decimal] = {}
    for number, row in enumerate(rows[1:], 2):
        code, value = row[0], row[1]
        if not code:
            continue
        report.read += 1
        # A numeric cell has lost its zeros; only anesthesia codes 00100-01999 stand in this table.
        if code.isdigit() and 3 <= len(code) < 5:
            code = code.zfill(5)
            report.repaired += 1
        if not HCPCS.match(code):
            raise SourceError(artefact.label, number, "an anesthesia code", repr(code))
        if code in units:
            raise SourceError(artefact.label, number, "each code once", code)
        try:
            units[code] = Decimal(value)
        except InvalidOperation:
            raise SourceError(artefact.label, number, "base units as a number", repr(value)) from None
        report.kept += 1
    return edition, units


def read_places_of_service(artefact: Artefact, report: FileReport) -> dict[str, dict[str, Any]]:
    """POS -> name and CMS's facility letter, as the file has them; the setting comes from the catalogue."""
    rows: dict[str, dict[str, Any]] = {}
    for cells in read_table(artefact, {"pos": "pos", "name": "name", "facility": "facility"}):
        report.read += 1
        code = cells.matching("pos", POS, "two digits")
        if code in rows:
            raise cells.error("each place of service once", code)
        rows[code] = {"name": cells.text("name"), "facility": cells.one_of("facility", "F N")}
        report.kept += 1
    return rows
