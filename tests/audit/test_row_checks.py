"""Every condition over a row has a trigger and a near miss (tests/cases/audit_rows.toml)."""

from __future__ import annotations

import datetime as dt
import tomllib
from decimal import Decimal
from typing import Any

import pytest
from support.paths import ROOT

from medpay_cli.auditing.engine import Choice
from medpay_cli.rules import catalogue

CASES = tomllib.loads((ROOT / "tests" / "cases" / "audit_rows.toml").read_text())["case"]


def rules_of(judge: Any, case: dict[str, str], row: str) -> set[str]:
    today = dt.date.today()
    text = row.replace("TODAY", str(today)).replace("TOMORROW", str(today + dt.timedelta(1)))
    # A second row keeps the first from being taken for a bare list.
    answer = judge(f"{case['header']}\n{text}\n", choice=Choice(tolerance=Decimal("0.05")))
    return {found.rule for found in answer.records()}


@pytest.mark.parametrize("case", CASES, ids=[f"{i} {case['rule']}" for i, case in enumerate(CASES)])
def test_trigger_and_near_miss(judge: Any, case: dict[str, str]) -> None:
    assert case["rule"] in rules_of(judge, case, case["trigger"])
    assert case["rule"] not in rules_of(judge, case, case["near_miss"])


def test_every_condition_over_rows_has_a_case() -> None:
    assert {row["id"] for row in catalogue.load() if row["grain"] == "row"} == {case["rule"] for case in CASES}
