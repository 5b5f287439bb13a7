"""Outpatient claims for the comparison with CMS's editor, and what medpay says of each line.

    python tests/differential/claims.py make CLAIMS.json [--claims N] [--seed S]
    python tests/differential/claims.py edit CLAIMS.json OURS.json

A claim has two to six lines: pairs of the edit table on and around their dates, add-on codes with and without
primaries, codes at random, modifiers that count and that do not.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
from pathlib import Path
from typing import Any

from medpay_cli.dataset.store import connect, table_sql
from medpay_cli.edits import engine
from medpay_cli.edits.lines import EditLine

DATES = ("20240215", "20240701", "20250115", "20250801", "20251231", "20260101", "20260515")
MODIFIERS = (
    *("59", "XE", "XS", "XP", "XU", "25", "57", "24", "58", "78", "79", "91", "27", "LT", "RT", "E1", "F5", "TA", "LC"),
    *("76", "77", "22", "GP", "KX", "PO", "JW"),
)


def make(path: Path, count: int, seed: int) -> None:
    """Write `count` claims, the same ones for the same seed."""
    connection = connect()
    pairs = connection.execute(
        f"""select column1, column2 from ({table_sql("ptp")}) where edit_table = 'outpatient'
        and coalesce(possible_through, date '2030-01-01') >= '2024-01-01'
        order by hash(column1 || column2) limit 20000"""
    ).fetchall()
    add_ons = connection.execute(
        f"""select add_on, primary_code from ({table_sql("add_on")})
        where not contractor_defined order by hash(add_on || primary_code) limit 5000"""
    ).fetchall()
    codes = [
        code
        for (code,) in connection.execute(
            f"select distinct hcpcs from ({table_sql('mue')}) where service = 'outpatient' and mue > 0 order by 1"
        ).fetchall()
    ]
    draw = random.Random(seed)
    claims = []
    for number in range(count):
        picked: list[str] = []
        for _ in range(draw.choice((1, 1, 2))):
            kind = draw.random()
            if kind < 0.6:
                picked += draw.choice(pairs)
            elif kind < 0.85:
                add_on, primary = draw.choice(add_ons)
                picked += [add_on, primary] if draw.random() < 0.5 else [add_on]
            picked += draw.sample(codes, draw.choice((0, 1)))
        while len(picked) < 2:
            picked.append(draw.choice(codes))
        draw.shuffle(picked)
        lines = [[code, draw.sample(MODIFIERS, draw.choice((0, 0, 0, 1, 1, 2)))] for code in picked[:6]]
        claims.append({"claim": str(number), "date": draw.choice(DATES), "lines": lines})
    path.write_text(json.dumps(claims), encoding="utf-8")


def edit(source: Path, target: Path) -> None:
    """What each line gets: `ptp0`, `ptp1` (denied, by indicator), `add_on1`, `add_on3` (no primary)."""
    claims: list[dict[str, Any]] = json.loads(source.read_text(encoding="utf-8"))
    lines: list[EditLine] = []
    where: dict[int, tuple[str, int]] = {}
    for claim in claims:
        date = dt.datetime.strptime(claim["date"], "%Y%m%d").date()
        for position, (code, modifiers) in enumerate(claim["lines"]):
            where[len(lines)] = (claim["claim"], position)
            lines.append(EditLine(len(lines), claim["claim"], date, code, tuple(modifiers), edit_table="outpatient"))
    connection = connect()
    engine.open_for(connection, lines)
    engine.find(connection)
    found: dict[str, list[list[str]]] = {claim["claim"]: [[] for _ in claim["lines"]] for claim in claims}
    for line, what in connection.execute(
        """select distinct column2_line, 'ptp' || modifier_indicator from ptp_finding where bypassed_by is null
        union all
        select line, 'add_on' || add_on_type from add_on_finding where not met and add_on_type <> '2'"""
    ).fetchall():
        number, position = where[line]
        found[number][position].append(what)
    target.write_text(json.dumps({k: [sorted(line) for line in v] for k, v in found.items()}), encoding="utf-8")


def main() -> None:
    """Make claims, or edit them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("make", "edit"))
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--claims", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if arguments.what == "make":
        make(arguments.files[0], arguments.claims, arguments.seed)
    else:
        edit(*arguments.files)


if __name__ == "__main__":
    main()
