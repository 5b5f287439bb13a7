"""What a dataset leaves open, in words a user can act on: read off its tables, or kept from the dataset it extends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from medpay_cli.sources.collect import Collected
from medpay_cli.sources.ncci import ptp_gaps
from medpay_cli.sources.release import FIRST_MONTH, Release
from medpay_cli.sources.tables import Tables, counties_year


class Gap(NamedTuple):
    """`about`: the part of the dataset, such as `release` or `ptp practitioner`; `gap`: the sentence."""

    about: str
    gap: str


def known_gaps(collected: Collected, tables: Tables, kept: Sequence[Gap] = ()) -> list[Gap]:
    """Every gap of `tables`, and of `kept` those about parts of another dataset that `collected` does not renew."""
    told = [
        *_releases(tables),
        *_factors(tables),
        *_anesthesia(tables),
        *_counties(collected),
        *_zips(collected, tables),
        *_places(tables),
        *_ncci(collected, tables),
        *_laboratory(tables),
    ]
    return told + [gap for gap in kept if gap not in told and _carried(gap.about, collected)]


def _carried(about: str, collected: Collected) -> bool:
    """Whether only the build that read the files could tell this gap, and they are still the ones in use."""
    part, _, of = about.partition(" ")
    if part == "counties":
        return int(of) not in collected.gpci or not collected.counties
    if part == "zip":
        return collected.zips is None
    if part == "ptp":
        return bool(of) and of not in {file.table for file in collected.ptp}
    return part == "add-on" and collected.add_on is None


def _releases(tables: Tables) -> list[Gap]:
    loaded = {row["release"]: row["year"] for row in tables["release"]}
    missing = [
        release
        for year in sorted(set(loaded.values()))
        for quarter in FIRST_MONTH
        if (release := Release(year, quarter)).name not in loaded and release.name < max(loaded)
    ]
    return [
        Gap(
            "release",
            f"{release.name} is not loaded: dates {release.effective_from} to {release.effective_through} "
            "are answered from the nearest release of that year, with confidence medium",
        )
        for release in missing
    ]


def _factors(tables: Tables) -> list[Gap]:
    return [
        Gap(
            "factor",
            f"{row['release']}: the {row['track']} conversion factor {row['factor']} is from rule {row['source']}, "
            "not from a QPP file",
        )
        for row in tables["conversion_factor"]
        if row["source"].startswith("CF-")
    ]


def _anesthesia(tables: Tables) -> list[Gap]:
    known = {row["year"] for row in tables["locality"] if row["anesthesia_factor"] is not None}
    gaps = [
        Gap("anesthesia", f"no anesthesia conversion factors of {year}")
        for year in sorted({row["year"] for row in tables["locality"]} - known)
    ]
    units = {row["hcpcs"]: row["edition"] for row in tables["anesthesia_base"]}
    if not units:
        return [*gaps, Gap("anesthesia", "no anesthesia base units")]
    newest = max(row["release"] for row in tables["release"])
    current = {r["hcpcs"] for r in tables["fee_schedule"] if r["release"] == newest and r["status"] == "J"}
    lacking = sorted(current - units.keys())
    gaps.append(Gap("anesthesia", f"anesthesia base units are CMS's of {max(units.values())}"))
    if lacking:
        text = f"{len(lacking)} anesthesia codes of {newest} have no base units: {', '.join(lacking[:12])}"
        gaps.append(Gap("anesthesia", text))
    return gaps


def _counties(collected: Collected) -> list[Gap]:
    return [
        Gap(f"counties {year}", f"county names of {year} are those of the {used} crosswalk")
        for year in sorted(collected.gpci)
        if collected.counties and (used := counties_year(collected, year)) != year
    ]


def _zips(collected: Collected, tables: Tables) -> list[Gap]:
    if not len(tables["zip_locality"]):
        return [Gap("zip", "no ZIP5 file: places cannot be named by ZIP or state")]
    if collected.zips is None:
        return []
    edition, rows = collected.zips
    split = sum(row["plus_four"] for row in rows.values())
    return [
        Gap("zip", f"ZIP codes are those of the {edition[:4]} quarter {edition[4]} file for every year"),
        Gap("zip", f"{split} ZIP codes are split between localities by ZIP+4, which is not bundled"),
    ]


def _places(tables: Tables) -> list[Gap]:
    doubtful = ", ".join(row["pos"] for row in tables["place_of_service"] if row["setting"] == "doubtful")
    return [Gap("place", f"place of service {doubtful}: no settled source says facility or non-facility")]


def _ncci(collected: Collected, tables: Tables) -> list[Gap]:
    gaps = [
        Gap(about, f"NCCI {name}: not among the sources")
        for about, name, table in (
            ("ptp", "PTP edits", "ptp_edition"),
            ("mue", "MUE", "mue"),
            ("add-on", "add-on codes", "add_on"),
        )
        if not len(tables[table])
    ]
    for table in sorted({file.table for file in collected.ptp}):
        gaps.extend(Gap(f"ptp {table}", text) for text in ptp_gaps(collected, tables, table))
    if editions := sorted({row["edition"] for row in tables["mue"]}):
        text = f"NCCI MUE values are those of {', '.join(editions)}; other dates are answered from the nearest edition"
        gaps.append(Gap("mue", text))
    if collected.add_on:
        quarter, _ = collected.add_on
        text = f"NCCI add-on codes are those of {quarter.name}: what began or ended after {quarter.last_day} is unknown"
        gaps.append(Gap("add-on", text))
    return gaps


def _laboratory(tables: Tables) -> list[Gap]:
    editions = sorted({row["edition"] for row in tables["lab_fee"]})
    if not editions:
        return [Gap("laboratory", "no clinical laboratory fee schedule among the sources")]
    text = f"laboratory fees are those of {', '.join(editions)}; what a test paid at other dates is unknown"
    return [Gap("laboratory", text)]
