"""What becomes of each line: payable, denied, paid elsewhere or for review; one decision with `price`."""

from __future__ import annotations

import datetime as dt

import pytest

import medpay_cli
from medpay_cli.answers.batch import judge_lines, split
from medpay_cli.answers.bundle import answer
from medpay_cli.dataset.store import connect, table_sql

JULY = dt.date(2026, 7, 15)

# (codes, date, outcome of each line, what is said of the first line, source)
OUTCOMES = [
    ("84165-26 99213-25", JULY, "payable payable", "84165-26: status A", "own row of 84165-26, RULES 10.1"),
    ("22600-54,55,LT 99213", JULY, "denied denied", "modifiers 54 and 55: these modifiers", "names those at fault"),
    ("71046-26,TC,59 99213", JULY, "denied payable", "modifiers 26 and TC cannot stand", "names those at fault"),
    ("84165 99213", JULY, "paid_elsewhere payable", "; paid by the clinical laboratory fee schedule", "base row X"),
    ("84165 99213", JULY, "paid_elsewhere payable", "schedule; with 26 it is status A, active", "RVU26C"),
    ("61715 84165", JULY, "review paid_elsewhere", "with 26 it is status A, active", "global C, 26 A in RVU26C"),
    ("77387-TC 77402", JULY, "denied payable", "77387-TC: status B, bundled", "own row of 77387-TC, RVU26C"),
    ("77387 77402", JULY, "payable payable", "with TC it is status B, bundled", "RVU26C"),
    ("77417-26 45385", dt.date(2025, 7, 15), "denied payable", "modifier 26 is not valid with 77417", "PC/TC 3"),
    ("93010-TC 45385", dt.date(2025, 7, 15), "denied payable", "modifier TC is not valid with 93010", "PC/TC 2"),
    ("36415 80053 99213", JULY, "paid_elsewhere paid_elsewhere payable", "; paid by the clinical", "CLFS 2026Q2"),
    ("A0428 99213", JULY, "paid_elsewhere payable", "; probably paid by the ambulance fee", "RVU doc, status X"),
    ("Q3014 99213", JULY, "paid_elsewhere payable", "; probably paid by the telehealth originating site", "RULES 10.2"),
    ("J1885 96372", JULY, "paid_elsewhere payable", "; probably paid by the Part B drug", "RULES 10.2, status E"),
    ("90480 96372", JULY, "paid_elsewhere payable", "; probably paid by the Part B rates", "RULES 10.2"),
    ("G0157 45385", JULY, "paid_elsewhere payable", "the data do not say which method", "status E, no range"),
    # I: another code is used, which nothing at hand names.
    ("80320 99213", JULY, "denied payable", "not valid for Medicare, which uses another code", "status I"),
    # What only the MAC or a report can price is for review.
    ("0054T 45380", JULY, "review payable", "priced by the Medicare contractor", "status C; RULES 1.5"),
    ("62270-22 71046", JULY, "review payable", "more work than usual", "modifier 22 is by report"),
    ("0001U 99213", JULY, "paid_elsewhere payable", "; paid by the clinical laboratory", "in CLFS 2026Q2 only"),
    ("77417 77402", JULY, "denied payable", "status B, bundled", "RVU26C"),
    ("99292 99213", JULY, "review payable", "when a colleague of the same group and specialty", "PM lines 1776-1783"),
    ("0054T 45380", JULY, "review payable", "the MAC decides", "PM I section W, type 2"),
    ("86153 99213", JULY, "denied payable", "86153 is in RVU26C with modifier 26 only", "RVU26C"),
    ("86153-26 99213", JULY, "payable payable", "86153-26: status A", "RVU26C"),
    # Whether the MUE (1) adds 26 and TC of one test is stated nowhere: review, no denial for units (RULES 10.1).
    ("76700-26 76700-TC", JULY, "payable review", "76700-26: status A", "MUE 2026Q2, RULES 10.1"),
    ("76700-26x2 76700-TC", JULY, "denied denied", "2 units of 76700 that day, MUE 1", "MUE 2026Q2"),
    ("76700 76700-26", JULY, "denied denied", "2 units of 76700 that day, MUE 1", "MUE 2026Q2"),
    # A denial by an edit comes before what the fee schedule says.
    ("80053x2 99213", JULY, "denied payable", "2 units of 80053 that day, MUE 1", "MUE 2026Q2"),
    ("10060 99283", JULY, "payable denied", "status A", "PM I section D: 10060 has 010 global days"),
    # No fee schedule of 2023 is loaded: only the edits speak.
    ("77417 77387", dt.date(2023, 7, 15), "None None", "no fee schedule of 2023 is loaded", ""),
]  # fmt: skip


