"""Applies the conditions of the catalogue to priced and edited lines: which rules hold for which lines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from medpay_cli.dataset.store import COMPILED, table_sql
from medpay_cli.engine import pipeline
from medpay_cli.engine.planning import quickly
from medpay_cli.engine.step import Step, read
from medpay_cli.rules.compiler import only

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

HERE = Path(__file__).parent
# The tables the steps join to, with the columns they use.
REFERENCE = {
    "release": ("release", "effective_from"),
    "fee_schedule": ("hcpcs", "modifier", "release", "global_days", "bilateral"),
    "mue": ("service", "hcpcs", "mue", "mai", "answers_from", "answers_through"),
    "rule": ("id", "subject", "value", "effect", "outcome", "severity"),
    "code_set": ("name", "code_from", "code_through"),
}
# The columns of priced_lines that the steps read.
PRICED = (
    *("line", "claim", "date", "hcpcs", "modifiers", "units", "charge", "pos", "setting", "release", "status", "pctc"),
    *("row_modifier", "multiple_procedure", "na_nonfacility", "na_facility", "payable", "edited", "reason_code"),
    *("fee", "fee_for_units", "allowed", "allowed_if_paid"),
)


def finding_step(grain: str) -> Step:
    """The generated step `<grain>_finding`: its key, then rule, message and at_stake (dollars) of each rule that holds.

    Its input is the fact relation of the grain.
    """
    return read(COMPILED / f"{grain}_finding.sql")


def held_step(connection: DuckDBPyConnection, grain: str) -> Step:
    """`finding_step` with the rules only that hold for some row of the grain's fact relation, a temp table by now.

    Its rows are those of the whole step. Asking first costs a statement, and saves binding the sentences and amounts
    of all other rules: over a handful of rows that is most of the time.
    """
    whole = finding_step(grain)
    cursor = connection.execute(read(COMPILED / f"{grain}_condition.sql").sql)
    names = [column[0] for column in cursor.description or []]
    held = {name for row in cursor.fetchall() for name, holds in zip(names, row, strict=True) if holds}
    # A step needs a select: without a rule that holds, any of them gives no row.
    return whole._replace(sql=only(whole.sql, held or names[:1]))


def claim_denials(connection: DuckDBPyConnection) -> str:
    """SQL of the lines (line, rule, message) that entries with the effect `in_claims` deny: one entry a line.

    Makes the facts it reads as temp tables, from charge_lines, priced_lines (its columns PRICED), denied_line and the
    tables of REFERENCE, which are there; `mue` is loaded.
    """
    connection.execute(f"create or replace temp table mue as {table_sql('mue', REFERENCE['mue'])} {_met('mue')}")
    entries = connection.execute("select id from rule where subject = 'check' and effect = 'in_claims'").fetchall()
    pipeline.materialize(connection, [read(path) for path in sorted(HERE.glob("*.sql"))], ["line_fact"])
    held = only(finding_step("line").sql, [entry for (entry,) in entries])
    return f"select line, min(rule) as rule, arg_min(message, rule) as message from ({held}) group by line"


def find(connection: DuckDBPyConnection, *, few: bool = False) -> None:
    """Make the temp table `finding`: line, other_line, rule, outcome, severity, message, at_stake (dollars).

    Reads the temp tables charge_lines (pricing/lines.py), priced_lines (pricing), ptp_finding and denied_line (edits)
    of the same lines; replaces the reference tables of `connection`. `few`: a handful of lines, which are done before
    an optimizer has thought about them. A row is one rule about one line; `other_line` is the second line of a pair.
    """
    connection.execute(
        "; ".join(
            f"create or replace temp table {name} as {table_sql(name, columns)} {_met(name)}"
            for name, columns in REFERENCE.items()
        )
    )
    find_loaded(connection, few=few)


def find_loaded(connection: DuckDBPyConnection, *, few: bool = False) -> None:
    """As `find`, over reference tables that the connection already has with the columns of REFERENCE."""
    steps = [*(read(path) for path in sorted(HERE.glob("*.sql"))), finding_step("line"), finding_step("pair")]
    with quickly(connection, few):
        pipeline.materialize(connection, steps, ["finding"])


def _met(table: str) -> str:
    """Only the rows that the lines can meet."""
    if table in ("fee_schedule", "mue"):
        return "where hcpcs in (select hcpcs from charge_lines)"
    return ""
