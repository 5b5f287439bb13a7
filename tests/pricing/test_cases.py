"""What `price` answers for the claims of tests/cases that state amounts; every modifier of the catalogue has some.

To add a case is to write it in a file of tests/cases: its keys are those of support/prices.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from support.prices import KEYS, Case, chain, modifier_rules, name_of, price_cases, priced

from medpay_cli.pricing.record import PricedLine

CASES = price_cases()
# Key of a case -> what the record says of it, as text.
ANSWERS: dict[str, Callable[[PricedLine], Any]] = {
    "pays": lambda record: record.allowed,
    "medicare": lambda record: record.medicare_pays,
    "patient": lambda record: None if record.allowed is None else record.allowed - (record.medicare_pays or 0),
    "coinsurance": lambda record: record.coinsurance,
    "outcome": lambda record: record.outcome,
    "reason": lambda record: record.reason_code,
    "rule": lambda record: record.rule,
}
# Effects of modifiers that a code or place can refuse, those that always refuse the line, those that leave the amount.
REFUSABLE = {
    *("fee_row", "bilateral", "co_surgeon", "assistant", "team", "share", "return", "technical"),
    *("anesthesia", "supervision"),
}
REFUSED = {"facility_only", "denied"}
SILENT = {"none", "unknown", "screening", "preventive"}


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_case(case: Case) -> None:
    records = priced()[name_of(case)]
    for key, answer in ANSWERS.items():
        if key in case:
            assert [str(answer(record) or "") for record in records] == _for_each(case[key], len(records)), key
    said = [(*record.notes, record.reason or "") for record in records]
    assert any(case.get("says", "") in text for texts in said for text in texts), said
    stepped = [record for record in records if record.allowed is not None]
    if "steps" in case:
        assert chain(stepped[-1], "allowed") == case["steps"]
    if "payment" in case:
        assert chain(stepped[-1], "payment") == case["payment"]


def _for_each(expected: str | list[str], lines: int) -> list[str]:
    return expected if isinstance(expected, list) else [expected] * lines


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_a_case_is_whole(case: Case) -> None:
    assert case["source"] and case["id"]
    assert case.keys() <= KEYS | ANSWERS.keys()
    records = priced()[name_of(case)]
    for record in records:
        # Steps reproduce the amounts to the cent.
        toward = {step.toward: step.after for step in record.steps}
        if record.allowed is not None:
            assert toward.get("allowed", record.fee) == record.allowed
            assert toward["payment"] == record.medicare_pays


def test_names_of_cases_are_unique() -> None:
    assert len({name_of(case) for case in CASES}) == len(CASES)


def _cases_of(modifier: str) -> list[tuple[Case, PricedLine]]:
    """The lines of cases that carry `modifier`."""
    return [(case, record) for case in CASES for record in priced()[name_of(case)] if modifier in record.modifiers]


@pytest.mark.parametrize("modifier", modifier_rules())
def test_every_modifier_has_a_legal_and_an_illegal_case(modifier: str) -> None:
    rule = modifier_rules()[modifier]
    effect, found = rule["effect"], _cases_of(modifier)
    refused = [case for case, record in found if record.outcome == "denied"]
    if effect not in REFUSED:
        assert any(record.payable for _, record in found), "no legal case"
    if effect in REFUSABLE | REFUSED:
        assert any("reason" in case and "rule" in case for case in refused), "no illegal case with reason and rule"
    if effect in SILENT:
        stated = [case for case, _ in found if "says" in case]
        assert stated, "no case with what it says of a modifier that changes no amount"
    elif effect == "by_report":
        assert any(record.outcome == "review" for _, record in found)
    elif effect not in REFUSED | {"fee_row", "team"}:
        stepped = [
            case for case, record in found if record.allowed is not None and ("steps" in case or "payment" in case)
        ]
        assert stepped, "no legal case with its steps"
