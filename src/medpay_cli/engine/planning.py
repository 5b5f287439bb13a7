"""How much thought DuckDB gives a statement: over a handful of rows an optimizer costs more than it saves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@contextmanager
def quickly(connection: DuckDBPyConnection, few: bool = True) -> Iterator[None]:
    """Statements inside run without the optimizer when `few`: their tables hold a handful of rows."""
    if not few:
        yield
        return
    connection.execute("pragma disable_optimizer")
    try:
        yield
    finally:
        connection.execute("pragma enable_optimizer")
