"""`medpay localities`: from what a person has to the key that prices."""

from __future__ import annotations

import json

import pytest
from support.shell import Medpay


def keys(medpay: Medpay, *query: str) -> list[str]:
    return [row["key"] for row in json.loads(medpay("localities", *query, "--format", "json").out)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # CMS's GPCI2026 and ZIP5_OCT2025.
        ("manhattan", ["1320201"]),
        ("10001", ["1320201"]),
        ("10001-1234", ["1320201"]),
        ("1320201", ["1320201"]),
        ("13202-01", ["1320201"]),
        ("01112-CA-05", ["0111205"]),
        # Brooklyn is Kings county; Kings county of California is another.
        ("kings county", ["0111257", "1320202"]),
        # 132 Virginia ZIP codes lie in the locality of DC (RULES.md 3.3).
        ("VA", ["1130200", "1220201"]),
        # A county that the locality of Virginia is said not to have.
        ("arlington", ["1220201"]),
        # Both a ZIP code of Syracuse and the MAC of downstate New York.
        ("13202", ["1328299", "1320201", "1320202", "1320203"]),
        ("st. louis", ["0530201", "0610212"]),
        ("cook", ["0610216"]),
        ("Missouri", ["0530299", "0530201", "0530202"]),
    ],
)
def test_found(medpay: Medpay, query: str, expected: list[str]) -> None:
    assert keys(medpay, query) == expected


def test_a_number_is_not_unique_and_nothing_is_all(medpay: Medpay) -> None:
    assert len(keys(medpay, "01")) == len(keys(medpay, "1")) == 19
    assert len(keys(medpay)) == 109
    assert {"1328299", "1320202", "1320203", "1320201", "1329204"} == set(keys(medpay, "new", "york"))


def test_a_key_found_prices(medpay: Medpay) -> None:
    out = medpay("localities", "queens").out
    assert "MEDPAY_LOCALITY=1329204" in out
    assert medpay("price", "99213", "--locality", "1329204").code == 0


def test_a_split_zip_says_so(medpay: Medpay) -> None:
    [row] = json.loads(medpay("localities", "01434", "--format", "json").out)
    assert (row["key"], row["matched"]) == ("1421201", "ZIP 01434, split by its last four digits")


def test_no_locality_has_neighbours(medpay: Medpay) -> None:
    result = medpay("localities", "manhatan")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("error: no locality is meant by 'manhatan'; did you mean MANHATTAN")
    assert medpay("localities", "99999").code == 2
