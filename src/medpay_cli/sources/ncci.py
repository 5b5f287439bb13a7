"""What the manifest says of the NCCI tables: each edition with its dates, files and rows, and the gaps in words."""

from __future__ import annotations

from typing import Any

import pyarrow.compute as pc

from medpay_cli.sources.collect import Collected
from medpay_cli.sources.ptp_editions import editions
from medpay_cli.sources.quarter import Quarter
from medpay_cli.sources.tables import Tables


def ncci_editions(collected: Collected, tables: Tables) -> list[dict[str, Any]]:
    """Every edition that the tables come from, by name; files that another of its quarter superseded are left out."""
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
    add_on = []
    if collected.add_on is not None:
        quarter, rows = collected.add_on
        add_on = [served(collected, f"NCCI add-on codes {quarter.name}", quarter, len(rows))]
    return sorted([*ptp, *mue, *add_on], key=lambda entry: str(entry["name"]))


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


def ptp_gaps(collected: Collected, tables: Tables, table: str) -> list[str]:
    """What the sources leave open of one PTP table, in words a user can act on."""
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
