"""`medpay audit` from the shell."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from support.shell import Medpay


@pytest.fixture
def charges(tmp_path: Path) -> Path:
    path = tmp_path / "charges.csv"
    path.write_text("Claim,CPT,DOS,POS\nA,45385,2026-07-15,22\nA,45380,2026-07-15,22\nB,99213,2026-07-15,11\n")
    return path


def test_findings_on_stdout_words_on_stderr(medpay: Medpay, charges: Path) -> None:
    result = medpay("audit", str(charges), "--locality", "1320201")
    assert result.code == 1
    assert "NCCI-PTP-1" in result.out
    assert "3 lines, 2 claim days: 2 payable, 1 denied" in result.err
    assert "not checked" in result.err
    assert medpay("audit", str(charges), "--exit-zero").code == 0


def test_a_clean_list_exits_zero(medpay: Medpay, tmp_path: Path) -> None:
    path = tmp_path / "clean.csv"
    path.write_text("cpt,dos\n99213,2026-07-15\n")
    result = medpay("audit", str(path))
    assert (result.code, result.out) == (0, "Nothing found in 1 lines\n")


def test_formats_agree(medpay: Medpay, charges: Path) -> None:
    records = json.loads(medpay("audit", str(charges), "--format", "json").out)
    assert [json.loads(line) for line in medpay("audit", str(charges), "-f", "jsonl").out.splitlines()] == records
    [row] = csv.DictReader(io.StringIO(medpay("audit", str(charges), "-f", "csv").out))
    assert (row["rule"], row["line"], row["claim"], row["codes"]) == ("NCCI-PTP-1", "3", "A", "45385; 45380")
    assert list(records[0]) == [
        *("rule", "severity", "file", "line", "claim", "patient", "date", "codes", "message", "fix", "at_stake"),
        *("citation", "confidence"),
    ]


def test_lines_file(medpay: Medpay, charges: Path, tmp_path: Path) -> None:
    out = tmp_path / "lines.csv"
    medpay("audit", str(charges), "--lines", str(out))
    assert [row["medpay_outcome"] for row in csv.DictReader(out.open())] == ["payable", "denied", "payable"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.csv"], "no file nowhere.csv"),
        (["FILE", "--map", "code=cdp"], "cdp"),
        (["FILE", "--locality", "01"], "not unique"),
        (["FILE", "--lines", "nowhere/out.csv"], "cannot write"),
        (["FILE", "--lines", "out.doc"], "write one of"),
        (["FILE", "--date-format", "ymd"], "mdy"),
    ],
)
def test_a_wrong_request_is_one_line(medpay: Medpay, charges: Path, arguments: list[str], said: str) -> None:
    result = medpay("audit", *(str(charges) if argument == "FILE" else argument for argument in arguments))
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert said in result.err


def test_show_mapping(medpay: Medpay, charges: Path) -> None:
    result = medpay("audit", str(charges), "--show-mapping")
    assert result.code == 0
    assert "code       CPT" in result.out
