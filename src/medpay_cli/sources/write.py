"""Writes the dataset: sorted, compressed Parquet and the manifest, beside the old one, then swapped in."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from medpay_cli.dataset.schema import TABLES, Table
from medpay_cli.sources.tables import Rows, Tables


def write_dataset(tables: Tables, manifest: dict[str, Any], out: Path) -> dict[str, Any]:
    """Write every table and `manifest.json` into `out`, replacing what was there only at the end.

    Returns the manifest with rows, bytes and sha256 of each Parquet file added. The same input gives
    the same bytes with the same pyarrow, whose version the manifest records.
    """
    # Two imports at once must not write into each other's folder; the last one to end is the one that stays.
    beside = out.with_name(f"{out.name}.new-{os.getpid()}")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    try:
        manifest["tables"] = {
            name: write_table(TABLES[name], rows, beside / f"{name}.parquet") for name, rows in tables.items()
        }
        manifest["built_with"] = f"pyarrow {pa.__version__}"
        text = json.dumps(manifest, indent=1, ensure_ascii=False, sort_keys=False) + "\n"
        (beside / "manifest.json").write_text(text, encoding="utf-8")
        _swap(beside, out)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return manifest


def arrow_schema(table: Table) -> pa.Schema:
    """The columns of a table as Arrow types."""
    return pa.schema([(name, _arrow_type(sql)) for name, sql in table.columns.items()])


def write_table(table: Table, rows: Rows | pa.Table | Path, path: Path) -> dict[str, Any]:
    """Write one Parquet file, the same bytes for the same rows; returns its rows, bytes and sha256.

    A path is a file that holds the table already: it is copied.
    """
    if isinstance(rows, Path):
        shutil.copyfile(rows, path)
        return _described(path, pq.read_metadata(path).num_rows)
    schema = arrow_schema(table)
    # Columns are taken one by one so that a missing one is an error, never a silent null.
    if isinstance(rows, pa.Table):
        columns = [rows.column(name).cast(schema.field(name).type) for name in table.columns]
    else:
        columns = [pa.array([row[name] for row in rows], type=schema.field(name).type) for name in table.columns]
    pq.write_table(
        pa.Table.from_arrays(columns, schema=schema),
        path,
        compression="zstd",
        compression_level=19,
        row_group_size=table.row_group_rows,
        store_decimal_as_integer=True,
        store_schema=False,
    )
    return _described(path, len(rows))


def _described(path: Path, rows: int) -> dict[str, Any]:
    content = path.read_bytes()
    return {"rows": rows, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def _arrow_type(sql: str) -> pa.DataType:
    if sql.startswith("DECIMAL("):
        precision, scale = sql.removeprefix("DECIMAL(").removesuffix(")").split(",")
        return pa.decimal128(int(precision), int(scale))
    return {
        "VARCHAR": pa.string(),
        "DATE": pa.date32(),
        "BOOLEAN": pa.bool_(),
        "SMALLINT": pa.int16(),
        "TINYINT": pa.int8(),
        "INTEGER": pa.int32(),
    }[sql]


def _swap(new: Path, out: Path) -> None:
    old = out.with_name(out.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        out.rename(old)
    try:
        new.rename(out)
    except OSError:
        if old.exists():
            old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)
