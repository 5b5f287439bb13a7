"""What the manifest says of the NCCI tables: each edition with its dates, files and rows, and the gaps in words."""

from __future__ import annotations

from typing import Any

import pyarrow.compute as pc

from medpay_cli.sources.collect import Collected
from medpay_cli.sources.ptp_editions import editions
from medpay_cli.sources.quarter import Quarter
from medpay_cli.sources.tables import Tables


def ncci_editions(collected: Collected, tables: Tables) -> list[dict[str, Any]]:
    """Every edition that the tables come from; files that another of the same quarter superseded are not among them."""
    used = {(row["edit_table"], row["edition"]) for row in tables["ptp_edition"]}
    ptp = [
        _entry(f"NCCI PTP {e.table} {e.quarter.name}", e.quarter, [file.label for file in e.files], e.rows.num_rows)
        | {"dated": e.dated}
        for e in editions(collected.ptp)
        if (e.table, e.quarter.name) in used
    ]
    mue = [
        served(collected, f"NCCI MUE {service} {quarter.name}", quarter, len(rows))
        for (service, quarter), rows in sorted(collected.mue.items())
    ]
    if collected.add_on is None:
        return ptp + mue
    quarter, rows = collected.add_on
    return [*ptp, *mue, served(collected, f"NCCI add-on codes {quarter.name}", quarter, len(rows))]


def served(collected: Collected, name: str, quarter: Quarter, rows: int) -> dict[str, Any]:
    """The manifest's entry of a quarterly edition: its days, the files that gave it, its rows."""
    return _entry(name, quarter, [f.artefact.label for f in collected.files if f.serves == name], rows)


def _entry(name: str, quarter: Quarter, files: list[str], rows: int) -> dict[str, Any]:
    return {
        "name": name,
        "effective_from": quarter.first_day.isoformat(),
        "effective_through": quarter.last_day.isoformat(),
        "files": files,
        "rows": rows,
    }


def ncci_gaps(collected: Collected, tables: Tables) -> list[str]:
    """What the NCCI sources leave open, in words a user can act on."""
    gaps = [
        f"NCCI {name}: not among the sources"
        for name, have in (("PTP edits", collected.ptp), ("MUE", collected.mue), ("add-on codes", collected.add_on))
        if not have
    ]
    for table in sorted({row["edit_table"] for row in tables["ptp_edition"]}):
        gaps.extend(_ptp_gaps(collected, tables, table))
    if collected.mue:
        quarters = ", ".join(sorted({quarter.name for _, quarter in collected.mue}))
        gaps.append(f"NCCI MUE: only the values of {quarters} are loaded; the nearest edition answers every other date")
    if collected.add_on:
        quarter, _ = collected.add_on
        gaps.append(
            f"NCCI add-on codes are those of {quarter.name}: what began or ended after {quarter.last_day} is unknown"
        )
    return gaps


def _ptp_gaps(collected: Collected, tables: Tables, table: str) -> list[str]:
    mine = [row for row in tables["ptp_edition"] if row["edit_table"] == table]
    name, undated = f"NCCI PTP {table}", [row for row in mine if not row["dated"]]
    rows = tables["ptp"].filter(pc.equal(tables["ptp"]["edit_table"], table))
    known_from = min((f.known_from for f in collected.ptp if f.table == table and f.dated), default=None)
    gaps = []
    if undated:
        names = " and ".join(row["edition"] for row in mine)
        gaps.append(
            f"{name}: {names} have no effective dates; what appeared, disappeared or changed between them "
            "is given with confidence medium for the dates between"
        )
        gaps.append(
            f"{name}: before {mine[0]['effective_from']} the start of a pair is unknown, its deletion date is exact"
        )
    elif known_from and pc.any(pc.is_null(rows["effective_date"])).as_py():
        gaps.append(f"{name}: a pair without an effective date began before {known_from}")
    unknown = rows["rationale"].null_count
    if unknown:
        gaps.append(f"{name}: the rationale of {unknown:,} of {rows.num_rows:,} rows is unknown")
    gaps.append(
        f"{name}: no edition after {mine[-1]['edition']}; dates after {mine[-1]['effective_through']} are not certain"
    )
    return gaps
