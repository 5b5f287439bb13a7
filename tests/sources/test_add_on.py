"""Add-on code files: which dates end an edit, text and workbook side by side, several editions."""

from __future__ import annotations

import datetime as dt

import pytest
from support.paths import ROOT

from medpay_cli.errors import SourceError
from medpay_cli.sources import add_on
from medpay_cli.sources.artefact import Artefact
from medpay_cli.sources.collect import collect
from medpay_cli.sources.fields import FileReport

NCCI = ROOT / "tests" / "fixtures" / "ncci"
HEADER = (
    "AOC_Edit_Type\tAdd-On_Code\tAOC_DelDT\tPrimary_Code\tPrimary_Code_DelDT\tAOC_Edit_EffDT\tAOC_Edit_DelDT\t"
    "Special_Instruction_Notes\n"
)


def file(name: str, change: tuple[str, str] = ("", "")) -> Artefact:
    content = (NCCI / name).read_bytes()
    assert change[0].encode() in content
    return Artefact(name, "aoc.zip", content.replace(change[0].encode(), change[1].encode(), 1))


def rows(*lines: str) -> list[dict[str, object]]:
    content = (HEADER + "\n".join(lines)).encode()
    return add_on.read(Artefact("AOC_V2026Q2-MCR.txt", "", content), FileReport("file", "kind"))[1]


@pytest.mark.parametrize(
    ("line", "effective", "deletion"),
    [
        # Two real rows of AOC_V2026Q2.
        ("1\t0079T\t2013365\t0078T\t2013365\t2013091\t2013365\t", dt.date(2013, 4, 1), dt.date(2013, 12, 31)),
        ("2\t0054T\t\tCCCCC\t\t2013091\t\tContractor Defined Primary Codes", dt.date(2013, 4, 1), None),
        # Day 366 of a leap year; and an edit ends with the code whose deletion comes first.
        ("1\t0079T\t2024366\t0078T\t\t2013091\t\t", dt.date(2013, 4, 1), dt.date(2024, 12, 31)),
        ("1\t0079T\t2024366\t0078T\t2020091\t2013091\t\t", dt.date(2013, 4, 1), dt.date(2020, 3, 31)),
    ],
)
def test_dates(line: str, effective: dt.date, deletion: dt.date | None) -> None:
    [row] = rows(line)
    assert (row["effective_date"], row["deletion_date"]) == (effective, deletion)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("1\t0079T\t\t0078T\t\t\t\t", "line 2: expected an effective date as YYYYDDD, found none"),
        ("1\t0079T\t\t0078T\t\t2023366\t\t", "as a Julian date YYYYDDD, found '2023366'"),
        ("1\t0079T\t\t0078T\t\t2023000\t\t", "as a Julian date YYYYDDD, found '2023000'"),
        ("1\t0079T\t\tCCCC\t\t2013091\t\t", "primary_code as a five-character HCPCS code, found 'CCCC'"),
    ],
)
def test_damaged_rows(line: str, said: str) -> None:
    with pytest.raises(SourceError) as error:
        rows(line)
    assert said in str(error.value)


def test_the_same_row_twice() -> None:
    line = "1\t0079T\t\t0078T\t\t2013091\t\t"
    with pytest.raises(SourceError, match="line 3: expected each add-on, primary and effective date once"):
        rows(line, line)


def test_text_and_workbook_of_one_edition_agree_or_stop_the_build() -> None:
    agreed = collect([file("AOC_V2026Q2-MCR.txt"), file("AOC_V2026Q2-MCR.xlsx")])
    assert agreed.files[1].report.remarks == ["agrees with the file read before it, 0 texts aside"]
    with pytest.raises(SourceError, match="99292 99291 2013-04-01 with add_on_type 3, as read before, found 1"):
        collect([file("AOC_V2026Q2-MCR.txt", ("1\t99292", "3\t99292")), file("AOC_V2026Q2-MCR.xlsx")])


def test_the_newest_edition_is_used() -> None:
    newer = Artefact("AOC_V2026Q3-MCR.txt", "", file("AOC_V2026Q2-MCR.txt").content)
    for order in ([newer, file("AOC_V2026Q2-MCR.xlsx")], [file("AOC_V2026Q2-MCR.xlsx"), newer]):
        found = collect(order).add_on
        assert found is not None
        assert found[0].name == "2026Q3"
