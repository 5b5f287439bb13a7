"""A line that an NCCI edit denies is allowed nothing, and the others are paid as without it (MULT-DENIED)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import medpay_cli
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
