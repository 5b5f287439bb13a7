"""PPRRVU: the relative value file, in CMS's csv, xlsx and fixed-width layouts of 2025 and 2026.

Layout and meanings: record layout in RVU25D.pdf / RVU26B.pdf; the undocumented not-used-for-Medicare
flag stands in csv column 5 and at position 59 of the fixed-width file (RULES.md 3.1).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from medpay_cli.errors import SourceError
from medpay_cli.sources.artefact import Artefact
from medpay_cli.sources.fields import DOS_END_OF_FILE, Cells, FileReport, hcpcs, us_date
from medpay_cli.sources.release import Release, release_of
from medpay_cli.sources.table import table_rows
from medpay_cli.sources.workbook import is_workbook

# Our name -> CMS's heading, stacked over its heading lines and joined without blanks. Columns are
# found by this text, never by position: 2026 inserted PRIC IND in the middle.
HEADINGS = {
    "hcpcs": "HCPCS",
    "modifier": "MOD",
    "descriptor": "DESCRIPTION",
    "status": "STATUSCODE",
    "not_paid_flag": "NOTUSEDFORMEDICAREPAYMENT",
    "work_rvu": "WORKRVU",
    "pe_rvu_nonfacility": "NON-FACPERVU",
    "na_nonfacility": "NON-FACNAINDICATOR",
    "pe_rvu_facility": "FACILITYPERVU",
    "na_facility": "FACILITYNAINDICATOR",
    "mp_rvu": "MPRVU",
    "total_nonfacility": "NON-FACILITYTOTAL",
    "total_facility": "FACILITYTOTAL",
    "pctc": "PCTCIND",
    "global_days": "GLOBDAYS",
    "preoperative_share": "PREOP",
    "intraoperative_share": "INTRAOP",
    "postoperative_share": "POSTOP",
    "multiple_procedure": "MULTPROC",
    "bilateral": "BILATSURG",
    "assistant": "ASSTSURG",
    "co_surgeon": "CO-SURG",
    "team": "TEAMSURG",
    "endoscopic_base": "ENDOBASE",
    "conversion_factor": "CONVFACTOR",
    "supervision": "PHYSICIANSUPERVISIONOFDIAGNOSTICPROCEDURES",
    "calculation_flag": "CALCULATIONFLAG",
    "imaging_family": "DIAGNOSTICIMAGINGFAMILYINDICATOR",
    "opps_pe_nonfacility": "NON-FACILITYPEUSEDFOROPPSPAYMENTAMOUNT",
    "opps_pe_facility": "FACILITYPEUSEDFOROPPSPAYMENTAMOUNT",
    "opps_mp": "MPUSEDFOROPPSPAYMENTAMOUNT",
}
PRICING_INDICATOR = "PRICIND"

# Our name -> (first, last) position, 1-based and inclusive as in CMS's record layout.
POSITIONS = {
    "hcpcs": (1, 5),
    "modifier": (6, 7),
    "descriptor": (8, 57),
    "status": (58, 58),
    "not_paid_flag": (59, 59),
    "work_rvu": (60, 65),
    "pe_rvu_nonfacility": (67, 72),
    "na_nonfacility": (73, 74),
    "pe_rvu_facility": (76, 81),
    "na_facility": (82, 83),
    "mp_rvu": (85, 89),
    "total_nonfacility": (91, 96),
    "total_facility": (97, 102),
    "pctc": (103, 103),
    "global_days": (104, 106),
    "preoperative_share": (107, 109),
    "intraoperative_share": (110, 112),
    "postoperative_share": (113, 115),
    "multiple_procedure": (116, 116),
    "bilateral": (117, 117),
    "assistant": (118, 118),
    "co_surgeon": (119, 119),
    "team": (120, 120),
    "endoscopic_base": (128, 132),
    "conversion_factor": (133, 140),
    "supervision": (142, 143),
    "calculation_flag": (144, 144),
    "imaging_family": (146, 147),
    "opps_pe_nonfacility": (152, 157),
    "opps_pe_facility": (159, 164),
    "opps_mp": (166, 171),
}
# The last field ends at 171; July 2025 and earlier pad the record by one blank.
FIXED_LENGTHS = (171, 172)

INDICATORS = {
    "modifier": "_ 26 TC 53",
    "status": "A B C E I J M N P R T X",
    "not_paid_flag": "_ +",
    "na_nonfacility": "_ NA",
    "na_facility": "_ NA",
    "pctc": "0 1 2 3 4 5 6 7 8 9",
    "global_days": "000 010 090 MMM XXX YYY ZZZ",
    "multiple_procedure": "0 1 2 3 4 5 6 7 9",
    "bilateral": "0 1 2 3 9",
    "assistant": "0 1 2 9",
    "co_surgeon": "0 1 2 9",
    "team": "0 1 2 9",
    "supervision": "01 02 03 04 05 06 21 22 66 6A 77 7A 09",
    "calculation_flag": "0",
    "imaging_family": "88 99",
}
RVU_COLUMNS = (
    "work_rvu",
    "pe_rvu_nonfacility",
    "pe_rvu_facility",
    "mp_rvu",
    "opps_pe_nonfacility",
    "opps_pe_facility",
    "opps_mp",
)
SHARE_COLUMNS = ("preoperative_share", "intraoperative_share", "postoperative_share")
# `one_of` names the values of these columns; the rest are checked by their own parsers.
TEXT_COLUMNS = tuple(name for name in INDICATORS if name not in ("na_nonfacility", "na_facility", "calculation_flag"))


@dataclass(slots=True)
class FeeFile:
    """One parsed PPRRVU file: `rows` maps (HCPCS, modifier) to the columns of `fee_schedule`."""

    release: Release
    track: str
    conversion_factor: Decimal
    released_on: dt.date | None
    layout: str
    file: str
    notices: tuple[str, ...]
    rows: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)


def read(artefact: Artefact, report: FileReport) -> FeeFile:
    """Parse any of the layouts.

    Raises SourceError for an unknown layout, a missing column, a value outside CMS's list, a number
    that does not parse, totals that are not the sum of the components, or a duplicate key.
    """
    fees, lines = _fixed_width(artefact) if artefact.name.lower().endswith(".txt") else _headed(artefact)
    factors: set[Decimal] = set()
    for cells in lines:
        report.read += 1
        row = _row(cells, report)
        key = (row["hcpcs"], row["modifier"])
        if key in fees.rows:
            raise cells.error("one row for each HCPCS and modifier", f"a second row for {'-'.join(key)}")
        fees.rows[key] = row
        factors.add(cells.decimal("conversion_factor", 4))
        report.kept += 1
    if len(factors) != 1:
        expected = "one conversion factor in the whole file"
        raise SourceError(artefact.label, None, expected, ", ".join(map(str, sorted(factors))) or "no data rows")
    fees.conversion_factor = factors.pop()
    return fees


def _row(cells: Cells, report: FileReport) -> dict[str, Any]:
    row: dict[str, Any] = {"hcpcs": hcpcs(cells, "hcpcs", report), "descriptor": cells.text("descriptor")}
    for column, allowed in INDICATORS.items():
        value = _indicator(cells, column, allowed, report)
        if column in TEXT_COLUMNS:
            row[column] = value
    for column in RVU_COLUMNS:
        row[column] = cells.decimal(column, 2)
    for column in SHARE_COLUMNS:
        row[column] = cells.decimal(column, 2)
    row["na_nonfacility"] = cells.text("na_nonfacility") == "NA"
    row["na_facility"] = cells.text("na_facility") == "NA"
    base = cells.text("endoscopic_base")
    row["endoscopic_base"] = hcpcs(cells, "endoscopic_base", report) if base else ""
    for setting in ("nonfacility", "facility"):
        total = row["work_rvu"] + row[f"pe_rvu_{setting}"] + row["mp_rvu"]
        stated = cells.decimal(f"total_{setting}", 2)
        if stated != total:
            raise cells.error(f"total_{setting} equal to the sum of its RVUs, {total}", str(stated))
    return row


def _indicator(cells: Cells, column: str, allowed: str, report: FileReport) -> str:
    """One of CMS's values. Excel makes 0 of 000 and 9 of 09: the zeros are put back where that gives a value."""
    value = cells.text(column)
    width = max(map(len, allowed.split()))
    if value.isdigit() and value not in allowed.split() and value.zfill(width) in allowed.split():
        report.repaired += 1
        return value.zfill(width)
    return cells.one_of(column, allowed)


