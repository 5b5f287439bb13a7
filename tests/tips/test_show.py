"""Pages of codes: amounts are those of `price`, every kind of code has one, the HTML stands alone."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from cli.conftest import medpay  # noqa: F401
from support.shell import Medpay

import medpay_cli
from medpay_cli.dataset.store import connect, table_sql

MANHATTAN = "1320201"
SHOW = ("show", "77417", "--release", "RVU25A", "--locality", MANHATTAN)
VOID = {"meta", "rect", "link", "br"}


@pytest.mark.parametrize("setting", ["facility", "nonfacility"])
@pytest.mark.parametrize("code", ["45385", "71046", "99213", "97110", "27447", "77417", "70553", "93306"])
def test_amounts_are_those_of_price(code: str, setting: str) -> None:
    (page,) = medpay_cli.show(code, locality=MANHATTAN, release="RVU25D", setting=setting)
    (line,) = medpay_cli.price(code, locality=MANHATTAN, release="RVU25D", setting=setting)
    (unassigned,) = medpay_cli.price(code, locality=MANHATTAN, release="RVU25D", setting=setting, nonparticipating=True)
    assert page.limiting_charge == unassigned.limiting_charge
    for name in ("fee", "fee_nonfacility", "fee_facility", "medicare_pays", "coinsurance"):
        assert getattr(page, name) == getattr(line, name), name
    for name in (
        "work_amount",
        "pe_amount",
        "mp_amount",
        "total_rvu",
        "conversion_factor",
        "gpci_work",
        "uncapped_fee",
    ):
        assert getattr(page, name) == getattr(line, name), name


@pytest.mark.parametrize("code", ["45385", "77417", "G6015"])
def test_history_is_what_price_says_of_each_release(code: str) -> None:
    (page,) = medpay_cli.show(code, locality=MANHATTAN, release="RVU25D")
    assert [listing.release for listing in page.history] == ["RVU25A", "RVU25B", "RVU25C", "RVU25D", "RVU26B", "RVU26C"]
    for listing in page.history:
        (line,) = medpay_cli.price(code, locality=MANHATTAN, release=listing.release)
        assert (listing.fee, listing.status) == (line.fee, line.status)


def test_history_of_a_code_listed_with_26_only() -> None:
    """86153 has a 26 row and no other in every release."""
    (page,) = medpay_cli.show("86153", locality=MANHATTAN, release="RVU26C")
    (line,) = medpay_cli.price("86153-26", locality=MANHATTAN, release="RVU26C")
    assert {listing.status for listing in page.history} == {"A"} and page.history[-1].fee == line.fee == page.fee_26


# CMS, CLFS CY2026 Q2: 36415 $9.34, 84165 $10.74; RULES.md 10.2.
@pytest.mark.parametrize(("code", "rate"), [("36415", "9.34"), ("84165", "10.74"), ("99213", None)])
def test_the_laboratory_schedule_is_named(code: str, rate: str | None) -> None:
    (page,) = medpay_cli.show(code, date="2026-05-01")
    assert [f"{each.rate}" for each in page.lab_rates] == ([rate] if rate else [])
    assert all(each.in_force for each in page.lab_rates)


# Status X and E are no denial (RULES.md 10.2): CMS's list names the code, or its range only; price says the same.
@pytest.mark.parametrize(
    ("code", "schedule", "certain"),
    [
        ("36415", "the clinical laboratory fee schedule", True),
        # On the laboratory list and in no release.
        ("0001U", "the clinical laboratory fee schedule", True),
        ("84165", "the clinical laboratory fee schedule", True),
        ("A0425", "the ambulance fee schedule", False),
        ("J1100", "the Part B drug prices (average sales price)", False),
        # In two ranges, of which the inner one tells.
        ("90480", "the Part B rates of vaccine administration", False),
        ("99213", None, None),
        ("99381", None, None),
        ("77014", None, None),
    ],
)
def test_who_pays_instead_is_what_price_says(code: str, schedule: str | None, certain: bool | None) -> None:
    (page,) = medpay_cli.show(code, date="2026-07-15")
    (line,) = medpay_cli.price(code, date="2026-07-15")
    assert (page.other_schedule, page.other_schedule_certain) == (schedule, certain)
    assert page.other_schedule_rule == (line.rule if line.outcome == "paid_elsewhere" else None)
    elsewhere = [tip for tip in page.tips if tip.rule.startswith("TIP-STATUS-ELSEWHERE")]
    assert bool(elsewhere) == (schedule is not None and code != "84165")
    assert not any(tip.rule in ("TIP-STATUS-X", "TIP-STATUS-E") for tip in page.tips)
    assert page.description.endswith(".")


def test_partners_are_denied_in_their_role() -> None:
    """RULES.md 4: 77417 is column 2 of 32701, 61796, 61798, 63620 and 77301, indicator 0, in 2026Q3."""
    (page,) = medpay_cli.show("77417", release="RVU26C")
    against = [each for each in page.partners if each.denied == "77417"]
    assert {each.code for each in against} == {"32701", "61796", "61798", "63620", "77301"}
    assert {each.modifier_indicator for each in against} == {0} and page.ptp_column2_0 == 5


# Code, what the description says, what it must not say; CMS's files of RVU26C.
DESCRIBED = [
    # A 26 row that is paid above a base row of status X.
    ("84165", "", "never paid"),
    # The TC row is bundled, the global row equals the 26 row.
    ("77387", "of which TC is bundled", "without a modifier the line is both"),
    ("70553", "without a modifier the line is both", "bundled"),
    # Status B: no primary makes it paid.
    ("20930", "never paid separately", "listed primary codes"),
    ("77014", "Not in RVU26C: the last release that lists it is RVU25D (status A)", "never"),
    ("0042T", "Not in RVU26C: the last release that lists it is RVU25D", "never"),
]


@pytest.mark.parametrize(("code", "said", "not_said"), DESCRIBED)
def test_the_description_is_true(code: str, said: str, not_said: str) -> None:
    (page,) = medpay_cli.show(code, release="RVU26C")
    assert said in page.description and not_said not in page.description


# CMS's short words; a form that may mean two things (pm, sp) stays as it is.
@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("70553", "MRI brain stem without and with dye"),
        ("G0439", "Personalized prevention plan, subsequent visit"),
        ("99213", "Office outpatient established low 20 minutes"),
        ("92250", "Fundus photography with interpretation and report"),
        ("99381", "Initial pm e/m"),
        ("76942", "Ultrasound guidance for biopsy"),
    ],
)
def test_short_words_are_written_out(code: str, words: str) -> None:
    (page,) = medpay_cli.show(code, release="RVU26C")
    assert page.description.startswith(words)


def test_a_status_of_a_part_is_told_apart() -> None:
    (lab,) = medpay_cli.show("84165", release="RVU26C")
    named = {each.name: each.value for each in lab.indicators}
    assert (named["status, no modifier"], named["status with 26"], named["PC/TC of 26"]) == ("X", "A", "6")


def test_indicators_of_surgery_are_shown_of_surgery() -> None:
    surgical = {"bilateral", "assistant at surgery", "co-surgeons", "team"}
    for code, shown in (("99213", False), ("45378", True)):
        (page,) = medpay_cli.show(code, release="RVU26C")
        assert bool(surgical & {each.name for each in page.indicators}) == shown


# CMS: base units of 2022; ANES2026 13202-01 non-QP.
def test_anesthesia_has_units_and_factor() -> None:
    (page,) = medpay_cli.show("00100", locality=MANHATTAN, release="RVU26C")
    line, *_ = medpay_cli.price("00100", locality=MANHATTAN, release="RVU26C", minutes=60)
    assert page.base_units == line.base_units == Decimal(5) and page.anesthesia_factor is not None
    assert (9 * page.anesthesia_factor).quantize(Decimal("0.01")) == line.fee


def test_an_unpaid_code_shows_no_rate_and_no_zeros(medpay: Medpay) -> None:  # noqa: F811
    out = medpay("show", "20930", "--release", "RVU26C").out
    head = out.splitlines()[1]
    assert head == "national · RVU26C" and "0.00" not in out


def test_two_codes_have_one_edit() -> None:
    """99474 was column 2 of 99452 in 2024Q3 and is its column 1 in 2026Q3: between them it is one pair, not two."""
    day = "2025-01-01"
    (page,) = medpay_cli.show("99452", date=day)
    listed = [each for each in medpay_cli.bundle("99452", date=day) if each.kind == "ptp"]
    pairs = {frozenset((each.column1, each.column2)) for each in listed}
    counted = page.ptp_column1_0 + page.ptp_column1_1 + page.ptp_column2_0 + page.ptp_column2_1
    assert counted == len(pairs) == len(listed) > 100


def one_of_each_kind() -> list[str]:
    """A code of every status, PC/TC, global days and multiple-procedure indicator together in the newest release."""
    rows = (
        connect()
        .execute(
            f"""select min(hcpcs) from ({table_sql("fee_schedule")}) where release = 'RVU26C'
            group by status, pctc, global_days, multiple_procedure order by 1"""
        )
        .fetchall()
    )
    return [code for (code,) in rows]


def test_every_kind_of_code_has_a_page() -> None:
    codes = one_of_each_kind()
    pages = medpay_cli.show(codes, locality=MANHATTAN, release="RVU26C")
    assert [page.code for page in pages] == list(dict.fromkeys(codes)) and len(pages) > 100
    for page in pages:
        assert page.description.endswith(".") and page.indicators and page.tips and len(page.history) == 6
        if page.fee is not None and page.coinsurance is not None:
            assert page.fee == page.medicare_pays + page.coinsurance  # type: ignore[operator]
        assert all(each.meaning for each in page.indicators)


def test_a_page_from_many_codes_is_the_page_from_one() -> None:
    codes = [*one_of_each_kind()[:60], "45385"]
    (alone,) = medpay_cli.show("45385", locality=MANHATTAN, release="RVU26C")
    assert medpay_cli.show(codes, locality=MANHATTAN, release="RVU26C")[-1] == alone


class Tags(HTMLParser):
    """Open tags that were never closed, and addresses outside the page."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


