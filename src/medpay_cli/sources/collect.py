"""Recognises each CMS file by name and layout, reads it, and gathers what all of them say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from medpay_cli.errors import SourceError
from medpay_cli.sources import add_on, excel, lab, locality, mue, pprrvu, ptp, small, zip5
from medpay_cli.sources.agree import check_same_rows
from medpay_cli.sources.artefact import Artefact
from medpay_cli.sources.fields import FileReport
from medpay_cli.sources.pprrvu import FeeFile
from medpay_cli.sources.ptp import PtpFile
from medpay_cli.sources.quarter import Quarter
from medpay_cli.sources.release import Release


@dataclass(slots=True)
class SourceFile:
    """Provenance of one file: which bytes it was and what it gave."""

    artefact: Artefact
    report: FileReport
    serves: str = ""


@dataclass(slots=True)
class Collected:
    """Everything read so far, keyed as the files key it."""

    fees: dict[tuple[Release, str], FeeFile] = field(default_factory=dict)
    gpci: dict[int, dict[str, dict[str, Any]]] = field(default_factory=dict)
    counties: dict[int, dict[str, str]] = field(default_factory=dict)
    anesthesia: dict[int, tuple[dict[str, Decimal], dict[str, dict[str, Decimal]]]] = field(default_factory=dict)
    zips: tuple[str, dict[str, dict[str, Any]]] | None = None
    base_units: tuple[str, dict[str, Decimal]] | None = None
    places: dict[str, dict[str, Any]] | None = None
    ptp: list[PtpFile] = field(default_factory=list)
    mue: dict[tuple[str, Quarter], list[dict[str, Any]]] = field(default_factory=dict)
    add_on: tuple[Quarter, list[dict[str, Any]]] | None = None
    lab: dict[Quarter, list[dict[str, Any]]] = field(default_factory=dict)
    files: list[SourceFile] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    notices: set[str] = field(default_factory=set)
    county_texts: dict[int, dict[str, str]] = field(default_factory=dict)


Reader = Callable[[Artefact, FileReport, Collected], str]


def collect(artefacts: Iterable[Artefact], on_file: Callable[[str], None] = lambda _: None) -> Collected:
    """Read every artefact; identical files (the annual GPCI in four zips) are read once.

    Raises SourceError for a recognised file whose layout is not known, and where two files that
    should agree (csv and txt of a release, QPP and nonQPP) do not. Files that are no dataset input
    (documents, published payment amounts) are listed in `skipped` with the reason.
    """
    collected = Collected()
    seen: dict[tuple[str, str], SourceFile] = {}
    for artefact in artefacts:
        on_file(artefact.label)
        kind, reader = recognise(artefact)
        if reader is None:
            collected.skipped.append((artefact.label, kind))
            continue
        # The release of a PPRRVU file is part of its identity, so only annual tables are merged.
        if earlier := seen.get((kind, artefact.sha256)):
            earlier.report.remarks.append(f"{artefact.label} is the same file")
            continue
        report = FileReport(artefact.label, kind)
        source = SourceFile(artefact, report)
        try:
            source.serves = reader(artefact, report, collected)
        except SourceError as error:
            raise excel.told(error, artefact, report) from error
        seen[kind, artefact.sha256] = source
        collected.files.append(source)
    _check_county_texts(collected)
    return collected


def recognise(artefact: Artefact) -> tuple[str, Reader | None]:
    """(kind of file, its reader); the reader is None for a file that is no input of the dataset."""
    for kind, pattern, reader in _KINDS:
        if re.search(pattern, artefact.name, re.I):
            return kind, reader
    return "not a file this build reads", None


def _fees(artefact: Artefact, report: FileReport, collected: Collected) -> str:
    fees = pprrvu.read(artefact, report)
    key = (fees.release, fees.track)
    other = collected.fees.get(key)
    if other is not None:
        _agree(artefact.label, other, fees, report)
        # The fixed-width file lacks the release date; keep the other whichever came first.
        if other.layout != "fixed width":
            return fees.release.name
    for (release, track), sibling in collected.fees.items():
        if release == fees.release and track != fees.track:
            _agree(artefact.label, sibling, fees, report)
    collected.fees[key] = fees
    collected.notices.update(fees.notices)
    return fees.release.name


def _agree(label: str, first: FeeFile, second: FeeFile, report: FileReport) -> None:
    """Two files of one release must say the same; a descriptor may differ, an amount never."""
    places: list[str] = []
    for key in sorted(first.rows.keys() | second.rows.keys()):
        a, b = first.rows.get(key), second.rows.get(key)
        if a is None or b is None:
            places.append(f"{'-'.join(filter(None, key))} stands only in the {(first if a else second).layout} file")
            continue
        for column, value in a.items():
            if value == b[column]:
                continue
            place = f"{'-'.join(filter(None, key))} {column}: {value} ({first.layout}), {b[column]} ({second.layout})"
            if column == "descriptor":
                report.remarks.append(place)
            else:
                places.append(place)
    if places:
        more = f" and {len(places) - 5} more places" if len(places) > 5 else ""
        raise SourceError(
            label, None, f"the same values as the other file of {first.release.name}", "; ".join(places[:5]) + more
        )
    report.remarks.append(f"agrees with the {first.layout} file of {first.release.name} in every row")


def _gpci(artefact: Artefact, report: FileReport, collected: Collected) -> str:
    year, rows = locality.read_gpci(artefact, report)
    earlier = collected.gpci.setdefault(year, rows)
    if earlier is not rows:
        # CMS publishes the annual table with every release, 2026's in two layouts: they are one where they agree.
        check_same_rows(artefact.label, report, [*earlier.values()], [*rows.values()], ("mac", "locality"), "name")
    return f"GPCI {year}"


def _counties(artefact: Artefact, report: FileReport, collected: Collected) -> str:
    year, rows = locality.read_counties(artefact, report)
    _same_or_first(artefact, f"LOCCO {year}", collected.counties, year, rows)
    return f"LOCCO {year}"


def _county_text(artefact: Artefact, report: FileReport, collected: Collected) -> str:
    year, rows = locality.read_counties_text(artefact, report)
    collected.county_texts[year] = rows
    return f"LOCCO {year}, check of the csv"


def _check_county_texts(collected: Collected) -> None:
    for year, rows in collected.county_texts.items():
        if year in collected.counties:
            locality.check_same_localities(f"LOCCO {year} txt", set(collected.counties[year]), set(rows))


def _anesthesia(artefact: Artefact, report: FileReport, collected: Collected) -> str:
    year, national, factors = locality.read_anesthesia_factors(artefact, report)
    _same_or_first(artefact, f"ANES {year}", collected.anesthesia, year, (national, factors))
    return f"ANES {year}"


def _zip5(artefact: Artefact, report: FileReport, collected: Collected) -> str:
    if collected.zips is not None:
        raise SourceError(artefact.label, None, "one ZIP5 file", "a second one")
    collected.zips = zip5.read_zip5(artefact, report)
    return f"ZIP5 {collected.zips[0]}"


def _base_units(artefact: Artefact, report: FileReport, collected: Collected) -> str:
    if collected.base_units is not None:
        raise SourceError(artefact.label, None, "one base unit workbook", "a second one")
    collected.base_units = small.read_base_units(artefact, report)
    return f"anesthesia base units {collected.base_units[0]}"


def _places(artefact: Artefact, report: FileReport, collected: Collected) -> str:
    if collected.places is not None:
        raise SourceError(artefact.label, None, "one place of service file", "a second one")
    collected.places = small.read_places_of_service(artefact, report)
    return "place of service code set"


def _ptp(artefact: Artefact, report: FileReport, collected: Collected) -> str:
    name = ptp.name_of(artefact)
    serves = f"NCCI PTP {name.table} {name.quarter.name}"
    earlier = next((f for f in collected.ptp if (f.table, f.quarter, f.part) == name), None)
    if earlier is None:
        collected.ptp.append(ptp.read(artefact, report))
    elif PurePath(earlier.label).stem.lower() == PurePath(artefact.name).stem.lower():
        # CMS's zips hold each f-file as text and as workbook; the text comes first, and the workbook would take a
        # minute where the text takes a second.
        report.remarks.append("this part of the edition was read from another file")
    else:
        raise SourceError(artefact.label, None, f"one revision of {serves}", f"also {earlier.label}")
    return serves


def _mue(artefact: Artefact, report: FileReport, collected: Collected) -> str:
    service, quarter, rows = mue.read(artefact, report)
    earlier = collected.mue.setdefault((service, quarter), rows)
    if earlier is not rows:
        check_same_rows(artefact.label, report, earlier, rows, ("hcpcs",), "rationale")
    return f"NCCI MUE {service} {quarter.name}"


def _add_on(artefact: Artefact, report: FileReport, collected: Collected) -> str:
    quarter, rows = add_on.read(artefact, report)
    if collected.add_on is None:
        collected.add_on = (quarter, rows)
    elif collected.add_on[0] == quarter:
        key = ("add_on", "primary_code", "effective_date")
        check_same_rows(artefact.label, report, collected.add_on[1], rows, key, "note")
    else:
        # Each edition holds the whole history, so the newest is enough.
        report.remarks.append("the newest of several editions is used")
        collected.add_on = max(collected.add_on, (quarter, rows), key=lambda edition: edition[0])
    return f"NCCI add-on codes {quarter.name}"


def _lab(artefact: Artefact, report: FileReport, collected: Collected) -> str:
    quarter, rows = lab.read(artefact, report)
    collected.notices.update(lab.notices(artefact))
    earlier = collected.lab.setdefault(quarter, rows)
    if earlier is not rows:
        check_same_rows(artefact.label, report, earlier, rows, ("hcpcs", "modifier"), "descriptor")
    return f"CLFS {quarter.name}"


def _same_or_first(artefact: Artefact, what: str, known: dict[int, Any], year: int, table: Any) -> None:
    if known.setdefault(year, table) != table:
        raise SourceError(artefact.label, None, f"one {what} table", "a second, different one")


# Kind, pattern of the file's name, reader (None: known, but no input of the dataset). The first that fits counts.
_KINDS: tuple[tuple[str, str, Reader | None], ...] = (
    ("a hidden file of macOS or Excel", r"^(\._|~\$|\.)", None),
    # Medicaid publishes NCCI tables of the same layout and of other values.
    ("a Medicaid table: other edits and values than Medicare's", r"^MCD|medicaid", None),
    ("relative values", r"^PPRRVU.*\.(csv|txt|xlsx)$", _fees),
    ("GPCI", r"^GPCI.*\.(csv|xlsx)$", _gpci),
    ("county crosswalk", r"LOCCO.*\.csv$", _counties),
    ("county crosswalk, text", r"LOCCO.*\.txt$", _county_text),
    ("anesthesia conversion factors", r"^ANES.*\.csv$", _anesthesia),
    ("ZIP to locality", r"^ZIP5_.*\.txt$", _zip5),
    ("anesthesia base units", r"anesthesia.base.units.*\.xlsx$", _base_units),
    ("place of service", r"^place_of_service\.csv$", _places),
    ("NCCI PTP edits", r"^(ccipra|ccioph)-v.*\.(txt|xlsx)$|^ptp_(practitioner|outpatient).*\.parquet$", _ptp),
    ("NCCI MUE", r"MUE.*\.(csv|xlsx)$", _mue),
    ("NCCI add-on codes", r"^AOC.*\.(txt|xlsx)$", _add_on),
    ("laboratory fees", r"^PUF_CLFS.*\.(csv|xlsx)$", _lab),
    ("published amounts, used by the tests only", r"^(OPPSCAP|PFREV|PFALL|PF\d\d).*", None),
    ("record layout or other document", r"(lyout|layout|readme|policy_manual).*|\.(pdf|docx?|prn)$", None),
)
