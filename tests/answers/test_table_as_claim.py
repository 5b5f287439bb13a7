"""A table of lines is answered as `medpay claim` answers a file with the same lines: two ways into one engine."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from support.claim_text import price_text

import medpay_cli
from medpay_cli.dataset.store import connect, table_sql
from medpay_cli.pricing.request import PriceRequest

FIELDS = ("claim", "code", "modifiers", "units", "charge", "date", "locality", "pos", "deductible")
SAME = (
    *("code", "status", "release", "release_fit", "locality", "setting", "pos", "uncapped_fee", "opps_cap", "fee"),
    *("rank", "allowed", "deductible", "medicare_pays", "coinsurance", "limiting_charge", "payable", "outcome", "rule"),
    *("reason_code", "confidence"),
)
# Each once however often it is written; codes of other schedules, of no release and of a place without a rate.
WRITTEN = [
    ("W1", "74174", "80,80", "1", "", "2026-02-04", "0000000", "21", ""),
    ("W2", "A0428", "54", "3", "", "2026-07-15", "0000000", "22", ""),
    ("W3", "G0354", "", "1", "", "2026-07-15", "1320201", "24", ""),
    ("W4", "99213", "", "1", "", "2026-07-15", "1320201", "07", ""),
    ("W5", "J7685", "TC", "2", "", "2026-07-15", "1320201", "24", ""),
]
MODIFIERS = ("", "", "", "", "26", "TC", "50", "51", "59", "25", "RT", "LT", "80", "62", "78", "54", "GP", "22", "53")


def listed(sql: str) -> list[str]:
    return [code for (code,) in connect().execute(sql).fetchall()]


def rows(seed: int) -> list[tuple[str, ...]]:
    """Claims of endoscopies, imaging, surgery, visits and whatever else the fee schedule lists."""
    chance = random.Random(seed)
    fees = f"({table_sql('fee_schedule')})"
    any_code = listed(f"select distinct hcpcs from {fees} where release in ('RVU25A', 'RVU26C') order by 1")
    ranked = listed(
        f"select hcpcs from {fees} where release = 'RVU26C' and modifier = ''"
        " and multiple_procedure in ('2', '3', '4', '5', '6', '7') order by 1"
    )
    scopes = listed(f"select hcpcs from {fees} where release = 'RVU26C' and endoscopic_base = '45378' order by 1")
    found: list[tuple[str, ...]] = [*WRITTEN]
    for number in range(120):
        codes = chance.choice([ranked, ranked, any_code, scopes])
        claim = [*chance.sample(codes, chance.randint(1, 4)), *chance.choice([[], [], ["99213"], ["99214", "G2211"]])]
        day = chance.choice(["2025-03-03", "2026-02-04", "2026-07-15"])
        place, deductible = chance.choice(["1320201", "0000000"]), chance.choice(["", "", "", "100"])
        for code in claim:
            charge, pos, units = chance.choice(["", "50"]), chance.choice(["11", "22", "24"]), chance.choice("1123")
            line = (f"C{number}", code, chance.choice(MODIFIERS), units, charge, day, place, pos, deductible)
            found.append(line)
    return found


def plain(value: Any) -> Any:
    return f"{value:f}" if isinstance(value, Decimal) else value


@pytest.mark.parametrize("seed", [1, 2])
def test_a_table_is_answered_as_a_file_of_claims(seed: int) -> None:
    given = rows(seed)
    values = ", ".join("(" + ", ".join(f"nullif('{cell}', '')" for cell in row) + ")" for row in given)
    table = medpay_cli.price_lines(duckdb.sql(f"select * from (values {values}) as t({', '.join(FIELDS)})"))
    answered = table.project(", ".join(SAME)).fetchall()
    text = "\n".join([",".join(FIELDS), *(",".join(f'"{cell}"' for cell in row) for row in given)])
    records = price_text(text + "\n", PriceRequest())
    assert len(answered) == len(records) == len(given)
    for row, record, line in zip(answered, records, given, strict=True):
        told = [plain(getattr(record, name)) for name in SAME]
        if record.confidence == "low":
            # Beside a line that is no code `claim` doubts the others too.
            told[-1] = row[-1]
        assert [plain(value) for value in row] == told, line
