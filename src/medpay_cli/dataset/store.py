"""Where the dataset lies and how a connection sees its tables."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from medpay_cli.dataset.schema import RULE_TABLES, TABLES
from medpay_cli.errors import DatasetError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Beside this package, not importlib.resources: that alone costs 22 ms at start (STYLE.md).
BUNDLED = Path(__file__).parent.parent / "data"
# The rule catalogue, compiled: it belongs to the program, not to a dataset.
COMPILED = Path(__file__).parent.parent / "rules" / "compiled"


def data_dir() -> Path:
    """The folder with the Parquet files and manifest.json."""
    return BUNDLED


def connect() -> DuckDBPyConnection:
    """A private in-memory connection, quiet, that never reaches the network."""
    import duckdb

    connection = duckdb.connect()
    # The progress bar would go to stdout, between the data; extensions would come from the network.
    connection.execute("set enable_progress_bar=false; set autoinstall_known_extensions=false; set temp_directory=''")
    return connection


def table_sql(name: str, columns: Iterable[str] | None = None) -> str:
    """`select ... from read_parquet(...)` for one table of the dataset, all its columns unless named.

    Raises DatasetError when the file is missing.
    """
    tables, folder = (RULE_TABLES, COMPILED) if name in RULE_TABLES else (TABLES, data_dir())
    path = folder / f"{name}.parquet"
    if not path.exists():
        raise DatasetError(f"the dataset lacks {name}.parquet in {path.parent}: reinstall medpay-cli")
    quoted = str(path).replace("'", "''")
    return f"select {', '.join(columns or tables[name].columns)} from read_parquet('{quoted}')"
