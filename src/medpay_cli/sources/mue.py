"""NCCI medically unlikely edits: CMS's quarterly csv or xlsx, one file a service type.

A multi-line copyright cell, then a header whose first cell holds a line break, then code, value, `n Text` whose
first character is the MUE adjudication indicator (MAI), and the rationale. The csv is cp1252.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from medpay_cli.errors import SourceError
from medpay_cli.sources.artefact import Artefact
from medpay_cli.sources.fields import Cells, FileReport, hcpcs
from medpay_cli.sources.quarter import Quarter, quarter_of
from medpay_cli.sources.table import squeeze, table_rows

SERVICES = {"practitioner": "practitioner", "outpatient": "outpatient", "dme": "dme"}
HEADINGS = {
    "hcpcs": r"hcpcscptcode",
    "mue": r".*muevalues?",
    "mai": r"mueadjudicationindicator",
    "rationale": r"muerationale",
}
WHOLE = re.compile(r"\d{1,6}\Z")
MAI = re.compile(r"[123] ")


def read(artefact: Artefact, report: FileReport) -> tuple[str, Quarter, list[dict[str, Any]]]:
    """(service type, quarter, rows of `mue` without the edition). Raises SourceError."""
    service = next((name for name in SERVICES if name in artefact.name.lower()), None)
    if service is None:
        raise SourceError(artefact.label, None, "Practitioner, Outpatient or DME in the name", artefact.name)
    rows: dict[str, dict[str, Any]] = {}
    for cells in _cells(artefact):
        report.read += 1
        code = hcpcs(cells, "hcpcs", report)
        if code in rows:
            raise cells.error("each code once", f"a second row for {code}")
        rows[code] = {
            "service": service,
            "hcpcs": code,
            "mue": int(cells.matching("mue", WHOLE, "a whole number")),
            "mai": cells.matching("mai", MAI, "1, 2 or 3 and its meaning")[0],
            "rationale": cells.text("rationale"),
        }
        report.kept += 1
    if not rows:
        raise SourceError(artefact.label, None, "rows below the header", "none")
    return service, quarter_of(artefact), [rows[code] for code in sorted(rows)]


def _cells(artefact: Artefact) -> Iterator[Cells]:
    index: list[int] | None = None
    for line, row in table_rows(artefact):
        if index is None:
            index = _header(row)
            continue
        cells = [row[i] if i < len(row) else "" for i in index]
        if any(cells):
            yield Cells(artefact.label, line, dict(zip(HEADINGS, cells, strict=True)))
    if index is None:
        raise SourceError(
            artefact.label, None, "a header with HCPCS/CPT Code, MUE Values, Indicator, Rationale", "none"
        )


def _header(row: list[str]) -> list[int] | None:
    """The positions of our columns when `row` is the header."""
    squeezed = [squeeze(cell) for cell in row]
    found = [next((i for i, cell in enumerate(squeezed) if re.fullmatch(p, cell)), None) for p in HEADINGS.values()]
    return None if None in found else [i for i in found if i is not None]
