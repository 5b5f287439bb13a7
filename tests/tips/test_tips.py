"""Tips of single codes against RULES.md 4 and 5 and CMS's files."""

from __future__ import annotations

from decimal import Decimal

import pytest

import medpay_cli
from medpay_cli.errors import RequestError

MANHATTAN = "1320201"

# Code, release, setting, rule, dollars at stake, words of the sentence; the source beside each.
HELD = [
    # RULES.md 4: 77417 technical only in 2025 (PC/TC 3), $18.80 in 13202-01 (1.15), MUE 1 MAI 2.
    ("77417", "RVU25A", None, "TIP-PCTC-3", "18.80", "never add 26 or TC"),
    ("77417", "RVU25A", None, "TIP-MUE-2", "18.80", "at most 1"),
    # ... bundled from 2026, so the $18.80 of 2025D are lost.
    ("77417", "RVU26C", None, "TIP-STATUS-B", None, "never pays it on its own"),
    ("77417", "RVU26C", None, "TIP-CHANGE-LOST", "18.80", "RVU25D paid $18.80"),
    # RULES.md 1.15: 99213 in 13202-01, 101.06 and 71.64.
    ("99213", "RVU25A", None, "TIP-POS", "29.42", "$101.06 in an office, $71.64 in a facility"),
    # 71046: global 37.69, 26 11.13 (RULES.md 1.15).
    ("71046", "RVU25A", None, "TIP-PCTC-1", "26.56", "71046-26 ($11.13)"),
    # PM page I-17.
    ("77427", "RVU26C", None, "TIP-NEVER-59", None, "59 shall not be used with 77427"),
    # RVU doc: 45378 base of the colonoscopies, 53 rows; MULT element.
    ("45378", "RVU26C", None, "TIP-ENDOSCOPY-BASE", "434.75", "base of 15 endoscopies"),
    ("45378", "RVU26C", None, "TIP-DISCONTINUED", "216.92", "45378-53 pays $217.83"),
    # RULES.md 2.4: type 1, PM section W.
    ("99292", "RVU26C", None, "TIP-ADD-ON-1", None, "listed primary code that day (99291; 1 in all)"),
    # RULES.md 10.1: 19 codes with PC/TC 6 have a base row X and a payable 26 row.
    ("84165", "RVU26C", None, "TIP-PCTC-6", None, "Only 84165-26"),
    # RULES.md 4: 77387-TC bundled while the code is paid.
    ("77387", "RVU26C", None, "TIP-PCTC-TC-BUNDLED", None, "77387-TC is bundled"),
    # RULES.md 4: 77402 I in 2025, A in 2026, 95.76 in 13202-01 (1.15).
    ("77402", "RVU26C", None, "TIP-CHANGE-GAINED", "95.76", "in RVU25D it had status I"),
    # CMS's files: A in RVU25D, not in RVU26C.
    ("0042T", "RVU26C", None, "TIP-CHANGE-UNLISTED", None, "is not in RVU26C; RVU25D lists it"),
    ("00100", "RVU26C", None, "TIP-STATUS-J", None, "5 base units"),
    ("36415", "RVU26C", None, "TIP-STATUS-ELSEWHERE", None, "but by the clinical laboratory fee schedule"),
    ("85060", "RVU26C", None, "TIP-PCTC-8", None, "hospital inpatient"),
    # RVU doc p.2: limiting charge 1.0925 of 101.06, 95 % of it.
    ("99213", "RVU25A", None, "TIP-NONPAR", "5.05", "allowed $96.01, and may charge the patient at most $110.41"),
    # RULES.md 4: once per five fractions, 2025 only.
    ("77417", "RVU25A", None, "TIP-RO-PORT-WEEK", "18.80", "once per five fractions"),
    ("77014", "RVU26C", None, "TIP-RO-IGRT-GONE", None, "is 77387 from 2026"),
    ("G6015", "RVU26C", None, "TIP-RO-DELIVERY-GONE", None, "77402, 77407 or 77412"),
    ("77402", "RVU25D", None, "TIP-RO-DELIVERY-2025", None, "G6003 to G6016"),
    ("77387", "RVU26C", None, "TIP-RO-IGRT-2026", None, "physician's part only ($40.50)"),
    # PM IX F.2, VI H.25, XI B.8, V.3.
    ("77336", "RVU26C", None, "TIP-RO-PHYSICS", None, "once after every 5 treatments"),
    ("45380", "RVU26C", None, "TIP-COLON-BIOPSY", None, "59 or XS"),
    ("99211", "RVU26C", None, "TIP-99211-DRUGS", None, "96401-96425"),
    ("99291", "RVU26C", None, "TIP-CRITICAL-CARE-INCLUDED", None, "71045"),
    ("G2211", "RVU26C", None, "TIP-G2211-25", None, "carries 25"),
    ("97110", "RVU26C", None, "TIP-THERAPY-TIME", None, "same fifteen minutes"),
    ("G0439", "RVU26C", None, "TIP-PREVENTIVE", None, "no coinsurance"),
    # PM page I-17: a visit takes 25, 57 or 24, not a separate site.
    ("99213", "RVU26C", None, "TIP-PTP-2-1-VISIT", "107.63", "the visit 99213 is denied unless"),
    # A code that the MAC prices, or anesthesia, is edited too (RVU26C; NCCI 2026Q3 and MUE 2026Q2).
    ("0075T", "RVU26C", None, "TIP-PTP-2-1", None, "0075T is denied unless"),
    ("00100", "RVU26C", None, "TIP-PTP-2-0", None, "00100 is denied whatever"),
    ("19499", "RVU26C", None, "TIP-MUE-3", None, "Units a day: 1"),
    ("D0210", "RVU26C", None, "TIP-STATUS-R-NO-RVU", None, "no RVUs for D0210"),
    # Dollars in sentences have commas.
    ("27447", "RVU26C", None, "TIP-SPLIT-CARE", None, "(54) pays $1,"),
    # The code's successor is named at once, with what the code paid.
    ("77014", "RVU26C", None, "TIP-RO-IGRT-GONE", "133.04", "is 77387 from 2026"),
    ("77385", "RVU26C", None, "TIP-RO-DELIVERY-GONE", None, "77402, 77407 or 77412"),
]


