"""Claims of real codes at real places: amounts computed by hand from the RVUs of the release, beside each row."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import medpay_cli
from medpay_cli.dataset.places import PlaceQuery
from medpay_cli.pricing.claim import answer
from medpay_cli.pricing.claim_file import parse
from medpay_cli.pricing.record import PricedLine
from medpay_cli.pricing.request import PriceRequest

MANHATTAN: dict[str, Any] = {"locality": "1320201"}
# (source, release, codes, keywords, allowed)
CLAIMS: list[tuple[str, str, list[str], dict[str, Any], list[str]]] = [
    # MCPM 12/40.6: 45385 in full + (45380 - 45378). 2025: 501.60 of RULES 1.15; 45380 479.34, 45378 378.23.
    ("MCPM 12/40.6", "RVU25D", ["45385", "45380"], MANHATTAN, ["501.60", "101.11"]),
    # 2026: 573.64 + (552.32 - 434.75).
    ("MCPM 12/40.6", "RVU26C", ["45385", "45380"], MANHATTAN, ["573.64", "117.57"]),
    ("MCPM 12/40.6", "RVU26C", ["45380", "45385"], MANHATTAN, ["117.57", "573.64"]),
    # Therapy, one rounding each: 97110 0.45, 0.41, 0.01 x GPCI 1.064, 1.162, 1.586 x 33.4009:
    # (0.4788 + 0.47642 + 0.01586) x CF = 32.43; (0.4788 + 0.23821 + 0.01586) x CF = 24.48.
    ("Novitas 00147106", "RVU26C", ["97110x2"], MANHATTAN, ["56.91"]),
    ("Novitas 00147106", "RVU26C", ["97110x3"], MANHATTAN, ["81.39"]),
    # 20610, BILAT 1: 79.27 x 1.5 = 118.905 -> 118.91, however both sides are told.
    ("RVU layout", "RVU26C", ["20610-50"], MANHATTAN, ["118.91"]),
    ("RVU layout", "RVU26C", ["20610x2"], MANHATTAN, ["118.91"]),
    ("RVU layout", "RVU26C", ["20610-RT", "20610-LT"], MANHATTAN, ["59.45", "59.46"]),
]


@pytest.mark.parametrize(("source", "release", "codes", "asked", "allowed"), CLAIMS)
def test_claim(source: str, release: str, codes: list[str], asked: dict[str, Any], allowed: list[str]) -> None:
    lines = medpay_cli.price(codes, release=release, **asked)
    assert [line.allowed for line in lines] == [Decimal(amount) for amount in allowed], source


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
    return answer(parse(text), request).lines


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
    lines = claim("claim,code,units\nA,45385,1\nB,45380,1\nA,45380,1\nA,9921,1\n")
    assert [(line.claim, line.line) for line in lines] == [("A", 2), ("B", 3), ("A", 4), ("A", 5)]
    assert [line.allowed for line in lines[:3]] == [Decimal("573.64"), Decimal("552.32"), Decimal("117.57")]
    assert (lines[3].reason_code, lines[3].allowed) == ("unreadable", None)
    # Beside a line that could not be read the rank is not certain.
    assert [line.confidence for line in lines] == ["low", "high", "low", "none"]