def _headed(artefact: Artefact) -> tuple[FeeFile, Iterator[Cells]]:
    rows = list(table_rows(artefact))
    header_at = next((n for n, (_, cells) in enumerate(rows) if cells[0] == "HCPCS"), None)
    if header_at is None:
        raise SourceError(artefact.label, None, "a header row that starts with HCPCS", "none")
    # Excel keeps empty columns to the right of the table.
    width = max(i for i, cell in enumerate(rows[header_at][1], 1) if cell)
    # Title lines fill one cell only; the heading lines above HCPCS stack into one name a column.
    first_heading = next(n for n, (_, cells) in enumerate(rows[: header_at + 1]) if sum(map(bool, cells)) > 1)
    stacked = [
        "".join(rows[n][1][i].replace(" ", "") for n in range(first_heading, header_at + 1) if i < len(rows[n][1]))
        for i in range(width)
    ]
    index = _match_headings(artefact, rows[header_at][0], stacked)
    titles = [next(filter(None, cells)) for _, cells in rows[:first_heading]]

    def lines() -> Iterator[Cells]:
        for line, cells in rows[header_at + 1 :]:
            if len(cells) < width:
                raise SourceError(artefact.label, line, f"{width} columns", f"{len(cells)}")
            yield Cells(artefact.label, line, {name: cells[i] for name, i in index.items()})

    layout = "xlsx" if is_workbook(artefact) else "csv"
    return _describe(artefact, " ".join(titles), layout, titles), lines()