@pytest.mark.parametrize(("code", "release", "setting", "rule", "stake", "words"), HELD)
def test_a_rule_holds(code: str, release: str, setting: str | None, rule: str, stake: str | None, words: str) -> None:
    found = {tip.rule: tip for tip in medpay_cli.tips(code, release=release, locality=MANHATTAN, setting=setting)}
    assert words in found[rule].message
    if stake is not None:
        assert found[rule].at_stake == Decimal(stake)


# Near misses: the rule next to one that holds must stay silent.
SILENT = [
    ("77417", "RVU25A", "TIP-STATUS-B"),
    ("77417", "RVU25A", "TIP-PCTC-1"),
    ("77417", "RVU26C", "TIP-PCTC-3"),
    ("77417", "RVU26C", "TIP-MUE-2"),
    ("99213", "RVU26C", "TIP-GLOBAL-XXX"),
    ("45385", "RVU26C", "TIP-ENDOSCOPY-BASE"),
    ("45385", "RVU26C", "TIP-DISCONTINUED"),
    ("84165", "RVU26C", "TIP-STATUS-X"),
    ("84165", "RVU26C", "TIP-CHANGE-LOST"),
    ("99292", "RVU26C", "TIP-ASSISTANT-0"),
    ("99291", "RVU26C", "TIP-ADD-ON-1"),
    ("71046", "RVU25A", "TIP-PCTC-TC-BUNDLED"),
    ("77427", "RVU26C", "TIP-NEVER-59-VISIT"),
    ("77417", "RVU26C", "TIP-RO-PORT-WEEK"),
    ("77387", "RVU25A", "TIP-RO-IGRT-2026"),
    ("77014", "RVU25D", "TIP-RO-IGRT-GONE"),
    ("77402", "RVU26C", "TIP-RO-DELIVERY-2025"),
    ("99211", "RVU26C", "TIP-VISIT-G2211"),
    ("G0102", "RVU26C", "TIP-PREVENTIVE"),
    ("45378", "RVU26C", "TIP-COLON-BIOPSY"),
    ("11719", "RVU26C", "TIP-STATUS-R-NO-RVU"),
    # The whole code is bundled, not its TC alone.
    ("94150", "RVU26C", "TIP-PCTC-TC-BUNDLED"),
    # Status B: never paid, beside a primary or not.
    ("20930", "RVU26C", "TIP-ADD-ON-1"),
    ("99213", "RVU26C", "TIP-PTP-2-1"),
    ("27447", "RVU26C", "TIP-PTP-2-1-VISIT"),
    # A wellness visit is a visit; status T is paid beside nothing.
    ("G0439", "RVU26C", "TIP-GLOBAL-XXX"),
    ("G0117", "RVU26C", "TIP-GLOBAL-XXX"),
    # The tip that names the successor says that the code is gone.
    ("77014", "RVU26C", "TIP-CHANGE-GONE"),
    ("77385", "RVU26C", "TIP-CHANGE-UNLISTED"),
    # Nobody adds 26 to a knee or a visit.
    ("27447", "RVU26C", "TIP-PCTC-NONE"),
    ("99213", "RVU26C", "TIP-PCTC-NONE"),
]


