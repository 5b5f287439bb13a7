"""Runs the pricing steps over a relation of charge lines: the same SQL for one line as for a million."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from medpay_cli.dataset.steps import compose, read_step
from medpay_cli.dataset.store import table_sql
from medpay_cli.pricing.lines import COLUMNS, ChargeLine, lines_sql, literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

HERE = Path(__file__).parent
REFERENCE = ("release", "fee_schedule", "conversion_factor", "locality", "place_of_service", "rule")
STEPS = (
    "release_window",
    "asked_release",
    "modifier_set",
    "line_row",
    "line_fee",
    "line_schedule",
    "line_setting",
    "line_reason",
    "line_outcome",
    "line_allowed",
    "line_paid",
    "priced_lines",
)
# Up to here one statement over the Parquet files is quicker than loading the reference tables first.
FEW = 200
# Rows in one insert of literals; a statement of this size parses quickly and bounds the memory.
CHUNK = 5000
MODIFIERS = list(COLUMNS).index("modifiers")


def price_rows(connection: DuckDBPyConnection, lines: Sequence[ChargeLine]) -> list[dict[str, Any]]:
    """The columns of `priced_lines` for each line, in the order of `lines`."""
    if not lines:
        return []
    if len(lines) <= FEW:
        relations = [(name, few_sql(name, lines)) for name in REFERENCE]
        relations.append(("charge_lines", lines_sql(lines)))
        cursor = connection.execute(compose(relations + _steps(), "select * from priced_lines order by line"))
    else:
        load_reference(connection)
        load_lines(connection, lines)
        cursor = connection.execute(compose(_steps(), "select * from priced_lines order by line"))
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def price_lines(connection: DuckDBPyConnection, charge_lines: DuckDBPyRelation) -> DuckDBPyRelation:
    """`priced_lines` for a relation with the columns of `lines.COLUMNS`: one row out for each row in.

    Loads the reference tables into `connection` as temp tables; the relation must be of that connection.
    Lazy: nothing is priced until the result is fetched or written.
    """
    load_reference(connection)
    charge_lines.create_view("charge_lines", replace=True)
    return connection.sql(compose(_steps(), "select * from priced_lines"))


def code_history(connection: DuckDBPyConnection, codes: Iterable[str]) -> list[tuple[Any, ...]]:
    """(hcpcs, modifier, release, effective_from, status, payable) of each code, oldest release first."""
    asked = sorted(set(codes))
    if not asked:
        return []
    listed = ", ".join(f"({literal(code)})" for code in asked)
    fees = table_sql("fee_schedule")
    relations = [
        ("asked_codes", f"select * from (values {listed}) as given(hcpcs)"),
        ("fee_schedule", f"{fees} where hcpcs in ({_in(asked)})" if len(asked) <= FEW else fees),
        ("release", table_sql("release")),
        ("rule", table_sql("rule")),
        ("code_history", read_step(HERE, "code_history")),
    ]
    final = "select * from code_history order by hcpcs, modifier, effective_from"
    return connection.execute(compose(relations, final)).fetchall()


def rule_texts(connection: DuckDBPyConnection) -> dict[str, dict[str, str | None]]:
    """Title, message and effect of every catalogue rule, by id."""
    rows = connection.execute(f"select id, title, message, effect from ({table_sql('rule')})").fetchall()
    return {rule: {"title": title, "message": message, "effect": effect} for rule, title, message, effect in rows}


def few_sql(table: str, lines: Sequence[ChargeLine]) -> str:
    """The reference table cut to what `lines` can meet, by literals that prune Parquet row groups.

    The joins would find the same rows; a left join does not prune its right side by itself.
    """
    wanted: dict[str, tuple[str, set[str]]] = {
        "fee_schedule": ("hcpcs", {line.hcpcs for line in lines}),
        "locality": ("locality_key", {line.locality_key for line in lines}),
        "place_of_service": ("pos", {line.pos for line in lines if line.pos is not None}),
    }
    if table not in wanted:
        return table_sql(table)
    column, values = wanted[table]
    return f"{table_sql(table)} where {f'{column} in ({_in(sorted(values))})' if values else 'false'}"


def load_reference(connection: DuckDBPyConnection) -> None:
    """The reference tables as temp tables of `connection`, once."""
    loaded = {name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()}
    for name in REFERENCE:
        if name not in loaded:
            connection.execute(f"create temp table {name} as {table_sql(name)}")


def load_lines(connection: DuckDBPyConnection, lines: Sequence[ChargeLine]) -> None:
    """`lines` as the temp table charge_lines."""
    columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    connection.execute(f"create or replace temp table charge_lines ({columns})")
    unnested = ", ".join(f"unnest(?::{kind}[])" for kind in COLUMNS.values())
    for start in range(0, len(lines), CHUNK):
        columns_of: list[list[Any]] = [list(column) for column in zip(*lines[start : start + CHUNK], strict=True)]
        columns_of[MODIFIERS] = [",".join(modifiers) for modifiers in columns_of[MODIFIERS]]
        connection.execute(f"insert into charge_lines select {unnested}", columns_of)


def _steps() -> list[tuple[str, str]]:
    return [(name, read_step(HERE, name)) for name in STEPS]


def _in(values: Iterable[str]) -> str:
    return ", ".join(map(literal, values))
