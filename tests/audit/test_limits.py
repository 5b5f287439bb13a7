"""What an audit takes of the machine: a bounded part where no limit is named, what is named else."""

from __future__ import annotations

from pathlib import Path

import pytest

from medpay_cli.auditing.limits import EngineLimits, apply
from medpay_cli.dataset.store import connect


@pytest.mark.parametrize(
    ("own", "named", "taken"),
    [
        # DuckDB tells sizes in powers of 1024.
        ("18.8GiB", None, "2.7 GiB"),
        ("1GiB", None, "1.0 GiB"),
        ("900MiB", None, "900.0 MiB"),
        ("18.8GiB", "8GiB", "8.0 GiB"),
        ("1GiB", "2GiB", "2.0 GiB"),
    ],
)
def test_memory(own: str, named: str | None, taken: str, tmp_path: Path) -> None:
    connection = connect()
    connection.execute(f"set memory_limit = '{own}'")
    apply(connection, EngineLimits(memory=named), tmp_path)
    assert connection.execute("select current_setting('memory_limit')").fetchall() == [(taken,)]
