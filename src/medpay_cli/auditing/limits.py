"""What an audit may use of the machine."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from medpay_cli.dataset.literals import literal
from medpay_cli.errors import RequestError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class EngineLimits(NamedTuple):
    """Most memory (`1GB`), threads, and where what does not fit goes; None leaves DuckDB's own choice."""

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
    if limits.threads is not None:
        if limits.threads < 1:
            raise RequestError(f"--threads {limits.threads}: write a number of processor cores from 1 on")
        connection.execute(f"set threads = {limits.threads}")


def spill_parent(limits: EngineLimits) -> str | None:
    """The folder to make a temporary one in; None for the system's. Raises RequestError."""
    if limits.temp_dir is None:
        return None
    if not limits.temp_dir.is_dir():
        raise RequestError(f"--temp-dir {limits.temp_dir}: no such folder")
    return str(limits.temp_dir)
