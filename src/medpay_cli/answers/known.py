"""Whether a code or a modifier is one that CMS's tables know."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from medpay_cli.dataset.codes import CodeLine
from medpay_cli.dataset.literals import in_sql
from medpay_cli.dataset.nearest import did_you_mean, did_you_mean_code
from medpay_cli.dataset.store import table_sql

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def mistakes(connection: DuckDBPyConnection, lines: Iterable[CodeLine]) -> dict[CodeLine, str]:
    """What is wrong with each line that names a code or modifier nobody knows, with the nearest known one.

    Reads the tables that `tables.open_for` loaded for these lines.
    """
    wanted = list(dict.fromkeys(lines))
    codes = {line.hcpcs for line in wanted}
    modifiers = _modifiers(connection) if any(line.modifiers for line in wanted) else set()
    found = connection.execute("select hcpcs from fee_schedule union select hcpcs from mue").fetchall()
    missing = codes - {code for (code,) in found}
    unknown = missing - _in_edits(connection, missing)
    listed: list[str] = []
    if unknown:
        rows = connection.execute(f"select distinct hcpcs from ({table_sql('fee_schedule', ('hcpcs',))})").fetchall()
        listed = [code for (code,) in rows]
    wrong: dict[CodeLine, str] = {}
    for line in wanted:
        if line.hcpcs in unknown:
            hint = did_you_mean_code(line.hcpcs, listed)
            wrong[line] = f"{line.hcpcs} is neither in a loaded fee schedule nor in an NCCI table{hint}"
        elif strange := [modifier for modifier in line.modifiers if modifier not in modifiers]:
            hint = did_you_mean(strange[0], modifiers)
            wrong[line] = f"modifier {strange[0]} is not a modifier of CMS's list{hint}"
    return wrong


def _modifiers(connection: DuckDBPyConnection) -> set[str]:
    rows = connection.execute("select value from rule where subject = 'modifier'").fetchall()
    return {value for (value,) in rows}


def _in_edits(connection: DuckDBPyConnection, codes: Collection[str]) -> set[str]:
    """Those of the codes that an edit names: the edits loaded are only those among the claims' codes."""
    if not codes:
        return set()
    found = " union ".join(
        f"select {column} from ({table_sql('ptp', (column,))}) where {column} in ({in_sql(sorted(codes))})"
        for column in ("column1", "column2")
    )
    return {code for (code,) in connection.execute(found).fetchall()}
