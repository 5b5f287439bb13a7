"""The tables made from the PTP edits, so that a page of one code need not scan them: how many, and the costliest."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa

from medpay_cli.dataset.schema import TABLES
from medpay_cli.sources.ptp import copied
from medpay_cli.sources.tables import Tables
from medpay_cli.sources.write import arrow_schema

STEPS = Path(__file__).parent
# Table -> its columns that the steps read.
READ = {
    "release": ("release", "effective_from"),
    "fee_schedule": ("hcpcs", "modifier", "release", "work_rvu", "pe_rvu_nonfacility", "mp_rvu"),
}


def with_summaries(tables: Tables) -> Tables:
    """`tables` with `ptp_count` and `ptp_partner`, made from the edits, releases and RVUs among them."""
    connection = duckdb.connect()
    edits = tables["ptp"]
    if isinstance(edits, Path):
        connection.execute("create table ptp as select * from read_parquet(?)", [str(edits)])
    else:
        copied(connection, "ptp", edits)
    for name, columns in READ.items():
        schema = arrow_schema(TABLES[name])
        rows = [{column: row[column] for column in columns} for row in tables[name]]
        given = pa.Table.from_pylist(rows, pa.schema([schema.field(column) for column in columns]))
        copied(connection, name, given)
    connection.execute(f"create table ptp_kept as {_step('ptp_kept')}")
    return {**tables, **{name: connection.sql(_step(name)).to_arrow_table() for name in ("ptp_count", "ptp_partner")}}


def _step(name: str) -> str:
    return (STEPS / f"{name}.sql").read_text(encoding="utf-8")
