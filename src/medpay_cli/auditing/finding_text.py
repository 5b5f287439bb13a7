"""A finding as the text of csv, tsv, json or jsonl, made by DuckDB: no list of millions passes through records.

The text is that of render/records.py for a FindingRecord.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import TYPE_CHECKING

from medpay_cli.auditing.findings import findings_sql
from medpay_cli.auditing.record import FindingRecord
from medpay_cli.dataset.literals import literal
from medpay_cli.intake.visible import FORMULA

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NAMES = [field.name for field in fields(FindingRecord)]
# What is made of numbers and codes only: nothing to quote, nothing that a spreadsheet would run.
PLAIN = {"line": "line", "date": "date", "at_stake": "at_stake", "codes": "replace(codes, ',', '; ')"}
FORMULAS = ", ".join(map(literal, sorted(FORMULA)))
# Texts held in Python at a time.
BATCH = 10_000


def texts(connection: DuckDBPyConnection, files: tuple[str, ...], format: str) -> Iterator[str]:
    """The findings in the order of the lines as csv, tsv, jsonl or json, some thousands at a time."""
    made, first, between, last = {
        "csv": (_csv, ",".join(NAMES) + "\n", "\n", "\n"),
        "tsv": (_tsv, "\t".join(NAMES) + "\n", "\n", "\n"),
        "jsonl": (_jsonl, "", "\n", "\n"),
        "json": (_json, "[\n", ",\n", "\n]\n"),
    }[format]
    cursor = connection.execute(findings_sql(files, made()))
    before = first
    while rows := cursor.fetchmany(BATCH):
        yield before + between.join([text for (text,) in rows])
        before = between
    yield last if before == between else "[]\n" if format == "json" else first


def _safe(name: str) -> str:
    """The column as text that no spreadsheet runs."""
    return PLAIN.get(name, f"if(left({name}, 1) in ({FORMULAS}), '''' || {name}, {name})")


def _csv() -> str:
    """What has a comma, a quote or a line end stands in quotes."""

    def cell(name: str) -> str:
        special = " or ".join(f"contains({name}, {mark})" for mark in ("','", "'\"'", "chr(10)", "chr(13)"))
        quoted = f"concat('\"', replace({_safe(name)}, '\"', '\"\"'), '\"')"
        return PLAIN.get(name, f"if({special}, {quoted}, {_safe(name)})")

    cells = ", ',', ".join(map(cell, NAMES))
    return f"concat({cells})"


def _tsv() -> str:
    cells = [PLAIN.get(name, f"regexp_replace({_safe(name)}, '[\\t\\r\\n]+', ' ', 'g')") for name in NAMES]
    return f"concat({', chr(9), '.join(cells)})"


def _jsonl() -> str:
    pairs = ", ', ', ".join(f"'\"{name}\": ', {_value(name, '[', ', ', ']')}" for name in NAMES)
    return f"concat('{{', {pairs}, '}}')"


def _json() -> str:
    """Indented by one, as json.dumps does it."""
    listed = ("[\n   ", ",\n   ", "\n  ]")
    pairs = ", ',\n', ".join(f"'  \"{name}\": ', {_value(name, *listed)}" for name in NAMES)
    return f"concat(' {{\n', {pairs}, '\n }}')"


def _value(name: str, first: str, between: str, last: str) -> str:
    """The column in JSON; `codes` as a list, with what stands before, between and behind its items."""
    if name == "line":
        return name
    if name == "codes":
        items = f"replace(codes, ',', '\"{between}\"')"
        return f"if(codes = '', '[]', concat('{first}\"', {items}, '\"{last}'))"
    return f"coalesce(to_json({name}::varchar)::varchar, 'null')"
