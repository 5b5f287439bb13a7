"""What `bundle` says of small claims, by table; semantics of RULES.md 2."""

from __future__ import annotations

import pytest

import medpay_cli
from medpay_cli import EditRecord, RequestError
from medpay_cli.dataset.store import connect, table_sql

JULY_2026 = "2026-07-15"


def of_kind(records: list[EditRecord], kind: str) -> list[EditRecord]:
    return [record for record in records if record.kind == kind]


# (codes, date, table, denied code or None, indicator, bypassed by, what the message says)
PTP = [
    (["45380", "45385"], JULY_2026, "practitioner", "45380", 1, None, "best first: XE (a separate encounter), XS"),
    (["45385", "45380"], JULY_2026, "practitioner", "45380", 1, None, "44 NCCI modifiers may bypass this edit"),
    (["45380-59", "45385"], JULY_2026, "practitioner", None, 1, "59 on 45380", "bypassed by 59 on 45380"),
    (["45380", "45385-59"], JULY_2026, "practitioner", None, 1, "59 on 45385", "bypassed by 59 on 45385"),
    (["45380-XS", "45385"], JULY_2026, "practitioner", None, 1, "XS on 45380", "bypassed"),
    (["45380-76", "45385"], JULY_2026, "practitioner", "45380", 1, None, "76 never bypasses an NCCI edit"),
    (["45380-22", "45385"], JULY_2026, "practitioner", "45380", 1, None, "22 never bypasses an NCCI edit"),
    # The other NCCI modifiers belong on the column 2 line of a practitioner's claim (FCSO, CO-236).
    (["45380-79", "45385"], JULY_2026, "practitioner", None, 1, "79 on 45380", "bypassed"),
    (["45380", "45385-79"], JULY_2026, "practitioner", "45380", 1, None, "79 on 45385 does not count"),
    (["45380", "45385-79"], "2026-05-15", "outpatient", None, 1, "79 on 45385", "bypassed"),
    # Indicator 0: nothing helps.
    (["77301", "77417"], JULY_2026, "practitioner", "77417", 0, None, "no modifier helps"),
    (["77301", "77417-59"], JULY_2026, "practitioner", "77417", 0, None, "59 does not help: indicator 0"),
    (["77301-59", "77417-XS"], JULY_2026, "practitioner", "77417", 0, None, "XS does not help"),
    # 25 and its kind only on visits, 59 never on them (policy manual, I-17).
    (["99213", "20610"], JULY_2026, "practitioner", "99213", 1, None, "25 (a significant, separately identifiable"),
    (["99213-25", "20610"], JULY_2026, "practitioner", None, 1, "25 on 99213", "bypassed"),
    (["99213-59", "20610"], JULY_2026, "practitioner", "99213", 1, None, "59 does not count on 99213"),
    (["45380-25", "45385"], JULY_2026, "practitioner", "45380", 1, None, "25 counts on evaluation"),
    # A practitioner pair deleted 2023-09-30 and put back: the day before the change, and on it.
    (["49614", "49622"], "2023-09-30", "practitioner", "49622", 1, None, "unless a modifier on"),
    # Dates of the outpatient table.
    (["45380", "45385"], "2024-05-01", "outpatient", "45380", 1, None, "unless a modifier on"),
]  # fmt: skip


@pytest.mark.parametrize(("codes", "date", "table", "denied", "indicator", "bypassed", "said"), PTP)
def test_ptp(
    codes: list[str], date: str, table: str, denied: str | None, indicator: int, bypassed: str | None, said: str
) -> None:
    [edit] = of_kind(medpay_cli.bundle(codes, date=date, table=table), "ptp")
    assert (edit.denied_code if edit.denied else None, edit.modifier_indicator) == (denied, indicator)
    assert edit.bypassed_by == bypassed
    assert said in edit.message
    assert edit.rule == f"NCCI-PTP-{indicator}"


def test_59_on_column_1_counts_from_july_2019() -> None:
    # CR 11168; the outpatient table proves this edit in force on both days, so the practitioner rule is tested
    # with the deleted practitioner edit below.
    for date, bypassed in (("2024-07-15", "59 on 45385"), (JULY_2026, "59 on 45385")):
        [edit] = of_kind(medpay_cli.bundle(["45385-59", "45380"], date=date), "ptp")
        assert edit.bypassed_by == bypassed
    [before] = of_kind(medpay_cli.bundle(["45385-59", "45380"], date="2019-06-30"), "ptp")
    assert (before.denied, before.confidence) == (True, "medium")
    [on_column2] = of_kind(medpay_cli.bundle(["45385", "45380-59"], date="2019-06-30"), "ptp")
    assert on_column2.bypassed_by == "59 on 45380"


