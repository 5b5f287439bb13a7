"""Every line of `--lines` that is not simply payable says why."""

from __future__ import annotations

from typing import Any

import pytest

LINES = [
    ("99213", "payable", None),
    ("77417", "denied", "bundled"),
    # NCCI denies 45380 beside 45385.
    ("45385 45380", "denied", "denied_by_edit"),
    # A condition of the catalogue: 97110 without GP, GO or GN.
    ("97110 99213-25", "denied", "THERAPY-NO-DISCIPLINE"),
    ("99292", "review", "NCCI-AOC-99292"),
    ("76496", "review", "contractor_priced"),
    ("36415", "paid_elsewhere", "statutory_exclusion"),
    ("MISC", "unreadable", "unreadable"),
]


@pytest.mark.parametrize(("claim", "outcome", "reason"), LINES, ids=[claim for claim, *_ in LINES])
def test_a_line_says_why(judge: Any, claim: str, outcome: str, reason: str | None) -> None:
    text = "claim,cpt\n" + "".join(f"A,{code}\n" for code in claim.split())
    rows = judge(text, date="2026-07-15", pos="11").lines().project("medpay_outcome, medpay_reason").fetchall()
    assert (outcome, reason) in rows


def test_a_denied_line_is_not_called_underpaid(judge: Any) -> None:
    """Nothing is expected of it, whichever rule denies it; another line of the list is."""
    rows = "97110,,20,20\n99213,,20,20\n"
    answer = judge(f"cpt,mod,paid,allowed\n{rows}71046,26,,\n", date="2026-07-15", pos="11")
    found = {(record.line, record.rule) for record in answer.records()}
    assert (2, "THERAPY-NO-DISCIPLINE") in found
    assert {line for line, rule in found if rule in ("PAID-BELOW", "ALLOWED-BELOW")} == {3}


def test_a_claim_of_thousands_of_lines_is_doubted(judge: Any) -> None:
    answer = judge("claim,cpt\n" + "A,36415\n" * 1001, date="2026-07-15", pos="11")
    assert "one claim has 1,001 lines (A, 2026-07-15): is it really one claim?" in answer.notes
    assert (answer.summary.lines, sum(answer.summary.outcomes.values())) == (1001, 1001)
