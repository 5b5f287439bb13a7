"""`medpay claim`: a file of charge lines, each claim priced together."""

from __future__ import annotations

import csv
import io
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