def _match_headings(artefact: Artefact, line: int, stacked: list[str]) -> dict[str, int]:
    index: dict[str, int] = {}
    known = {heading: name for name, heading in HEADINGS.items()} | {PRICING_INDICATOR: "pricing_indicator"}
    for position, heading in enumerate(stacked):
        name = known.get(heading)
        if name is None:
            raise SourceError(
                artefact.label, line, "a heading of the PPRRVU layout", f"{heading!r} in column {position + 1}"
            )
        if name in index:
            raise SourceError(artefact.label, line, "each heading once", f"{heading!r} twice")
        index[name] = position
    missing = [HEADINGS[name] for name in HEADINGS if name not in index]
    if missing:
        raise SourceError(artefact.label, line, f"a column headed {missing[0]}", "none")
    return index


def _fixed_width(artefact: Artefact) -> tuple[FeeFile, Iterator[Cells]]:
    text_lines = artefact.text.split("\n")
    notices = [line[4:].strip() for line in text_lines[:20] if line.startswith("HDR")]
    if not notices:
        raise SourceError(artefact.label, 1, "a header line that starts with HDR", repr(text_lines[0][:40]))

    def lines() -> Iterator[Cells]:
        for number, line in enumerate(text_lines, 1):
            if line.startswith("HDR") or not line.strip(f" {DOS_END_OF_FILE}"):
                continue
            if len(line) not in FIXED_LENGTHS:
                raise SourceError(artefact.label, number, "a record of 171 or 172 characters", f"{len(line)}")
            values = {name: line[a - 1 : b].strip() for name, (a, b) in POSITIONS.items()}
            yield Cells(artefact.label, number, values)

    return _describe(artefact, "", "fixed width", notices), lines()


def _describe(artefact: Artefact, title: str, layout: str, titles: list[str]) -> FeeFile:
    release = release_of(artefact, title)
    # Until 2025 there is one conversion factor; from 2026 the file's name says which track it prices.
    if release.year < 2026:
        track = "standard"
    elif "nonqpp" in artefact.name.lower():
        track = "non_qp"
    elif "qpp" in artefact.name.lower():
        track = "qp"
    else:
        raise SourceError(artefact.label, None, "QPP or nonQPP in the name of a file of 2026 or later", artefact.name)
    released = next((t for t in titles if t.upper().startswith("RELEASED")), "")
    notices = tuple(t for t in titles if "copyright" in t.lower())
    return FeeFile(release, track, Decimal(0), us_date(released), layout, artefact.name, notices)
