"""The facts and tips of every code, made once for the session: of two releases, of all where MEDPAY_CMS_DIR is set."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from medpay_cli.advice.facts import every_code
from medpay_cli.advice.tips import tip_sql
from medpay_cli.dataset.store import connect, table_sql

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@pytest.fixture(scope="session")
def everything() -> DuckDBPyConnection:
    """A connection with code_fact and tip of every code of the last release of each year, national, non-facility."""
    connection = connect()
    every_code(connection, of=None if "MEDPAY_CMS_DIR" in os.environ else ("RVU25D", "RVU26C"))
    connection.execute(f"create temp table tip as {tip_sql()}")
    connection.execute(f"create temp view entry as {table_sql('rule')} where grain = 'code'")
    return connection
