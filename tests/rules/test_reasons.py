"""Reasons of the catalogue: each has a case that meets it, their order decides, and a new one is an entry."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from support.paths import ROOT
from support.prices import rows_with_reasons

from medpay_cli.dataset.store import connect
from medpay_cli.errors import DatasetError
from medpay_cli.rules import catalogue
from medpay_cli.rules.compiler import Grain
from medpay_cli.rules.reasons import reason_sql
from medpay_cli.rules.say import fields, say

REASONS = catalogue.by_precedence(row for row in catalogue.load() if row["subject"] in catalogue.REASONS)
FACTS = Grain("reason", "reason_fact", ("line",), {"line": "BIGINT", "hcpcs": "VARCHAR", "marks": "VARCHAR"})
ENTRY = """
[[reason]]
id = "{id}"
title = "t"
when = "{when}"
says = "{says}"
outcome = "{outcome}"
{code}
{more}
explanation = "e"
citation = "c"
certainty = "stated"
"""


@cache
def met() -> dict[str | None, list[dict[str, Any]]]:
    """Entry of a reason -> the priced rows of tests/cases whose reason it is."""
    found: dict[str | None, list[dict[str, Any]]] = {}
    for row in rows_with_reasons():
        found.setdefault(row["reason_entry"], []).append(row)
    return found


@pytest.mark.parametrize("reason", REASONS, ids=lambda reason: str(reason["id"]))
def test_every_reason_has_a_case(reason: dict[str, Any]) -> None:
    rules = {row["id"] for row in catalogue.load()}
    assert reason["id"] in met(), "no case of tests/cases meets it"
    for row in met()[reason["id"]]:
        assert row["rule"] in rules
        assert row["reason_code"] == (reason["reason_code"] or row[reason["code_of"]])
        assert (row["outcome"] or "unanswered") == reason["outcome"]
        assert row["allowed"] is None
        missing = [name for name in fields(reason["says"]) if row[name] is None]
        assert not missing, "its sentence names what the line does not know"


def test_bundle_has_what_the_sentences_name() -> None:
    step = (ROOT / "src" / "medpay_cli" / "answers" / "line_standing.sql").read_text(encoding="utf-8")
    # Who bills is asked of `price` only.
    named = {field for row in REASONS if row["subject"] == "reason" for field in fields(row["says"])} - {"rate_day"}
    assert named <= set(re.findall(r"\bp\.(\w+)", step))


def entry(**changes: str) -> str:
    return ENTRY.format(**{
        "id": "X-1", "when": "hcpcs = '99213'", "says": "{hcpcs} it is", "outcome": "denied", "more": "",
        "code": 'reason_code = "x"', **changes,
    })  # fmt: skip


def compiled(folder: Path, *entries: str) -> str:
    (folder / "mine.toml").write_text("".join(entries), encoding="utf-8")
    return reason_sql(FACTS, catalogue.load(folder))


def test_the_first_entry_that_holds_is_the_reason(tmp_path: Path) -> None:
    sql = compiled(
        tmp_path,
        entry(id="Z-1", when="has(26)", code='reason_code = "first"', outcome="review", more='confidence = "low"'),
        entry(id="A-1", when="true", code='reason_code = "last"', more="rule = \"'R-' || hcpcs\""),
    )
    connection = connect()
    connection.execute("create table reason_fact as select * from (values (1, 'A', ',26,'), (2, 'B', ''))"
                       " as fact(line, hcpcs, marks)")  # fmt: skip
    found = connection.execute(
        f"select reason_entry, reason_code, rule, outcome, payable, reason_confidence from ({sql}) order by line"
    ).fetchall()
    assert found == [("Z-1", "first", "Z-1", "review", True, "low"), ("A-1", "last", "R-B", "denied", False, None)]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"when": "hcpc = '1'"}, 'Referenced column "hcpc" not found'),
        ({"says": "{colour}"}, 'Referenced column "colour" not found'),
        ({"says": "{hcpcs:euro}"}, "format 'euro' is none of"),
        ({"says": "{hcpcs"}, "a brace that is no {column}"),
        ({"more": "rule = 'hcpcs || other'"}, 'Referenced column "other" not found'),
        ({"code": "code_of = 'status_reason'"}, 'Referenced column "status_reason" not found'),
        ({"outcome": "refused"}, "outcome one of"),
        ({"more": "confidence = 'high'"}, "confidence one of"),
        ({"more": "colour = 'red'"}, "unknown ['colour']"),
        ({"more": "effective_from = 2026-01-01"}, "a reason has no effective_from: ask rate_day"),
        ({"code": ""}, "missing"),
        ({"code": "reason_code = 'two words'"}, "no blank in id and reason_code"),
        ({"when": "at(moon)"}, "no [[place_set]] is named moon"),
    ],
)
def test_a_wrong_reason_names_file_and_id(tmp_path: Path, changes: dict[str, str], said: str) -> None:
    with pytest.raises(DatasetError, match=re.escape(said)) as error:
        compiled(tmp_path, entry(**changes))
    assert str(error.value).startswith("mine.toml: X-1")


def test_sentences() -> None:
    row = {"modifiers": "26,TC", "fee": 1234.5, "pos": None}
    assert say("{modifiers:and} or {modifiers:list}: {fee:money} at {pos}, {message}", row, "so") == (
        "26 and TC or 26, TC: $1,234.50 at unknown, so"
    )