@pytest.mark.parametrize(("codes", "date", "outcomes", "said", "source"), OUTCOMES)
def test_outcomes(codes: str, date: dt.date, outcomes: str, said: str, source: str) -> None:
    found = answer(codes.split(), date)
    assert [str(outcome) for outcome in found.outcomes] == outcomes.split(), source
    first = [record for record in found.records if record.lines and record.lines[-1] == 1]
    assert any(said in record.message for record in first)
    # Only a denial is denied.
    assert all(record.denied == (record.outcome == "denied") for record in found.records)


# (line, date): the outcome and the very words of `price`
SAME_WORDS = [
    ("77417-26", "2025-07-15"),
    ("93010-TC", "2025-07-15"),
    ("93000-26", "2026-07-15"),
    ("71046-26-TC", "2026-07-15"),
    ("99213-GY", "2026-07-15"),
    ("45385-73", "2026-07-15"),
    ("77417", "2026-07-15"),
    ("86153", "2026-07-15"),
    ("86153-TC", "2025-02-15"),
    # Not denied, and the same sentence all the same.
    ("36415", "2026-07-15"),
    ("A0428", "2026-07-15"),
    ("0001U", "2026-07-15"),
    ("0054T", "2026-07-15"),
    ("20610-80", "2026-07-15"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "date"), SAME_WORDS)
def test_price_and_bundle_are_one_decision_in_one_sentence(line: str, date: str) -> None:
    priced = medpay_cli.price(line, date=date)[0]
    [status] = [r for r in medpay_cli.bundle([line, "80053"], date=date) if r.kind == "status" and r.lines == (1,)]
    assert (status.outcome, status.denied) == (priced.outcome, priced.outcome == "denied")
    assert priced.reason is not None
    assert priced.reason in status.message
    assert status.rule == priced.rule


def test_the_26_row_of_every_laboratory_code_is_paid_in_every_release() -> None:
    # RULES.md 10.1: 19 codes with PC/TC 6 have a base row X, or none, and a payable 26 row.
    rows = (
        connect()
        .execute(
            f"""select f.hcpcs, r.effective_from from ({table_sql("fee_schedule")}) as f
            join ({table_sql("release")}) as r using (release)
            where f.pctc = '6' and f.modifier = '26' and f.status = 'A' order by all"""
        )
        .fetchall()
    )
    assert len({code for code, _ in rows}) == 19
    for day in {day for _, day in rows}:
        codes = [code for code, date in rows if date == day]
        batch = judge_lines(((n, f"{code}-26 99213-25") for n, code in enumerate(codes)), day, "practitioner")
        assert [claim.answer and claim.answer.outcomes for claim in batch.claims] == [["payable"] * 2] * len(codes)


@pytest.mark.parametrize(("code", "both"), [("77387", False), ("70553", True)])
def test_a_bundled_technical_part_is_told(code: str, both: bool) -> None:
    """RVU26C: 77387-TC is B and the line without a modifier has the values of 26; 70553 is 26 and TC together."""
    [told, *_] = medpay_cli.bundle(code, date=JULY)
    assert ("without a modifier the line is both" in told.message) == both
    assert ("pays the professional part alone" in told.message) != both


def test_a_hospital_claim_has_no_outcome_of_the_fee_schedule() -> None:
    found = answer(["36415", "80053", "77417"], dt.date(2026, 5, 15), "outpatient")
    assert found.outcomes == [None, None, None]
    assert not any("schedule" in record.message or "status" in record.message for record in found.records)


# (claim, line and rule of the conditions that hold): tests/cases has the conditions themselves
CHECKS = [
    ("10060 99283", [(2, "GLOBAL-MINOR")]),
    ("10060 99283-25", []),
    ("11402 99213-57", [(2, "GLOBAL-MINOR-57")]),
    ("99213-59 71046", [(1, "MOD-59-VISIT")]),
]  # fmt: skip


@pytest.mark.parametrize(("codes", "rules"), CHECKS)
def test_conditions_of_the_catalogue_are_told(codes: str, rules: list[tuple[int, str]]) -> None:
    records = [record for record in medpay_cli.bundle(split(codes), date=JULY) if record.kind == "check"]
    assert [(record.lines[-1], record.rule) for record in records] == rules
    assert all(record.advice and record.outcome in ("denied", "review") for record in records)
