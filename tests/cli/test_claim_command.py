"""`medpay claim`: a file of charge lines, each claim priced together."""

from __future__ import annotations

import csv
import gzip
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


LINES = """patient,CPT Code,dos,zip,provider type,units,charge,note
P1,45385,7/15/2026,10001,,1,$900.00,a
P1,45380-59,7/15/2026,10001,,1,0,b
P2,99213,7/31/2026,06101,np,1,,
P2,70551,13/45/2026,10001,,1,,
P2,70551,7/31/2026,10001,wizard,1,,
P2,70551,7/31/2026,10001,,-1,,
P2,70551,7/31/2026,10001,,many,,
P2,70551,7/31/2026,00000,,1,,
"""
# What is allowed (573.64 and 117.57: MCPM 12/40.6; 85 % of 100.45 for a nurse practitioner), or why nothing is.
READ = [
    "573.64",
    "117.57",
    "85.38",
    "date '13/45/2026' is not a date",
    "provider_type 'wizard': write one of",
    "the undoing of another line",
    "'many' is not a number of units",
    "ZIP 00000 is not in",
]


def test_a_file_is_read_as_audit_reads_a_charge_list(medpay: Medpay, tmp_path: Path) -> None:
    path = tmp_path / "claims.tsv.gz"
    path.write_bytes(gzip.compress(LINES.replace(",", "\t").encode()))
    result = medpay("claim", str(path), "--format", "json", "--date-format", "mdy")
    records = json.loads(result.out)
    assert result.code == 2
    assert "note: columns not used: note" in result.err
    for record, said in zip(records, READ, strict=True):
        assert record["allowed"] == said or said in record["reason"]
    assert [record["line"] for record in records] == [2, 3, 4, 5, 6, 7, 8, 9]
    assert {record["claim"] for record in records} == {"P1", "P2"}


def test_day_or_month_is_asked_not_guessed(medpay: Medpay) -> None:
    given = "cpt,dos\n99213,7/5/2026\n"
    refused = medpay("claim", "-", "--date-format", "ydm", stdin=given)
    assert (refused.code, refused.out) == (2, "")
    assert "write mdy (month first)" in refused.err


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
