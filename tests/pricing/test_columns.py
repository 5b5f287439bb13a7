"""`price_lines(columns=...)`: what is not asked for is not computed, and what is asked for stays the same."""

from __future__ import annotations

import importlib
from typing import Any

import pytest
from support.prices import question_lines

from medpay_cli.dataset.store import connect
from medpay_cli.pricing import engine
from medpay_cli.pricing.lines import lines_sql

ASKED = ("line", "hcpcs as code", "fee", "allowed", "medicare_pays", "reason_code", "confidence")


def _priced(columns: tuple[str, ...] | None) -> Any:
    # Relations come with the Python modules of duckdb.
    importlib.import_module("duckdb")
    connection = connect()
    connection.execute(f"create temp table given as {lines_sql(question_lines())}")
    return engine.price_lines(connection, connection.table("given"), columns=columns)


NOTES = ("line", "descriptor", "rank_doubt", "coinsurance")


@pytest.mark.parametrize("asked", [ASKED, NOTES, ("line", "limiting_charge")])
def test_columns_asked_for_are_those_of_the_whole(asked: tuple[str, ...]) -> None:
    whole = _priced(None)
    part = _priced(asked)
    assert part.columns == [name.split()[-1] for name in asked]
    assert part.order("line").fetchall() == whole.project(", ".join(asked)).order("line").fetchall()
