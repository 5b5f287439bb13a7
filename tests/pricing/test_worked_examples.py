"""Worked examples of claims, on the very fees that their sources state (support/constructed.py)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest
from support.constructed import Fee, price


def imaging(hcpcs: str, professional: str, technical: str, **more: str) -> list[Fee]:
    """The global, 26 and TC row of a study."""
    whole = str(Decimal(professional) + Decimal(technical))
    columns = {"pctc": "1", "multiple_procedure": "4", **more}
    return [
        Fee(hcpcs, whole, "", columns),
        Fee(hcpcs, professional, "26", columns),
        Fee(hcpcs, technical, "TC", columns),
    ]


MM9647 = [*imaging("70551", "100", "500"), *imaging("70552", "80", "400")]
CARDIO = [
    *imaging("93306", "100", "400", multiple_procedure="6"),
    *imaging("93880", "80", "200", multiple_procedure="6"),
]
EYE = [
    *imaging("92133", "30", "60", multiple_procedure="7"),
    *imaging("92250", "20", "40", multiple_procedure="7"),
]
SHOULDER = [
    Fee("29805", "200.00", "", {"multiple_procedure": "2"}),
    Fee("29807", "310.02", "", {"multiple_procedure": "3", "endoscopic_base": "29805"}),
    Fee("29819", "275.12", "", {"multiple_procedure": "3", "endoscopic_base": "29805"}),
    Fee("29820", "270.13", "", {"multiple_procedure": "3", "endoscopic_base": "29805"}),
    Fee("23412", "900.00", "", {"multiple_procedure": "2"}),
    Fee("23430", "300.00", "", {"multiple_procedure": "2", "bilateral": "1"}),
]
ARTHROSCOPY = {"multiple_procedure": "3", "endoscopic_base": "29805", "bilateral": "1"}
SHOULDERS = [
    Fee("29805", "200.00", "", {"multiple_procedure": "2", "bilateral": "1"}),
    Fee("29807", "310.02", "", ARTHROSCOPY),
    Fee("29819", "275.12", "", ARTHROSCOPY),
    Fee("23430", "500.00", "", {"multiple_procedure": "2"}),
]
COLON = [
    Fee("45378", "255.40", "", {"multiple_procedure": "2"}),
    Fee("45385", "374.56", "", {"multiple_procedure": "3", "endoscopic_base": "45378"}),
    Fee("45380", "285.98", "", {"multiple_procedure": "3", "endoscopic_base": "45378"}),
]
SIX = [Fee(f"1100{i}", f"{700 - 100 * i}.00", "", {"multiple_procedure": "2", "bilateral": "1"}) for i in range(7)]
WIDE = {"multiple_procedure": "2", "global_days": "090"}
SHARES = WIDE | {"preoperative_share": "0.10", "intraoperative_share": "0.69", "postoperative_share": "0.21"}
SURGERY = [
    Fee("22600", "1908.48", "", SHARES),
    Fee("62270", "100.00", "", {"multiple_procedure": "2"}),
    Fee("97597", "100.00", "", {}),
    Fee("90834", "100.00", "", {}),
]

# (source, fees, lines, what each is allowed)
EXAMPLES = [
    # Imaging. MM9647 as printed at aapc.com/blog/36175: PC 100 & 80 -> 176, TC 500 & 400 -> 700, both -> 876.
    ("MM9647", MM9647, ["70551-26", "70552-26"], ["100.00", "76.00"]),
    ("MM9647", MM9647, ["70551-TC", "70552-TC"], ["500.00", "200.00"]),
    ("MM9647", MM9647, ["70551", "70552"], ["600.00", "276.00"]),
    # The order of the lines changes nothing.
    ("MM9647", MM9647, ["70552", "70551"], ["276.00", "600.00"]),
    # Parts are ranked apart: a 26 line and a TC line of two studies are each the highest of their pool.
    ("RULES 1.8", MM9647, ["70551-26", "70552-TC"], ["100.00", "400.00"]),
    # 26, TC and global mixed: TC 500 full, 400 half; PC 100 full, 80 x 0.95.
    ("RULES 1.8", MM9647, ["70551-TC", "70551-26", "70552"], ["500.00", "100.00", "276.00"]),
    # 59: a session of its own.
    ("RVU layout", MM9647, ["70551", "70552-59"], ["600.00", "480.00"]),
    # A second unit is a second procedure.
    ("RVU layout", MM9647, ["70551x2"], ["945.00"]),
    # Cardiovascular: TC of the second at 75 %, PC untouched. Ophthalmology: 80 %. Each its own pool.
    ("RVU layout", CARDIO, ["93306", "93880"], ["500.00", "230.00"]),
    ("RVU layout", EYE, ["92133", "92250"], ["90.00", "52.00"]),
    ("bcbsnd MPPR", [*MM9647, *CARDIO, *EYE], ["70551", "93306", "92133"], ["600.00", "500.00", "90.00"]),
    # Endoscopy: aapc.com/discuss/threads/138405, 310.02 + 75.12 + 70.13 = 455.27.
    ("AAPC 138405", SHOULDER, ["29807", "29819", "29820"], ["310.02", "75.12", "70.13"]),
    # The base with members of its family pays nothing, whatever its place.
    ("AAPC 138405", SHOULDER, ["29805", "29820", "29807", "29819"], [None, "70.13", "310.02", "75.12"]),
    # Then half of the family's total behind a higher surgery: 155.01 + 37.56 + 35.065.
    ("AAPC 138405", SHOULDER, ["29807", "23412", "29819", "29820"], ["155.01", "900.00", "37.56", "35.07"]),
    # The family is one procedure of 455.27, above one of 300.
    ("RVU layout", SHOULDER, ["23430", "29807", "29819", "29820"], ["150.00", "310.02", "75.12", "70.13"]),
    # Bilateral before multiple: 300 x 1.5 = 450 is below the family's 455.27, so it is halved.
    ("RVU layout", SHOULDER, ["23430-50", "29807", "29819", "29820"], ["225.00", "310.02", "75.12", "70.13"]),
    # Both sides first (310.02 x 1.5 = 465.03, 275.12 x 1.5 = 412.68), then the family, its base taken off once.
    ("RVU layout", SHOULDERS, ["29807-50"], ["465.03"]),
    ("RVU layout", SHOULDERS, ["29807-RT", "29807-LT"], ["232.51", "232.52"]),
    ("RVU layout", SHOULDERS, ["29807", "29819-50"], ["110.02", "412.68"]),
    ("RVU layout", SHOULDERS, ["29807", "29819x2"], ["110.02", "412.68"]),
    ("RVU layout", SHOULDERS, ["29807", "29819-RT", "29819-LT"], ["110.02", "206.34", "206.34"]),
    ("RVU layout", SHOULDERS, ["29807-LT", "29819", "29807-RT"], ["232.52", "75.12", "232.51"]),
    # The family's total, 465.03 + 75.12 = 540.15, ranks above 500; with one shoulder, 385.14, below.
    ("RVU layout", SHOULDERS, ["29807-50", "29819", "23430"], ["465.03", "75.12", "250.00"]),
    ("RVU layout", SHOULDERS, ["29807-RT", "29819", "29807-LT", "23430"], ["232.51", "75.12", "232.52", "250.00"]),
    ("RVU layout", SHOULDERS, ["29807", "29819", "23430"], ["155.01", "37.56", "500.00"]),
    # A base on both sides beside a member pays nothing either.
    ("RVU layout", SHOULDERS, ["29805-50", "29819"], [None, "275.12"]),
    # A family of an assistant: 16 % of 310.02 and of 275.12 - 200.
    ("Novitas 00144532", SHOULDERS, ["29807-80", "29819-80"], ["49.60", "12.02"]),
    # The base alone is an ordinary procedure.
    ("RVU layout", SHOULDER, ["29805", "23412"], ["100.00", "900.00"]),
    # MCPM chapter 12 section 40.6 with the figures of RULES 1.8: 374.56 + (285.98 - 255.40) = 405.14.
    ("MCPM 12/40.6", COLON, ["45385", "45380"], ["374.56", "30.58"]),
    # 100, 50, 50, 50, 50, by report.
    ("RVU layout", SIX, [f"1100{i}" for i in range(7)], ["700.00", "300.00", "250.00", "200.00", "150.00", None, None]),
    # Ranked by fee, not by line; each unit is a procedure (general practice).
    ("RVU layout", SIX, ["11006", "11000"], ["50.00", "700.00"]),
    ("general practice", SIX, ["11000x3"], ["1400.00"]),
    # 600 x 1.5 = 900 ranks above 700: bilateral before ranking.
    ("RVU layout", SIX, ["11000", "11001-50"], ["350.00", "900.00"]),
    # RT and LT lines, or two units, are one bilateral procedure.
    ("RVU layout", SIX, ["11001-RT", "11001-LT"], ["450.00", "450.00"]),
    ("RVU layout", SIX, ["11001x2"], ["900.00"]),
    ("RVU layout", SIX, ["11001-RT", "11001-LT", "11000"], ["450.00", "450.00", "350.00"]),
    # Co-surgeons: 1,908.48 -> 1,192.80 each (62.5 %); assistants 16 %, AS 13.6 % (Noridian 10534).
    ("issue 20", SURGERY, ["22600-62"], ["1192.80"]),
    # Both of them in one claim: two providers (FCSO, modifier 62 fact sheet), each in full.
    ("issue 20", SURGERY, ["22600-62", "22600-62"], ["1192.80", "1192.80"]),
    ("FCSO 62", SURGERY, ["22600-62", "62270-62", "22600-62"], ["1192.80", "31.25", "1192.80"]),
    # 62.5 % of the reduced fee, which ranks before it (RULES 9.3 leaves that open).
    ("RVU layout", SURGERY, ["22600-62", "62270-62"], ["1192.80", "31.25"]),
    ("Noridian 10534", SURGERY, ["22600-80"], ["305.36"]),
    ("Noridian 10534", SURGERY, ["22600-AS"], ["259.55"]),
    # Shares of the surgical package: 54 = 10 % + 69 %, 55 = 21 %, 78 = 69 %, 78 in full at 000 days.
    ("RVU layout", SURGERY, ["22600-54"], ["1507.70"]),
    ("RVU layout", SURGERY, ["22600-55"], ["400.78"]),
    ("MCPM 12/40.4", SURGERY, ["22600-78"], ["1316.85"]),
    ("MCPM 12/40.4", SURGERY, ["62270-78"], ["100.00"]),
    # 54 and 62 together (beckersasc.com): 1,908.48 x 0.79 x 0.625 = 942.312.
    ("MCPM 12/40", SURGERY, ["22600-54,62"], ["942.31"]),
    # Assistants are ranked too (Novitas 00144532): 100 x 0.5 x 0.16 = 8.
    ("Novitas 00144532", SURGERY, ["22600-80", "62270-80"], ["305.36", "8.00"]),
    # Among themselves: another practitioner's lines beside them take no rank from them.
    ("Novitas 00144532", SURGERY, ["22600", "22600-AS"], ["1908.48", "259.55"]),
    ("Novitas 00144532", SURGERY, ["62270-AS", "22600", "62270", "22600-AS"], ["6.80", "1908.48", "50.00", "259.55"]),
]  # fmt: skip


@pytest.mark.parametrize(("source", "fees", "lines", "allowed"), EXAMPLES)
def test_worked_example(source: str, fees: Sequence[Fee], lines: list[str], allowed: list[str | None]) -> None:
    found = [row["allowed"] for row in price(fees, lines)]
    assert found == [None if amount is None else Decimal(amount) for amount in allowed], source


FILM = imaging("71046", "11.13", "26.56", multiple_procedure="0")
TECHNICAL = [
    # FX: technical part x 0.80; FY x 0.90 (from 2023); the professional part stays.
    ("71046-FX", "32.38"),  # 11.13 + 26.56 x 0.80 = 32.378
    ("71046-FY", "35.03"),  # 11.13 + 26.56 x 0.90 = 35.034
    ("71046-TC,FX", "21.25"),  # 26.56 x 0.80 = 21.248
    # FX, then FY (MM10188, aapc.com/blog/40795): 11.13 + 26.56 x 0.72 = 30.2532.
    ("71046-FX,FY", "30.25"),
    ("71046-FY,FX", "30.25"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "allowed"), TECHNICAL)
def test_equipment_reduces_the_technical_part(line: str, allowed: str) -> None:
    assert [row["allowed"] for row in price(FILM, [line])] == [Decimal(allowed)]


# (lines, keywords, allowed, Medicare, coinsurance)
PAYMENTS = [
    # fcso.com: approved 100, deductible 50 -> 80 % is 40 -> 39.20.
    ("62270", {"deductible": Decimal(50), "sequestration": True}, "100.00", "39.20", "10.00"),
    # CMS billing examples: CQ pays 85 % of Medicare's share, the coinsurance stays whole: the provider nets 88 %.
    ("97597-CQ", {}, "100.00", "68.00", "20.00"),
    ("97597-CO", {"sequestration": True}, "100.00", "66.64", "20.00"),
    ("62270", {"provider": "np"}, "85.00", "68.00", "17.00"),
    ("90834", {"provider": "csw"}, "75.00", "60.00", "15.00"),
    ("62270", {"nonparticipating": True}, "95.00", "76.00", "19.00"),
    ("62270", {"charge": Decimal(60)}, "60.00", "48.00", "12.00"),
    ("62270", {"deductible": Decimal(500)}, "100.00", "0.00", "0.00"),
    # AS carries the practitioner's 85 % already.
    ("22600-AS", {"provider": "pa"}, "259.55", "207.64", "51.91"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "asked", "allowed", "medicare", "coinsurance"), PAYMENTS)
def test_from_the_fee_to_the_cheque(
    line: str, asked: dict[str, object], allowed: str, medicare: str, coinsurance: str
) -> None:
    [row] = price(SURGERY, [line], **asked)
    found = (row["allowed"], row["medicare_pays"], row["coinsurance"])
    assert found == (Decimal(allowed), Decimal(medicare), Decimal(coinsurance))


def test_the_deductible_is_met_by_the_lines_in_order() -> None:
    rows = price(SURGERY, ["62270", "22600"], deductible=Decimal(80))
    # 62270 is halved behind 22600: 50 goes to the deductible, 30 of it is left for the other.
    assert [(row["allowed"], row["deductible_applied"]) for row in rows] == [
        (Decimal("50.00"), Decimal("50.00")),
        (Decimal("1908.48"), Decimal("30.00")),
    ]


CAPPED = [
    Fee("70551", "600", "", {"pctc": "1", "multiple_procedure": "4", "opps_mp": "230", "opps_work_rvu": "100"}),
    Fee("70551", "100", "26", {"pctc": "1", "multiple_procedure": "4"}),
    Fee("70551", "500", "TC", {"pctc": "1", "multiple_procedure": "4", "opps_mp": "230"}),
    *imaging("70552", "90", "600"),
]
# The TC is reduced first and then compared with the cap (TrailBlazer 2011): 500 x 0.5 = 250 -> 230; FX after both.
CAPS = [
    (["70551"], ["330.00"]),
    (["70551", "70552"], ["330.00", "685.50"]),
    (["70551-TC", "70552-TC"], ["230.00", "600.00"]),
    (["70551-TC,FX", "70552-TC"], ["184.00", "600.00"]),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "allowed"), CAPS)
def test_the_cap_comes_after_the_reduction_and_before_fx(lines: list[str], allowed: list[str]) -> None:
    assert [row["allowed"] for row in price(CAPPED, lines)] == [Decimal(amount) for amount in allowed]


KNEE = imaging("73721", "66.00", "168.00", bilateral="3")
BRAIN = imaging("70553", "110.00", "250.00")
# BILAT 3: each side in full, settled before ranking, however both sides are told (RVU layout).
SIDES = [
    (["73721-50"], ["468.00"]),
    (["73721x2"], ["468.00"]),
    (["73721-RT", "73721-LT"], ["234.00", "234.00"]),
    # 336 of technical parts rank above 250; 132 of professional parts above 110.
    (["73721-50", "70553"], ["468.00", "229.50"]),
    (["73721x2", "70553"], ["468.00", "229.50"]),
    (["73721-RT", "70553", "73721-LT"], ["234.00", "229.50", "234.00"]),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "allowed"), SIDES)
def test_both_sides_are_paid_alike_however_told(lines: list[str], allowed: list[str]) -> None:
    assert [row["allowed"] for row in price([*KNEE, *BRAIN], lines)] == [Decimal(amount) for amount in allowed]


def test_a_global_only_code_keeps_its_fee_for_every_unit() -> None:
    # PC/TC 4: no column tells its parts apart, so no part of it is reduced.
    fees = [Fee("93000", "17.00", "", {"pctc": "4", "multiple_procedure": "6"})]
    assert [row["allowed"] for row in price(fees, ["93000x2"])] == [Decimal("34.00")]


def test_five_factors_at_the_largest_fee_do_not_overflow() -> None:
    fees = [Fee("29125", "99999.99", "", SHARES | {"bilateral": "1"})]
    [row] = price(fees, ["29125-50,54,62,CQ"], nonparticipating=True, provider="np", sequestration=True)
    # 149,999.985 x 0.79 x 0.625 x 0.85 x 0.95 = 59,805.4628...
    assert row["allowed"] == Decimal("59805.46")
