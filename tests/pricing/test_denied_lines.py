"""A line that an NCCI edit denies is allowed nothing, and the others are paid as without it (MULT-DENIED)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import medpay_cli
from medpay_cli.dataset.store import connect, table_sql
from medpay_cli.pricing.record import PricedLine

HERE: dict[str, Any] = {"locality": "1320201", "date": "2026-07-15"}
# (lines, positions of those denied, rule): edits of the practitioner table 2026Q3 and MUE of 2026Q2.
DENIED = [
    # 64530 (indicator 0) has the higher fee: ranked, it would halve 11300 and 20610.
    (["11300", "64530", "20610"], [1], "NCCI-PTP-0"),
    (["20610", "64530", "11300"], [1], "NCCI-PTP-0"),
    # Indicator 1 and no modifier: denied as it stands. The rest of the family is paid as without it.
    (["45385", "45380", "20610"], [1], "NCCI-PTP-1"),
    (["45385", "45380", "45381"], [1], "NCCI-PTP-1"),
    # The base endoscopy is column 2 of every member of its family (indicator 0).
    (["45378", "45385"], [0], "NCCI-PTP-0"),
    # Therapy, imaging, ophthalmology: the pools of parts.
    (["92507", "97112", "97161"], [1], "NCCI-PTP-1"),
    (["70450", "70470", "74177"], [0], "NCCI-PTP-0"),
    (["76511", "76512", "92133"], [0], "NCCI-PTP-0"),
    # Units above the MUE (MAI 2: 1 a day).
    (["29807-RT", "29807-LT", "45385"], [0, 1], "NCCI-MUE-2"),
    # An add-on code without its primary.
    (["22614", "20610"], [0], "NCCI-AOC-1"),
    # Column 1 needs to be reported, not to be paid: 77417-26 is refused for its modifier.
    (["77417-26", "99213"], [1], "NCCI-PTP-1"),
]  # fmt: skip


def amounts(lines: list[PricedLine]) -> list[tuple[Any, ...]]:
    """What a line is paid, and where it ranks; a line without company has no place."""
    return [(line.code, line.allowed, line.outcome, line.confidence) for line in lines]


@pytest.mark.parametrize(("codes", "denied", "rule"), DENIED)
def test_the_others_are_paid_as_without_it(codes: list[str], denied: list[int], rule: str) -> None:
    lines = medpay_cli.price(codes, **HERE)
    for i in denied:
        line = lines[i]
        assert (line.reason_code, line.rule, line.outcome, line.payable) == ("denied_by_edit", rule, "denied", False)
        assert (line.allowed, line.medicare_pays, line.coinsurance, line.rank) == (None, None, None, None)
    others = [i for i in range(len(codes)) if i not in denied]
    without = medpay_cli.price([codes[i] for i in others], **HERE)
    assert amounts([lines[i] for i in others]) == amounts(without)
    # Each alone is a question: no edit is asked.
    alone = medpay_cli.price([codes[i] for i in denied], separate=True, **HERE)
    assert all(line.allowed for line in alone)


def test_what_a_modifier_would_make_of_it_is_told() -> None:
    _, line = medpay_cli.price("45385", "45380", **HERE)
    assert line.reason is not None and line.reason.startswith("45380 is denied with 45385: paid together only when")
    assert "with a modifier that bypasses the edit it would be allowed $117.57 here" in line.notes
    assert any(note.endswith("(MULT-DENIED)") for note in line.notes)
    _, lifted = medpay_cli.price("45385", "45380-59", **HERE)
    assert (lifted.allowed, lifted.reason_code) == (Decimal("117.57"), None)
    # Nothing is promised where no modifier helps.
    base, _ = medpay_cli.price("45378", "45385", **HERE)
    assert not any("bypasses" in note for note in base.notes)


def test_the_day_of_a_named_release_is_its_first() -> None:
    # The edit 45385/45380 is in force in every loaded edition.
    for release in ("RVU25A", "RVU26C"):
        _, line = medpay_cli.price("45385", "45380", locality="1320201", release=release)
        assert line.reason_code == "denied_by_edit"


def test_two_lines_with_62_are_two_surgeons() -> None:
    # MUE of 22600 is 1 a day; 62.5 % each (RVU26B record layout, co-surgeon element 2).
    [alone] = medpay_cli.price("22600-62", **HERE)
    pair = medpay_cli.price("22600-62", "22600-62", "63030-62", **HERE)
    assert [line.allowed for line in pair[:2]] == [alone.allowed, alone.allowed]
    assert [line.confidence for line in pair[:2]].count("medium") >= 1
    assert any(note.endswith("(COSURG-PAIR)") for line in pair[:2] for note in line.notes)
    # Three are too many, and RT and LT are one surgeon's.
    three = medpay_cli.price(*["22600-62"] * 3, **HERE)
    assert sorted(line.reason_code or "" for line in three) == ["", "denied_by_edit", "denied_by_edit"]
    sides = medpay_cli.price("29807-62,RT", "29807-62,LT", **HERE)
    assert {line.rule for line in sides} <= {"NCCI-MUE-2", "COSURG-0"}
    assert not any(record.denied for record in medpay_cli.bundle("22600-62", "22600-62", date="2026-07-15"))


def test_a_column_1_that_is_not_payable_leaves_a_doubt() -> None:
    for column1, confidence in (("77417-26", "medium"), ("11042", "high")):
        _, visit = medpay_cli.price(column1, "99213", **HERE)
        assert (visit.reason_code, visit.confidence) == ("denied_by_edit", confidence)
        assert any(note.endswith("(NCCI-COLUMN1)") for note in visit.notes) == (confidence == "medium")
        [edit] = [record for record in medpay_cli.bundle(column1, "99213", date="2026-07-15") if record.kind == "ptp"]
        assert edit.confidence == confidence
        assert edit.message.endswith("(NCCI-COLUMN1)") == (confidence == "medium")


def test_a_base_endoscopy_dearer_than_its_family_leaves_a_doubt() -> None:
    # 43200 has the higher office fee than 43201: 286.91 and 278.23 nationally in RVU26C.
    less, _ = medpay_cli.price("43201-59", "43202", **HERE)
    assert (less.allowed, less.confidence) == (Decimal("0.00"), "medium")
    assert any(note.endswith("(MULT-3-BASE)") for note in less.notes)
    facility, _ = medpay_cli.price("43201-59", "43202", setting="facility", **HERE)
    assert facility.allowed and not any("MULT-3-BASE" in note for note in facility.notes)


# (lines, position denied, rule, part of the sentence): what CMS's text denies beside others, and no NCCI table holds.
BESIDE = [
    (["99283", "10060"], 0, "GLOBAL-MINOR", "99283 beside 10060: a visit on the day"),
    (["99213-57", "11402"], 0, "GLOBAL-MINOR-57", "57 is the decision for major surgery"),
    (["99204", "27447"], 0, "GLOBAL-MAJOR", "unless it decided on the surgery (57)"),
    (["94760", "71046"], 0, "STATUS-T-BESIDE", "paid only if nothing else payable"),
    # Ranked by itself it would have the higher place.
    (["36598", "11300"], 0, "STATUS-T-BESIDE", "(status T)"),
    (["99213-25", "G2211", "36415"], 1, "G2211-25", "G2211 is not paid when the office visit (99213) carries 25"),
]  # fmt: skip


@pytest.mark.parametrize(("codes", "denied", "rule", "said"), BESIDE)
def test_what_no_table_holds_denies_too(codes: list[str], denied: int, rule: str, said: str) -> None:
    lines = medpay_cli.price(codes, **HERE)
    line = lines[denied]
    assert (line.reason_code, line.outcome, line.allowed) == ("denied_by_edit", "denied", None), line.rule
    assert line.rule == rule and said in (line.reason or "")
    others = [i for i in range(len(codes)) if i != denied]
    assert amounts([lines[i] for i in others]) == amounts(medpay_cli.price([codes[i] for i in others], **HERE))


def test_a_denied_visit_uses_up_no_deductible() -> None:
    # 99283 denied: all of the 50 comes off 10060.
    visit, surgery = medpay_cli.price("99283", "10060", deductible=50, **HERE)
    assert (visit.deductible, surgery.deductible) == (None, Decimal("50.00"))
    paid, _ = medpay_cli.price("99283-25", "10060", deductible=50, **HERE)
    assert paid.deductible == Decimal("50.00")


def test_what_is_denied_beside_others_has_no_rank() -> None:
    # pricing/denials.py spares claims of ranked lines only the asking.
    ranked = connect().execute(
        f"select distinct f.hcpcs from ({table_sql('fee_schedule')}) as f"
        " where f.multiple_procedure not in ('0', '9') and f.status <> 'T'"
        f" and (f.hcpcs = 'G2211' or f.hcpcs in (select f.hcpcs from ({table_sql('code_set')}) as s"
        " where s.name = 'package_visit'"
        " and f.hcpcs between s.code_from and s.code_through))"
    )
    assert ranked.fetchall() == []


def test_an_assistant_is_another_provider_than_the_surgeon() -> None:
    # MUE of 22600 is 1; 29819 is column 2 of 29807: edits are of one provider's lines.
    surgeon, assistant = medpay_cli.price("22600", "22600-AS", **HERE)
    assert surgeon.allowed is not None and assistant.allowed is not None
    assert not [note for line in (surgeon, assistant) for note in line.notes if "MUE" in note]
    # 13.6 % (Noridian 10534).
    assert assistant.allowed == (surgeon.allowed * Decimal("0.136")).quantize(Decimal("0.01"), "ROUND_HALF_UP")
    assert [line.reason_code for line in medpay_cli.price("22600-AS", "22600-80", **HERE)] == ["denied_by_edit"] * 2
    answer = medpay_cli.bundle("22600", "22600-AS", date="2026-07-15")
    assert not [record for record in answer if record.denied]
    assert [record for record in medpay_cli.bundle("22600x2", date="2026-07-15") if record.denied]


def test_a_return_to_theatre_lifts_no_other_refusal() -> None:
    # 78 on a code of 000 days pays in full; FX still stands on x-rays only, CQ on therapy only.
    for modifiers, reason in (("78", None), ("FX,78", "modifier_not_allowed"), ("FY,78,CQ", "modifier_not_allowed")):
        [line] = medpay_cli.price("50970", modifiers=modifiers, date="2026-07-15")
        assert (line.allowed is None, line.reason_code) == (reason is not None, reason), modifiers
