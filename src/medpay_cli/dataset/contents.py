"""What the dataset in use holds and where it came from, as its manifest says; and whether its files are still those."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from medpay_cli.dataset.store import BUNDLED, data_dir
from medpay_cli.errors import DatasetError

AS_STATED = "as the manifest says"
# Manifest section -> kind of its records, in the order they are told.
DATED = {"releases": "release", "ncci": "ncci", "laboratory": "laboratory"}


@dataclass(frozen=True, slots=True)
class DataRecord:
    """One thing the dataset holds or lacks.

    `kind` is dataset, release, ncci, laboratory, table, source, gap or notice; dates are inclusive; `detail` is words.
    """

    kind: str
    name: str
    effective_from: dt.date | None = None
    effective_through: dt.date | None = None
    released_on: dt.date | None = None
    rows: int | None = None
    bytes: int | None = None
    sha256: str | None = None
    detail: str = ""


def contents() -> list[DataRecord]:
    """The dataset in use: itself first, then releases and editions, tables, sources, known gaps and notices.

    Raises DatasetError when its manifest is missing or cannot be read.
    """
    folder = data_dir()
    manifest = _manifest(folder)
    texts = "without AMA and ADA descriptors" if manifest["descriptors"] == "none" else "with CMS's descriptors"
    origin = "bundled" if folder == BUNDLED else "imported"
    return [
        DataRecord("dataset", str(folder), detail=f"{origin}, {texts}, built with {manifest['built_with']}"),
        *(_dated(kind, entry) for section, kind in DATED.items() for entry in manifest.get(section, ())),
        *(_table(name, stated, "") for name, stated in manifest["tables"].items()),
        *map(_source, manifest["sources"]),
        *(DataRecord("gap", gap["about"], detail=gap["gap"]) for gap in manifest["known_gaps"]),
        *(DataRecord("notice", "", detail=notice) for notice in manifest["notices"]),
    ]


def verified() -> list[DataRecord]:
    """Every Parquet file of the dataset in use; `detail` is AS_STATED, or what is wrong with it.

    Raises DatasetError when the manifest is missing or cannot be read.
    """
    folder = data_dir()
    stated = _manifest(folder)["tables"]
    found = [_table(name, table, _condition(folder / f"{name}.parquet", table)) for name, table in stated.items()]
    unknown = sorted(path.stem for path in folder.glob("*.parquet") if path.stem not in stated)
    return [*found, *(DataRecord("table", name, detail="not in the manifest") for name in unknown)]


def damage(records: Sequence[DataRecord]) -> DatasetError | None:
    """The error for a dataset of which `verified` found files that are not as the manifest says."""
    wrong = [f"{record.name}.parquet {record.detail}" for record in records if record.detail != AS_STATED]
    again = "reinstall medpay-cli" if data_dir() == BUNDLED else "import it again"
    return DatasetError(f"{data_dir()} is damaged: {'; '.join(wrong)}: {again}") if wrong else None


def _manifest(folder: Path) -> dict[str, Any]:
    import json

    path = folder / "manifest.json"
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return {**manifest, "tables": dict(manifest["tables"])}
    except OSError as error:
        raise DatasetError(f"no dataset in {folder} ({path.name}: {error.strerror})") from error
    except (ValueError, KeyError, TypeError) as error:
        raise DatasetError(f"{path} is damaged ({error})") from error


def _dated(kind: str, entry: dict[str, Any]) -> DataRecord:
    first, last, released = (
        dt.date.fromisoformat(entry[name]) if entry.get(name) else None
        for name in ("effective_from", "effective_through", "released_on")
    )
    undated = "" if entry.get("dated", True) else ", without effective dates"
    detail = ", ".join(entry["files"]) + undated
    return DataRecord(kind, entry["name"], first, last, released, entry["rows"], detail=detail)


def _table(name: str, stated: dict[str, Any], detail: str) -> DataRecord:
    return DataRecord("table", name, rows=stated["rows"], bytes=stated["bytes"], sha256=stated["sha256"], detail=detail)


def _source(source: dict[str, Any]) -> DataRecord:
    inside = f"in {source['inside']}" if source["inside"] else ""
    repaired = f"{source['cells_repaired']} cells repaired" if source["cells_repaired"] else ""
    said = (f"for {source['serves']}", inside, repaired, *source["remarks"])
    return DataRecord(
        "source",
        source["file"],
        rows=source["rows_kept"],
        bytes=source["bytes"],
        sha256=source["sha256"],
        detail="; ".join(filter(None, said)),
    )


def _condition(path: Path, stated: dict[str, Any]) -> str:
    import hashlib

    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    if digest == stated["sha256"]:
        return AS_STATED
    size = path.stat().st_size
    return f"has {size:,} bytes instead of {stated['bytes']:,}" if size != stated["bytes"] else "has another sha256"
