"""Every condition of the catalogue has a claim that triggers it and a near miss: tests/cases/*.toml, no Python.

A case is one claim: `lines` as they are written on the command line, what it `finds` (rule, or `2:RULE` for the second
line) and the rules it does not (`silent`), with the source of the expectation.
"""

from __future__ import annotations

from typing import Any

import pytest
from support.claims import cases, found, name_of

from medpay_cli.rules import catalogue

CASES = cases()
CHECKED = {row["id"] for row in catalogue.load() if row["grain"] in ("line", "pair")}


def named(rules: list[str]) -> set[str]:
    return {rule.split(":")[-1] for rule in rules}


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_case(case: dict[str, Any]) -> None:
    assert case["source"]
    results = found()[name_of(case)]
    rules = {result.rule for result in results}
    for expected in case.get("finds", []):
        line, _, rule = expected.rpartition(":")
        assert rule in rules
        assert not line or (int(line), rule) in {(result.line, result.rule) for result in results}
    assert not named(case.get("silent", [])) & rules
    assert all(result.message for result in results), "a sentence names a column that is null"


@pytest.mark.parametrize("rule", sorted(CHECKED))
def test_every_rule_has_a_trigger_and_a_near_miss(rule: str) -> None:
    assert any(rule in named(case.get("finds", [])) for case in CASES), "no case triggers it"
    assert any(rule in named(case.get("silent", [])) for case in CASES), "no case comes near it in silence"


def test_cases_name_rules_that_exist() -> None:
    for case in CASES:
        assert named(case.get("finds", [])) | named(case.get("silent", [])) <= CHECKED, case["id"]


def test_names_of_cases_are_unique() -> None:
    assert len({name_of(case) for case in CASES}) == len(CASES)
