"""`medpay bundle` from the shell."""

from __future__ import annotations

import csv
import io
import json

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
    assert rows[0]["modifiers_that_help"] == "XE,XS,XP,XU,59"
    assert "45380 is denied with 45385" in medpay("bundle", "45380", "45385x3", *JULY, "--format", "md").out


def test_the_list_of_one_code(medpay: Medpay) -> None:
    result = medpay("bundle", "45380", "--with", "45385", *JULY)
    assert (result.code, result.out.splitlines()[0]) == (0, "45380  1 edit")
    every = json.loads(medpay("bundle", "77417", *JULY, "--format", "json").out)
    assert len(json.loads(medpay("bundle", "77417", *JULY, "--indicator", "0", "--format", "json").out)) == sum(
        edit["modifier_indicator"] == 0 for edit in every
    )
    few = medpay("bundle", "77417", *JULY, "--limit", "3").out
    assert f"{len(every) - 3:,} more" in few
    assert "more" not in medpay("bundle", "77417", *JULY, "--all").out


def test_newer_dates_than_the_edition_are_said_on_stderr(medpay: Medpay) -> None:
    assert "NCCI edition 2026Q3 is the newest loaded" in medpay("bundle", "77417", "77387", "--dos", "2026-11-24").err


def test_wrong_requests(medpay: Medpay) -> None:
    for arguments in (("45380", "99999"), ("45380", "--indicator", "7"), ("45380", "45385", "--with", "77417")):
        result = medpay("bundle", *arguments)
        assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
