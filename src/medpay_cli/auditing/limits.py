"""What an audit may use of the machine."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from medpay_cli.dataset.literals import literal
from medpay_cli.errors import RequestError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Where no limit is named: an audit on somebody's laptop is not alone there. DuckDB's own limit, four fifths of what the
# machine has, stays where that is less.
MEMORY = "3GB"
_SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?([KMGT]?)i?B|([0-9]+) bytes", re.IGNORECASE)


class EngineLimits(NamedTuple):
    """Most memory (`1GB`; None: MEMORY), threads (None: all cores), and where what does not fit goes."""

    memory: str | None = None
    threads: int | None = None
    temp_dir: Path | None = None


def apply(connection: DuckDBPyConnection, limits: EngineLimits, folder: Path) -> None:
    """Set the limits; what does not fit in memory goes into `folder`. Raises RequestError."""
    connection.execute(f"set temp_directory = {literal(str(folder))}")
    if limits.memory is not None:
        if not re.fullmatch(r"[0-9]+(\.[0-9]+)? ?([KMGT]i?B)", limits.memory, re.IGNORECASE):
            raise RequestError(f"--memory-limit {limits.memory!r}: write a size such as 512MB or 4GB")
        connection.execute(f"set memory_limit = {literal(limits.memory)}")
    elif _bytes(connection.execute("select current_setting('memory_limit')").fetchall()[0][0]) > _bytes(MEMORY):
        connection.execute(f"set memory_limit = {literal(MEMORY)}")
    if limits.threads is not None:
        if limits.threads < 1:
            raise RequestError(f"--threads {limits.threads}: write a number of processor cores from 1 on")
        connection.execute(f"set threads = {limits.threads}")


def _bytes(size: str) -> float:
    """A size as DuckDB tells it (18.7 GiB); powers of 1024 and of 1000 are one here."""
    found = _SIZE.fullmatch(size)
    if found is None:
        # `unlimited`, or words of a later DuckDB.
        return math.inf
    if found[3]:
        return float(found[3])
    return float(found[1]) * float(1024 ** " KMGT".index(found[2].upper() or " "))


def spill_parent(limits: EngineLimits) -> str | None:
    """The folder to make a temporary one in; None for the system's. Raises RequestError."""
    if limits.temp_dir is None:
        return None
    if not limits.temp_dir.is_dir():
        raise RequestError(f"--temp-dir {limits.temp_dir}: no such folder")
    return str(limits.temp_dir)
