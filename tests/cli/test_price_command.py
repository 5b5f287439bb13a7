"""`medpay price` from the shell: exit codes, streams, formats, files, stdin."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from support.shell import Medpay

from medpay_cli.render.price_words import CAVEAT

MANHATTAN = ("--locality", "1320201", "--release", "RVU26C")


def test_the_breakdown(medpay: Medpay) -> None:
    result = medpay("price", "99213", *MANHATTAN)
    assert (result.code, result.err) == (0, "")
    assert result.out == (
        "99213  Office o/p est low 20 min\n"
        "MANHATTAN, NY (13202-01) · non-facility rate · RVU26C\n"
        "\n"
        "                   RVU   GPCI  Dollars\n"
        "Work              1.30  1.064    46.20\n"
        "Practice expense  1.46  1.162    56.67\n"
        "Malpractice       0.09  1.586     4.77\n"
        "Total             2.85         $107.63\n"
        "\n"
        "Allowed        $107.63\n"
        "Medicare pays   $86.10  if the deductible has been met\n"
        "Coinsurance     $21.53\n"
        "\n"
        "- non-facility rate assumed (no --pos or --facility given)\n"
        "- the facility rate is $63.78\n"
        "\n"
        "RVU26C · conversion factor 33.4009 (non-QP) · confidence high\n"
        f"{CAVEAT}\n"
    )


def test_acceptance_77417(medpay: Medpay) -> None:
    nineteen = medpay("price", "77417", "--locality", "01", "--mod", "26", "--release", "RVU25A")
    assert nineteen.code == 0
    assert "PC/TC 3" in nineteen.out
    assert sum(line[5:8] == "-01" for line in nineteen.out.splitlines()) == 19
    assert "pin one with --locality 0121201, --mac 01212 or MEDPAY_LOCALITY=0121201" in nineteen.out
    assert nineteen.err == ""
    assert "$15.85" in medpay("price", "77417", "--release", "RVU25A").out
    bundled = medpay("price", "77417", "--dos", "2026-07-15").out
    assert "bundled" in bundled
    assert "since RVU26B (2026-04-01" in bundled
    capped = medpay("price", "74251", "--locality", "0210201", "--release", "RVU25A").out
    assert "$264.92" in capped
    assert "$381.71" in capped


def test_json_is_a_list_with_decimal_strings(medpay: Medpay) -> None:
    result = medpay("price", "99213-25", "10060x10", *MANHATTAN, "--format", "json")
    first, second = json.loads(result.out)
    assert (first["code"], first["modifiers"], first["units"], first["allowed"]) == ("99213", ["25"], "1", "107.63")
    assert (first["setting"], first["reason_code"], first["gpci_work"]) == ("nonfacility", None, "1.064")
    assert second["units"] == "10"
    assert [set(step) for step in first["steps"]] == [{"rule", "label", "factor", "before", "after", "toward"}] * 5


def test_jsonl_csv_and_json_agree(medpay: Medpay) -> None:
    codes = ("99213-25,59", "77417", "00100", "74251-26")
    records = json.loads(medpay("price", *codes, *MANHATTAN, "--format", "json").out)
    lines = medpay("price", *codes, *MANHATTAN, "--format", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == records
    rows = list(csv.DictReader(io.StringIO(medpay("price", *codes, *MANHATTAN, "--format", "csv").out)))
    assert list(rows[0]) == list(records[0])
    for row, record in zip(rows, records, strict=True):
        assert row["modifiers"] == ",".join(record["modifiers"])
        for name in ("code", "allowed", "fee", "total_rvu", "reason", "status", "confidence", "date"):
            assert row[name] == (record[name] or ""), name


def test_markdown(medpay: Medpay) -> None:
    out = medpay("price", "99213", *MANHATTAN, "--format", "md").out
    assert "## 99213  Office o/p est low 20 min" in out
    assert "| **Total** | **2.85** |  | **$107.63** |" in out


def test_stdin_answers_every_line_with_its_number(medpay: Medpay) -> None:
    given = 'CPT\n99213\n\n# a comment\n9921\n99999\n97110x2\n99213-ZZ\n"99213-25"\n'
    expected = [
        (1, "header"), (2, None), (3, "blank"), (4, "comment"), (5, "unreadable"), (6, "unknown_code"), (7, None),
        (8, "unknown_modifier"), (9, None),
    ]  # fmt: skip
    result = medpay("price", "-", *MANHATTAN, "--format", "jsonl", stdin=given)
    records = [json.loads(line) for line in result.out.splitlines()]
    assert result.code == 2
    assert [(record["line"], record["reason_code"]) for record in records] == expected
    assert "note: line 1 is a heading and is not priced: CPT" in result.err
    assert "note: line 5, 9921: '9921' is not a code: a code has 5 characters" in result.err
    rows = list(csv.DictReader(io.StringIO(medpay("price", "-", *MANHATTAN, "--format", "csv", stdin=given).out)))
    assert [(int(row["line"]), row["reason_code"] or None) for row in rows] == expected
    # A table is for reading: it has the lines that ask something.
    table = medpay("price", "-", *MANHATTAN, stdin=given).out
    assert "9921" in table and "a comment" not in table


@pytest.mark.parametrize(
    "given",
    [b"\xef\xbb\xbf99213\r\n77402\r\n", "99213\n77402\n".encode("utf-16"), b"99213\r77402\r", b'"99213"\n"77402"'],
)
def test_stdin_in_any_encoding_and_line_end(given: bytes) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "medpay_cli", "price", "-", *MANHATTAN, "--format", "csv"],
        input=given,
        capture_output=True,
        check=False,
    )
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode())))
    assert [(row["line"], row["code"], row["allowed"]) for row in rows] == [
        ("1", "99213", "107.63"),
        ("2", "77402", "95.76"),
    ]


def test_a_line_that_comes_again_is_answered_as_the_first_time(medpay: Medpay) -> None:
    """Each different line is priced once; the records are those of the lines by themselves, with their own numbers."""
    given = ["99213", "77417-26", "99213x2", "foo!!", "99213", "99999", "77417-26", "84165", "99213x2"]
    options = ("--state", "VA", "--format", "jsonl")
    whole = [json.loads(line) for line in medpay("price", "-", *options, stdin="\n".join(given)).out.splitlines()]
    single = [
        {**json.loads(record), "line": number}
        for number, line in enumerate(given, start=1)
        for record in medpay("price", "-", *options, stdin=line).out.splitlines()
    ]
    assert whole == single


def test_a_list_with_nothing_to_price(medpay: Medpay) -> None:
    result = medpay("price", "-", *MANHATTAN, "--format", "json", stdin="# nothing\n\n")
    assert (result.code, [record["reason_code"] for record in json.loads(result.out)]) == (0, ["comment", "blank"])


def test_stdin_of_twenty_thousand(medpay: Medpay) -> None:
    result = medpay("price", "-", *MANHATTAN, "--format", "csv", stdin="99213\n77417\n" * 10_000)
    rows = list(csv.DictReader(io.StringIO(result.out)))
    assert (result.code, len(rows)) == (0, 20_000)
    assert {(row["code"], row["allowed"]) for row in rows} == {("99213", "107.63"), ("77417", "")}


def test_several_places_one_row_each(medpay: Medpay) -> None:
    out = medpay("price", "99213", "--state", "VA", "--release", "RVU26C").out
    assert "11302-00  VIRGINIA, VA" in out
    assert "12202-01  DC + MD/VA SUBURBS, DC" in out


def test_several_codes_are_one_claim_unless_separate(medpay: Medpay) -> None:
    # RULES.md 1.8: 45385 in full, and 45380 less its base 45378, as in MCPM chapter 12 section 40.6.
    claim = medpay("price", "45385", "45380-59", *MANHATTAN)
    assert (claim.code, claim.err) == (0, "")
    assert "Claim                                                  $691.21   $552.97  $138.24\n" in claim.out
    assert "less the family's base procedure, $434.75    $117.57  MULT-3" in claim.out
    denied = medpay("price", "45385", "45380", *MANHATTAN).out
    assert "45380     1  Colonoscopy and biopsy" not in denied
    assert "it would be allowed $117.57 here" in denied
    alone = medpay("price", "45385", "45380", "--separate", *MANHATTAN).out
    assert "Claim" not in alone
    assert "$552.32  $552.32" in alone


def test_strict(medpay: Medpay) -> None:
    assert medpay("price", "77417", *MANHATTAN).code == 0
    assert medpay("price", "77417", "--strict", *MANHATTAN).code == 1
    assert medpay("price", "99213", "--strict", *MANHATTAN).code == 0
    # Another schedule pays it: no denial.
    assert medpay("price", "36415", "--strict", *MANHATTAN).code == 0


# One line on stderr, nothing on stdout, exit 2: the messages themselves are tested in tests/pricing.
@pytest.mark.parametrize(
    "arguments",
    [
        ("99999",),
        ("99213", "9921"),
        ("99213", "--minutes", "10"),
        ("00100", "--minutes", "ten"),
        ("99213", "--provider", "nurse"),
        ("99213", "--deductible", "-1"),
        ("99213", "--locality", "1320209"),
        ("99213", "--zip", "99998"),
        ("99213", "--dos", "July"),
        ("99213", "--mod", "ZZ"),
        ("99213", "--pos", "70"),
        ("99213", "--format", "xml"),
        ("99213", "--localty", "01"),
        ("99213", "-"),
        ("99213", "99214", "--charge", "10"),
        (),
        ("99213", "-o", "/nowhere/prices.csv"),
    ],
)
def test_a_wrong_request_is_one_line_and_exit_2(medpay: Medpay, arguments: tuple[str, ...]) -> None:
    result = medpay("price", *arguments)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("error: ")
    assert result.err.count("\n") == 1


def test_output_file_is_whole_or_untouched(medpay: Medpay, tmp_path: Path) -> None:
    out = tmp_path / "prices.csv"
    out.write_text("before", encoding="utf-8")
    assert medpay("price", "99999", "-o", str(out)).code == 2
    assert out.read_text(encoding="utf-8") == "before"
    result = medpay("price", "99213", *MANHATTAN, "-o", str(out))
    assert (result.code, result.out) == (0, "")
    # The format follows the name of the file.
    assert next(csv.DictReader(out.open(encoding="utf-8")))["allowed"] == "107.63"
    assert [path.name for path in tmp_path.iterdir()] == ["prices.csv"]


def test_environment_defaults(medpay: Medpay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDPAY_LOCALITY", "1320201")
    monkeypatch.setenv("MEDPAY_FORMAT", "json")
    assert json.loads(medpay("price", "99213").out)[0]["locality"] == "1320201"
    assert json.loads(medpay("price", "99213", "--national").out)[0]["locality"] == "0000000"
    monkeypatch.setenv("MEDPAY_FORMAT", "xml")
    assert (
        medpay("price", "99213").err
        == "error: MEDPAY_FORMAT=xml: write one of table, json, jsonl, csv, tsv, md, html\n"
    )


def test_a_text_cell_is_never_a_formula(medpay: Medpay) -> None:
    out = medpay("price", "-", *MANHATTAN, "--format", "csv", stdin="=1+1\n").out
    assert next(csv.DictReader(io.StringIO(out)))["code"] == "'=1+1"


@pytest.mark.parametrize("option", ["--sequestration", "--sequester"])
def test_sequestration_has_two_names(medpay: Medpay, option: str) -> None:
    priced = json.loads(medpay("price", "99213", *MANHATTAN, option, "--format", "json").out)
    # 107.63 x 0.8 x 0.98 = 84.38192
    assert [line["medicare_pays"] for line in priced] == ["84.38"]
