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
    assert (result.code, result.out) == (0, "Nothing found in 1 line\n")


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
        (["FILE", "--lines", "out.doc"], "end it in one of"),
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


def test_show_mapping_of_a_bare_list(medpay: Medpay, tmp_path: Path) -> None:
    (tmp_path / "codes.txt").write_text("99213\n99214\n")
    assert "a bare list of codes" in medpay("audit", str(tmp_path / "codes.txt"), "--show-mapping").out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 1),
        (["--fail-on", "error"], 1),
        (["--select", "NCCI-MUE"], 0),
        (["--ignore", "ncci-ptp"], 0),
        (["--exit-zero"], 0),
    ],
)
def test_exit_codes(medpay: Medpay, charges: Path, arguments: list[str], code: int) -> None:
    assert medpay("audit", str(charges), *arguments).code == code


def test_fail_on_info(medpay: Medpay, tmp_path: Path) -> None:
    path = tmp_path / "info.csv"
    path.write_text("cpt,dos\n36415,2026-07-15\n")
    assert medpay("audit", str(path)).code == 0
    assert medpay("audit", str(path), "--fail-on", "info").code == 1


def test_summary_of_findings(medpay: Medpay, charges: Path) -> None:
    [record] = json.loads(medpay("audit", str(charges), "--summary", "code", "-f", "json").out)
    assert (record["key"], record["findings"], record["lines"]) == ("45380", 1, 1)


def test_github_annotations(medpay: Medpay, charges: Path) -> None:
    out = medpay("audit", str(charges), "-f", "github").out
    assert out.startswith(f"::error file={charges},line=3,title=NCCI-PTP-1::45380 is denied with 45385")


@pytest.mark.parametrize("ending", ["csv", "tsv", "json", "jsonl", "md", "html", "parquet", "xlsx"])
def test_findings_into_a_file(medpay: Medpay, charges: Path, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"findings.{ending}"
    result = medpay("audit", str(charges), "-o", str(out))
    assert (result.code, result.out) == (1, "")
    assert out.stat().st_size > 100
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_binary_format_needs_a_file(medpay: Medpay, charges: Path) -> None:
    result = medpay("audit", str(charges), "-f", "parquet")
    assert (result.code, result.out) == (2, "")


def test_nothing_is_left_behind(medpay: Medpay, charges: Path, tmp_path: Path) -> None:
    spill = tmp_path / "spill"
    spill.mkdir()
    limits = ["--temp-dir", str(spill), "--memory-limit", "200MB", "--threads", "1"]
    assert medpay("audit", str(charges), *limits).code == 1
    assert medpay("audit", "nowhere.csv", *limits).code == 2
    assert list(spill.iterdir()) == []
    assert medpay("audit", str(charges), "--memory-limit", "much").code == 2
