"""The build as one call: sources in, dataset out, with a manifest that says where everything came from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from medpay_cli.dataset.schema import FORMAT
from medpay_cli.sources.artefact import open_sources
from medpay_cli.sources.collect import Collected, collect
from medpay_cli.sources.ncci import ncci_editions, ncci_gaps, served
from medpay_cli.sources.release import FIRST_MONTH, Release
from medpay_cli.sources.shrink import refuse_shrunken
from medpay_cli.sources.tables import Tables, assemble, counties_year
from medpay_cli.sources.write import write_dataset


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What was read and what was written."""

    collected: Collected
    manifest: dict[str, Any]


def build(
    sources: list[Path],
    out: Path,
    descriptors: str = "cms",
    on_file: Callable[[str], None] = lambda _: None,
    *,
    accept_smaller: bool = False,
) -> BuildResult:
    """Read CMS's files and write the dataset folder `out`.

    `on_file` is told the name of each file before it is read; `accept_smaller` lets a table replace one with
    more rows than it has. Raises SourceError or RequestError, and then `out` is as it was.
    """
    collected = collect(open_sources(sources), on_file)
    tables = assemble(collected, descriptors)
    if not accept_smaller:
        refuse_shrunken(tables, out)
    on_file("writing")
    manifest = write_dataset(tables, _manifest(collected, tables, descriptors), out)
    return BuildResult(collected, manifest)


def _manifest(collected: Collected, tables: Tables, descriptors: str) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "descriptors": descriptors,
        "releases": [
            {
                "name": row["release"],
                "effective_from": row["effective_from"].isoformat(),
                "effective_through": row["effective_through"].isoformat(),
                "released_on": row["released_on"].isoformat() if row["released_on"] else None,
                "files": [f.artefact.label for f in collected.files if f.serves == row["release"]],
            }
            for row in tables["release"]
        ],
        "ncci": ncci_editions(collected, tables),
        "laboratory": [
            served(collected, f"CLFS {quarter.name}", quarter, len(rows))
            for quarter, rows in sorted(collected.lab.items())
        ],
        "sources": [
            {
                "file": f.artefact.name,
                "inside": f.artefact.origin,
                "sha256": f.artefact.sha256,
                "bytes": len(f.artefact.content),
                "serves": f.serves,
                "rows_read": f.report.read,
                "rows_kept": f.report.kept,
                "cells_repaired": f.report.repaired,
                "remarks": f.report.remarks,
            }
            for f in collected.files
        ],
        "known_gaps": known_gaps(collected, tables),
        "notices": sorted(collected.notices),
    }


def known_gaps(collected: Collected, tables: Tables) -> list[str]:
    """What the sources leave open, in words a user can act on."""
    gaps = [_missing_release(release) for release in _missing_releases(collected)]
    for row in tables["conversion_factor"]:
        if row["source"].startswith("CF-"):
            gaps.append(
                f"{row['release']}: the {row['track']} conversion factor {row['factor']} is from rule {row['source']}, "
                "not from a QPP file"
            )
    for year in sorted({release.year for release, _ in collected.fees}):
        if year not in collected.anesthesia:
            gaps.append(f"no anesthesia conversion factors of {year}")
        if collected.counties and counties_year(collected, year) != year:
            gaps.append(f"county names of {year} are those of the {counties_year(collected, year)} crosswalk")
    gaps.extend(_zip_gaps(collected))
    gaps.extend(_anesthesia_gaps(collected, tables))
    doubtful = [row["pos"] for row in tables["place_of_service"] if row["setting"] == "doubtful"]
    gaps.append(f"place of service {', '.join(doubtful)}: no settled source says facility or non-facility")
    gaps.extend(ncci_gaps(collected, tables))
    gaps.append(_lab_gap(collected))
    return gaps


def _missing_releases(collected: Collected) -> list[Release]:
    loaded = {release for release, _ in collected.fees}
    newest = max(release.name for release in loaded)
    return [
        release
        for year in sorted({release.year for release in loaded})
        for quarter in FIRST_MONTH
        if (release := Release(year, quarter)) not in loaded and release.name < newest
    ]


def _missing_release(release: Release) -> str:
    return (
        f"{release.name} is not bundled: dates {release.effective_from} to {release.effective_through} "
        "are answered from the nearest release of that year, with confidence medium"
    )


def _zip_gaps(collected: Collected) -> list[str]:
    if collected.zips is None:
        return ["no ZIP5 file: places cannot be named by ZIP or state"]
    edition, rows = collected.zips
    split = sum(row["plus_four"] for row in rows.values())
    return [
        f"ZIP codes are those of the {edition[:4]} quarter {edition[4]} file for every year",
        f"{split} ZIP codes are split between localities by ZIP+4, which is not bundled",
    ]


def _lab_gap(collected: Collected) -> str:
    if not collected.lab:
        return "no clinical laboratory fee schedule among the sources"
    quarters = ", ".join(quarter.name for quarter in sorted(collected.lab))
    return f"laboratory fees are those of {quarters}; what a test paid at other dates is unknown"


def _anesthesia_gaps(collected: Collected, tables: Tables) -> list[str]:
    if collected.base_units is None:
        return ["no anesthesia base units"]
    edition, units = collected.base_units
    newest = max(row["release"] for row in tables["release"])
    current = {r["hcpcs"] for r in tables["fee_schedule"] if r["release"] == newest and r["status"] == "J"}
    lacking = sorted(current - units.keys())
    gaps = [f"anesthesia base units are CMS's of {edition}"]
    if lacking:
        gaps.append(f"{len(lacking)} anesthesia codes of {newest} have no base units: {', '.join(lacking[:12])}")
    return gaps
