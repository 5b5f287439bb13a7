"""The build as one call: sources in, dataset out, with a manifest that says where everything came from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from medpay_cli.dataset.schema import FORMAT
from medpay_cli.errors import RequestError
from medpay_cli.sources.artefact import open_sources
from medpay_cli.sources.collect import Collected, collect
from medpay_cli.sources.gaps import known_gaps
from medpay_cli.sources.kept import Kept, extended, open_kept, with_kept
from medpay_cli.sources.ncci import ncci_editions, served
from medpay_cli.sources.ptp_summary import with_summaries
from medpay_cli.sources.shrink import refuse_shrunken
from medpay_cli.sources.tables import Tables, assemble, refuse_incomplete
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
    extends: Path | None = None,
) -> BuildResult:
    """Read CMS's files and write the dataset folder `out`.

    `on_file` is told the name of each file before it is read; `accept_smaller` lets a table replace one with
    more rows than it has; `extends` is a dataset that gives every part the sources hold nothing of. Raises
    SourceError, RequestError or DatasetError, and then `out` is as it was.
    """
    kept = open_kept(extends) if extends is not None else None
    if kept is not None and kept.manifest["descriptors"] == "none":
        descriptors = "none"
    collected = collect(open_sources(sources), on_file)
    if not collected.files:
        raise RequestError("none of the files is one of CMS's that this reads: " + unread(collected))
    tables = assemble(collected, descriptors)
    if kept is not None:
        tables = extended(kept, tables, collected)
    refuse_incomplete(tables)
    if not accept_smaller:
        refuse_shrunken(tables, extends or out)
    on_file("writing")
    manifest = _manifest(collected, tables, descriptors, kept)
    return BuildResult(collected, write_dataset(with_summaries(tables), manifest, out))


def unread(collected: Collected) -> str:
    """The first of the files that were not read, each with the reason."""
    return "; ".join(f"{label} ({reason})" for label, reason in collected.skipped[:3]) or "there is none"


def _manifest(collected: Collected, tables: Tables, descriptors: str, kept: Kept | None) -> dict[str, Any]:
    new = _new_manifest(collected, tables, descriptors)
    gaps = known_gaps(collected, tables, kept.gaps if kept else ())
    new["known_gaps"] = [gap._asdict() for gap in gaps]
    new["notices"] = sorted(collected.notices)
    return with_kept(new, kept.manifest) if kept else new


def _new_manifest(collected: Collected, tables: Tables, descriptors: str) -> dict[str, Any]:
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
                "rows": sum(fee["release"] == row["release"] for fee in tables["fee_schedule"]),
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
    }
