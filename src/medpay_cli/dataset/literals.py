"""Python values as SQL literals: small relations are given to DuckDB as `values`, which prune Parquet row groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any


def literal(value: object) -> str:
    """`value` as an SQL literal; a tuple of strings is their comma-separated text."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple):
        value = ",".join(value)
    return "'" + str(value).replace("'", "''") + "'"


def identifier(name: str) -> str:
    """`name` as a quoted SQL identifier, whatever characters it has."""
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def in_sql(values: Iterable[object]) -> str:
    """The inside of `in (...)`."""
    return ", ".join(map(literal, values))


def values_sql(columns: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> str:
    """`rows` as a select of literals with the names and SQL types of `columns`."""
    names = ", ".join(columns)
    casts = ", ".join(f"{name}::{kind} as {name}" for name, kind in columns.items())
    listed = ", ".join(f"({in_sql(row)})" for row in rows)
    return f"select {casts} from (values {listed}) as given({names})"
