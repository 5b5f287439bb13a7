"""Damaged charge lists: a mistake of one line or an audit of every line, never a crash and never a lost line."""

from __future__ import annotations

import gzip
import random
from pathlib import Path
from typing import Any

import pytest

import medpay_cli
from medpay_cli.auditing.audit import judge as judged
from medpay_cli.dataset.places import PlaceQuery
from medpay_cli.errors import MedpayError

HEADER = "claim,cpt,mod,units,dos,pos,charge"
ROWS = [
    "A,45385,,1,2026-07-15,22,1500.00",
    "A,45380,59,1,2026-07-15,22,900.00",
    'B,99213,25,1,2026-07-15,11,"$1,150.50"',
    "B,20610,RT,2,2026-07-15,11,200",
    "C,MISC,,x,never,zz,-5",
]
LIST = "\n".join([HEADER, *ROWS, ""]).encode()
# What replaces or joins bytes of a list: ends of lines, quotes, delimiters, NUL, other encodings, long and odd numbers.
PIECES = (b"\r", b"\n", b'"', b",", b";", b"\t", b"\0", b"\xff", b"\xe9", b"\xef\xbb\xbf", b"9" * 40, b"-", b"1e9")


def mutated(seed: int) -> bytes:
    """LIST with a few bytes taken out, replaced or put in."""
    chance = random.Random(seed)
    content = LIST
    for _ in range(chance.randint(1, 4)):
        at, taken = chance.randrange(len(content)), chance.randint(0, 3)
        content = content[:at] + chance.choice(PIECES) + content[at + taken :]
    return content


def check(path: Path) -> None:
    """A RequestError, or a result for every line that was read, each row of the file among the lines written."""
    try:
        answer = judged(str(path), date="2026-07-15")
    except MedpayError as error:
        assert "\n" not in str(error).strip()
        return
    with answer:
        [(lines, results, rows)] = answer.connection.execute(
            "select (select count(*) from charge_line), (select count(*) from line_result),"
            " (select count(*) from charge_row)"
        ).fetchall()
        assert lines == results == answer.summary.lines
        assert rows == answer.summary.rows
        assert len(answer.connection.execute(answer.lines_sql()).fetchall()) == lines
        assert all(found.message for found in answer.records())


@pytest.mark.parametrize("seed", range(3))
def test_a_mutated_list(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "charges.csv"
    path.write_bytes(mutated(seed))
    check(path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cut.csv.gz", gzip.compress(LIST)[:-12]),
        ("no.csv.gz", LIST),
        ("header.csv", HEADER.encode() + b"\n"),
        ("wide.csv", LIST + b"D,99213,," + b"x" * 300_000 + b",2026-07-15,11,1\n"),
        ("mixed.csv", LIST + "D,99213,,1,2026-07-15,11,\u20ac\n".encode("cp1252") + "E,99213,é,1,,,\n".encode()),
        ("odd.parquet", b"PAR1" + LIST),
        ("odd.xlsx", b"PK\x03\x04" + LIST),
    ],
)
def test_a_damaged_file(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    check(path)


def test_a_line_alone_expects_what_price_allows(judge: Any) -> None:
    """To the cent. Without a claim or patient column each line stands alone: it is a list of one line."""
    codes = ["99213-25", "97110x3", "71046-26", "27447-50", "77427", "G0439", "17110", "93000"]
    asked: dict[str, Any] = {"date": "2026-07-15", "pos": "11", "locality": "1320201"}
    # One call each: codes of one call are a claim, whose procedures reduce one another.
    prices = [medpay_cli.price(code, **asked)[0].allowed for code in codes]
    answer = judge(
        "cpt\n" + "".join(f"{code}\n" for code in codes), date="2026-07-15", pos="11", place=PlaceQuery("1320201")
    )
    assert answer.connection.execute("select allowed from line_result order by line").fetchall() == [
        (price,) for price in prices
    ]
