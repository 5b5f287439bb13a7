"""ZIP5: the carrier locality file, fixed width, 80 characters a record (ZIP5lyout.txt)."""

from __future__ import annotations

import re
from typing import Any

from medpay_cli.errors import SourceError
from medpay_cli.sources.artefact import Artefact
from medpay_cli.sources.fields import Cells, FileReport

DIGITS = {n: re.compile(rf"\d{{{n}}}\Z") for n in (2, 5)}
STATE = re.compile(r"[A-Z]{2}\Z")
POSITIONS = {
    "state": (1, 2),
    "zip": (3, 7),
    "mac": (8, 12),
    "locality": (13, 14),
    "rural": (15, 15),
    "plus_four": (21, 21),
    "year_quarter": (76, 80),
}


def read_zip5(artefact: Artefact, report: FileReport) -> tuple[str, dict[str, dict[str, Any]]]:
    """(edition as YYYYQ, ZIP -> state as CMS writes it, MAC, locality, rural indicator, plus-four flag).

    State is CMS's own abbreviation: Missouri is EM (east) and WM (west), Kansas EK and WK.
    """
    rows: dict[str, dict[str, Any]] = {}
    editions: set[str] = set()
    for number, line in enumerate(artefact.text.split("\n"), 1):
        if not line.strip():
            continue
        if len(line) != 80:
            raise SourceError(artefact.label, number, "a record of 80 characters", str(len(line)))
        cells = Cells(artefact.label, number, {name: line[a - 1 : b].strip() for name, (a, b) in POSITIONS.items()})
        report.read += 1
        code = cells.matching("zip", DIGITS[5], "five digits")
        if code in rows:
            raise cells.error("each ZIP once", f"a second row for {code}")
        rows[code] = {
            "state": cells.matching("state", STATE, "two letters"),
            "mac": cells.matching("mac", DIGITS[5], "five digits"),
            "locality": cells.matching("locality", DIGITS[2], "two digits"),
            "rural": cells.one_of("rural", "_ R B"),
            "plus_four": cells.one_of("plus_four", "0 1") == "1",
        }
        editions.add(cells.matching("year_quarter", DIGITS[5], "YYYYQ"))
        report.kept += 1
    if len(editions) != 1:
        raise SourceError(artefact.label, None, "one year and quarter in the whole file", str(sorted(editions)))
    return editions.pop(), rows