# Practitioner 2024Q3: 0008U with 0353U, indicator 1, deleted 2024-06-30.
@pytest.mark.parametrize(("date", "denied"), [("2024-06-30", True), ("2024-07-01", False)])
def test_the_deletion_date_is_the_last_day(date: str, denied: bool) -> None:
    [edit] = of_kind(medpay_cli.bundle(["0008U", "0353U"], date=date), "ptp")
    assert (edit.denied, edit.confidence) == (denied, "high")
    if not denied:
        assert "deleted: its last day was 2024-06-30" in edit.message


def test_only_a_column_1_that_the_schedule_denies_leaves_a_doubt() -> None:
    # 77417 is bundled in 2026; 0008U is paid by the laboratory fee schedule; of 2024 no schedule is loaded.
    said = {}
    for codes, date in (
        (["99213", "77417"], JULY_2026),
        (["0008U", "0353U"], "2024-06-30"),
        (["44140", "44160"], "2024-08-01"),
    ):
        said[codes[0]] = [
            (edit.confidence, "NCCI-COLUMN1" in edit.message)
            for edit in of_kind(medpay_cli.bundle(codes, date=date), "ptp")
            if edit.denied
        ]
    assert said == {"99213": [("medium", True)], "0008U": [("high", False)], "44140": [("high", False)]}


def test_an_indicator_9_pair_is_no_edit() -> None:
    # Practitioner 2024Q3 has this pair with indicator 9 only.
    [edit] = of_kind(medpay_cli.bundle(["G0443", "G0444"], date=JULY_2026), "ptp")
    assert (edit.denied, edit.denied_code, edit.modifier_indicator) == (False, None, 9)
    assert "void from the day it began (indicator 9): not an edit" in edit.message


# (codes, date, confidence, what the message says): dates between and outside the two practitioner editions
UNCERTAIN = [
    (["45380", "45385"], "2025-05-01", "high", "unless a modifier on"),
    (["45380", "45385"], "2026-11-24", "medium", "edition 2026Q3 is the newest loaded"),
    (["45380", "45385"], "2023-05-01", "medium", "when it began is not known"),
    # Indicator 0 in 2024Q3, 1 in 2026Q3.
    (["44140", "44160"], "2024-08-01", "high", "no modifier helps"),
    (["44140", "44160"], JULY_2026, "high", "unless a modifier on"),
    (["44140", "44160"], "2025-05-01", "medium", "first seen in edition 2026Q3"),
]


@pytest.mark.parametrize(("codes", "date", "confidence", "said"), UNCERTAIN)
def test_confidence_across_editions(codes: list[str], date: str, confidence: str, said: str) -> None:
    denied = [record for record in of_kind(medpay_cli.bundle(codes, date=date), "ptp") if record.denied]
    assert [record.confidence for record in denied] == [confidence]
    assert said in denied[0].message


# (codes, date, table, denied lines, what the message says)
MUE = [
    (["77417x2", "77427"], "2026-04-15", "practitioner", [1], "2 units of 77417 that day, MUE 1 (MAI 2)"),
    (["77417", "77417", "77427"], "2026-04-15", "practitioner", [1, 2], "2 units of 77417 that day"),
    (["77417x1", "77427"], "2026-04-15", "practitioner", [], ""),
    # MAI 1 looks at each line: 99486 may have 4 units on a line, and 5 over two lines.
    (["99486x5", "99485"], "2026-04-15", "practitioner", [1], "5 units of 99486 on the line, MUE 4 (MAI 1)"),
    (["99486x3", "99486x2", "99485"], "2026-04-15", "practitioner", [], ""),
]


@pytest.mark.parametrize(("codes", "date", "table", "lines", "said"), MUE)
def test_mue(codes: list[str], date: str, table: str, lines: list[int], said: str) -> None:
    found = [record for record in of_kind(medpay_cli.bundle(codes, date=date, table=table), "mue") if record.denied]
    assert [line for record in found for line in record.lines] == lines
    assert all(record.denied and said in record.message and "ABN cannot shift" in record.message for record in found)


# (codes, denied, confidence, what the message says)
ADD_ON = [
    # PM lines 1776-1783: a colleague of the group and specialty may have been paid 99291.
    (["99292", "99213"], False, "low", "when a colleague of the same group and specialty"),
    (["17003", "99213"], True, "high", "without a listed primary: never paid"),
    (["99292", "99291"], False, "high", "its primary 99291 is there"),
    (["22552", "22551"], False, "high", "its primary 22551 is there"),
    (["22552", "45380"], True, "high", "(listed: 22551)"),
    # Type 2 and 3 are the MAC's to decide.
    (["0054T", "45380"], False, "low", "the MAC decides"),
    (["88311", "45380"], False, "low", "with others that the MAC accepts"),
    (["88311", "88305"], False, "high", "its primary 88305 is there"),
]


