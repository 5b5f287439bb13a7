"""Rates with dates: each day takes the rate that held then, and an entry that is written wrongly is refused."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from support.constructed import Fee, price

from medpay_cli.dataset.catalogue import meant
from medpay_cli.errors import DatasetError
from medpay_cli.rules import catalogue


def study(hcpcs: str, multiple: str = "0") -> list[Fee]:
    """The rows of a test of 100.00 + 200.00."""
    columns = {"pctc": "1", "multiple_procedure": multiple}
    return [Fee(hcpcs, dollars, modifier, columns) for dollars, modifier in (("300", ""), ("100", "26"), ("200", "TC"))]


FEES = [*study("71046"), *study("70450", "4"), *study("70460", "4"), Fee("97110", "100"), Fee("90834", "100")]
# (day, line, keywords, allowed, Medicare's payment): the last day of each rate and the first of the next.
DAYS = [
    # FX: 20 % off the technical part from 2017 (MM9727).
    ("2016-12-31", "71046-FX", {}, "300.00", "240.00"),
    ("2017-01-01", "71046-FX", {}, "260.00", "208.00"),
    # FY: 7 % from 2018, 10 % from 2023 (Palmetto AUHSLR2105).
    ("2017-12-31", "71046-FY", {}, "300.00", "240.00"),
    ("2018-01-01", "71046-FY", {}, "286.00", "228.80"),
    ("2022-12-31", "71046-FY", {}, "286.00", "228.80"),
    ("2023-01-01", "71046-FY", {}, "280.00", "224.00"),
    # FX, then FY: 200 x 0.80 x 0.93 = 148.80.
    ("2022-12-31", "71046-FX,FY", {}, "248.80", "199.04"),
    # One of the two holds: 200 x 0.80.
    ("2017-12-31", "71046-FX,FY", {}, "260.00", "208.00"),
    # CT: 5 % in 2016, 15 % from 2017 (Palmetto A5XHXQ0837).
    ("2015-12-31", "70450-CT", {}, "300.00", "240.00"),
    ("2016-01-01", "70450-CT", {}, "290.00", "232.00"),
    ("2016-12-31", "70450-CT", {}, "290.00", "232.00"),
    ("2017-01-01", "70450-CT", {}, "270.00", "216.00"),
    # CQ, CO: 85 % of Medicare's share from 2022 (SSA 1834(v)).
    ("2021-12-31", "97110-CQ,GP", {}, "100.00", "80.00"),
    ("2022-01-01", "97110-CQ,GP", {}, "100.00", "68.00"),
    ("2021-12-31", "97110-CO,GO", {}, "100.00", "80.00"),
    ("2022-01-01", "97110-CO,GO", {}, "100.00", "68.00"),
    # Sequestration: 2 %, suspended, 1 %, 2 %.
    ("2020-04-30", "97110", {"sequestration": True}, "100.00", "78.40"),
    ("2020-05-01", "97110", {"sequestration": True}, "100.00", "80.00"),
    ("2022-03-31", "97110", {"sequestration": True}, "100.00", "80.00"),
    ("2022-04-01", "97110", {"sequestration": True}, "100.00", "79.20"),
    ("2022-06-30", "97110", {"sequestration": True}, "100.00", "79.20"),
    ("2022-07-01", "97110", {"sequestration": True}, "100.00", "78.40"),
    # Marriage and family therapists and mental health counselors are paid from 2024 (CAA 2023 section 4121).
    ("2024-01-01", "90834", {"provider": "mft"}, "75.00", "60.00"),
    ("2024-01-01", "90834", {"provider": "mhc"}, "75.00", "60.00"),
    ("2023-12-31", "90834", {"provider": "csw"}, "75.00", "60.00"),
]  # fmt: skip


@pytest.mark.parametrize(("day", "line", "asked", "allowed", "medicare"), DAYS)
def test_a_day_takes_the_rate_that_held(
    day: str, line: str, asked: dict[str, object], allowed: str, medicare: str
) -> None:
    [row] = price(FEES, [line], date=dt.date.fromisoformat(day), **asked)
    assert (row["allowed"], row["medicare_pays"]) == (Decimal(allowed), Decimal(medicare))


@pytest.mark.parametrize(
    ("day", "second"),
    # 100 x rate + 200 x 0.50: no reduction of the professional part before 2012, 25 %, then 5 %.
    [("2011-12-31", "200.00"), ("2012-01-01", "175.00"), ("2016-12-31", "175.00"), ("2017-01-01", "195.00")],
)
def test_the_professional_part_of_a_second_study(day: str, second: str) -> None:
    rows = price(FEES, ["70450", "70460"], date=dt.date.fromisoformat(day))
    assert [row["allowed"] for row in rows] == [Decimal("300.00"), Decimal(second)]


@pytest.mark.parametrize("provider", ["mft", "mhc"])
def test_a_practitioner_whom_medicare_did_not_pay_yet(provider: str) -> None:
    [row] = price(FEES, ["90834"], date=dt.date(2023, 12, 31), provider=provider)
    found = (row["reason_code"], row["rule"], row["payable"], row["outcome"], row["allowed"])
    assert found == ("provider_not_paid", f"PROVIDER-{provider.upper()}", False, "denied", None)


def test_explain_tells_every_rate_with_its_dates() -> None:
    [rule] = meant("MOD-FY")
    assert [str(rate) for rate in rule.rates] == ["0.93 from 2018-01-01 to 2022-12-31", "0.9 from 2023-01-01 on"]
    assert (rule.factor, rule.effective_from, rule.effective_through) == (Decimal("0.9"), dt.date(2018, 1, 1), None)


ENTRY = """[[rule]]
id = "X-1"
title = "t"
kind = "payment"
subject = "provider"
value = "x"
effect = "other"
message = "m"
explanation = "e"
citation = "c"
certainty = "stated"
"""
WRONG = [
    ('rates = [{ from = 2024-01-01 }]', "a rate has from, factor"),
    ('rates = [{ factor = "0.5" }]', "a rate has from, factor"),
    ('rates = [{ from = "2024-01-01", factor = "0.5" }]', "a rate has from, factor"),
    ('rates = [{ from = 2024-01-01, through = 2023-01-01, factor = "0.5" }]', "ends before it begins"),
    ('rates = [{ from = 2020-01-01, factor = "0.5" }, { from = 2021-01-01, factor = "0.6" }]', "begins before another"),
    (
        'rates = [{ from = 2020-01-01, through = 2021-01-01, factor = "0.5" }, { from = 2021-01-01, factor = "0.6" }]',
        "begins before another ends",
    ),
    ('factor = "0.5"\nrates = [{ from = 2020-01-01, factor = "0.5" }]', "in place of factor and dates"),
    ('factor = "0.5"\neffective_from = 2020-01-01', "a factor with dates is written as rates"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "said"), WRONG)
def test_rates_written_wrongly_are_refused(tmp_path: Path, written: str, said: str) -> None:
    (tmp_path / "rules.toml").write_text(ENTRY + written + "\n", encoding="utf-8")
    with pytest.raises(DatasetError, match=said) as error:
        catalogue.load(tmp_path)
    assert str(error.value).startswith("rules.toml: X-1")