@pytest.mark.parametrize("code", ["77417", "45385", "84165", "00100", "77014", "V5362"])
def test_html_stands_alone(medpay: Medpay, code: str) -> None:  # noqa: F811
    out = medpay("show", code, "--release", "RVU26C", "--format", "html").out
    tags = Tags()
    tags.feed(out)
    assert (tags.open, tags.wrong, tags.addresses) == ([], [], [])
    assert out.startswith("<!DOCTYPE html>") and "<script" not in out and out.count("<h1>") == 1
    assert 'name="viewport"' in out and "@media print" in out and "url(" not in out
    assert not re.search(r"\bNone\b", out)


def test_a_tip_is_one_block_in_html(medpay: Medpay) -> None:  # noqa: F811
    """What to do and the source go on with the row of the tip; figures and rule ids are not torn apart."""
    out = medpay("show", "27447", "--release", "RVU26C", "--format", "html").out
    rows = out.split("Before billing it")[1].split("<tr")[2:]
    assert rows[0].startswith(' class="open"') and rows[1].startswith(' class="more open"')
    assert rows[2].startswith(' class="more"') and 'class="word">NCCI-MUE-2' in out and 'class="narrow whole"' in out


def test_text_in_html_is_escaped(medpay: Medpay) -> None:  # noqa: F811
    """64483's descriptor has an ampersand."""
    out = medpay("show", "64483", "--release", "RVU26C", "--format", "html").out
    assert "aa&amp;/strd" in out and "aa&/" not in out


