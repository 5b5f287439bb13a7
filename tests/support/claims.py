"""Runs the claims of tests/cases through pricing, edits and the conditions of the catalogue, all in one run."""

from __future__ import annotations

import datetime as dt
import importlib
import tomllib
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from medpay_cli.dataset.codes import parse_line
from medpay_cli.dataset.store import connect
from medpay_cli.edits import engine as edits
from medpay_cli.findings.run import find
from medpay_cli.pricing import engine as pricing
from medpay_cli.pricing.lines import ChargeLine, lines_sql
from support.paths import ROOT


class Found(NamedTuple):
    """A finding about a line of a case, the line counted from 1."""

    line: int
    rule: str
    message: str | None
    at_stake: Decimal | None


def cases() -> list[dict[str, Any]]:
    """Every claim of tests/cases that is checked, with the name of its file.

    Rows of an audit (no lines) and claims that are priced (support/prices.py) have tests of their own.
    """
    return [
        {"file": path.name} | case
        for path in sorted((ROOT / "tests" / "cases").glob("*.toml"))
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
        if "lines" in case and "pays" not in case
    ]


def name_of(case: dict[str, Any]) -> str:
    """What tells the case from all others."""
    return f"{case['file']}: {case['id']}"


class Run(NamedTuple):
    """What the whole pipeline says of some lines: their priced rows by line, and every finding."""

    prices: dict[int, tuple[Any, ...]]
    findings: set[tuple[Any, ...]]


# What a price is; texts and codes that come with it are those of the line itself.
PRICE = "line, release, fee, fee_for_units, allowed, medicare_pays, payable, reason_code, rule, place, confidence"
FINDING = "line, other_line, rule, outcome, severity, message, at_stake"


def run(lines: Sequence[ChargeLine]) -> Run:
    """Price, edit and check `lines` in one run of the bulk engines."""
    # Relations come with the Python modules of duckdb, which `connect` does not load.
    importlib.import_module("duckdb")
    connection = connect()
    connection.execute(f"create temp table given as {lines_sql(lines)}")
    pricing.price_lines(connection, connection.table("given")).create("priced")
    columns = "line, claim, date, hcpcs, modifiers, units, 'practitioner' as edit_table"
    edits.find_all(connection, connection.sql(f"select {columns} from given"))
    connection.execute("drop view charge_lines; alter table given rename to charge_lines")
    connection.execute("create or replace temp table priced_lines as select * from priced")
    find(connection)
    prices = {row[0]: row for row in connection.execute(f"select {PRICE} from priced_lines").fetchall()}
    return Run(prices, set(connection.execute(f"select {FINDING} from finding").fetchall()))


@cache
def found() -> dict[str, list[Found]]:
    """The findings of every case, by its name."""
    lines: list[ChargeLine] = []
    start: dict[str, int] = {}
    for case in cases():
        start[name_of(case)] = len(lines)
        lines += _lines(case, len(lines))
    of_line = {line.line: line.claim for line in lines}
    results: dict[str, list[Found]] = {name: [] for name in start}
    for number, _, rule, _, _, message, at_stake in sorted(run(lines).findings, key=lambda row: (row[0], row[2])):
        claim = of_line[number]
        results[claim].append(Found(number - start[claim], rule, message, at_stake))
    return results


def _lines(case: dict[str, Any], after: int) -> list[ChargeLine]:
    day = dt.date.fromisoformat(case.get("date", "2026-07-15"))
    charges = case.get("charges", [])
    lines = []
    for number, text in enumerate(case["lines"], 1):
        code = parse_line(text)
        line = ChargeLine(after + number, name_of(case), code.hcpcs, code.modifiers, code.units or Decimal(1))
        charge = Decimal(charges[number - 1]) if charges else None
        lines.append(line._replace(date=day, pos=case.get("pos"), charge=charge))
    return lines
