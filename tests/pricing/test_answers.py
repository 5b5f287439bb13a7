"""What `price` answers when a line has no plain amount: status, modifiers, place, history, dates."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import medpay_cli
from medpay_cli import RequestError

# (code, release, reason_code, payable, confidence): one code a status of CMS RVU26B layout, Attachment A
STATUSES = [
    ("77417", "RVU26C", "bundled", False, "high"),
    ("77402", "RVU25D", "not_valid_for_medicare", False, "high"),
    ("0469T", "RVU26C", "not_covered", False, "high"),
    ("80053", "RVU26C", "statutory_exclusion", False, "high"),
    ("90296", "RVU26C", "excluded_by_regulation", False, "high"),
    ("A4211", "RVU26C", "bundled_or_excluded", False, "high"),
    ("0500F", "RVU26C", "reporting_only", False, "high"),
    ("0054T", "RVU26C", "contractor_priced", True, "none"),
    ("00100", "RVU26C", "anesthesia_needs_minutes", True, "none"),
    ("R0075", "RVU26C", "contractor_priced", True, "none"),
    ("G0118", "RVU26C", None, True, "medium"),
    ("11055", "RVU26C", None, True, "medium"),
    ("99213", "RVU26C", None, True, "high"),
]


@pytest.mark.parametrize(("code", "release", "reason_code", "payable", "confidence"), STATUSES)
def test_status(code: str, release: str, reason_code: str | None, payable: bool, confidence: str) -> None:
    [line] = medpay_cli.price(code, release=release)
    assert (line.reason_code, line.payable) == (reason_code, payable)
    assert line.status_text
    assert (line.allowed is None) == (reason_code is not None)
    assert (line.reason is None) == (reason_code is None)
    if reason_code:
        assert line.fee is None
        assert line.steps == ()
    if code != "G0118":
        assert line.confidence == confidence


def test_rvus_shown_but_not_used_give_no_dollars() -> None:
    [line] = medpay_cli.price("77417", release="RVU26C")
    assert line.total_rvu == Decimal("0.02")
    assert (line.fee, line.work_amount, line.fee_facility, line.allowed) == (None, None, None, None)
    assert any("('+')" in note for note in line.notes)


# (code, modifiers, release, reason_code, rule, fee shown)
MODIFIERS = [
    ("77417", ("26",), "RVU25A", "modifier_not_allowed", "PCTC-3", "15.85"),
    ("93000", ("26",), "RVU26C", "modifier_not_allowed", "PCTC-4", "15.36"),
    ("93010", ("TC",), "RVU26C", "modifier_not_allowed", "PCTC-2", None),
    ("99213", ("26",), "RVU26C", "modifier_not_allowed", "PCTC-0", "95.19"),
    ("71046", ("26", "TC"), "RVU25D", "modifiers_conflict", "PCTC-1", None),
    ("99213", ("73",), "RVU26C", "facility_modifier", "MOD-73", "95.19"),
    ("99213", ("GY",), "RVU26C", "denied_by_modifier", "MOD-GY", "95.19"),
    ("45385", ("53",), "RVU26C", "by_report", "MOD-53", None),
    ("62270", ("22",), "RVU26C", "by_report", "MOD-22", "165.00"),
    # By the code's own indicators: BILAT SURG 9, ASST SURG 1 and 9, CO-SURG 0, TEAM SURG 0 and 1, no shares, no TC.
    ("92961", ("50",), "RVU26C", "modifier_not_allowed", "BILAT-9", None),
    ("20610", ("50x2",), "RVU26C", "modifier_not_allowed", "BILAT-UNITS", None),
    ("62270", ("80",), "RVU26C", "modifier_not_allowed", "ASST-1", "165.00"),
    ("92961", ("AS",), "RVU26C", "modifier_not_allowed", "ASST-9", None),
    ("62270", ("62",), "RVU26C", "modifier_not_allowed", "COSURG-0", "165.00"),
    ("62270", ("66",), "RVU26C", "modifier_not_allowed", "TEAM-0", "165.00"),
    ("22838", ("66",), "RVU26C", "by_report", "TEAM-1", None),
    ("32854", ("66",), "RVU26C", "by_report", "TEAM-2", None),
    ("62270", ("54",), "RVU26C", "modifier_not_allowed", "SHARE-NONE", "165.00"),
    ("99213", ("78",), "RVU26C", "modifier_not_allowed", "SHARE-NONE", "95.19"),
    ("99213", ("FX",), "RVU26C", "modifier_not_allowed", "TECHNICAL-NONE", "95.19"),
    ("99213", ("QK",), "RVU26C", "modifier_not_allowed", "ANES-MODIFIER", "95.19"),
    # One person is not surgeon and assistant; shares exclude each other.
    ("22600", ("80", "62"), "RVU26C", "modifiers_conflict", "MOD-COMBINATION", None),
    ("22600", ("54", "55"), "RVU26C", "modifiers_conflict", "MOD-COMBINATION", None),
    # The reason is the code's status, whatever stands behind it.
    ("77417", ("26",), "RVU26C", "bundled", "STATUS-B", None),
]


@pytest.mark.parametrize(("code", "modifiers", "release", "reason_code", "rule", "fee"), MODIFIERS)
def test_modifier_without_an_amount(
    code: str, modifiers: tuple[str, ...], release: str, reason_code: str, rule: str, fee: str | None
) -> None:
    line, *_ = medpay_cli.price("-".join((code, *modifiers)), release=release)
    assert (line.reason_code, line.rule, line.allowed) == (reason_code, rule, None)
    if fee is not None:
        assert line.fee == Decimal(fee)
    if reason_code == "by_report":
        assert (line.payable, line.confidence) == (True, "low")
    else:
        assert (line.payable, line.confidence) == (False, "high")


@pytest.mark.parametrize("modifier", ["LT", "RT", "25", "59", "GP", "XS", "KX"])
def test_modifier_without_price_effect_is_named(modifier: str) -> None:
    [plain] = medpay_cli.price("62270", release="RVU26C")
    [line] = medpay_cli.price(f"62270-{modifier}", release="RVU26C")
    assert line.allowed == plain.allowed
    assert any(note.startswith(f"modifier {modifier}: ") for note in line.notes)


def test_only_four_codes_have_a_53_row() -> None:
    # RVU record layout: 44388, 45378, G0105, G0121.
    for code in ("44388", "45378", "G0105", "G0121"):
        [line] = medpay_cli.price(f"{code}-53", release="RVU26C")
        [whole] = medpay_cli.price(code, release="RVU26C")
        assert line.allowed is not None and whole.allowed is not None
        assert line.allowed < whole.allowed


# (place of service, setting or None, has an amount): RULES.md 1.4
PLACES = [("11", "nonfacility", True), ("21", "facility", True), ("02", "facility", True), ("10", "nonfacility", True),
          ("18", None, False), ("66", None, False), ("05", None, False)]  # fmt: skip


@pytest.mark.parametrize(("pos", "setting", "priced"), PLACES)
def test_place_of_service_decides_the_setting(pos: str, setting: str | None, priced: bool) -> None:
    [line] = medpay_cli.price("99213", pos=pos, release="RVU26C")
    assert (line.setting, line.allowed is not None) == (setting, priced)
    if not priced:
        assert line.reason_code == "setting_unknown"
        [named] = medpay_cli.price("99213", pos=pos, setting="facility", release="RVU26C")
        assert named.allowed == named.fee_facility


def test_a_doubtful_place_does_not_matter_when_both_rates_are_equal() -> None:
    [line] = medpay_cli.price("77402", pos="18", release="RVU26C")
    assert (line.allowed, line.confidence) == (Decimal("82.17"), "medium")


@pytest.mark.parametrize(
    ("code", "pos", "reason_code"),
    [
        ("96372", "22", "incident_to_in_hospital"),
        ("96372", "11", None),
        ("85060", "11", "inpatient_only"),
        ("85060", "21", None),
        ("85060", None, None),
    ],
)
def test_place_against_pctc(code: str, pos: str | None, reason_code: str | None) -> None:
    [line] = medpay_cli.price(code, pos=pos, release="RVU26C")
    assert line.reason_code == reason_code


# (keywords, release, fit): which release answers a date
DATES: list[tuple[dict[str, Any], str, str]] = [
    ({"date": "2025-03-31"}, "RVU25A", "in_force"),
    ({"date": "2025-04-01"}, "RVU25B", "in_force"),
    ({"date": "2025-12-31"}, "RVU25D", "in_force"),
    ({"date": "2026-01-15"}, "RVU26B", "before"),
    ({"date": "2026-09-30"}, "RVU26C", "in_force"),
    ({"date": "2026-10-01"}, "RVU26C", "after"),
    ({"release": "rvu25a"}, "RVU25A", "in_force"),
    ({"release": "RVU25A", "date": "2025-02-01"}, "RVU25A", "in_force"),
    ({"release": "RVU25A", "date": "2025-08-01"}, "RVU25A", "named"),
]


@pytest.mark.parametrize(("asked", "release", "fit"), DATES)
def test_which_release_answers(asked: dict[str, Any], release: str, fit: str) -> None:
    [line] = medpay_cli.price("99213", **asked)
    assert (line.release, line.release_fit) == (release, fit)
    assert (line.confidence == "high") == (fit == "in_force")
    assert any(release in note for note in line.notes) == (fit != "in_force")


GAP = "or earlier: no release between RVU25D and RVU26B is loaded"
# (code, release, how a note must begin): history across the loaded releases
HISTORY = [
    ("77417", "RVU26C", f"status B since RVU26B (2026-04-01, {GAP}); last paid (status A) in RVU25D: $15.85 here"),
    ("77417", "RVU25A", f"no longer paid after this release: status B since RVU26B (2026-04-01, {GAP})"),
    ("77402", "RVU26C", f"paid since RVU26B, {GAP}; status I in RVU25D"),
    ("77402", "RVU25A", "first paid (status A) in RVU26B, from 2026-04-01: $82.17 here"),
    ("77014", "RVU26C", f"deleted: not listed since RVU26B (2026-04-01, {GAP}); last paid (status A) in RVU25D"),
    ("77385", "RVU26C", "last listed in RVU25D, with status I"),
]


@pytest.mark.parametrize(("code", "release", "said"), HISTORY)
def test_history(code: str, release: str, said: str) -> None:
    [line] = medpay_cli.price(code, release=release)
    assert any(note.startswith(said) for note in line.notes), line.notes


def test_a_code_that_never_changed_has_no_history() -> None:
    [line] = medpay_cli.price("99213", release="RVU25B")
    assert not any("RVU" in note for note in line.notes)


def test_a_code_that_left_keeps_its_descriptor_and_last_amount() -> None:
    [line] = medpay_cli.price("77014-26", locality="1320201", release="RVU26C")
    [last] = medpay_cli.price("77014-26", locality="1320201", release="RVU25D")
    assert (line.reason_code, line.descriptor, line.payable) == ("not_in_release", last.descriptor, False)
    assert any(f"${last.allowed} here" in note for note in line.notes)


# (keywords, key or keys, uncertain)
PLACES_NAMED: list[tuple[dict[str, Any], list[str]]] = [
    ({}, ["0000000"]),
    ({"national": True}, ["0000000"]),
    ({"locality": "1320201"}, ["1320201"]),
    ({"locality": "13202-01"}, ["1320201"]),
    ({"locality": "01112-CA-05"}, ["0111205"]),
    ({"locality": "manhattan"}, ["1320201"]),
    ({"locality": "1", "mac": "13202"}, ["1320201"]),
    ({"mac": "13202"}, ["1320201", "1320202", "1320203"]),
    ({"zip_code": "10001"}, ["1320201"]),
    ({"zip_code": "10001-1234"}, ["1320201"]),
    ({"state": "VA"}, ["1130200", "1220201"]),
    ({"state": "ks"}, ["0520200"]),
    ({"state": "MO"}, ["0530201", "0530202", "0530299"]),
]


@pytest.mark.parametrize(("place", "keys"), PLACES_NAMED)
def test_ways_to_name_a_place(place: dict[str, Any], keys: list[str]) -> None:
    lines = medpay_cli.price("99213", release="RVU26C", **place)
    assert [line.locality for line in lines] == keys
    assert all(line.allowed for line in lines)


def test_a_two_digit_number_prices_every_locality_that_has_it() -> None:
    # RULES.md 7.3: 01 is nineteen localities.
    lines = medpay_cli.price("77417-26", locality="01", release="RVU25A")
    assert len({line.locality for line in lines}) == 19
    assert {line.reason_code for line in lines} == {"modifier_not_allowed"}


def test_a_split_zip_is_uncertain_and_names_the_neighbours() -> None:
    [line] = medpay_cli.price("99213", zip_code="02324", release="RVU26C")
    assert (line.locality, line.confidence) == ("1421299", "medium")
    assert "1421201 METROPOLITAN BOSTON" in line.notes[0]


# (codes, keywords, what the one line must say)
WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("9921", {}, "a code has 5 characters; is it revenue code 9921"),
    ("99231O", {}, "'99231O' is not a code"),
    ("99999", {}, "99999 is in none of the loaded releases (RVU25A to RVU26C); did you mean"),
    ("99213-2", {}, "cannot read '99213-2' as a code"),
    ("99213x0", {}, "'0' is not a number of units"),
    ("99213", {"modifiers": ["ZZ"]}, "modifier ZZ is not a modifier of CMS's list"),
    ("99213", {"modifiers": ["L"]}, "'L' is not a modifier: a modifier has 2 characters"),
    ("99213", {"modifiers": ["25,59,LT,RT,GP"]}, "5 modifiers on one line: a claim line holds 4"),
    ("99213", {"locality": "1320209"}, "no locality 13202-09; MAC 13202 has 1320201, 1320202, 1320203"),
    ("99213", {"locality": "manhatan"}, "did you mean MANHATTAN"),
    ("99213", {"locality": "98"}, "no locality matches '98'"),
    ("99213", {"mac": "99999"}, "no locality of MAC '99999': `medpay localities` lists them"),
    ("99213", {"zip_code": "1001"}, "a ZIP code has 5 digits; did you mean 01001?"),
    ("99213", {"zip_code": "99998"}, "ZIP 99998 is not in CMS's ZIP code file"),
    ("99213", {"state": "Virginia"}, "not a state or territory of CMS's ZIP code file"),
    ("99213", {"state": "VA", "zip_code": "10001"}, "name one place: zip_code and state"),
    ("99213", {"date": "07/15/2026"}, "is not a date: write it as 2026-07-15"),
    ("99213", {"date": "2024-07-15"}, "answer dates from 2025-01-01 to 2026-12-31"),
    ("99213", {"release": "RVU25E"}, "no release 'RVU25E'; did you mean"),
    ("99213", {"release": "RVU25A", "date": "2026-01-01"}, "is not in 2025"),
    ("99213", {"pos": "70"}, "no place of service 70"),
    ("99213", {"pos": "office"}, "a place of service has 2 digits"),
    ("99213", {"setting": "office"}, "write facility or nonfacility"),
    ("99213", {"units": "-1"}, "is not a number of units"),
    ("99213", {"charge": "abc"}, "is not a charge in dollars"),
]


@pytest.mark.parametrize(("code", "asked", "said"), WRONG)
def test_a_wrong_request_is_one_helpful_line(code: str, asked: dict[str, Any], said: str) -> None:
    with pytest.raises(RequestError) as error:
        medpay_cli.price(code, **asked)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_units_charge_and_participation() -> None:
    [line] = medpay_cli.price("99213x2", locality="1320201", release="RVU25D", charge="150", nonparticipating=True)
    # 101.06 x 0.95 = 96.007 -> 96.01; x 2 = 192.02; the charge is lower. 101.06 x 1.0925 = 110.40805 -> 110.41 x 2.
    after = [step.after for step in line.steps if step.toward == "allowed"]
    assert after == [Decimal("96.01"), Decimal("192.02"), Decimal("150.00")]
    assert (line.allowed, line.limiting_charge) == (Decimal("150.00"), Decimal("220.82"))
    assert (line.medicare_pays, line.coinsurance) == (Decimal("120.00"), Decimal("30.00"))


def test_qp_before_2026_is_said() -> None:
    [line] = medpay_cli.price("99213", release="RVU25D", qp=True)
    assert any("QP factor begins in 2026" in note for note in line.notes)


HOSPITAL = "in a hospital (POS 19, 21, 22, 23) the technical part is the hospital's"
# (codes, keywords, confidence, what a note of the first line says or None): what an amount rests on is told
CONFIDENCE: list[tuple[list[str], dict[str, Any], str, str | None]] = [
    # docs/data.md: the QPP edition of 2026 is a known gap.
    (["99213"], {"release": "RVU26C", "qp": True}, "medium", "QP conversion factor is the final rule's as reported"),
    (["99213"], {"release": "RVU25D", "qp": True}, "high", "the QP factor begins in 2026"),
    (["99213"], {"release": "RVU25A", "date": "2025-12-31"}, "medium", "2025-12-31 lies outside the quarter of"),
    # MCPM chapter 13 section 20 (general practice).
    (["71046"], {"release": "RVU26C", "pos": "22"}, "medium", HOSPITAL),
    (["71046-TC"], {"release": "RVU26C", "pos": "21"}, "medium", HOSPITAL),
    (["71046-26"], {"release": "RVU26C", "pos": "22"}, "high", None),
    (["71046"], {"release": "RVU26C", "pos": "11"}, "high", None),
    # RULES.md 9.3: what ranking rests on is open.
    (["22600", "22630-62"], {"release": "RVU26C"}, "medium", "ranked by the fee before shares"),
    (["22600", "22630"], {"release": "RVU26C"}, "high", None),
    (["22600", "11000-22"], {"release": "RVU26C"}, "medium", "another procedure of the day has no national amount"),
    (["93306", "93000"], {"release": "RVU26C"}, "medium", "a global-only code (PC/TC 4) is among"),
    (["73721-50"], {"release": "RVU26C"}, "medium", "both sides are paid in full (bilateral indicator 3)"),
    (["73721x2"], {"release": "RVU26C"}, "medium", "both sides are paid in full (bilateral indicator 3)"),
    (["73721-RT"], {"release": "RVU26C"}, "high", None),
]  # fmt: skip


@pytest.mark.parametrize(("codes", "asked", "confidence", "said"), CONFIDENCE)
def test_an_assumption_is_told_and_lowers_the_confidence(
    codes: list[str], asked: dict[str, Any], confidence: str, said: str | None
) -> None:
    line, *_ = medpay_cli.price(codes, **asked)
    assert line.confidence == confidence
    doubts = ("outside", "in a hospital", "ranked by", "another procedure", "global-only", "both sides are", "QP")
    told = [note for note in line.notes if any(doubt in note for doubt in doubts)]
    assert len(told) == (said is not None)
    assert said is None or said in told[0]


# (line, keywords, what a note or the reason says): words that were wrong (issue 15)
WORDS: list[tuple[str, dict[str, Any], str]] = [
    ("99213", {}, "no place was named: national amount, every GPCI 1.000"),
    ("62270-22", {}, "the fee shown is without that modifier: a lower bound"),
    ("62270-52", {}, "the fee shown is without that modifier: an upper bound"),
    ("45385-53", {}, "CMS publishes a reduced fee for 44388, 45378, G0105 and G0121 only"),
    ("77014", {}, "deleted: not listed since RVU26B"),
    ("99213", {"nonparticipating": True, "charge": "200"}, "the charge is above the limiting charge, $104.00"),
]


@pytest.mark.parametrize(("code", "asked", "said"), WORDS)
def test_words(code: str, asked: dict[str, Any], said: str) -> None:
    [line] = medpay_cli.price(code, release="RVU26C", **asked)
    assert any(said in text for text in (*line.notes, line.reason or "")), line.notes


def test_a_national_amount_that_was_asked_for_is_not_a_place_forgotten() -> None:
    [line] = medpay_cli.price("99213", national=True, release="RVU26C")
    assert "national amount, every GPCI 1.000" in line.notes


def test_the_limiting_charge_is_that_of_a_non_participating_practitioner() -> None:
    [line] = medpay_cli.price("99213", release="RVU26C")
    assert line.limiting_charge is None
    # 95.19 x 1.0925 = 103.995...
    [line] = medpay_cli.price("99213", release="RVU26C", nonparticipating=True)
    assert line.limiting_charge == Decimal("104.00")


# (code, release, outcome, rule, what the reason says): RULES.md 10.2; the RVU26B layout, Attachment A
OUTCOMES = [
    ("99213", "RVU26C", "payable", None, None),
    ("36415", "RVU26C", "paid_elsewhere", "ELSEWHERE-LAB", "; paid by the clinical laboratory fee schedule"),
    ("80053", "RVU26C", "paid_elsewhere", "ELSEWHERE-LAB", "; paid by the clinical laboratory fee schedule"),
    ("A0428", "RVU26C", "paid_elsewhere", "ELSEWHERE-AMBULANCE", "; probably paid by the ambulance fee schedule"),
    ("J1100", "RVU26C", "paid_elsewhere", "ELSEWHERE-DRUG-J", "; probably paid by the Part B drug prices"),
    ("Q3014", "RVU26C", "paid_elsewhere", "ELSEWHERE-TELEHEALTH-SITE", "; probably paid by the telehealth originating"),
    # Another code pays, and no table at hand says which: a denial of this one.
    ("77402", "RVU25D", "denied", "STATUS-I", "not valid for Medicare"),
    ("77417", "RVU26C", "denied", "STATUS-B", "bundled"),
    ("99213-26", "RVU26C", "denied", "PCTC-0", "modifier 26 is not valid"),
    ("0054T", "RVU26C", "review", "STATUS-C", "priced by the Medicare contractor"),
    ("62270-22", "RVU26C", "review", "MOD-22", "more work than usual"),
    # A line has the status of its own row: the test is the laboratory's, its interpretation a physician's.
    ("84165", "RVU26C", "paid_elsewhere", "ELSEWHERE-LAB", "; paid by the clinical laboratory fee schedule"),
    ("84165-26", "RVU26C", "payable", None, None),
    ("86153", "RVU26C", "denied", "LINE-MODIFIER-ONLY", "86153 is in RVU26C with modifier 26 only"),
    ("86153-26", "RVU26C", "payable", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("code", "release", "outcome", "rule", "said"), OUTCOMES)
def test_outcome(code: str, release: str, outcome: str, rule: str | None, said: str | None) -> None:
    [line] = medpay_cli.price(code, release=release)
    assert (line.outcome, line.rule) == (outcome, rule)
    assert said is None or (line.reason is not None and said in line.reason)
    # The rule's own advice is told with it.
    assert bool(line.advice) == (rule is not None and rule.startswith(("ELSEWHERE", "STATUS", "MOD-22", "LINE")))


def test_a_step_names_its_factor_once() -> None:
    [line] = medpay_cli.price("99213", locality="1320201", release="RVU26C")
    # RULES.md 1.1: 1.30 x 1.064 x 33.4009 = 46.20; 80 % of 107.63.
    assert str(line.steps[0]) == "work RVU 1.30 x GPCI 1.064 = 46.20 (PRICE-FORMULA)"
    assert str(line.steps[-1]) == "Medicare's share x 0.8 = 86.10 (PRICE-MEDICARE-SHARE)"
