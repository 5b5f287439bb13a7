"""Amounts of RULES.md 1.15: printed by CMS where it says so, else computed with the formula the oracles verify."""

from __future__ import annotations

from decimal import Decimal

import pytest

import medpay_cli

# release, code, locality, QP, non-facility, facility
GOLDEN = [
    # CMS printed these two for 2026, on both conversion factors.
    ("RVU26B", "21610", "1320201", False, "1455.77", "1455.77"),
    ("RVU26B", "21610", "1320201", True, "1463.03", "1463.03"),
    ("RVU26B", "22319", "0210201", False, "2107.10", "2107.10"),
    ("RVU26B", "22319", "0210201", True, "2117.61", "2117.61"),
    ("RVU25C", "76145", "0111205", False, "1339.81", "1339.81"),  # PFREV25C
    ("RVU25D", "50688", "0111257", False, "77.78", "77.78"),  # PFREV25D
    ("RVU25D", "76814-26", "0530202", False, "44.32", "44.32"),  # PFREV25D
    ("RVU25A", "77417", "1320201", False, "18.80", "18.80"),
    ("RVU25A", "77417", "1011200", False, "13.58", "13.58"),
    ("RVU25A", "77417", "0210201", False, "16.82", "16.82"),
    ("RVU25D", "99213", "1320201", False, "101.06", "71.64"),
    ("RVU25D", "99213", "0210201", False, "112.20", "84.92"),
    ("RVU25D", "71046", "1320201", False, "37.69", "37.69"),
    ("RVU25D", "71046-26", "1320201", False, "11.13", "11.13"),
    ("RVU25D", "71046-TC", "1320201", False, "26.56", "26.56"),
    ("RVU25D", "45385", "1320201", False, "501.60", "277.19"),
    ("RVU26C", "77387-26", "1320201", False, "40.50", "40.50"),
    ("RVU26C", "77387-26", "1320201", True, "40.71", "40.71"),
    ("RVU26C", "77402", "1320201", False, "95.76", "95.76"),
    ("RVU26C", "77427", "1320201", False, "219.70", "219.70"),
    ("RVU26C", "99213", "1011200", False, "87.79", "54.77"),
]


@pytest.mark.parametrize(("release", "code", "locality", "qp", "nonfacility", "facility"), GOLDEN)
def test_golden_amount(release: str, code: str, locality: str, qp: bool, nonfacility: str, facility: str) -> None:
    for setting, expected in (("nonfacility", nonfacility), ("facility", facility)):
        [line] = medpay_cli.price(code, locality=locality, release=release, qp=qp, setting=setting)
        assert line.allowed == Decimal(expected), setting
        assert line.payable
        # The QPP edition of the file is not bundled: its factor comes from the final rule.
        assert line.confidence == ("medium" if qp else "high")


def test_the_cap_binds_and_is_said() -> None:
    [line] = medpay_cli.price("74251", locality="0210201", release="RVU25A")
    assert (line.fee, line.uncapped_fee, line.opps_cap) == (Decimal("264.92"), Decimal("381.71"), Decimal("264.92"))
    assert [step.rule for step in line.steps if step.toward == "fee"][-1] == "PRICE-OPPS-CAP"
    assert any("$264.92 instead of $381.71" in note for note in line.notes)


def test_a_carrier_priced_code_has_a_cap_but_no_amount() -> None:
    # OPPSCAP_Oct2025: 0633T-TC, status C, 01112-05, 150.69.
    [line] = medpay_cli.price("0633T-TC", locality="0111205", release="RVU25D")
    assert (line.allowed, line.fee, line.payable, line.confidence) == (None, None, True, "none")
    assert line.opps_cap == Decimal("150.69")
    assert any("may not exceed" in note and "$150.69" in note for note in line.notes)


def test_one_engine_for_few_and_many() -> None:
    # More lines than one statement takes (engine.FEW) must give the same records.
    codes = [code for _, code, *_ in GOLDEN] + ["77417", "00100", "85060", "80053", "G0105-53", "62270-50"]
    few = medpay_cli.price(codes, locality="1320201", date="2025-12-01", separate=True)
    many = medpay_cli.price(codes * 20, locality="1320201", date="2025-12-01", separate=True)
    assert many == few * 20
