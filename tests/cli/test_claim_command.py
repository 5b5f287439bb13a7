"""`medpay claim`: a file of charge lines, each claim priced together."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

from support.shell import Medpay

FILE = "claim,CPT Code,mods,qty\nA,45385,,1\nA,45380,59,1\nB,99213,,1\nC,9921,,1\n"
PLACE = ("--locality", "1320201", "--release", "RVU26C")


def test_a_file_of_claims(medpay: Medpay, tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text(FILE, encoding="utf-8")
    result = medpay("claim", str(path), *PLACE, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.out)))
    # MCPM chapter 12 section 40.6: 45380 less its base 45378. A line that is no code is a record and exit 2.
    assert [(row["claim"], row["line"], row["allowed"]) for row in rows] == [
        ("A", "2", "573.64"),
        ("A", "3", "117.57"),
        ("B", "4", "107.63"),
        ("C", "5", ""),
    ]
    assert result.code == 2
    assert "line 5, 9921" in result.err


def test_a_claim_of_one_line_has_its_total(medpay: Medpay, tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text("claim,code\nB,99213\n", encoding="utf-8")
    out = medpay("claim", str(path), *PLACE).out
    [head, line, total] = [text.split() for text in out.splitlines()[3:6]]
    assert (head[0], line[0]) == ("Code", "99213")
    assert total == ["Claim", "$107.63", "$86.10", "$21.53"]


def test_wrong_files_are_one_line(medpay: Medpay, tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text("claim,price\nB,10\n", encoding="utf-8")
    for arguments in ((str(path),), (str(tmp_path / "none.csv"),)):
        result = medpay("claim", *arguments)
        assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)


def test_the_table_adds_up_to_the_json(medpay: Medpay, tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text(
        "claim,code,mods,qty\nA,45385,,1\nA,45380,,1\nA,20610,,1\nB,70551,,1\nB,70552,26,1\nB,97110,,3\nC,77417,,1\n"
    )
    records = json.loads(medpay("claim", str(path), *PLACE, "--format", "json").out)
    out = medpay("claim", str(path), *PLACE).out
    totals = [line.split()[1] for line in out.splitlines() if line.startswith("Claim  ") and "Date" not in line]
    for claim, said in zip("ABC", totals, strict=True):
        of_claim = [record["allowed"] for record in records if record["claim"] == claim and record["allowed"]]
        assert said == (f"${sum(map(Decimal, of_claim)):,}" if of_claim else "-")
    [every] = [line for line in out.splitlines() if line.startswith("All ")]
    assert f"${sum(Decimal(record['allowed']) for record in records if record['allowed']):,}" in every
