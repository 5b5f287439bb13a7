"""Localities: GPCI (Addendum E), LOCCO (county crosswalk) and ANES (anesthesia conversion factors).

RULES.md 3.3. GPCIs are annual; from 2026 the file carries the work GPCI without and with the 1.0
floor, in that order: the one with the floor pays (floor extended through 2026-12-31, RULES.md 1.14).
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from medpay_cli.errors import SourceError
from medpay_cli.sources.artefact import Artefact
from medpay_cli.sources.fields import FileReport, padded
from medpay_cli.sources.table import first_lines, read_table

STATE = re.compile(r"[A-Z]{2}\Z")
YEAR = re.compile(r"20\d\d")


def year_of(artefact: Artefact, pattern: str) -> int:
    """The year in the file's first lines or, failing that, in its name (`GPCI2026.csv`, `25LOCCO.csv`)."""
    for text in (artefact.name, first_lines(artefact)):
        found = YEAR.search(text)
        if found:
            return int(found[0])
    short = re.search(pattern, artefact.name, re.I)
    if short:
        return 2000 + int(short[1])
    raise SourceError(artefact.label, None, "a year in the name or title", artefact.name)


def read_gpci(artefact: Artefact, report: FileReport) -> tuple[int, dict[str, dict[str, Any]]]:
    """(year, locality key -> mac, locality, state, name and the three GPCIs)."""
    year = year_of(artefact, r"GPCI(\d\d)")
    headings = {
        "mac": r"medicareadministrativecontractormac",
        "state": "state",
        "locality": "localitynumber",
        "name": "localityname",
        "gpci_work": rf"{year}pwgpciwith10floor",
        "gpci_pe": rf"{year}pegpci",
        "gpci_mp": rf"{year}mpgpci",
    }
    rows: dict[str, dict[str, Any]] = {}
    for cells in read_table(artefact, headings):
        if not cells.text("state") and not cells.text("gpci_work"):
            continue  # the notes below the table fill the first column only
        report.read += 1
        mac, locality = padded(cells, "mac", 5, report), padded(cells, "locality", 2, report)
        if mac + locality in rows:
            raise cells.error("each locality once", f"a second row for {mac}-{locality}")
        rows[mac + locality] = {
            "mac": mac,
            "locality": locality,
            "state": cells.matching("state", STATE, "two letters"),
            "name": cells.text("name").rstrip("*").strip(),
            **{column: cells.decimal(column, 3) for column in ("gpci_work", "gpci_pe", "gpci_mp")},
        }
        report.kept += 1
    return year, rows


def read_counties(artefact: Artefact, report: FileReport) -> tuple[int, dict[str, str]]:
    """(year, locality key -> counties in words) of the LOCCO csv.

    The csv lost its leading zeros in Excel; a MAC is always five digits and a locality two, so they
    are put back. Missouri's rest of state stands twice (it was two carriers'): equal rows are one.
    """
    year = year_of(artefact, r"(\d\d)LOCCO")
    headings = {
        "mac": "medicareadmini?strativecontractor",
        "locality": "localitynumber",
        "area": "feeschedulearea",
        "counties": "counties",
    }
    counties: dict[str, str] = {}
    for cells in read_table(artefact, headings):
        if cells.text("mac").startswith("*") or not cells.text("locality"):
            continue
        report.read += 1
        key = padded(cells, "mac", 5, report) + padded(cells, "locality", 2, report)
        text = " ".join(cells.text("counties").split())
        if counties.setdefault(key, text) != text:
            raise cells.error(f"one list of counties for {key}", "two different ones")
        report.kept += 1
    return year, counties


def read_counties_text(artefact: Artefact, report: FileReport) -> tuple[int, dict[str, str]]:
    """The same from the fixed-width LOCCO, which kept its zeros; used to check the csv."""
    year = year_of(artefact, r"(\d\d)LOCCO")
    counties: dict[str, str] = {}
    for line in artefact.text.split("\n"):
        found = re.match(r"\s*(\d{5})\*?\s+(\d{2})\*?\s.*?(\S(?:\S| (?! ))*)\s*$", line)
        if found:
            report.read += 1
            counties[found[1] + found[2]] = " ".join(found[3].split())
            report.kept += 1
    if not counties:
        raise SourceError(artefact.label, None, "lines that start with a MAC and a locality", "none")
    return year, counties


def read_anesthesia_factors(
    artefact: Artefact, report: FileReport
) -> tuple[int, dict[str, Decimal], dict[str, dict[str, Decimal]]]:
    """(year, national factor by track, locality key -> factor by track), dollars per unit.

    The national factor stands only in the heading: "National Anes CF of 20.3178".
    """
    year = year_of(artefact, r"ANES(\d\d)")
    headings = {"mac": "contractor", "locality": "locality", "name": "localityname"}
    if year < 2026:
        headings["standard"] = r"nationalanescfof\d+"
    else:
        headings["qp"] = r"qualifyingapm.*anescf.*of\d+"
        headings["non_qp"] = r"nonqualifyingapm.*anescf.*of\d+"
    tracks = tuple(headings)[3:]
    national = _national_factors(artefact, tracks)
    factors: dict[str, dict[str, Decimal]] = {}
    for cells in read_table(artefact, headings):
        report.read += 1
        key = padded(cells, "mac", 5, report) + padded(cells, "locality", 2, report)
        if key in factors:
            raise cells.error("each locality once", f"a second row for {key}")
        factors[key] = {track: cells.decimal(track, 4) for track in tracks}
        report.kept += 1
    return year, national, factors


def _national_factors(artefact: Artefact, tracks: tuple[str, ...]) -> dict[str, Decimal]:
    header = next((line for line in artefact.text.split("\n") if "anes cf" in line.lower()), "")
    values = [Decimal(v) for v in re.findall(r"\bof (\d+\.\d+)", header)]
    if len(values) != len(tracks):
        expected = f"{len(tracks)} national factor(s) in the heading ('... Anes CF of 20.3178')"
        raise SourceError(artefact.label, 1, expected, str(len(values)))
    return dict(zip(tracks, values, strict=True))


def check_same_localities(label: str, expected: set[str], found: set[str]) -> None:
    """Raise SourceError unless `label` names exactly the localities of the GPCI file."""
    if expected != found:
        odd = ", ".join(sorted(expected ^ found)[:5])
        raise SourceError(label, None, f"the {len(expected)} localities of the GPCI file", f"a difference at {odd}")
