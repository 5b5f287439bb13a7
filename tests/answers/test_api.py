"""What the Python call of `bundle` takes (issue 15.9): any iterable, numbers, datetimes; else RequestError."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

import medpay_cli
from medpay_cli import RequestError

JULY = dt.date(2026, 7, 15)


class Series:
    """Iterable and no more, as a column of a data frame is."""

    def __init__(self, *items: Any) -> None:
        self.items = items

    def __iter__(self) -> Any:
        return iter(self.items)


CALLS: list[tuple[Any, ...]] = [
    ("45385", "45380"),
    (("45385", "45380"),),
    (["45385", "45380"],),
    (Series("45385", "45380"),),
    (45385, 45380),
    ([45385, "45380"],),
    ((code for code in ("45385", "45380")),),
]


@pytest.mark.parametrize("codes", CALLS, ids=range(len(CALLS)))
def test_codes_in_any_iterable(codes: tuple[Any, ...]) -> None:
    records = medpay_cli.bundle(*codes, date=JULY)
    assert [record.denied_code for record in records if record.denied] == ["45380"]


@pytest.mark.parametrize("date", [JULY, "2026-07-15", dt.datetime(2026, 7, 15, 9, 30)])
def test_dates(date: Any) -> None:
    assert {record.date for record in medpay_cli.bundle("45385", "45380", date=date)} == {JULY}


# (codes, date, what the error says)
WRONG: list[tuple[tuple[Any, ...], Any, str]] = [
    ((), JULY, "no code"),
    (([],), JULY, "no code"),
    ((None,), JULY, "not NoneType"),
    ((["45385", None],), JULY, "None is no code"),
    ((["45385", True],), JULY, "True is no code"),
    (([float("nan")],), JULY, "nan is no code"),
    ((b"45385",), JULY, "not bytes"),
    (({"code": "45385"},), JULY, "not dict"),
    ((Decimal(45385),), JULY, "not Decimal"),
    (("45385", "45380"), 20260715, "date: give a date"),
    (("45385", "45380"), "07/15/2026", "date '07/15/2026' is not a date"),
]  # fmt: skip


@pytest.mark.parametrize(("codes", "date", "said"), WRONG)
def test_what_is_no_code_or_date_is_a_request_error(codes: tuple[Any, ...], date: Any, said: str) -> None:
    with pytest.raises(RequestError, match=said):
        medpay_cli.bundle(*codes, date=date)
