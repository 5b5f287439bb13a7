"""Claims of real codes at real places: amounts computed by hand from the RVUs of the release, beside each row."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from support.claim_text import price_text

import medpay_cli
from medpay_cli.dataset.places import PlaceQuery
from medpay_cli.pricing.record import PricedLine
from medpay_cli.pricing.request import PriceRequest
from medpay_cli.rules import catalogue

MANHATTAN: dict[str, Any] = {"locality": "1320201"}
# (source, release, codes, keywords, allowed)
CLAIMS: list[tuple[str, str, list[str], dict[str, Any], list[str]]] = [
    # MCPM 12/40.6: 45385 in full + (45380 - 45378). 2025: 501.60 of RULES 1.15; 45380 479.34, 45378 378.23.
    ("MCPM 12/40.6", "RVU25D", ["45385", "45380-59"], MANHATTAN, ["501.60", "101.11"]),
    # 2026: 573.64 + (552.32 - 434.75).
    ("MCPM 12/40.6", "RVU26C", ["45385", "45380-59"], MANHATTAN, ["573.64", "117.57"]),
    ("MCPM 12/40.6", "RVU26C", ["45380-59", "45385"], MANHATTAN, ["117.57", "573.64"]),
    # Therapy, one rounding each: 97110 0.45, 0.41, 0.01 x GPCI 1.064, 1.162, 1.586 x 33.4009:
    # (0.4788 + 0.47642 + 0.01586) x CF = 32.43; (0.4788 + 0.23821 + 0.01586) x CF = 24.48.
    ("Novitas 00147106", "RVU26C", ["97110x2"], MANHATTAN, ["56.91"]),
    ("Novitas 00147106", "RVU26C", ["97110x3"], MANHATTAN, ["81.39"]),
    # 20610, BILAT 1: 79.27 x 1.5 = 118.905 -> 118.91, however both sides are told.
    ("RVU layout", "RVU26C", ["20610-50"], MANHATTAN, ["118.91"]),
    ("RVU layout", "RVU26C", ["20610x2"], MANHATTAN, ["118.91"]),
    ("RVU layout", "RVU26C", ["20610-RT", "20610-LT"], MANHATTAN, ["59.45", "59.46"]),
    # 29807, an endoscopy with BILAT 1: 1,100.82 x 1.5 = 1,651.23; 29819 beside it 635.60 - 519.52 (29805).
    ("RVU layout", "RVU26C", ["29807-50", "29819-59"], MANHATTAN, ["1651.23", "116.08"]),
]


@pytest.mark.parametrize(("source", "release", "codes", "asked", "allowed"), CLAIMS)
def test_claim(source: str, release: str, codes: list[str], asked: dict[str, Any], allowed: list[str]) -> None:
    lines = medpay_cli.price(codes, release=release, **asked)
    assert [line.allowed for line in lines] == [Decimal(amount) for amount in allowed], source


def test_one_base_for_both_sides_is_told() -> None:
    first, other = medpay_cli.price(["29807-50", "29819-59"], release="RVU26C", **MANHATTAN)
    assert (first.confidence, other.confidence) == ("high", "medium")
    assert "MULT-3-SIDES" in other.notes[-1]
    alone, beside = medpay_cli.price(["29807-LT", "29819-LT,59"], release="RVU26C", **MANHATTAN)
    assert (alone.confidence, beside.confidence) == ("high", "high")


def test_therapy_counts_units_across_disciplines() -> None:
    # RVU26C, Manhattan (GPCI 1.064, 1.162, 1.586; 33.4009), one rounding each. 97530 has RVUs 0.44, 0.60, 0.01 (the
    # highest PE): 39.45 in full, with half the PE 27.81; 97110 with half the PE 24.48.
    occupational, physical = medpay_cli.price("97530-GOx2", "97110-GPx2", release="RVU26C", **MANHATTAN)
    assert (occupational.rank, physical.rank) == (1, 2)
    assert occupational.allowed == rounded("0.46816", "0.6972", "0.01586") + rounded("0.46816", "0.3486", "0.01586")
    assert physical.allowed == 2 * rounded("0.4788", "0.23821", "0.01586")


def rounded(*adjusted: str) -> Decimal:
    """Dollars of RVUs times GPCIs."""
    return (sum(map(Decimal, adjusted)) * Decimal("33.4009")).quantize(Decimal("0.01"), "ROUND_HALF_UP")


def test_imaging_ranks_parts_whichever_lines_they_come_from() -> None:
    # MM9647: professional parts 100/95 %, technical 100/50 %, each among its own.
    parts = ["70551-26", "70551-TC", "74177-26", "71250-TC"]
    fee = {line: medpay_cli.price(line, release="RVU26C", **MANHATTAN)[0].allowed or Decimal() for line in parts}
    whole, read, made = medpay_cli.price("70551", "74177-26,59", "71250-TC", release="RVU26C", **MANHATTAN)
    # 59: a session of its own.
    assert read.allowed == fee["74177-26"]
    whole, read, made = medpay_cli.price("70551", "74177-26", "71250-TC", release="RVU26C", **MANHATTAN)
    assert fee["74177-26"] > fee["70551-26"] and fee["70551-TC"] > fee["71250-TC"]
    assert read.allowed == fee["74177-26"]
    reduced = fee["70551-TC"] + fee["70551-26"] * Decimal("0.95")
    assert whole.allowed == reduced.quantize(Decimal("0.01"), "ROUND_HALF_UP")
    assert made.allowed == (fee["71250-TC"] / 2).quantize(Decimal("0.01"), "ROUND_HALF_UP")


def test_separate_lines_know_nothing_of_each_other() -> None:
    lines = medpay_cli.price(["45385", "45380"], release="RVU26C", separate=True, **MANHATTAN)
    assert [line.allowed for line in lines] == [Decimal("573.64"), Decimal("552.32")]
    assert [line.claim for line in lines] == ["", ""]


# (minutes, time units): one decimal, half away from zero (asahq.org, ngsmedicare.com: 129 -> 8.6, 95 -> 6.3).
TIMES = [(129, "8.6"), (95, "6.3"), (15, "1.0"), (1, "0.1"), (17, "1.1"), (600, "40.0")]


@pytest.mark.parametrize(("minutes", "units"), TIMES)
def test_anesthesia_time_is_units_of_a_quarter_hour(minutes: int, units: str) -> None:
    [line] = medpay_cli.price("00100-AA", minutes=minutes, release="RVU26C", **MANHATTAN)
    assert (line.time_units, line.base_units) == (Decimal(units), Decimal("5.0"))
    # 22.81 is the locality's factor of ANES2026.csv.
    assert line.allowed == ((Decimal(5) + Decimal(units)) * Decimal("22.81")).quantize(Decimal("0.01"), "ROUND_HALF_UP")


# Of 42 CFR 414.46: QK, QX, QY half each; AD three base units and no time.
WHO = [("AA", "310.22"), ("QZ", "310.22"), ("QK", "155.11"), ("QX", "155.11"), ("QY", "155.11"), ("AD", "68.43")]


@pytest.mark.parametrize(("modifier", "allowed"), WHO)
def test_who_gave_the_anesthesia(modifier: str, allowed: str) -> None:
    [line] = medpay_cli.price(f"00100-{modifier}", minutes=129, release="RVU26C", **MANHATTAN)
    assert line.allowed == Decimal(allowed)


def claim(text: str) -> list[PricedLine]:
    request = PriceRequest(place=PlaceQuery("1320201"), release="RVU26C")
    return price_text(text, request)


def test_of_several_anesthesia_procedures_the_highest_base_is_paid_with_the_time_of_all() -> None:
    # ngsmedicare.com, transmittal B-03-017: 00540 has 12 base units, 00100 has 5; 60 + 69 minutes are 8.6 units.
    lower, higher = claim("code,modifiers,minutes\n00100,AA,60\n00540,AA,69\n")
    assert (lower.reason_code, lower.allowed, lower.payable) == ("included_in_anesthesia", None, False)
    assert (higher.base_units, higher.time_units) == (Decimal("12.0"), Decimal("8.6"))
    assert higher.allowed == Decimal("469.89")  # 20.6 x 22.81 = 469.886


def test_two_professionals_of_one_anesthesia_keep_half_each() -> None:
    lines = claim("code,modifiers,minutes\n00100,QK,129\n00100,QX,129\n")
    assert [line.allowed for line in lines] == [Decimal("155.11"), Decimal("155.11")]


def test_claims_of_a_file_are_priced_apart_and_every_line_answers() -> None:
    lines = claim("claim,code,units\nA,45385,1\nB,45380,1\nA,45380-59,1\nA,9921,1\n")
    assert [(line.claim, line.line) for line in lines] == [("A", 2), ("B", 3), ("A", 4), ("A", 5)]
    assert [line.allowed for line in lines[:3]] == [Decimal("573.64"), Decimal("552.32"), Decimal("117.57")]
    assert (lines[3].reason_code, lines[3].allowed) == ("unreadable", None)
    # Beside a line that could not be read the rank is not certain.
    assert [line.confidence for line in lines] == ["low", "high", "low", "none"]


# (lines, date, deductible, allowed less Medicare's payment and deductible, rule): RULES.md 10.3
PATIENT = [
    # MAC lists: waived. Not waived: G0403 to G0405, G0102, G0108.
    ("G0439", "2026-07-15", None, "0.00", "PATIENT-PREVENTIVE"),
    ("77067", "2025-07-15", "100", "0.00", "PATIENT-PREVENTIVE"),
    ("G0405", "2026-07-15", None, "1.86", None),
    ("G0102", "2026-07-15", None, "5.58", None),
    # PT: 20 % to 2022, 15 % in 2023 to 2026 (CR 12656): 573.64 x 0.15 = 86.046 (573.64 - 487.594 -> 487.59).
    ("45385-PT", "2026-07-15", None, "86.05", "PATIENT-SCREENING-2023"),
    ("45385-PT", "2026-07-15", "100", "86.05", "PATIENT-SCREENING-2023"),
    ("45385", "2026-07-15", None, "114.73", None),
    # PT stands on procedures: of a visit nothing is stated.
    ("99213-PT", "2026-07-15", None, "21.53", None),
    ("G0121", "2026-07-15", "100", "0.00", "PATIENT-PREVENTIVE"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "date", "deductible", "coinsurance", "rule"), PATIENT)
def test_what_the_patient_owes(
    code: str, date: str, deductible: str | None, coinsurance: str, rule: str | None
) -> None:
    [line] = medpay_cli.price(code, date=date, deductible=deductible, **MANHATTAN)
    assert line.coinsurance == Decimal(coinsurance)
    assert line.allowed is not None and line.medicare_pays is not None
    # A waived service takes nothing of the deductible.
    assert line.medicare_pays == line.allowed - line.coinsurance
    assert [step.rule for step in line.steps if step.rule.startswith("PATIENT")] == ([rule] if rule else [])


def test_rates_of_turned_screenings_cover_every_day_once() -> None:
    # CAA 2021 section 122: 20 %, 15 %, 10 %, nothing.
    rates = [rule for rule in catalogue.load() if rule["value"].startswith("screening:")]
    rates.sort(key=lambda rule: rule["effective_from"])
    assert [rule["factor"] for rule in rates] == [Decimal(x) for x in ("0.80", "0.85", "0.90", "1.00")]
    for earlier, later in pairwise(rates):
        assert (later["effective_from"] - earlier["effective_through"]).days == 1
    assert rates[-1]["effective_through"] is None


def test_care_planning_is_waived_beside_a_wellness_visit_only() -> None:
    # Novitas 00008244: 33, same day, same claim as G0438 or G0439.
    beside = medpay_cli.price(["99497-33", "G0439"], release="RVU26C", **MANHATTAN)
    assert [line.coinsurance for line in beside] == [Decimal(0), Decimal(0)]
    for codes in (["99497-33"], ["99497", "G0439"], ["99497-33", "99213"]):
        assert medpay_cli.price(codes, release="RVU26C", **MANHATTAN)[0].coinsurance != 0