@pytest.mark.parametrize(("codes", "denied", "confidence", "said"), ADD_ON)
def test_add_on(codes: list[str], denied: bool, confidence: str, said: str) -> None:
    [record] = of_kind(medpay_cli.bundle(codes, date=JULY_2026), "add_on")
    assert (record.denied, record.confidence) == (denied, confidence)
    assert said in record.message


def test_an_add_on_on_a_hospital_claim_depends_on_how_it_is_paid() -> None:
    # The outpatient editor looks at add-on codes only outside OPPS (tests/differential/README.md).
    [record] = of_kind(medpay_cli.bundle(["99292", "99213"], date="2026-05-15", table="outpatient"), "add_on")
    assert (record.denied, record.confidence) == (False, "low")
    assert "denied on hospital claims outside OPPS" in record.message


def test_an_add_on_cannot_lean_on_a_denied_primary() -> None:
    # 99291 has MUE 1 (MAI 2 or 3): two units deny it, and 99292 with it.
    records = medpay_cli.bundle(["99291x2", "99292"], date="2026-04-15")
    [record] = of_kind(records, "add_on")
    assert record.denied
    assert "whose primary 99291 is itself denied" in record.message


def test_no_edit_is_not_payable() -> None:
    records = medpay_cli.bundle(["77417", "77387"], date=JULY_2026)
    assert of_kind(records, "ptp") == []
    bundled, active = of_kind(records, "status")
    assert (bundled.denied, bundled.denied_code) == (True, "77417")
    assert "status B, bundled" in bundled.message
    assert "with TC it is status B, bundled" in active.message
    assert not active.denied


def test_a_hospital_claim_hears_nothing_of_the_physician_fee_schedule() -> None:
    # Hospitals are paid under OPPS (issue 15.2).
    records = medpay_cli.bundle(["77417", "77387"], date="2026-05-01", table="outpatient")
    assert {record.kind for record in records} == {"no_edit", "mue"}
    assert not any(record.denied for record in records)


# (code, denied, kinds of the records before the list, what the first message of that kind says): MUE 2026Q2
ONE_LINE = [
    ("96372x5", True, "mue", "5 units of 96372 that day, MUE 4 (MAI 3)"),
    ("77417x2", True, "mue", "2 units of 77417 that day, MUE 1 (MAI 2)"),
    ("20610-50x2", True, "status", "modifier 50 stands on one line with one unit"),
    ("20610x2", False, "mue", "2 units of 20610 that day, within the MUE of 2 (MAI 3)"),
    ("17003x3", True, "add_on", "17003 is an add-on code without a listed primary: never paid"),
    ("99292x2", False, "add_on", "may be paid without 99291 on this claim"),
    ("20610-50", False, "status", "20610: status A"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "denied", "kind", "said"), ONE_LINE)
def test_one_code_with_units_or_modifiers_is_a_claim_of_one_line(code: str, denied: bool, kind: str, said: str) -> None:
    records = medpay_cli.bundle(code, date=JULY_2026)
    judged = [record for record in records if record.lines]
    assert any(record.denied for record in judged) == denied
    assert said in of_kind(judged, kind)[0].message
    # Then the list of its edits.
    listed = records[len(judged) :]
    assert listed
    assert all(record.kind == "ptp" and not record.denied for record in listed)


# (code, table, what one sentence says): MUE and add-on codes of 2026Q2, RVU26C
BARE = [
    ("77417", "practitioner", "77417: MUE 1 that day (MAI 2, 2026Q2); no add-on code; status B, bundled"),
    ("22552", "practitioner", "add-on code (type 1) to 22551"),
    ("0054T", "practitioner", "add-on code (type 2), its primary codes are the MAC's to list"),
    ("20610", "practitioner", "MUE 2 that day (MAI 3, 2026Q2); no add-on code; status A, active"),
    ("77417", "outpatient", "MUE 1 that day (MAI 2, 2026Q2); no add-on code"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "table", "said"), BARE)
def test_a_bare_code_is_told_in_one_line_before_its_edits(code: str, table: str, said: str) -> None:
    first, *rest = medpay_cli.bundle(code, date=JULY_2026, table=table)
    assert (first.kind, first.denied) == ("code", False)
    assert said in first.message
    assert ("status" in first.message) == (table == "practitioner")
    assert all(record.kind == "ptp" for record in rest)


# (date, table, what the error says): NCCI began in 1996; PTP editions 2024Q3 and 2026Q3, outpatient 2026Q2
NOT_ANSWERED = [
    ("1995-12-31", "practitioner", "answer dates from 1996-01-01 to 2026-12-31"),
    ("2027-01-01", "practitioner", "2024Q3 and 2026Q3 answer dates from"),
    ("2019-09-29", "outpatient", "2026Q2 answer dates from 2019-09-30 to 2026-12-31"),
]  # fmt: skip


