"""A finding as the text of csv, tsv, json or jsonl, made by DuckDB: no list of millions passes through records.

The text is that of render/records.py for a FindingRecord.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import TYPE_CHECKING

from medpay_cli.auditing.findings import findings_sql
from medpay_cli.auditing.record import FindingRecord
from medpay_cli.dataset.literals import literal
from medpay_cli.intake.visible import FORMULA

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Told = Callable[[str], str]
Made = Callable[[Told], str]
NAMES = [field.name for field in fields(FindingRecord)]
# What is made of numbers, codes and the catalogue's words: nothing to quote, nothing that a spreadsheet would run.
PLAIN = {name: name for name in ("rule", "severity", "line", "date", "at_stake", "confidence")}
PLAIN["codes"] = "replace(codes, ',', '; ')"
# What many findings share: made into text once for all of them.
SHARED = ("file", "fix", "citation")
FORMULAS = ", ".join(map(literal, sorted(FORMULA)))
# Texts held in Python at a time.
BATCH = 10_000


def texts(connection: DuckDBPyConnection, files: tuple[str, ...], format: str) -> Iterator[str]:
    """The findings in the order of the lines as csv, tsv, jsonl or json, some thousands at a time."""
    cell, made, first, between, last = {
        "csv": (_csv_cell, _row("','"), ",".join(NAMES) + "\n", "\n", "\n"),
        "tsv": (_tsv_cell, _row("chr(9)"), "\t".join(NAMES) + "\n", "\n", "\n"),
        "jsonl": (_value, _jsonl, "", "\n", "\n"),
        "json": (_value, _json, "[\n", ",\n", "\n]\n"),
    }[format]

    def told(name: str) -> str:
        return name if name in SHARED else PLAIN[name] if name in PLAIN else cell(name)

    cursor = connection.execute(findings_sql(files, made(told), cell))
    before = first
    while rows := cursor.fetchmany(BATCH):
        yield before + between.join([text for (text,) in rows])
        before = between
    yield last if before == between else "[]\n" if format == "json" else first


def _safe(name: str) -> str:
    """The column as text that no spreadsheet runs."""
    return f"if(left({name}, 1) in ({FORMULAS}), '''' || {name}, {name})"


def _csv_cell(name: str) -> str:
    """What has a comma, a quote or a line end stands in quotes."""
    special = " or ".join(f"contains({name}, {mark})" for mark in ("','", "'\"'", "chr(10)", "chr(13)"))
    return f"if({special}, concat('\"', replace({_safe(name)}, '\"', '\"\"'), '\"'), {_safe(name)})"


def _tsv_cell(name: str) -> str:
    """A tab or line end is a blank."""
    return f"regexp_replace({_safe(name)}, '[\\t\\r\\n]+', ' ', 'g')"


def _row(between: str) -> Made:
    return lambda told: f"concat({f', {between}, '.join(map(told, NAMES))})"


def _jsonl(told: Told) -> str:
    pairs = ", ', ', ".join(f"'\"{name}\": ', {_member(name, told, '[', ', ', ']')}" for name in NAMES)
    return f"concat('{{', {pairs}, '}}')"


def _json(told: Told) -> str:
    """Indented by one, as json.dumps does it."""
    listed = ("[\n   ", ",\n   ", "\n  ]")
    pairs = ", ',\n', ".join(f"'  \"{name}\": ', {_member(name, told, *listed)}" for name in NAMES)
    return f"concat(' {{\n', {pairs}, '\n }}')"


def _value(name: str) -> str:
    """Text in JSON."""
    return f"coalesce(to_json({name})::varchar, 'null')"


def _member(name: str, told: Told, first: str, between: str, last: str) -> str:
    """A column in JSON; `codes` as a list, with what stands before, between and behind its items."""
    if name == "line":
        return name
    if name == "codes":
        items = f"replace(codes, ',', '\"{between}\"')"
        return f"if(codes = '', '[]', concat('{first}\"', {items}, '\"{last}'))"
    if name in PLAIN:
        return f"coalesce('\"' || {name} || '\"', 'null')"
    return f"coalesce({told(name)}, 'null')"
