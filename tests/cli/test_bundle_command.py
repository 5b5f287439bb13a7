"""`medpay bundle` from the shell."""

from __future__ import annotations

import csv
import io
import json

import pytest
from support.shell import Medpay

JULY = ("--dos", "2026-07-15")


def test_acceptance_77417_and_77387(medpay: Medpay) -> None:
    result = medpay("bundle", "77417", "77387", *JULY)
    assert (result.code, result.err) == (1, "")
    assert "no PTP edit in either direction" in result.out
    assert "77417: status B, bundled" in result.out
    assert "with TC it is status B, bundled" in result.out


def test_exit_codes_follow_the_verdict(medpay: Medpay) -> None:
    assert medpay("bundle", "45380", "45385", *JULY).code == 1
    passed = medpay("bundle", "45380-59", "45385", *JULY)
    assert passed.code == 0
    assert "No edit denies any of the 2 lines" in passed.out


def test_formats_agree(medpay: Medpay) -> None:
    records = json.loads(medpay("bundle", "45380", "45385x3", *JULY, "--format", "json").out)
    lines = medpay("bundle", "45380", "45385x3", *JULY, "--format", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == records
    rows = list(csv.DictReader(io.StringIO(medpay("bundle", "45380", "45385x3", *JULY, "--format", "csv").out)))
    assert [row["message"] for row in rows] == [record["message"] for record in records]
    assert rows[0]["modifiers_that_help"] == "XE,XS,XP,XU,58,78,79,59"
    assert "45380 is denied with 45385" in medpay("bundle", "45380", "45385x3", *JULY, "--format", "md").out


def test_the_list_of_one_code(medpay: Medpay) -> None:
    result = medpay("bundle", "45380", "--with", "45385", *JULY)
    assert result.code == 0
    assert "1 edit of 45380" in result.out
    bare, *every = json.loads(medpay("bundle", "77417", *JULY, "--format", "json").out)
    assert json.loads(medpay("bundle", "77417", *JULY, "--indicator", "0", "--format", "json").out) == [
        bare,
        *(edit for edit in every if edit["modifier_indicator"] == 0),
    ]
    few = medpay("bundle", "77417", *JULY, "--limit", "3").out
    assert f"{len(every) - 3:,} more" in few
    assert "more" not in medpay("bundle", "77417", *JULY, "--all").out


def test_newer_dates_than_the_edition_are_said_on_stderr(medpay: Medpay) -> None:
    assert "NCCI edition 2026Q3 is the newest loaded" in medpay("bundle", "77417", "77387", "--dos", "2026-11-24").err


# (arguments, exit code, the lines of the answer in this order)
ONE_CODE = [
    # The verdict comes first, then what it rests on, then the list of edits.
    (["96372x5"], 1, ["96372x5", "Denied: 96372", "MUE 4 (MAI 3)", "status A", "edits of 96372"]),
    (["20610x2"], 0, ["20610x2", "No edit denies the line", "within the MUE of 2", "edits of 20610"]),
    (["20610-50x2"], 1, ["20610-50x2", "Denied: 20610", "edits of 20610"]),
    (["36415", "80053", "99213"], 0, ["No line is denied. Paid elsewhere: 36415, 80053", "laboratory fee schedule"]),
    (["99292", "99213"], 0, ["No line is denied. Needs review: 99292", "what to do: Look for 99291"]),
    (["17003", "--check"], 1, ["Denied: 17003", "listed: 17000", "edits of 17003"]),
    (["17003"], 0, ["17003: MUE 13 that day (MAI 2, 2026Q2); add-on code (type 1) to 17000", "edits of 17003"]),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "code", "order"), ONE_CODE)
def test_one_code(medpay: Medpay, arguments: list[str], code: int, order: list[str]) -> None:
    result = medpay("bundle", *arguments, *JULY)
    assert result.code == code
    at = [result.out.find(text) for text in order]
    assert -1 not in at
    assert at == sorted(at)


# (date, table, footer): the editions used for the date, not those of the rows found
FOOTERS = [
    ("2026-07-15", "practitioner", "NCCI practitioner PTP 2026Q3 · MUE 2026Q2 · RVU26C"),
    ("2024-07-15", "practitioner", "NCCI practitioner PTP 2024Q3 · MUE 2026Q2"),
    ("2026-05-15", "outpatient", "NCCI outpatient PTP 2026Q2 · MUE 2026Q2"),
]  # fmt: skip


@pytest.mark.parametrize(("date", "table", "footer"), FOOTERS)
def test_the_footer_names_the_editions_of_the_date(medpay: Medpay, date: str, table: str, footer: str) -> None:
    assert footer in medpay("bundle", "45380", "45385", "--dos", date, "--table", table).out.splitlines()


# (stdin, exit code, claims that a record denies, claims that cannot be read)
STDIN = [
    ("45385 45380-59\n77387, 77402\n", 0, set(), set()),
    ("# today\n45385 45380\n\n77417x2\n", 1, {2, 4}, set()),
    ("\ufeffcodes\r\n45385,45380\r4538 45385\n", 2, {2}, {3}),
    ("", 0, set(), set()),
]  # fmt: skip


@pytest.mark.parametrize(("stdin", "code", "denied", "bad"), STDIN)
def test_claims_from_stdin(medpay: Medpay, stdin: str, code: int, denied: set[int], bad: set[int]) -> None:
    result = medpay("bundle", "-", *JULY, "--format", "json", stdin=stdin)
    assert result.code == code
    records = json.loads(result.out)
    assert {record["claim"] for record in records if record["denied"]} == denied
    assert {record["claim"] for record in records if record["kind"] == "unreadable"} == bad
    assert len(result.err.splitlines()) == len(bad) + ("codes" in stdin) + (not stdin)
    table = medpay("bundle", "-", *JULY, stdin=stdin)
    assert table.code == code
    assert table.out.count("Denied: ") == len(denied)


# (--dos, what is told or the error): US order, never guessed silently
DATES = [
    ("07/15/2026", 0, "note: --dos 07/15/2026 is read as 2026-07-15 (month/day/year)"),
    ("7/5/2026", 0, "note: --dos 7/5/2026 is read as 2026-07-05 (month/day/year)"),
    ("15/07/2026", 2, "not a date in US order"),
    ("15.07.2026", 2, "is not a date: write it as 2026-07-15"),
    ("07/15/26", 2, "is not a date: write it as 2026-07-15"),
]  # fmt: skip


@pytest.mark.parametrize(("dos", "code", "said"), DATES)
@pytest.mark.parametrize("command", ["bundle", "price"])
def test_a_date_in_us_order_is_read_and_told(medpay: Medpay, command: str, dos: str, code: int, said: str) -> None:
    result = medpay(command, "99213", "--dos", dos)
    assert result.code == code
    assert said in result.err


def test_wrong_requests(medpay: Medpay) -> None:
    for arguments in (
        ("45380", "99999"),
        ("45380", "--indicator", "7"),
        ("45380", "45385", "--with", "77417"),
        ("-", "45380"),
    ):
        result = medpay("bundle", *arguments)
        assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
