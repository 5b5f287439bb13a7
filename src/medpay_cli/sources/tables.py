"""From what the files said to the rows of each dataset table, with the checks that join them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from medpay_cli.errors import RequestError
from medpay_cli.rules import catalogue
from medpay_cli.sources.collect import Collected
from medpay_cli.sources.locality import check_same_localities
from medpay_cli.sources.ptp_editions import ptp_tables, refuse_missing_parts
from medpay_cli.sources.release import Release

Rows = list[dict[str, Any]]
# Small tables are rows; the PTP edits, millions of them, stay in Arrow.
Tables = dict[str, Any]


def assemble(collected: Collected, descriptors: str) -> Tables:
    """Rows of every table, sorted by key, columns as in `dataset.schema`.

    `descriptors` is 'cms', or 'none' for a build without the AMA's and ADA's texts (HCPCS level II
    descriptors other than dental are CMS's own and stay). Raises RequestError when an NCCI PTP edition
    lacks one of its files, SourceError when two tables of localities differ.
    """
    releases = sorted({release for release, _ in collected.fees}, key=lambda r: r.name)
    rules = catalogue.load()
    refuse_missing_parts(collected.ptp)
    ptp_editions, ptp = ptp_tables(collected.ptp)
    return {
        "release": [_release(collected, release) for release in releases],
        "fee_schedule": _fee_schedule(collected, descriptors),
        "conversion_factor": _conversion_factors(collected, releases, rules),
        "locality": [row for year in sorted(collected.gpci) for row in _localities(collected, year)],
        "anesthesia_base": _base_units(collected),
        "zip_locality": _zips(collected),
        "place_of_service": _places(collected, rules),
        "ptp_edition": ptp_editions,
        "ptp": ptp,
        "mue": _mue(collected),
        "add_on": collected.add_on[1] if collected.add_on else [],
        "lab_fee": _lab_fees(collected, descriptors),
    }


def refuse_incomplete(tables: Tables) -> None:
    """Raise RequestError for a dataset that cannot price: no release, or one without the localities of its year."""
    if not tables["release"]:
        raise RequestError("no PPRRVU file among the sources: nothing to price from")
    localities = {row["year"] for row in tables["locality"]}
    for year in sorted({row["year"] for row in tables["release"]} - localities):
        raise RequestError(f"no GPCI file of {year} among the sources")
    keys = {row["locality_key"] for row in tables["locality"]}
    check_same_localities("ZIP5", keys, {row["mac"] + row["locality"] for row in tables["zip_locality"]} | keys)


def _release(collected: Collected, release: Release) -> dict[str, Any]:
    dates = [fees.released_on for (r, _), fees in collected.fees.items() if r == release and fees.released_on]
    return {
        "release": release.name,
        "year": release.year,
        "effective_from": release.effective_from,
        "effective_through": release.effective_through,
        "released_on": max(dates) if dates else None,
    }


def _fee_schedule(collected: Collected, descriptors: str) -> Rows:
    rows: dict[tuple[str, str, str], dict[str, Any]] = {}
    for (release, _), fees in collected.fees.items():
        for (code, modifier), row in fees.rows.items():
            out = {**row, "release": release.name, "opps_work_rvu": row["work_rvu"]}
            professional = fees.rows.get((code, "26"))
            if row["status"] == "C" and modifier == "" and professional is not None:
                out["opps_work_rvu"] = professional["work_rvu"]
            if descriptors == "none" and not _is_cms_text(code):
                out["descriptor"] = ""
            rows[code, modifier, release.name] = out
    return [rows[key] for key in sorted(rows)]


def _is_cms_text(code: str) -> bool:
    """HCPCS level II codes start with a letter; the D codes among them are the ADA's."""
    return code[0].isalpha() and code[0] != "D"


def _conversion_factors(collected: Collected, releases: list[Release], rules: Rows) -> Rows:
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for (release, track), fees in collected.fees.items():
        rows[release.name, track] = {"factor": fees.conversion_factor, "source": fees.file}
    for rule in rules:
        if rule["subject"] != "conversion_factor":
            continue
        year, track = rule["value"].split(":")
        for release in releases:
            if release.year == int(year):
                rows.setdefault((release.name, track), {"factor": rule["factor"], "source": rule["id"]})
    years = {release.name: release.year for release in releases}
    return [
        {
            "release": name,
            "track": track,
            "anesthesia_factor": _national_anesthesia(collected, years[name], track),
            **rows[name, track],
        }
        for name, track in sorted(rows)
    ]


def _national_anesthesia(collected: Collected, year: int, track: str) -> Decimal | None:
    return collected.anesthesia[year][0].get(track) if year in collected.anesthesia else None


def _localities(collected: Collected, year: int) -> Rows:
    gpci = collected.gpci[year]
    counties = collected.counties.get(counties_year(collected, year), {})
    if counties:
        check_same_localities(f"county crosswalk for {year}", set(gpci), set(counties))
    anesthesia: dict[str, dict[str, Decimal]] = {}
    if year in collected.anesthesia:
        anesthesia = collected.anesthesia[year][1]
        check_same_localities(f"ANES {year}", set(gpci), set(anesthesia))
    first, second = ("non_qp", "qp") if year >= 2026 else ("standard", "")
    return [
        {
            "year": year,
            "locality_key": key,
            **gpci[key],
            "counties": counties.get(key, ""),
            "anesthesia_factor": anesthesia.get(key, {}).get(first),
            "anesthesia_factor_qp": anesthesia.get(key, {}).get(second),
        }
        for key in sorted(gpci)
    ]


def counties_year(collected: Collected, year: int) -> int:
    """The year whose county crosswalk serves `year`: its own, else the newest one before it."""
    earlier = [y for y in collected.counties if y <= year]
    return max(earlier, default=year)


def _base_units(collected: Collected) -> Rows:
    if collected.base_units is None:
        return []
    edition, units = collected.base_units
    return [{"hcpcs": code, "base_units": units[code], "edition": edition} for code in sorted(units)]


def _zips(collected: Collected) -> Rows:
    if collected.zips is None:
        return []
    rows = collected.zips[1]
    return [{"zip": code, **rows[code]} for code in sorted(rows)]


def _lab_fees(collected: Collected, descriptors: str) -> Rows:
    rows: Rows = []
    for quarter, fees in collected.lab.items():
        edition = {"edition": quarter.name, "effective_through": quarter.last_day}
        rows.extend({**fee, **edition} for fee in fees)
    if descriptors == "none":
        rows = [row if _is_cms_text(row["hcpcs"]) else {**row, "descriptor": ""} for row in rows]
    return sorted(rows, key=lambda row: (row["hcpcs"], row["modifier"], row["edition"]))


def _mue(collected: Collected) -> Rows:
    rows: Rows = []
    for (_, quarter), edits in collected.mue.items():
        edition = {
            "edition": quarter.name,
            "effective_from": quarter.first_day,
            "effective_through": quarter.last_day,
        }
        rows.extend({**edit, **edition} for edit in edits)
    return with_answers(sorted(rows, key=lambda row: (row["service"], row["hcpcs"], row["edition"])))


def with_answers(mue: Rows) -> Rows:
    """The rows of `mue` with the days each edition answers for: until the next loaded one of its service begins.

    The oldest also answers the days before it.
    """
    starts: dict[str, list[dt.date]] = {}
    for service, first_day in sorted({(row["service"], row["effective_from"]) for row in mue}):
        starts.setdefault(service, []).append(first_day)

    def answers(service: str, first_day: dt.date) -> dict[str, dt.date | None]:
        later = [day for day in starts[service] if day > first_day]
        return {
            "answers_from": first_day if first_day > starts[service][0] else None,
            "answers_through": later[0] - dt.timedelta(days=1) if later else None,
        }

    return [{**row, **answers(row["service"], row["effective_from"])} for row in mue]


def _places(collected: Collected, rules: Rows) -> Rows:
    names = {pos: row["name"] for pos, row in (collected.places or {}).items()}
    names = catalogue.place_names() | names
    settings = {rule["value"]: rule for rule in rules if rule["subject"] == "pos"}
    unsettled = sorted(names.keys() - settings.keys())
    if unsettled:
        raise RequestError(f"place of service {unsettled[0]} has no setting in rules/place_of_service.toml")
    return [
        {
            "pos": pos,
            "name": names.get(pos, ""),
            "setting": settings[pos]["effect"],
            "rule": settings[pos]["id"],
        }
        for pos in sorted(settings)
    ]
