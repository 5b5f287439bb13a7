"""The dataset that an import extends: of its tables and manifest, what the sources renew is replaced part by part.

A part is a release of the fee schedule, a year of localities, one PTP table, an edition of the MUE; the other tables
are one part each. So importing one new file never loses what the others gave.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from medpay_cli.dataset.schema import FORMAT, TABLES
from medpay_cli.errors import DatasetError, RequestError
from medpay_cli.sources.collect import Collected
from medpay_cli.sources.gaps import Gap
from medpay_cli.sources.tables import Rows, Tables, with_answers
from medpay_cli.sources.write import arrow_schema

# Table -> the columns that name its parts; a table that is not here is one part.
PARTS = {
    "release": ("release",),
    "fee_schedule": ("release",),
    "conversion_factor": ("release", "track"),
    "locality": ("year",),
    "ptp_edition": ("edit_table",),
    "ptp": ("edit_table",),
    "mue": ("service", "edition"),
    "lab_fee": ("edition",),
}
# What a part that the sources renew lacks, but the one before had: ANES and LOCCO come apart from GPCI.
COMPLETED = {"locality": ("counties", "anesthesia_factor", "anesthesia_factor_qp")}


@dataclass(frozen=True, slots=True)
class Kept:
    """A dataset folder that is read whole before it is extended."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def gaps(self) -> list[Gap]:
        """Its known gaps."""
        return [Gap(gap["about"], gap["gap"]) for gap in self.manifest["known_gaps"]]

    def table(self, name: str) -> pa.Table:
        """One of its tables."""
        return pq.read_table(self.folder / f"{name}.parquet")


def open_kept(folder: Path) -> Kept:
    """The dataset in `folder`. Raises DatasetError where it is missing, damaged or of another format."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DatasetError(f"the dataset to extend, {folder}, cannot be read: {error}") from error
    if manifest.get("format") != FORMAT:
        raise DatasetError(f"the dataset to extend, {folder}, is of another version of medpay: remove it, import again")
    return Kept(folder, manifest)


def extended(kept: Kept, new: Tables, collected: Collected) -> Tables:
    """Every table with the parts of `new` in the place of the same parts of `kept`, sorted by key.

    Raises RequestError for sources that renew a part with older data, or only half of it.
    """
    _refuse_orphans(collected)
    _refuse_older(kept, new, collected)
    tables = {name: _extended(kept, name, new[name], collected) for name in new}
    years = {row["year"] for row in tables["release"]}
    tables["locality"] = [row for row in tables["locality"] if row["year"] in years]
    _complete_factors(kept, tables)
    tables["mue"] = with_answers(tables["mue"])
    return tables


def _extended(kept: Kept, name: str, new: Any, collected: Collected) -> Any:
    if name == "ptp":
        return _extended_ptp(kept, new)
    before: Rows = kept.table(name).to_pylist()
    # The rules name the places even where no CMS file does; CMS's names are the better ones.
    if not len(new) or (name == "place_of_service" and collected.places is None):
        return before
    part, key = PARTS.get(name, ()), TABLES[name].key
    renewed = {tuple(row[column] for column in part) for row in new}
    old = {tuple(row[column] for column in key): row for row in before}
    rows = [row for row in before if tuple(row[column] for column in part) not in renewed]
    rows += [_completed(row, old.get(tuple(row[column] for column in key), {}), COMPLETED.get(name, ())) for row in new]
    return sorted(rows, key=lambda row: tuple(row[column] for column in key))


def _completed(row: dict[str, Any], before: dict[str, Any], columns: tuple[str, ...]) -> dict[str, Any]:
    return row | {name: before[name] for name in columns if name in before and row[name] in (None, "")}


def _extended_ptp(kept: Kept, new: pa.Table) -> pa.Table | Path:
    """The path of the old file where nothing is new: it is taken over byte for byte."""
    if not new.num_rows:
        return kept.folder / "ptp.parquet"
    renewed = pc.unique(new["edit_table"]).to_pylist()
    before = pq.read_table(kept.folder / "ptp.parquet", filters=~pc.field("edit_table").isin(renewed))
    schema = arrow_schema(TABLES["ptp"])
    parts = [table.select(schema.names).cast(schema) for table in (before, new)]
    # Each part is sorted by its key, whose first column is the part.
    tables = sorted((part for part in parts if part.num_rows), key=lambda part: str(part["edit_table"][0]))
    return pa.concat_tables(tables)


def _complete_factors(kept: Kept, tables: Tables) -> None:
    """The anesthesia factor of a year and track, for a release of that year that came without its ANES file.

    A factor that a file stated stays where the new sources only know the rule.
    """
    years = {row["release"]: row["year"] for row in tables["release"]}
    before = {(row["release"], row["track"]): row for row in kept.table("conversion_factor").to_pylist()}
    known = {
        (years[row["release"]], row["track"]): row["anesthesia_factor"]
        for row in [*before.values(), *tables["conversion_factor"]]
        if row["anesthesia_factor"] is not None and row["release"] in years
    }
    for row in tables["conversion_factor"]:
        stated = before.get((row["release"], row["track"]))
        if stated and row["source"].startswith("CF-"):
            row.update(stated)
        row["anesthesia_factor"] = known.get((years[row["release"]], row["track"]))


def with_kept(new: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """The manifest of an extended dataset: of `before` the entries and sources whose data are still in it."""
    serving = {source["serves"] for source in new["sources"]}
    renewed = {_whole(serves) for serves in serving}

    def still(name: str) -> bool:
        return name not in serving and _whole(name) not in renewed

    manifest = {**new}
    for section in ("releases", "ncci", "laboratory"):
        listed = {entry["name"]: entry for entry in before[section] if still(entry["name"])}
        listed |= {entry["name"]: entry for entry in new[section] if entry["files"] or entry["name"] not in listed}
        manifest[section] = [listed[name] for name in sorted(listed)]
    manifest["sources"] = [source for source in before["sources"] if still(source["serves"])] + new["sources"]
    manifest["notices"] = sorted({*before["notices"], *new["notices"]})
    return manifest


def _whole(serves: str) -> str:
    """What a file that serves a table of one part serves, without its edition: all of it is replaced together."""
    what = serves.rpartition(" ")[0]
    single = ("NCCI PTP practitioner", "NCCI PTP outpatient", "NCCI add-on codes", "ZIP5", "anesthesia base units")
    return what if what in single else serves


def _refuse_orphans(collected: Collected) -> None:
    for what, years in (("ANES", set(collected.anesthesia)), ("LOCCO", set(collected.counties))):
        if alone := years - set(collected.gpci):
            year = min(alone)
            raise RequestError(f"{what} {year} without GPCI {year}: import the year's GPCI file with it")


def _refuse_older(kept: Kept, new: Tables, collected: Collected) -> None:
    """A table that is replaced as a whole must not go back in time."""
    before: dict[str, str] = {}
    for entry in kept.manifest["ncci"]:
        what, _, edition = entry["name"].rpartition(" ")
        before[what] = max(before.get(what, ""), edition)
    now = {f"NCCI PTP {row['edit_table']}": row["edition"] for row in new["ptp_edition"]}
    if collected.add_on:
        now["NCCI add-on codes"] = collected.add_on[0].name
    for what, edition in now.items():
        if edition < before.get(what, ""):
            raise RequestError(f"{what}: {edition} is older than {before[what]}, which it would replace")
