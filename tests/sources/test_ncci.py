"""NCCI files in CMS's own layouts, and how two editions become intervals."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pytest
from support.paths import CMS, ROOT

from medpay_cli.errors import RequestError, SourceError
from medpay_cli.sources import add_on, mue, ptp
from medpay_cli.sources.artefact import Artefact
from medpay_cli.sources.build import build
from medpay_cli.sources.fields import FileReport
from medpay_cli.sources.ptp import PtpFile
from medpay_cli.sources.ptp_editions import ptp_tables, refuse_missing_parts
from medpay_cli.sources.quarter import Quarter, quarter_of

NCCI = ROOT / "tests" / "fixtures" / "ncci"
F1, BOOK = "ccioph-v321r0-f1.txt", "ccioph-v321r0-f1.xlsx"
PRACTITIONER_MUE = "MCR_MUE_PractitionerServices_Eff_04-01-2026.csv"


def artefact(name: str, change: tuple[str, str] | None = None) -> Artefact:
    content = (NCCI / name).read_bytes()
    if change is not None:
        old, new = (text.encode("cp1252") for text in change)
        assert old in content, change[0]
        content = content.replace(old, new, 1)
    return Artefact(name, "ncci.zip", content)


def report() -> FileReport:
    return FileReport("file", "kind")


@pytest.mark.parametrize(
    ("name", "quarter"),
    [
        ("ccipra-v322r0-f1.txt", Quarter(2026, 3)),
        ("ccioph-v300r0-f2.xlsx", Quarter(2024, 1)),
        ("ptp_outpatient_2026q2.parquet", Quarter(2026, 2)),
        ("MCR_MUE_PractitionerServices_Eff_04-01-2026.csv", Quarter(2026, 2)),
        ("AOC_V2026Q2-MCR.xlsx", Quarter(2026, 2)),
    ],
)
def test_the_quarter_of_a_name(name: str, quarter: Quarter) -> None:
    assert quarter_of(Artefact(name, "", b"")) == quarter
    assert quarter.last_day == dt.date(quarter.year, quarter.number * 3, 31 if quarter.number in (1, 4) else 30)


def test_the_quarterly_text_and_workbook_say_the_same() -> None:
    text, book = ptp.read(artefact(F1), report()), ptp.read(artefact(BOOK), report())
    assert (text.table, text.quarter, text.part, text.dated) == ("outpatient", Quarter(2026, 2), 1, True)
    assert text.rows.equals(book.rows)
    first = text.rows.to_pylist()[0]
    # `*` in the third column: in existence prior to 1996, so the date given is no start.
    assert (first["column1"], first["column2"], first["effective_date"], first["deletion_date"]) == (
        "0001U",
        "81161",
        None,
        None,
    )
    assert any(row["deletion_date"] == dt.date(2019, 12, 31) for row in text.rows.to_pylist())


DAMAGED_PTP = [
    (("Column 1\t", "Code 1\t"), "expected a header line that starts with Column 1, tab-delimited, found none"),
    (("0001U\t81161", "0001U\t8116"), "line 7: expected column2 as another code, found '8116'"),
    (("0001U\t96523", "0001U\t0001U"), "line 8: expected column2 as another code, found '0001U'"),
    (
        ("81161\t*\t19960101", "81161\t*\t19961301"),
        "line 7: expected effective_date as a date as yyyymmdd, found '19961301'",
    ),
    (("19960101\t*\t1\t", "19960101\t-\t1\t"), "line 7: expected deletion_date as yyyymmdd or *, found '-'"),
    (("*\t1\tMisuse", "*\t2\tMisuse"), "line 7: expected modifier_indicator as 0, 1 or 9, found '2'"),
    (("81161\t*\t", "81161\t"), "expected 7 tab-delimited columns"),
]


@pytest.mark.parametrize(("change", "said"), DAMAGED_PTP)
def test_damaged_ptp(change: tuple[str, str], said: str) -> None:
    with pytest.raises(SourceError) as error:
        ptp.read(artefact(F1, change), report())
    assert said in str(error.value)
    assert F1 in str(error.value)


# CMS publishes f1 to f4 of both tables: file names of its pages, 2026Q1 to Q4 (docs/decisions.md).
MISSING = [
    ((1,), "f2, f3, f4 missing, found f1 only"),
    ((2,), "f1, f3, f4 missing, found f2 only"),
    ((1, 2, 3), "f4 missing, found f1, f2, f3 only"),
    ((1, 2, 4), "f3 missing, found f1, f2, f4 only"),
    ((1, 2, 3, 4, 6), "CMS's files f1 to f6 are needed, f5 missing"),
]


@pytest.mark.parametrize(("parts", "said"), MISSING)
@pytest.mark.parametrize("table", ["ccipra", "ccioph"])
def test_a_missing_part_of_an_edition_is_refused(table: str, parts: tuple[int, ...], said: str) -> None:
    content = artefact(F1).content
    files = [ptp.read(Artefact(f"{table}-v321r0-f{part}.txt", "", content), report()) for part in parts]
    with pytest.raises(RequestError) as error:
        refuse_missing_parts(files)
    assert said in str(error.value)


def test_a_whole_edition_or_a_copy_in_one_file_is_let_through() -> None:
    names = (*(f"ccioph-v321r0-f{part}.txt" for part in (1, 2, 3, 4)), "ptp_practitioner_2024q3.parquet")
    refuse_missing_parts([ptp.read(artefact(name), report()) for name in names])


def test_a_build_from_part_of_an_edition_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="NCCI PTP outpatient 2026Q2 is incomplete"):
        build([CMS, NCCI / F1], tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def rows(*edits: tuple[str, str, int, str | None, str | None]) -> pa.Table:
    """(column 1, column 2, indicator, effective, deletion) as a table of rows."""
    day = {None: None} | {text: dt.date.fromisoformat(text) for *_, a, b in edits for text in (a, b) if text}
    return pa.table(
        {
            "column1": [edit[0] for edit in edits],
            "column2": [edit[1] for edit in edits],
            "modifier_indicator": pa.array([edit[2] for edit in edits], pa.uint8()),
            "effective_date": pa.array([day[edit[3]] for edit in edits], pa.date32()),
            "deletion_date": pa.array([day[edit[4]] for edit in edits], pa.date32()),
            "rationale": pa.array([None for _ in edits], pa.string()),
        }
    )


def merged(*files: PtpFile) -> dict[tuple[str, str, int, str | None], tuple[str | None, ...]]:
    """(column 1, column 2, indicator, deletion) -> certain from/through, possible from/through, editions."""
    names = ("certain_from", "certain_through", "possible_from", "possible_through", "first_edition", "last_edition")
    text = {name: None if name is None else str(name) for name in (None,)}
    return {
        (
            row["column1"],
            row["column2"],
            row["modifier_indicator"],
            row["deletion_date"] and str(row["deletion_date"]),
        ): tuple(text.get(row[name], str(row[name])) for name in names)
        for row in ptp_tables(files)[1].to_pylist()
    }


OLD, NEW = Quarter(2024, 3), Quarter(2026, 3)


def test_two_undated_editions_become_certain_and_inferred_intervals() -> None:
    # Column 1 says what happens to the pair; DESIGN.md 4, "PTP across editions".
    older = rows(
        ("BOTH1", "22222", 1, None, None),
        ("GONE1", "22222", 0, None, None),
        ("CHNG1", "22222", 1, None, None),
        ("DELE1", "22222", 1, None, "2024-06-30"),
        ("BACK1", "22222", 1, None, "2012-12-31"),
        ("BACK1", "22222", 1, None, None),
        ("VOID1", "22222", 9, None, "2015-01-01"),
    )
    newer = rows(
        ("BOTH1", "22222", 1, None, None),
        ("CHNG1", "22222", 0, None, None),
        ("APPE1", "22222", 1, None, None),
        ("DELE1", "22222", 1, None, None),
    )
    found = merged(
        PtpFile("practitioner", OLD, 0, False, OLD.first_day, older),
        PtpFile("practitioner", NEW, 0, False, NEW.first_day, newer),
    )
    a, b, c, d = "2024-07-01", "2024-09-30", "2026-07-01", "2026-09-30"
    assert found == {
        ("BOTH1", "22222", 1, None): (a, d, None, None, "2024Q3", "2026Q3"),
        ("GONE1", "22222", 0, None): (a, b, None, "2026-06-30", "2024Q3", "2024Q3"),
        ("CHNG1", "22222", 1, None): (a, b, None, "2026-06-30", "2024Q3", "2024Q3"),
        ("CHNG1", "22222", 0, None): (c, d, "2024-10-01", None, "2026Q3", "2026Q3"),
        ("APPE1", "22222", 1, None): (c, d, "2024-10-01", None, "2026Q3", "2026Q3"),
        ("DELE1", "22222", 1, "2024-06-30"): ("2024-06-30", "2024-06-30", None, "2024-06-30", "2024Q3", "2024Q3"),
        ("DELE1", "22222", 1, None): (c, d, "2024-10-01", None, "2026Q3", "2026Q3"),
        ("BACK1", "22222", 1, "2012-12-31"): ("2012-12-31", "2012-12-31", None, "2012-12-31", "2024Q3", "2024Q3"),
        ("BACK1", "22222", 1, None): (a, b, "2013-01-01", "2026-06-30", "2024Q3", "2024Q3"),
        ("VOID1", "22222", 9, "2015-01-01"): (None, None, None, None, "2024Q3", "2024Q3"),
    }


def test_a_dated_edition_needs_no_other() -> None:
    dated = rows(("AAAA1", "22222", 1, "2025-01-01", None), ("BBBB1", "22222", 0, "2020-04-01", "2025-03-31"))
    snapshot = PtpFile("practitioner", OLD, 0, False, OLD.first_day, rows(("CCCC1", "22222", 1, None, None)))
    found = merged(snapshot, PtpFile("practitioner", NEW, 0, True, ptp.PRIOR, dated))
    assert found == {
        ("AAAA1", "22222", 1, None): ("2025-01-01", "2026-09-30", "2025-01-01", None, "2026Q3", "2026Q3"),
        ("BBBB1", "22222", 0, "2025-03-31"): (
            "2020-04-01",
            "2025-03-31",
            "2020-04-01",
            "2025-03-31",
            "2026Q3",
            "2026Q3",
        ),
    }


def test_mue() -> None:
    service, quarter, found = mue.read(artefact(PRACTITIONER_MUE), report())
    assert (service, quarter) == ("practitioner", Quarter(2026, 2))
    by_code = {row["hcpcs"]: row for row in found}
    # RULES.md 4
    assert (by_code["77417"]["mue"], by_code["77417"]["mai"]) == (1, "2")
    assert (by_code["77387"]["mue"], by_code["77387"]["mai"]) == (1, "3")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("MUE Adjudication Indicator", "Indicator"), "expected a header with HCPCS/CPT Code"),
        (("77417,1,2 Date", "77417,1,4 Date"), "expected mai as 1, 2 or 3 and its meaning"),
        (("77417,1,2 Date", "77417,one,2 Date"), "expected mue as a whole number, found 'one'"),
        (("77417,1,2 Date", "77427,1,2 Date"), "expected each code once, found a second row for 77427"),
    ],
)
def test_damaged_mue(change: tuple[str, str], said: str) -> None:
    with pytest.raises(SourceError) as error:
        mue.read(artefact(PRACTITIONER_MUE, change), report())
    assert said in str(error.value)


def test_add_ons_as_workbook_and_text() -> None:
    quarter, found = add_on.read(artefact("AOC_V2026Q2-MCR.xlsx"), report())
    assert quarter == Quarter(2026, 2)
    assert add_on.read(artefact("AOC_V2026Q2-MCR.txt"), report())[1] == found
    pairs = {(row["add_on"], row["primary_code"]): row for row in found}
    assert pairs["99292", "99291"]["add_on_type"] == "1"
    # Julian 2013091 is 2013-04-01.
    assert pairs["99292", "99291"]["effective_date"] == dt.date(2013, 4, 1)
    assert pairs["0054T", "CCCCC"]["contractor_defined"] is True


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("Primary_Code\t", "Primary\t"), "expected a column headed Primary_Code, found none"),
        (("2013091", "2013391"), "as a Julian date YYYYDDD, found '2013391'"),
        (("2\t0054T", "4\t0054T"), "expected add_on_type one of 1 2 3, found '4'"),
    ],
)
def test_damaged_add_ons(change: tuple[str, str], said: str) -> None:
    with pytest.raises(SourceError) as error:
        add_on.read(artefact("AOC_V2026Q2-MCR.txt", change), report())
    assert said in str(error.value)


def test_a_build_without_ncci_files_says_so(tmp_path: Path) -> None:
    manifest = build([CMS], tmp_path / "out").manifest
    assert manifest["tables"]["ptp"]["rows"] == 0
    assert "NCCI PTP edits: not among the sources" in [gap["gap"] for gap in manifest["known_gaps"]]


def test_a_build_with_them_reads_each_part_once(tmp_path: Path) -> None:
    sources = [CMS, *(path for path in sorted(NCCI.iterdir()) if path.name != "AOC_V2026Q2-MCR.txt")]
    manifest = build(sources, tmp_path / "out").manifest
    names = {entry["name"] for entry in manifest["ncci"]}
    assert {"NCCI PTP practitioner 2024Q3", "NCCI PTP practitioner 2026Q3", "NCCI MUE dme 2026Q2"} <= names
    twice = [source for source in manifest["sources"] if "read from another file" in " ".join(source["remarks"])]
    assert [source["file"] for source in twice] == [BOOK]
