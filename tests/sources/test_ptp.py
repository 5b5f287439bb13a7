"""PTP files as users hand them over: several layouts of one table, and tables that contradict themselves."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import duckdb
import openpyxl
import pyarrow.parquet as pq
import pytest
from support.paths import CMS, ROOT

from medpay_cli.errors import SourceError
from medpay_cli.sources import ptp
from medpay_cli.sources.artefact import Artefact
from medpay_cli.sources.build import build
from medpay_cli.sources.collect import collect
from medpay_cli.sources.fields import FileReport
from medpay_cli.sources.ptp_editions import ptp_tables

COPYRIGHT = "CPT codes and descriptions only are copyright 2025 American Medical Association. All rights reserved."
HEADER = (
    ("Column1/Column 2 Edits", "", "", "", "", "", ""),
    ("Column 1", "Column 2", "*=in existence", "Effective", "Deletion", "Modifier", "PTP Edit Rationale"),
    ("", "", "prior to 1996", "Date", "Date", "0=not allowed", ""),
    ("", "", "", "", "*=no data", "1=allowed", ""),
    ("", "", "", "", "", "9=not applicable", ""),
)
Row = tuple[str, str, str, str, str, str, str]
# Pairs of the outpatient table 2026Q2 with their dates and indicators (45385/45380, which began before 2019-10-01, as
# CMS marks a start before 1996), and one void pair of the practitioner table. Rationales of the practitioner table.
PAIRS: tuple[Row, ...] = (
    ("45385", "45380", "*", "19960101", "*", "1", "More extensive procedure"),
    ("77001", "64466", "", "20250701", "*", "0", "Standards of medical/surgical practice"),
    ("0001A", "0591T", "", "20220101", "20231231", "1", "CPT Manual or CMS manual coding instruction"),
    ("88108", "88162", "", "19960101", "19960101", "9", "Standards of medical/surgical practice"),
)


def text(*rows: Row, header: tuple[tuple[str, ...], ...] = HEADER, name: str = "ccipra-v322r0-f1.txt") -> Artefact:
    """A quarterly text file; its first row stands on line 7."""
    lines = [COPYRIGHT, *("\t".join(row) for row in (*header, *rows))]
    return Artefact(name, "ccipra.zip", ("\r\n".join(lines) + "\r\n").encode("cp1252"))


def book(*rows: Row, header: tuple[tuple[str, ...], ...] = HEADER) -> Artefact:
    """The same as a workbook, in which Excel made numbers of what looks like one."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in ((COPYRIGHT,), *header, *rows):
        sheet.append([int(cell) if cell.isdigit() else cell or None for cell in row])
    content = io.BytesIO()
    made.save(content)
    return Artefact("ccipra-v322r0-f1.xlsx", "ccipra.zip", content.getvalue())


def read(artefact: Artefact) -> ptp.PtpFile:
    return ptp.read(artefact, FileReport("file", "kind"))


def test_numbers_of_a_workbook_are_codes_and_dates_again() -> None:
    low: Row = ("00100", "64490", "", "20100101", "*", "0", "Anesthesia service included in surgical procedure")
    assert read(book(low, *PAIRS)).rows.equals(read(text(low, *PAIRS)).rows)
    assert read(book(low, *PAIRS)).rows.to_pylist()[0]["column1"] == "00100"


def test_columns_are_found_by_heading_not_position() -> None:
    # A column more, as the fee schedule got one in 2026, and two exchanged.
    moved = ["\t".join((*row[:2], "x", row[2], row[4], row[3], *row[5:])) for row in (*HEADER, *PAIRS)]
    assert read(Artefact("ccipra-v322r0-f1.txt", "", "\n".join(moved).encode())).rows.equals(read(text(*PAIRS)).rows)


def test_one_heading_over_several_lines_of_one_cell() -> None:
    cells = tuple("\n".join(filter(None, lines)) for lines in zip(*HEADER[1:], strict=True))
    assert read(book(*PAIRS, header=(cells,))).rows.equals(read(text(*PAIRS)).rows)


def test_a_heading_that_is_not_there() -> None:
    header = (HEADER[0], tuple(cell.replace("Deletion", "Ending") for cell in HEADER[1]), *HEADER[2:])
    for artefact in (text(*PAIRS, header=header), book(*PAIRS, header=header)):
        with pytest.raises(SourceError, match=r"line 3: expected one column headed like 'deletiondate.*, found 0"):
            read(artefact)


def test_the_end_of_file_mark_of_dos_is_no_row() -> None:
    plain = text(*PAIRS)
    assert read(Artefact(plain.name, "", plain.content + b"\x1a")).rows.equals(read(plain).rows)


def test_a_short_row_is_named_by_its_line() -> None:
    broken = text(*PAIRS).content.replace(b"77001\t64466\t\t", b"77001\t64466\t")
    with pytest.raises(SourceError, match=r"f1\.txt, line 8: expected 7 tab-delimited columns, found 6 columns"):
        read(Artefact("ccipra-v322r0-f1.txt", "", broken))


CONFLICTS: list[tuple[tuple[Row, ...], str]] = [
    # The same pair and start once more.
    ((PAIRS[1],), "f2.txt, line 7: expected each pair and date once, found a second row for 77001 / 64466"),
    (
        (("64466", "77001", "", "20260101", "*", "0", ""),),
        "f2.txt, line 7: expected a pair in one direction on any day, "
        "found 64466 / 77001 in force on 2026-01-01 like 77001 / 64466",
    ),
    # A deletion date is the last day in force (RULES.md 2.2), so these two meet on it.
    (
        (("64490", "0591T", "", "20240101", "*", "1", ""), ("0591T", "0001A", "", "20231231", "20240331", "1", "")),
        "f2.txt, line 8: expected a pair in one direction on any day, "
        "found 0591T / 0001A in force on 2023-12-31 like 0001A / 0591T",
    ),
]


