"""A claim of hundreds of lines is judged by kinds of lines, and says what the pairing of every two lines says."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import Any

import pyarrow
import pytest

from medpay_cli.auditing.audit import judge
from medpay_cli.edits import engine

# Edits of indicator 0 and 1, visits, add-on codes with and without their primary, units above an MUE, and one code that
# has edits in both columns.
CODES = (
    *("45378", "45380", "45381", "45385", "45390", "20610", "20605", "20611", "11720", "11721", "99213", "99291"),
    *("99292", "64483", "64484", "97110", "97140", "97530", "29881", "29877", "29875", "93000", "93010", "11042"),
)
MODIFIERS = ("", "", "59", "RT", "LT", "25", "26", "XS", "RT,59")
TOLD_RULES = {"NCCI-PTP-0", "NCCI-PTP-1"}


def _findings(rows: list[tuple[str, str]]) -> tuple[list[dict[str, Any]], list[tuple[Any, ...]]]:
    codes, modifiers = zip(*rows, strict=True)
    table = pyarrow.table({"claim": ["1"] * len(rows), "code": codes, "modifier": modifiers})
    with judge(table, date="2026-07-15") as answer:
        found = answer.findings().to_arrow_table().to_pylist()
        lines: list[tuple[Any, ...]] = answer.lines().fetchall()
    return found, lines


def test_a_large_claim_says_of_each_line_what_its_pairs_say(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = list(itertools.product(CODES, MODIFIERS))
    rows = [*kinds, *kinds[::5]]
    assert len(rows) > engine.LARGE
    told, lines = _findings(rows)
    monkeypatch.setattr(engine, "LARGE", len(rows))
    every, each = _findings(rows)

    # What is expected of each line, and which rules it meets, is the same.
    assert lines == each
    # What is no pair of lines is told in the same words; of each line, whether a bypass names the site of the other.
    others = [[row for row in found if row["rule"] not in {*TOLD_RULES, "PTP-SAME-SITE"}] for found in (told, every)]
    assert others[0] == others[1]
    same_site = [{row["line"] for row in found if row["rule"] == "PTP-SAME-SITE"} for found in (told, every)]
    assert same_site[0] == same_site[1] != set()

    def counted(found: list[dict[str, Any]]) -> Counter[tuple[Any, ...]]:
        return Counter((row["line"], row["rule"], row["severity"]) for row in found if row["rule"] in TOLD_RULES)

    few, all_of_them = counted(told), counted(every)
    assert few.keys() == all_of_them.keys()
    assert max(few.values()) == engine.TOLD < max(all_of_them.values())
    # Those that are not told are counted.
    left = {key: all_of_them[key] - count for key, count in few.items() if all_of_them[key] > count}
    for (line, rule, severity), more in left.items():
        words = f"with {more:,} more line{'' if more == 1 else 's'} of this large claim"
        said = [row for row in told if (row["line"], row["rule"], row["severity"]) == (line, rule, severity)]
        assert sum(words in row["message"] for row in said) == 1, (line, rule)
    assert sum("of this large claim" in row["message"] for row in told) == len(left)


def test_a_claim_at_the_limit_tells_every_edit() -> None:
    found, _ = _findings([("45378", ""), *[("45385", "")] * (engine.LARGE - 1)])
    denied = [row for row in found if row["rule"] in TOLD_RULES and row["line"] == 1]
    assert len(denied) == engine.LARGE - 1
    found, _ = _findings([("45378", ""), *[("45385", "")] * engine.LARGE])
    [last] = [row for row in found if row["rule"] in TOLD_RULES and row["line"] == 1]
    assert last["message"].endswith(f"denied with {engine.LARGE - 1} more lines of this large claim")
