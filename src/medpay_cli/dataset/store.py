"""Where the dataset lies and how a connection sees its tables."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from medpay_cli.dataset.schema import FORMAT, RULE_TABLES, TABLES
from medpay_cli.errors import DatasetError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Beside this package, not importlib.resources: that alone costs 22 ms at start (STYLE.md).
BUNDLED = Path(__file__).parent.parent / "data"
# The rule catalogue, compiled: it belongs to the program, not to a dataset.
COMPILED = Path(__file__).parent.parent / "rules" / "compiled"


def data_dir() -> Path:
    """The folder with the Parquet files and manifest.json: the imported dataset where there is one, else the bundled.

    MEDPAY_DATA names the imported one's folder; then it must hold one.
    """
    named = os.environ.get("MEDPAY_DATA", "")
    return Path(named) if named else _unnamed(import_dir())


def import_dir() -> Path:
    """Where `medpay data import` writes: MEDPAY_DATA, else `medpay/dataset-FORMAT` in the user's data folder."""
    if named := os.environ.get("MEDPAY_DATA", ""):
        return Path(named)
    if os.name == "nt" and "LOCALAPPDATA" in os.environ:
        home = Path(os.environ["LOCALAPPDATA"])
    else:
        home = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return home / "medpay" / f"dataset-{FORMAT}"


def extended_dir() -> Path:
    """The dataset that an import adds to: the one in use, or the bundled one where MEDPAY_DATA holds none yet."""
    folder = data_dir()
    return folder if (folder / "manifest.json").exists() else BUNDLED


def forget_data_dir() -> None:
    """Look again for an imported dataset at the next question: an import has just made one."""
    _unnamed.cache_clear()


@lru_cache(maxsize=1)
def _unnamed(imported: Path) -> Path:
    """Looked up once a process: a query asks for a dozen tables."""
    return imported if (imported / "manifest.json").exists() else BUNDLED


def connect() -> DuckDBPyConnection:
    """A private in-memory connection, quiet, that never reaches the network.

    It has `execute` and the fetches. Relations (`sql`, `create_view`) come with `import duckdb`, whose Python modules
    take as long to load as the rest of a price and are not needed for it: who builds relations imports it.
    """
    try:
        from _duckdb import connect as native
    except ImportError:
        from duckdb import connect as native
    connection: DuckDBPyConnection = native()
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
        again = "reinstall medpay-cli" if folder != import_dir() else "`medpay data import` builds it"
        raise DatasetError(f"the dataset lacks {name}.parquet in {path.parent}: {again}")
    quoted = str(path).replace("'", "''")
    return f"select {', '.join(columns or tables[name].columns)} from read_parquet('{quoted}')"
