"""Compares the program's answers before and after a change: the same random requests, record by record.

python tests/differential/records.py make BEFORE.jsonl --requests 5000     (at the commit before)
python tests/differential/records.py make AFTER.jsonl --requests 5000      (at the commit after)
python tests/differential/records.py compare BEFORE.jsonl AFTER.jsonl
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Code families of every kind, as beginnings: a tenth of the requests each, the rest any code of any release.
KINDS = ["9921", "9928", "4538", "298", "208", "7739", "774", "70", "93", "971", "001", "G0", "G2", "8", "J", "9636"]
MODIFIERS = [
    *("26", "TC", "53", "25", "57", "24", "59", "50", "51", "52", "LT", "RT", "80", "AS", "62", "66", "22", "54", "55"),
    *("56", "58", "76", "78", "79", "XS", "XU", "GP", "GA", "QW", "AA", "QX", "QK", "FX", "FY", "CT", "CQ", "KX", "ZZ"),
]
PLACES = [["--locality", "1320201"], ["--zip", "63110"], ["--state", "VA"], ["--national"], ["--locality", "01"]]
# After the last loaded release and edition; never today, or answers of two days would differ.
LATE = ["--dos", "2026-11-25"]
DATES = [["--dos", "2026-07-15"], ["--dos", "2025-03-01"], ["--dos", "2026-01-31"], ["--release", "RVU25A"], LATE]
RARE = [
    *(["--facility"], ["--nonfacility"], ["--pos", "22"], ["--pos", "11"], ["--pos", "41"], ["--pos", "10"], ["--qp"]),
    *(["--nonpar"], ["--provider", "np"], ["--deductible", "100"], ["--sequestration"], ["--charge", "120"]),
    ["--separate"],
]


def requests(count: int, seed: int, codes: list[str]) -> Iterator[list[str]]:
    """Command lines of price (two thirds) and bundle, each an answerable question."""
    chance = random.Random(seed)
    for _ in range(count):
        price = chance.random() < 0.67
        words = ["price" if price else "bundle"]
        for _ in range(chance.choice([1, 1, 1, 2, 3] if price else [1, 2, 2, 3])):
            pool = codes
            if chance.random() < 0.7:
                kind = chance.choice(KINDS)
                pool = [code for code in codes if code.startswith(kind)]
            code = chance.choice(pool)
            for _ in range(chance.choice([0, 0, 1, 1, 2])):
                code += f"-{chance.choice(MODIFIERS)}"
            words.append(code + chance.choice(["", "", "", "x2", "x7"]))
        if price:
            words += chance.choice(PLACES) + chance.choice(DATES)
            words += chance.choice(RARE) if chance.random() < 0.5 else []
            words += ["--minutes", "95"] if len(words) < 7 and words[1].startswith("001") else []
        else:
            words += chance.choice([["--dos", "2026-07-15"], ["--dos", "2025-11-03"], ["--table", "outpatient", *LATE]])
        yield [*words, "--format", "json"]


def answer(words: list[str]) -> dict[str, Any]:
    """What the program says: exit code, records, words on stderr."""
    from medpay_cli.cli.main import run

    out, err = io.StringIO(), io.StringIO()
    sys.argv = ["medpay", *words]
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = int(run())
    said = out.getvalue()
    return {
        "request": " ".join(words),
        "exit": code,
        "records": json.loads(said) if said else None,
        "err": err.getvalue(),
    }


def make(path: Path, count: int, seed: int) -> None:
    """Answer the requests of `seed` with this checkout's program."""
    import duckdb

    from medpay_cli.dataset.store import table_sql

    os.environ["MEDPAY_CONFIG"] = ""
    listed = f"select distinct hcpcs from ({table_sql('fee_schedule', ('hcpcs',))}) order by hcpcs"
    codes = [code for (code,) in duckdb.execute(listed).fetchall()]
    with path.open("w", encoding="utf-8") as file:
        for words in requests(count, seed, codes):
            file.write(json.dumps(answer(words)) + "\n")


def compare(before: Path, after: Path, shown: int) -> int:
    """Print which fields differ and how often, with examples; 1 when any does."""
    differ: Counter[str] = Counter()
    examples: dict[str, list[str]] = {}
    with before.open(encoding="utf-8") as first, after.open(encoding="utf-8") as second:
        for old, new in zip(map(json.loads, first), map(json.loads, second), strict=True):
            for field, was, now in differences(old, new):
                differ[field] += 1
                if len(examples.setdefault(field, [])) < shown:
                    examples[field].append(f"{old['request']}\n    was {was}\n    now {now}")
    for field, count in differ.most_common():
        print(f"{field}: {count}")
        for example in examples[field]:
            print(f"  {example}")
    print("no difference" if not differ else f"{differ.total()} differences")
    return 1 if differ else 0


def differences(old: dict[str, Any], new: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """Field, value before and value after, for each field of an answer that is not the same."""
    for field in ("request", "exit", "err"):
        if old[field] != new[field]:
            yield field, old[field], new[field]
    was, now = old["records"] or [], new["records"] or []
    if len(was) != len(now):
        yield "number of records", len(was), len(now)
        return
    for one, other in zip(was, now, strict=True):
        for field in {**one, **other}:
            if one.get(field) != other.get(field):
                yield field, one.get(field), other.get(field)


def main() -> int:
    """The command line above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    maker = commands.add_parser("make")
    maker.add_argument("file", type=Path)
    maker.add_argument("--requests", type=int, default=5000)
    maker.add_argument("--seed", type=int, default=1)
    comparer = commands.add_parser("compare")
    comparer.add_argument("before", type=Path)
    comparer.add_argument("after", type=Path)
    comparer.add_argument("--shown", type=int, default=3)
    asked = parser.parse_args()
    if asked.command == "make":
        make(asked.file, asked.requests, asked.seed)
        return 0
    return compare(asked.before, asked.after, asked.shown)


if __name__ == "__main__":
    sys.exit(main())
