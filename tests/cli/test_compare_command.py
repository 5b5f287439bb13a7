"""`medpay compare`: amounts are those of `price`, differences are theirs, the first row of a code is the measure."""

from __future__ import annotations

import json
from decimal import Decimal

from support.shell import Medpay

import medpay_cli


def compared(medpay: Medpay, *arguments: str) -> list[dict[str, str]]:
    done = medpay("compare", *arguments, "--format", "json")
    assert done.code == 0, done.err
    rows: list[dict[str, str]] = json.loads(done.out)
    return rows


def test_two_places(medpay: Medpay) -> None:
    rows = compared(medpay, "99213", "--locality", "1320201", "--locality", "0210201", "--dos", "2025-12-01")
    # RULES.md 1.15: 101.06 and 112.20.
    assert [(row["locality"], row["allowed"], row["difference"], row["percent"]) for row in rows] == [
        ("1320201", "101.06", "0.00", "0.0"),
        ("0210201", "112.20", "11.14", "11.0"),
    ]


def test_two_releases_and_a_code_that_lost_its_payment(medpay: Medpay) -> None:
    rows = compared(medpay, "77417", "99213", "--release", "RVU25A", "--release", "RVU26C", "--locality", "1320201")
    assert [(row["code"], row["release"], row["allowed"], row["difference"]) for row in rows] == [
        ("77417", "RVU25A", "18.80", "0.00"),
        ("77417", "RVU26C", None, None),
        ("99213", "RVU25A", "101.06", "0.00"),
        ("99213", "RVU26C", "107.63", "6.57"),
    ]
    assert rows[1]["reason_code"] == "bundled"


def test_every_locality_against_the_national_amount(medpay: Medpay) -> None:
    rows = compared(medpay, "99213", "--all-localities", "--dos", "2026-07-15")
    [national] = medpay_cli.price("99213", national=True, date="2026-07-15")
    assert len(rows) == 110
    assert (rows[0]["locality"], rows[0]["allowed"]) == ("0000000", str(national.allowed))
    amounts = [Decimal(row["allowed"]) for row in rows[1:]]
    assert amounts == sorted(amounts, reverse=True)
    priced = medpay_cli.price("99213", locality=rows[1]["locality"], date="2026-07-15")
    assert str(priced[0].allowed) == rows[1]["allowed"]


def test_the_table_names_places_and_signs_differences(medpay: Medpay) -> None:
    done = medpay("compare", "99213", "--locality", "1320201", "--locality", "0210201", "--dos", "2025-12-01")
    assert "MANHATTAN, NY" in done.out
    assert "+11.14" in done.out


def test_what_the_amounts_rest_on_is_told_once(medpay: Medpay) -> None:
    done = medpay("compare", "99213", "--locality", "1320201", "--locality", "0210201", "--dos", "2026-11-26")
    assert "RVU26C · non-facility rate · 2026-11-26" in done.out
    assert done.out.count("- a newer release than RVU26C should exist for 2026-11-26") == 1
    assert done.out.count("- non-facility rate assumed") == 1
    # What differs from place to place is in the records.
    assert "the facility rate is" not in done.out
    assert "**\n" not in medpay("compare", "99213", "--all-localities", "--format", "md").out


def test_what_cannot_be_compared_is_one_line(medpay: Medpay) -> None:
    for arguments, said in (
        (["99213", "--locality", "1320201"], "nothing to compare"),
        (["99213", "--locality", "1320201", "--all-localities"], "not both"),
        (["99999", "--all-localities"], "99999 is in none of the loaded releases"),
        (["99213", "--release", "RVU25A", "--release", "RVU99Z"], "no release 'RVU99Z'"),
        (["99213", "--release", "RVU25A", "--release", "rvu25a"], "nothing to compare"),
        (["99213", "--locality", "1320201", "--locality", "9999999"], "no locality 99999-99"),
    ):
        done = medpay("compare", *arguments)
        assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
        assert said in done.err
