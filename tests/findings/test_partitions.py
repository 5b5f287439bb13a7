"""The whole is the union of its parts: claims priced and checked together or apart say the same (DESIGN.md 3)."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

import pytest
from support.claims import Run, run

from medpay_cli.dataset.store import connect, table_sql
from medpay_cli.pricing.lines import ChargeLine

MODIFIERS = ["", "", "", "25", "59", "50", "RT", "LT", "57", "80", "76", "XS", "GP", "26", "TC", "52", "62"]
UNITS = [Decimal(1)] * 5 + [Decimal(2), Decimal(3)]


@pytest.fixture(scope="module")
def codes() -> list[str]:
    """Codes that rules across lines are about, and a few of every status."""
    rows = connect().execute(
        f"""select hcpcs from ({table_sql("fee_schedule")}) where release = 'RVU26C' and modifier = ''
        and (multiple_procedure in ('2', '3', '4', '5', '6', '7') or status = 'T' or hcpcs between '99202' and '99285'
            or hcpcs like 'G04%' or hcpcs between '45378' and '45398')
        order by hcpcs"""
    )
    return [code for (code,) in rows.fetchall()]


def claims(codes: list[str], seed: int) -> list[ChargeLine]:
    """Random claims of real codes, a few lines each, with repeated codes, both sides and two days."""
    chance = random.Random(seed)
    lines: list[ChargeLine] = []
    for claim in range(60):
        few = [chance.choice(codes) for _ in range(3)]
        for _ in range(chance.randint(1, 6)):
            modifier = chance.choice(MODIFIERS)
            lines.append(
                ChargeLine(
                    line=len(lines) + 1,
                    claim=f"claim {claim}",
                    hcpcs=chance.choice(few) if chance.random() < 0.5 else chance.choice(codes),
                    modifiers=(modifier,) if modifier else (),
                    units=chance.choice(UNITS),
                    charge=None if chance.random() < 0.5 else Decimal(chance.randint(20, 900)),
                    date=dt.date(2026, 7, chance.choice([14, 15])),
                    locality_key=chance.choice(["1320201", "0210201", "0000000"]),
                    pos=chance.choice([None, "11", "22"]),
                )
            )
    return lines


def union(runs: list[Run]) -> Run:
    return Run(
        {line: row for one in runs for line, row in one.prices.items()}, set().union(*(r.findings for r in runs))
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_whole_is_the_union_of_its_parts(codes: list[str], seed: int) -> None:
    lines = claims(codes, seed)
    chance = random.Random(seed)
    part_of = {line.claim: chance.randrange(3) for line in lines}
    whole = run(lines)
    assert union([run([line for line in lines if part_of[line.claim] == part]) for part in range(3)]) == whole
    assert len(whole.prices) == len(lines)
    assert len(whole.findings) > 30


@pytest.mark.parametrize("seed", [4, 5])
def test_the_order_of_lines_changes_no_price(codes: list[str], seed: int) -> None:
    lines = claims(codes, seed)
    turned = [line._replace(line=len(lines) + 1 - line.line) for line in lines]
    before, after = run(lines), run(turned)
    # Lines that are the same in everything may change places; what each claim is paid may not.
    for line in lines:
        one, other = before.prices[line.line], after.prices[len(lines) + 1 - line.line]
        twins = [t for t in lines if t._replace(line=0) == line._replace(line=0)]
        if len(twins) == 1:
            assert one[1:] == other[1:], line
    total = [sum(row[4] or 0 for row in each.prices.values()) for each in (before, after)]
    assert total[0] == total[1]
