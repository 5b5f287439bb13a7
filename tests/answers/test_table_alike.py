"""Claims of a table that are alike are priced once: each row gets what it would get by itself, in parts or whole."""

from __future__ import annotations

import random
from operator import attrgetter
from typing import Any

import duckdb
import pytest

import medpay_cli
from medpay_cli.answers import table
from medpay_cli.intake import alike

CLAIMS: list[list[tuple[str, str, int, int | None]]] = [
    [("45385", "", 1, None), ("45380", "", 1, None)],
    [("45385", "", 1, None), ("45380", "59", 1, None)],
    [("27447", "RT", 1, None), ("27447", "LT", 1, None), ("99213", "25", 1, 90)],
    [("97110", "GP", 3, None), ("97140", "GP", 1, None)],
    [("29807", "", 1, None), ("29805", "", 1, None), ("29819", "", 1, None)],
    [("70553", "26", 1, None), ("70551", "26", 1, None)],
    [("99213", "", 1, 50)],
    [("99213", "", 1, None)],
    [("99999", "", 1, None)],
]
DATES = ["2025-02-03", "2025-11-03", "2026-05-04", "2026-07-15", "2026-07-16", "2026-11-02"]


def rows(seed: int) -> Any:
    chance = random.Random(seed)
    listed = []
    for number in range(200):
        deductible = 100 if number % 19 == 0 else None
        for code, modifiers, units, charge in chance.choice(CLAIMS):
            claim = None if number % 23 == 0 else f"C{number}"
            # Some claims have several days, and a deductible that is met across them.
            date = chance.choice(DATES) if number % 7 == 0 or deductible else DATES[number % 6]
            place = "1320201" if number % 5 else "0000000"
            listed.append((claim, code, modifiers, units, charge, date, place, deductible))
    sql = ", ".join("(" + ", ".join("null" if x is None else repr(x) for x in row) + ")" for row in listed)
    return duckdb.sql(
        f"select * from (values {sql}) as t(claim, code, modifiers, units, charge, date, locality, deductible)"
    )


def each_by_itself(connection: Any, *how: Any) -> int:
    connection.execute(
        "create or replace temp table alike_line as select line, line as judged, line as first from table_lines"
    )
    return 1


@pytest.mark.parametrize(("seed", "few", "a_part"), [(1, 0, 500_000), (2, 10_000, 500_000), (3, 0, 100)])
def test_rows_alike_are_priced_as_by_themselves(
    monkeypatch: pytest.MonkeyPatch, seed: int, few: int, a_part: int
) -> None:
    given = rows(seed)
    monkeypatch.setattr(alike, "FEW", few)
    monkeypatch.setattr(table, "LINES_A_PART", a_part)
    together = medpay_cli.price_lines(given).fetchall()
    monkeypatch.setattr(table, "pair_up", each_by_itself)
    monkeypatch.setattr(table, "LINES_A_PART", 500_000)
    assert together == medpay_cli.price_lines(given).fetchall()
    assert len(together) == len(given.fetchall())


def test_most_of_those_rows_are_priced_for_others_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alike, "FEW", 0)
    counted = []

    def counting(connection: Any, *how: Any) -> int:
        counted.append(alike.pair_up(connection, *how))
        return counted[-1]

    monkeypatch.setattr(table, "pair_up", counting)
    given = medpay_cli.price_lines(rows(1)).fetchall()
    assert counted[0] < len(given) / 1.5


BESIDE = [
    ["99283", "10060"],
    ["99283", "13160"],
    ["99211", "94760"],
    ["99214-25", "G2211"],
    ["99214-25", "G2211", "G0439"],
    ["99213", "27447"],
    ["99213-57", "27447"],
    ["36591"],
    ["99213", "20610", "29881"],
]


def test_rows_are_denied_beside_others_as_price_denies_them() -> None:
    """The global package, G2211 and status T: as `price` of several codes, whatever else is in the table."""
    day = "2026-07-15"
    parsed = [(number, code.split("-")) for number, claim in enumerate(BESIDE) for code in claim]
    sql = ", ".join(f"('{n}', '{c}', '{''.join(m)}', '{day}', 10)" for n, (c, *m) in parsed)
    given = duckdb.sql(f"select * from (values {sql}) as t(claim, code, modifiers, date, deductible)")
    names = "claim, code, allowed, deductible, outcome, rule, reason_code, confidence"
    found = medpay_cli.price_lines(given).project(names).fetchall()
    listed = attrgetter(*["code", "allowed", "deductible", "outcome", "rule", "reason_code", "confidence"])
    expected = [
        (str(number), *listed(record))
        for number, claim in enumerate(BESIDE)
        for record in medpay_cli.price(claim, date=day, deductible=10)
    ]
    assert found == expected
    assert {"GLOBAL-MINOR", "GLOBAL-MAJOR", "G2211-25", "STATUS-T-BESIDE"} <= {rule for *_, rule, _, _ in found}