@pytest.mark.parametrize(("second", "said"), CONFLICTS)
def test_an_edition_that_contradicts_itself(second: tuple[Row, ...], said: str) -> None:
    with pytest.raises(SourceError) as error:
        ptp_tables([read(text(*PAIRS)), read(text(*second, name="ccipra-v322r0-f2.txt"))])
    assert said in str(error.value)


NO_CONFLICTS: list[Row] = [
    # Added again the day after, the other way round the day after, void twice on one date (as 88108/88162 is), and
    # void the other way round.
    ("0001A", "0591T", "", "20240101", "*", "0", ""),
    ("0591T", "0001A", "", "20240101", "*", "0", ""),
    ("88108", "88162", "", "19960101", "19960101", "9", "Mutually exclusive procedures"),
    ("64466", "77001", "", "20250701", "20250701", "9", ""),
    # Before 2019-10-01 no dated table has been seen: history there is not refused.
    ("45380", "45385", "", "20000101", "20001231", "1", ""),
]


@pytest.mark.parametrize("row", NO_CONFLICTS)
def test_what_is_no_contradiction(row: Row) -> None:
    [edition], rows = ptp_tables([read(text(*PAIRS, row))])
    assert (edition["dated"], rows.num_rows) == (True, len(PAIRS) + 1)


def copy(name: str) -> Artefact:
    """A Parquet copy of pairs in force, without dates."""
    pairs = "(values ('45385', '45380', 1), ('20610', '36415', 1)) as t(column1, column2, modifier_indicator)"
    sink = io.BytesIO()
    pq.write_table(duckdb.connect().sql(f"select * from {pairs}").to_arrow_table(), sink)
    return Artefact(name, "", sink.getvalue())


def test_dated_files_win_over_copies_of_their_quarter_and_before() -> None:
    files = [text(*PAIRS), copy("ptp_practitioner_2024q3.parquet"), copy("ptp_practitioner_2026q3.parquet")]
    for order in (files, files[::-1]):
        editions, rows = ptp_tables([read(artefact) for artefact in order])
        assert [(edition["edition"], edition["dated"]) for edition in editions] == [("2026Q3", True)]
        intervals = {(row["column1"], row["column2"]): row for row in rows.to_pylist()}
        assert set(intervals) == {(row[0], row[1]) for row in PAIRS}
        exact = intervals["0001A", "0591T"]
        assert exact["certain_from"] == exact["possible_from"] == dt.date(2022, 1, 1)
        assert exact["certain_through"] == exact["possible_through"] == dt.date(2023, 12, 31)


def test_dated_files_give_the_history_of_a_later_copy() -> None:
    dated = read(text(*PAIRS, name="ccipra-v313r0-f1.txt"))
    editions, rows = ptp_tables([dated, read(copy("ptp_practitioner_2026q3.parquet"))])
    assert [(edition["edition"], edition["dated"]) for edition in editions] == [("2025Q4", True), ("2026Q3", False)]
    intervals = {(row["column1"], row["column2"]): row for row in rows.to_pylist()}
    kept, gone, new = intervals["45385", "45380"], intervals["77001", "64466"], intervals["20610", "36415"]
    assert (kept["certain_from"], kept["certain_through"]) == (dt.date(1996, 1, 1), dt.date(2026, 9, 30))
    assert (gone["certain_from"], gone["certain_through"]) == (dt.date(2025, 7, 1), dt.date(2025, 12, 31))
    assert gone["possible_through"] == dt.date(2026, 6, 30)
    assert (new["possible_from"], new["certain_from"]) == (dt.date(2026, 1, 1), dt.date(2026, 7, 1))


def test_the_workbook_beside_its_text_is_not_read() -> None:
    both = collect([text(*PAIRS), Artefact("ccipra-v322r0-f1.xlsx", "ccipra.zip", b"not even a workbook")])
    assert len(both.ptp) == 1
    with pytest.raises(SourceError, match="one revision of NCCI PTP practitioner 2026Q3"):
        collect([text(*PAIRS), text(*PAIRS[1:], name="ccipra-v322r1-f1.txt")])


def test_a_contradiction_leaves_the_dataset_as_it_was(tmp_path: Path) -> None:
    zipped, out = tmp_path / "ccipra-v322r0.zip", tmp_path / "out"
    with zipfile.ZipFile(zipped, "w") as archive:
        for part, pair in enumerate(PAIRS, 1):
            archive.writestr(f"ccipra-v322r0-f{part}.TXT", text(pair).content)
    [edition] = build([CMS, zipped], out).manifest["ncci"]
    assert (edition["name"], edition["rows"]) == ("NCCI PTP practitioner 2026Q3", len(PAIRS))
    assert edition["files"] == [f"ccipra-v322r0.zip/ccipra-v322r0-f{part}.TXT" for part in (1, 2, 3, 4)]
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    with zipfile.ZipFile(zipped, "a") as archive:
        archive.writestr("ccipra-v322r0-f5.txt", text(NO_CONFLICTS[0], PAIRS[0]).content)
    # 45385/45380 began before 1996 in both rows and is open in both: the same interval twice.
    with pytest.raises(SourceError, match="a second row for 45385 / 45380"):
        build([CMS, zipped], out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_the_fixtures_of_one_edition_have_no_conflict() -> None:
    names = [f"ccioph-v321r0-f{part}.txt" for part in (1, 2, 3, 4)]
    folder = ROOT / "tests" / "fixtures" / "ncci"
    [edition], _ = ptp_tables([read(Artefact(name, "", (folder / name).read_bytes())) for name in names])
    assert edition["edition"] == "2026Q2"
