"""Loads what pricing, edits and conditions read of a few claims: each table of the dataset once, cut to their rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from medpay_cli.dataset.steps import read_step
from medpay_cli.dataset.store import table_sql
from medpay_cli.edits import engine as edits
from medpay_cli.edits.lines import EditLine, load_lines
from medpay_cli.findings import run as findings
from medpay_cli.pricing import engine as pricing
from medpay_cli.pricing.lines import COLUMNS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Column of charge_lines -> where it comes from in edit_lines: the national amount, in the office. What is not named
# is null or false. Which place and charge a line has changes its amount, not whether it is payable beside the others.
GIVEN = {name: name for name in ("line", "claim", "hcpcs", "modifiers", "units", "date")} | {
    "locality_key": "'0000000'",
}
OTHER_SCHEDULE = {"lab_fee": ("hcpcs",)}


def open_for(connection: DuckDBPyConnection, lines: Sequence[EditLine], *, priced: bool, listed: bool = False) -> None:
    """Load `lines` as edit_lines and the rows they can meet; `priced`: also as charge_lines, with what pricing reads.

    `listed`: every edit of their codes, for a list, not only those among them.
    """
    if len(lines) <= edits.FEW and not listed:
        # Handing a few rows from thread to thread costs more than it saves.
        connection.execute("set threads=1")
    load_lines(connection, lines)
    met = edits.met_by(lines, listed=listed)
    wanted: dict[str, tuple[str, ...]] = dict(edits.REFERENCE)
    if priced:
        for reference in (pricing.REFERENCE, findings.REFERENCE, OTHER_SCHEDULE):
            for name, columns in reference.items():
                wanted[name] = tuple(dict.fromkeys((*wanted.get(name, ()), *columns)))
        met |= dict.fromkeys(("anesthesia_base", "lab_fee"), met["fee_schedule"])
        # No line has a locality or a place of service.
        met |= {"locality": "where false", "place_of_service": "where false"}
    tables = {name: f"{table_sql(name, columns)} {met.get(name, '')}" for name, columns in wanted.items()}
    if priced:
        tables["payment_rate"] = read_step(pricing.HERE, "payment_rate")
        tables["charge_lines"] = _charge_lines()
    connection.execute("; ".join(f"create or replace temp table {name} as {sql}" for name, sql in tables.items()))


def _charge_lines() -> str:
    chosen = ", ".join(
        f"{GIVEN.get(name, 'false' if kind == 'BOOLEAN' else 'null')}::{kind} as {name}"
        for name, kind in COLUMNS.items()
    )
    return f"select {chosen} from edit_lines"