@pytest.mark.parametrize(("date", "table", "said"), NOT_ANSWERED)
def test_a_date_that_no_edition_answers_is_refused(date: str, table: str, said: str) -> None:
    for codes in (["45380", "45385"], ["45380"]):
        with pytest.raises(RequestError, match=f"no {table} NCCI edits are loaded for {date}: .*{said}"):
            medpay_cli.bundle(codes, date=date, table=table)


# (date, table, the editions that say so)
NO_EDIT = [
    (JULY_2026, "practitioner", "NCCI practitioner 2026Q3"),
    ("2024-07-15", "practitioner", "NCCI practitioner 2024Q3"),
    ("2025-07-15", "practitioner", "NCCI practitioner 2024Q3 and 2026Q3"),
    ("2023-07-15", "practitioner", "NCCI practitioner 2024Q3"),
    ("2025-07-15", "outpatient", "NCCI outpatient 2026Q2"),
]  # fmt: skip


@pytest.mark.parametrize(("date", "table", "said"), NO_EDIT)
def test_no_edit_names_the_editions_that_say_so(date: str, table: str, said: str) -> None:
    [record] = of_kind(medpay_cli.bundle(["77417", "77387"], date=date, table=table), "no_edit")
    assert f"no PTP edit in either direction on {date} ({said})" in record.message


# (codes, the modifiers that fit, best first): RULES.md 10.1, PM sections D and E
FITTING = [
    # 20610 has 000 global days: 57 never helps a minor procedure.
    (["99213", "20610"], "25 24"),
    # 65855 has 010 global days, 49610 has 090.
    (["99213", "65855"], "25 24"),
    (["99213", "49610"], "57 24"),
    (["99213", "G0463"], "25 24"),
    # 96372 has XXX.
    (["99213", "96372"], "25 24"),
    # No sides in a colon: 59 last.
    (["45380", "45385"], "XE XS XP XU 58 78 79 59"),
    # Knees: the other side first.
    (["27447", "27301"], "LT RT XE XS XP XU 58 78 79 59"),
    (["26055", "26160"], "FA F1 F2 F3 F4 F5 F6 F7 F8 F9 LT RT XE XS XP XU 58 78 79 59"),
    (["67917", "67961"], "E1 E2 E3 E4 LT RT XE XS XP XU 58 78 79 59"),
    (["80053", "82947"], "91 XE XS XU 59"),
]  # fmt: skip


@pytest.mark.parametrize(("codes", "fitting"), FITTING)
def test_the_modifiers_that_fit_a_pair_come_best_first(codes: list[str], fitting: str) -> None:
    [edit] = of_kind(medpay_cli.bundle(codes, date=JULY_2026), "ptp")
    assert " ".join(edit.modifiers_that_help) == fitting


def test_every_fitting_modifier_is_one_of_the_44() -> None:
    rows = connect().execute(f"select subject, value, effect from ({table_sql('rule')})").fetchall()
    ncci = {value for subject, value, _ in rows if subject == "ncci_modifier"}
    fitting = {modifier for subject, _, effect in rows if subject == "fitting_modifiers" for modifier in effect.split()}
    assert len(ncci) == 44
    assert fitting <= ncci


def test_one_code_lists_its_edits_in_both_roles() -> None:
    # RULES.md 4: 77417 is column 2 of five edits with indicator 0.
    edits = of_kind(medpay_cli.bundle("77417", date=JULY_2026), "ptp")
    assert {edit.column1 for edit in edits if edit.column2 == "77417"} == {"32701", "61796", "61798", "63620", "77301"}
    assert {edit.modifier_indicator for edit in edits if edit.column2 == "77417"} == {0}
    # And 77387 has two partners left, 96523 (0) and G0463 (1).
    edits = of_kind(medpay_cli.bundle("77387", date=JULY_2026), "ptp")
    partners = {(edit.column1 if edit.column2 == "77387" else edit.column2): edit.modifier_indicator for edit in edits}
    assert partners == {"96523": 0, "G0463": 1}


@pytest.mark.parametrize(
    ("codes", "table", "said"),
    [
        (["45380", "99999"], "practitioner", "99999 is neither in a loaded fee schedule nor in an NCCI table"),
        (["45380", "45385-ZZ"], "practitioner", "modifier ZZ is not a modifier of CMS's list"),
        (["45380", "45385"], "hospital", "write practitioner or outpatient"),
        (["99999"], "practitioner", "99999 is neither"),
    ],
)
def test_a_wrong_request(codes: list[str], table: str, said: str) -> None:
    with pytest.raises(RequestError, match=said):
        medpay_cli.bundle(codes, date=JULY_2026, table=table)