def test_formats_say_the_same(medpay: Medpay) -> None:  # noqa: F811
    (record,) = json.loads(medpay(*SHOW, "--format", "json").out)
    (row,) = csv.DictReader(io.StringIO(medpay(*SHOW, "--format", "csv").out))
    assert record["fee"] == row["fee"] == "18.80" and Decimal(record["history"][0]["fee"]) == Decimal("18.80")
    assert row["history"].startswith("RVU25A: A 18.80; RVU25B: A 18.80") and "Decimal(" not in str(row)
    for out in (medpay(*SHOW).out, medpay(*SHOW, "--format", "md").out, medpay(*SHOW, "--format", "html").out):
        assert "$18.80" in out and "TIP-RO-PORT-WEEK" in out and "RVU25A" in out


def test_wrong_requests_exit_2(medpay: Medpay) -> None:  # noqa: F811
    done = medpay("show", "99999")
    assert done.code == 2 and done.out == "" and "in none of the loaded releases" in done.err


# RULES.md 10.3: a waived service has neither deductible nor coinsurance; an ordinary one has both.
@pytest.mark.parametrize(
    ("code", "said", "rule", "coinsurance"),
    [
        ("G0438", "no deductible (PATIENT-PREVENTIVE)", "PATIENT-PREVENTIVE", "0.00"),
        ("99213", "if the deductible has been met", None, "21.53"),
    ],
)
def test_who_pays_is_what_price_says(
    medpay: Medpay,  # noqa: F811
    code: str,
    said: str,
    rule: str | None,
    coinsurance: str,
) -> None:
    asked = ("show", code, "--locality", MANHATTAN, "--dos", "2026-07-15")
    [page] = json.loads(medpay(*asked, "--format", "json").out)
    assert (page["patient_rule"], page["coinsurance"]) == (rule, coinsurance)
    text = medpay(*asked).out
    assert said in text
    assert "after the deductible" not in text
