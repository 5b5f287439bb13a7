"""Which fee-schedule release a CMS file belongs to: RVU25A to RVU25D, by file name or title."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from medpay_cli.errors import SourceError
from medpay_cli.sources.artefact import Artefact

QUARTERS = {"JAN": "A", "APR": "B", "JUL": "C", "OCT": "D"}
FIRST_MONTH = {"A": 1, "B": 4, "C": 7, "D": 10}


@dataclass(frozen=True, slots=True)
class Release:
    """A quarterly release: `RVU25A` is January 2025, in force 2025-01-01 to 2025-03-31."""

    year: int
    quarter: str

    @property
    def name(self) -> str:
        """CMS's name, e.g. RVU26C."""
        return f"RVU{self.year % 100:02d}{self.quarter}"

    @property
    def effective_from(self) -> dt.date:
        """First day of its quarter."""
        return dt.date(self.year, FIRST_MONTH[self.quarter], 1)

    @property
    def effective_through(self) -> dt.date:
        """Last day of its quarter; without a newer release it stays the newest of its year."""
        month = FIRST_MONTH[self.quarter] + 3
        following = dt.date(self.year + month // 13, (month - 1) % 12 + 1, 1)
        return following - dt.timedelta(days=1)


def release_of(artefact: Artefact, title: str = "") -> Release:
    """The release of a PPRRVU or OPPSCAP file.

    Tried in turn: the file's own title ("2025 National Physician Fee Schedule ... January Release"),
    its name (`PPRRVU2026_Apr_nonQPP.txt`, `PPRRVU25_JAN.csv`), the zip's name (`rvu26b.zip`).
    """
    found = re.search(r"\b(20\d\d)\b.*\b(jan|apr|jul|oct)\w*\s+release", title, re.I | re.S)
    if not found:
        found = re.search(r"(?:20)?(\d\d)[_-]?(jan|apr|jul|oct)", artefact.name, re.I)
    if found:
        return Release(2000 + int(found[1]) % 100, QUARTERS[found[2].upper()])
    zipped = re.search(r"rvu(\d\d)([a-d])", artefact.label, re.I)
    if zipped:
        return Release(2000 + int(zipped[1]), zipped[2].upper())
    raise SourceError(
        artefact.label,
        None,
        "a release in the title or name (PPRRVU2026_Jul..., rvu26c.zip)",
        artefact.name,
    )
