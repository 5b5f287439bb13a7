"""What the Python call of `price` takes (issue 15.9): any iterable, numbers, datetimes; else RequestError."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import duckdb
import pyarrow
import pytest

import medpay_cli
from medpay_cli import RequestError

JULY = dt.date(2026, 7, 15)
PLACE: dict[str, Any] = {"locality": "1320201", "date": JULY}
CALLS: list[tuple[Any, ...]] = [
    ("45385", "45380"),
    (("45385", "45380"),),
    (["45385", "45380"],),
    (45385, 45380),
    (iter([45385, "45380"]),),
    ((code for code in ("45385", "45380")),),
    ({"45385": 1, "45380": 2}.keys(),),
]


@pytest.mark.parametrize("codes", CALLS, ids=range(len(CALLS)))
def test_codes_in_any_iterable_are_one_claim(codes: tuple[Any, ...]) -> None:
    lines = medpay_cli.price(*codes, **PLACE)
    # As one claim the second is denied by an NCCI edit; alone it would be 552.32.
    assert [(line.allowed, line.reason_code) for line in lines] == [(Decimal("573.64"), None), (None, "denied_by_edit")]


@pytest.mark.parametrize("modifiers", ["26,59", ["26", "59"], ("26,59",), iter(["26", "59"])])
def test_modifiers(modifiers: Any) -> None:
    [line] = medpay_cli.price("71046", modifiers=modifiers, **PLACE)
    assert line.modifiers == ("26", "59")


@pytest.mark.parametrize("date", [JULY, "2026-07-15", dt.datetime(2026, 7, 15, 9, 30)])
def test_dates(date: Any) -> None:
    assert medpay_cli.price("99213", date=date)[0].date == JULY


def test_numbers_where_texts_are_asked_for() -> None:
    [line] = medpay_cli.price(99213, zip_code=10001, pos=11, units=2, date=JULY)
    assert (line.locality, line.pos, line.allowed) == ("1320201", "11", Decimal("215.26"))


# (codes, keywords, what the error says): in the words of the call, not of the command line
WRONG: list[tuple[tuple[Any, ...], dict[str, Any], str]] = [
    ((), {}, "no code given"),
    (([],), {}, "no code given"),
    ((None,), {}, "not NoneType"),
    (([float("nan")],), {}, "nan is no code"),
    ((b"45385",), {}, "not bytes"),
    (("99213",), {"date": 20260715}, "date: give a date"),
    (("99213",), {"date": "2024-07-15", "release": "RVU25A"}, "date 2024-07-15 is not in 2025, the year of release"),
    (("99213",), {"pos": "office"}, "pos 'office'"),
    (("99213",), {"minutes": 10}, "minutes goes with one anesthesia code"),
    (("99213",), {"state": "VA", "zip_code": "10001"}, "name one place: zip_code and state"),
    (("99213", "99214"), {"charge": 10}, "charge is what was billed for one line"),
]  # fmt: skip


@pytest.mark.parametrize(("codes", "asked", "said"), WRONG)
def test_a_wrong_call_is_a_request_error_in_words_of_arguments(
    codes: tuple[Any, ...], asked: dict[str, Any], said: str
) -> None:
    with pytest.raises(RequestError) as error:
        medpay_cli.price(*codes, **asked)
    assert said in str(error.value)
    assert "--" not in str(error.value)


TABLE = {
    "claim": ["1", "1", None, None],
    "code": ["45385", "45380", "99213", "nonsense"],
    "modifiers": [None, "59", "25", None],
    "units": [1, 1, 2, 1],
    "charge": [None, None, Decimal("150.00"), None],
    "date": [JULY] * 4,
    "locality": ["1320201", "13202-01", None, "1320201"],
}


def test_a_table_of_lines_comes_back_priced() -> None:
    priced = medpay_cli.price_lines(pyarrow.table(TABLE))
    assert priced.column("line").to_pylist() == [1, 2, 3, 4]
    assert priced.column("allowed").to_pylist() == [Decimal("573.64"), Decimal("117.57"), Decimal("150.00"), None]
    assert priced.column("reason_code").to_pylist() == [None, None, None, "unknown_code"]
    relation = medpay_cli.price_lines(duckdb.connect().sql("select 99213 as code, date '2026-07-15' as date"))
    assert relation.project("code, allowed").fetchall() == [("99213", Decimal("95.19"))]


def test_a_table_and_the_codes_agree() -> None:
    codes = ["99213", "71046", "77402", "36415", "45385", "77417"]
    rows = medpay_cli.price_lines(pyarrow.table({"code": codes, "date": [JULY] * len(codes)})).to_pylist()
    for row, line in zip(rows, medpay_cli.price(codes, date=JULY, separate=True), strict=True):
        for name in ("code", "allowed", "fee", "outcome", "medicare_pays", "confidence", "release", "total_rvu"):
            assert row[name] == getattr(line, name), (row["code"], name)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (pyarrow.table({"cpt": ["99213"]}), "columns cpt: a table of lines may have claim, code"),
        (pyarrow.table({"units": [1]}), "no column code"),
        (pyarrow.table({"code": ["99213"], "units": ["many"]}), "of another type"),
        (["99213"], "not list"),
    ],
)
def test_a_table_that_is_none_is_a_request_error(table: Any, said: str) -> None:
    with pytest.raises(RequestError, match=said):
        medpay_cli.price_lines(table)


def test_a_deductible_of_a_table_is_met_by_the_lines_of_its_claim() -> None:
    table = duckdb.sql(
        "select * from (values ('a', '99213', 100, date '2026-07-15'), ('a', '71046', 100, date '2026-07-15'),"
        " ('b', '99213', null, date '2026-07-15')) as given(claim, code, deductible, date)"
    )
    rows = medpay_cli.price_lines(table).project("code, allowed, deductible, medicare_pays, coinsurance").fetchall()
    one_claim = medpay_cli.price("99213", "71046", deductible=100, date=JULY)
    alone = medpay_cli.price("99213", date=JULY)
    assert rows == [
        (line.code, line.allowed, line.deductible, line.medicare_pays, line.coinsurance)
        for line in [*one_claim, *alone]
    ]
    assert one_claim[1].deductible, "both lines take of it"
