"""CMS's clinical laboratory fee schedule: the quarterly public use file, csv or xlsx.

A title, the AMA's copyright and a notice, then YEAR, HCPCS, MOD, EFF_DATE, INDICATOR, RATE and three descriptors.
Modifier QW is a row of its own. Rate 0 with indicator L: the MAC prices the test (RULES.md 10.2).
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from medpay_cli.errors import SourceError
from medpay_cli.sources.artefact import Artefact
from medpay_cli.sources.fields import Cells, FileReport, hcpcs
from medpay_cli.sources.quarter import Quarter, quarter_of
from medpay_cli.sources.table import first_lines, read_table

HEADINGS = {
    "year": "year",
    "hcpcs": "hcpcs",
    "modifier": "mod",
    "effective": "effdate",
    "indicator": "indicator",
    "rate": "rate",
    "descriptor": "shortdesc",
}
NATIONAL, LOCAL = "N", "L"
YYYYMMDD = re.compile(r"\d{8}\Z")


def read(artefact: Artefact, report: FileReport) -> tuple[Quarter, list[dict[str, Any]]]:
    """(quarter, rows of `lab_fee` without the edition). Raises SourceError for an unknown layout or a wrong cell."""
    quarter = quarter_of(artefact)
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for cells in read_table(artefact, HEADINGS):
        report.read += 1
        key = (hcpcs(cells, "hcpcs", report), cells.one_of("modifier", "_ QW"))
        if key in rows:
            raise cells.error("each code and modifier once", f"a second row for {'-'.join(filter(None, key))}")
        indicator = cells.one_of("indicator", f"{NATIONAL} {LOCAL}")
        rows[key] = {
            "hcpcs": key[0],
            "modifier": key[1],
            "descriptor": cells.text("descriptor"),
            "indicator": indicator,
            "rate": _rate(cells, indicator),
            "effective_from": _effective(cells, quarter),
        }
        report.kept += 1
    if not rows:
        raise SourceError(artefact.label, None, "rows below the header", "none")
    return quarter, [rows[key] for key in sorted(rows)]


def notices(artefact: Artefact) -> list[str]:
    """The copyright lines above the table."""
    return [line.strip(',"') for line in first_lines(artefact).split("\n") if "copyright" in line.lower()]


def _rate(cells: Cells, indicator: str) -> Decimal | None:
    """Dollars; None where the MAC prices the test, for which CMS writes 0."""
    rate = cells.decimal("rate", 2)
    if (rate == 0) != (indicator == LOCAL):
        raise cells.error(f"a rate above 0 with indicator {NATIONAL}, or 0 with {LOCAL}", f"{rate} with {indicator}")
    return rate or None


def _effective(cells: Cells, quarter: Quarter) -> dt.date:
    """The first day of the rate, in the year of the edition and not after its quarter."""
    text = cells.matching("effective", YYYYMMDD, "a date as yyyymmdd")
    try:
        date = dt.datetime.strptime(text, "%Y%m%d").date()
    except ValueError:
        raise cells.error("effective as a date as yyyymmdd", repr(text)) from None
    if cells.text("year") != str(quarter.year) or date > quarter.last_day:
        raise cells.error(f"a rate of {quarter.name}", f"year {cells.text('year')}, from {date}")
    return date