@pytest.mark.parametrize(("code", "release", "rule"), SILENT)
def test_a_rule_stays_silent(code: str, release: str, rule: str) -> None:
    assert rule not in {tip.rule for tip in medpay_cli.tips(code, release=release)}


def test_most_costly_first_then_severity() -> None:
    found = medpay_cli.tips("45378", release="RVU26C", locality=MANHATTAN)
    rank = {"error": 0, "warning": 1, "info": 2}
    keys = [(-(tip.at_stake or Decimal(-1)), rank[tip.severity], tip.rule) for tip in found]
    assert keys == sorted(keys) and len(found) > 8


def test_dollars_are_those_of_price() -> None:
    """The amounts of the place of service tip are the two fees of `price`."""
    for place in ("1320201", "0211201", "0520201"):
        try:
            (line,) = medpay_cli.price("45385", locality=place, release="RVU26C")
        except RequestError:
            continue
        tip = next(t for t in medpay_cli.tips("45385", locality=place, release="RVU26C") if t.rule == "TIP-POS")
        assert line.fee_nonfacility is not None and line.fee_facility is not None
        assert tip.at_stake == line.fee_nonfacility - line.fee_facility


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"codes": "7741"}, "is not a code"),
        ({"codes": "99999", "release": "RVU26C"}, "is in none of the loaded releases"),
        ({"codes": "99213", "locality": "01", "zip_code": "10001"}, "name one place: locality/mac and zip_code were"),
        ({"codes": "99201"}, "did you mean 99202, 99203 or 99204?"),
        ({"codes": "99213", "locality": "9999999"}, "no locality 99999-99: `medpay localities` lists them"),
        ({"codes": "99213", "date": "2017-01-01"}, "2017"),
        ({"codes": "99213", "pos": "98"}, "no place of service 98"),
        ({"codes": "99213", "release": "RVU99Z"}, "no release"),
        ({"codes": []}, "no code given"),
    ],
)
def test_a_wrong_request_is_refused(arguments: dict[str, str], words: str) -> None:
    with pytest.raises(RequestError, match=words):
        medpay_cli.tips(**arguments)  # type: ignore[arg-type]


def test_a_date_that_the_edits_do_not_cover_says_so() -> None:
    found = {tip.rule: tip for tip in medpay_cli.tips("77417", release="RVU25A")}
    assert "of 2026Q2, none is loaded for this date" in found["TIP-MUE-2"].message
    assert "not proven for this date" in found["TIP-PTP-1"].message
