"""The facts and tips of every code of every release, made once for the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from medpay_cli.advice.facts import every_code
from medpay_cli.advice.tips import tip_sql
from medpay_cli.dataset.store import connect, table_sql

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@pytest.fixture(scope="session")
def everything() -> DuckDBPyConnection:
    """A connection with code_fact and tip of every code of every loaded release, national, non-facility."""
    connection = connect()
    every_code(connection)
    connection.execute(f"create temp table tip as {tip_sql()}")
    connection.execute(f"create temp view entry as {table_sql('rule')} where grain = 'code'")
    return connection
