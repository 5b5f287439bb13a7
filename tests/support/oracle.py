"""Prices a whole relation of published rows through the bulk engine, as a test oracle needs it."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

from medpay_cli.dataset.store import connect
from medpay_cli.pricing import engine
from medpay_cli.pricing.lines import COLUMNS

PUBLISHED = Path(__file__).parent.parent / "fixtures" / "cms"


class Oracle:
    """A connection with a table `published` and, after `price`, a table `priced` joined to it by line."""

    def __init__(self) -> None:
        # Relations come with the Python modules of duckdb.
        importlib.import_module("duckdb")
        self.connection = connect()

    def price(self, **columns: str) -> None:
        """Price every row of `published`; `columns` give SQL for columns of charge_lines, the rest default."""
        defaults = {
            "line": "line",
            "modifiers": "''",
            "units": "1",
            "place_uncertain": "false",
            "qp": "false",
            "nonparticipating": "false",
        }
        given = defaults | columns
        select = ", ".join(f"({given.get(name, 'null')})::{kind} as {name}" for name, kind in COLUMNS.items())
        lines = self.connection.sql(f"select {select} from published")
        engine.price_lines(self.connection, lines).create("priced")

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query over `published` and `priced`."""
        return self.connection.execute(sql).fetchall()
