"""Claims that are alike are judged once: each is told what it would be told by itself."""

from __future__ import annotations

import random
from typing import Any

import pytest

from medpay_cli.intake import alike

# Edits that hold on every day of the list, that began in it, that no loaded edition proves; units; charges; add-ons.
CLAIMS = [
    ["45385,,1,900", "45380,,1,500"],
    ["45385,,1,900", "45380,59,1,500"],
    ["45380,,1,500", "45385,,1,900"],
    ["99213,25,1,150", "11042,,1,80"],
    ["99213,,1,150", "11042,,1,80"],
    ["99213,,1,50"],
    ["77417,,1,9"],
    ["11046,,1,90"],
    ["97110,GP,2,60", "97140,GP,1,40"],
    ["97110,GP,2,60", "97110,GP,2,60"],
    ["27447,RT,1,2000", "27447,LT,1,2000", "99024,,1,0"],
    ["G2211,,1,20", "99214,25,1,150", "20610,,1,100"],
    ["00100,QZ,1,900"],
    ["MISC,,1,5", "99213,,1,150"],
    ["0042T,,1,5"],
]
DATES = ["2025-02-03", "2025-11-03", "2026-05-04", "2026-07-15", "2026-07-16", "2026-11-02"]


def text(seed: int) -> str:
    """A list of claims of each kind on days of each kind, some without a number of their own."""
    chance = random.Random(seed)
    rows = []
    for number in range(150):
        for line in chance.choice(CLAIMS):
            # Most claims have one day; where it is another one, the lines are two claims of a day.
            claim = "" if number % 17 == 0 else f"C{number}"
            rows.append(f"{claim},{chance.choice(DATES) if number % 13 == 0 else DATES[number % 6]},{line}")
    return "claim,dos,cpt,mod,units,charge\n" + "\n".join(rows) + "\n"


def told(answer: Any) -> tuple[list[Any], list[Any]]:
    lines = answer.connection.execute("select * from line_result order by line").fetchall()
    return lines, list(answer.records())


def each_by_itself(connection: Any, *how: Any) -> int:
    connection.execute(
        "create or replace temp table alike_line as select line, case when readable then line end as judged,"
        " min(line) over (partition by claim) as first from charge_line"
    )
    return 1


@pytest.mark.parametrize(("seed", "few"), [(1, 0), (2, 0), (3, 10_000)])
def test_claims_alike_are_told_the_same_as_by_themselves(
    judge: Any, monkeypatch: pytest.MonkeyPatch, seed: int, few: int
) -> None:
    monkeypatch.setattr(alike, "FEW", few)
    together = judge(text(seed))
    [(judged, readable)] = together.connection.execute(
        "select count(*) filter (line = judged), count(judged) from alike_line"
    ).fetchall()
    # Most claims have another one like them.
    assert judged < readable / 1.5
    monkeypatch.setattr("medpay_cli.auditing.audit.pair_up", each_by_itself)
    alone = judge(text(seed))
    assert told(together) == told(alone)
    assert together.summary == alone.summary
    assert len(together.summary.findings) > 10


def test_a_message_names_the_day_of_its_own_line(judge: Any) -> None:
    """Two claims alike on days for which no loaded edition proves the edit: each is told of its own day."""
    rows = [f"{claim},2026-10-0{claim},{code}\n" for claim in (1, 2) for code in ("45385", "45380")]
    answer = judge("claim,dos,cpt\n" + "".join(rows))
    assert not [record.message for record in answer.records() if "0001-02-03" in record.message]


def test_a_rule_that_begins_between_two_days_parts_them(judge: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alike, "FEW", 0)
    days = ["2024-12-31", "2025-01-01", "2025-12-31", "2026-01-01", "2026-09-30", "2026-10-01"]
    answer = judge("claim,dos,cpt\n" + "".join(f"{day},{day},99213\n" for day in days))
    [(periods,)] = answer.connection.execute("select count(distinct period) from day_period").fetchall()
    assert periods == len(days)
