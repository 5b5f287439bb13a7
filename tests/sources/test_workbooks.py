"""PPRRVU and GPCI as workbooks: the same rows as the csv, whether a cell is text or Excel made a number of it."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import openpyxl
import pytest
from support.paths import CMS

from medpay_cli.errors import RequestError, SourceError
from medpay_cli.sources import locality, pprrvu
from medpay_cli.sources.artefact import Artefact
from medpay_cli.sources.build import build
from medpay_cli.sources.fields import FileReport

FEES = ["rvu25a/PPRRVU25_JAN.csv", "rvu26c/PPRRVU2026_Jul_nonQPP.csv"]
GPCI = ["rvu25a/GPCI2025.csv", "rvu26b/GPCI2026.csv"]


def book(name: str, numbers: bool) -> Artefact:
    """The csv fixture as a workbook; `numbers`: what looks like a number is one, as after opening the csv in Excel."""
    path = CMS / name
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in csv.reader(io.StringIO(path.read_text(encoding="cp1252"))):
        sheet.append([_number(cell) if numbers else cell or None for cell in row])
    content = io.BytesIO()
    made.save(content)
    return Artefact(path.stem + ".xlsx", path.parent.name + ".zip", content.getvalue())


def _number(cell: str) -> object:
    return float(cell) if re.fullmatch(r"\s*\d+(\.\d+)?\s*", cell) else cell or None


def report() -> FileReport:
    return FileReport("file", "kind")


def plain(name: str) -> Artefact:
    return Artefact(Path(name).name, "", (CMS / name).read_bytes())


@pytest.mark.parametrize("numbers", [False, True], ids=["text", "numbers"])
@pytest.mark.parametrize("name", FEES)
def test_relative_values(name: str, numbers: bool) -> None:
    told = report()
    read, expected = pprrvu.read(book(name, numbers), told), pprrvu.read(plain(name), report())
    assert read.layout == "xlsx"
    assert (read.rows, read.release, read.track) == (expected.rows, expected.release, expected.track)
    assert (read.conversion_factor, read.released_on) == (expected.conversion_factor, expected.released_on)
    # 00100, global days 000 and 010, supervision 01: Excel took their zeros, and only one value can be meant.
    assert (told.repaired > 0) is numbers


@pytest.mark.parametrize("numbers", [False, True], ids=["text", "numbers"])
@pytest.mark.parametrize("name", GPCI)
def test_gpci(name: str, numbers: bool) -> None:
    assert locality.read_gpci(book(name, numbers), report()) == locality.read_gpci(plain(name), report())


def test_the_year_of_a_workbook_may_stand_in_its_title() -> None:
    unnamed = book(GPCI[1], numbers=False)
    assert locality.read_gpci(Artefact("GPCI.xlsx", "", unnamed.content), report())[0] == 2026


def test_a_workbook_of_a_release_beside_its_text_must_agree(tmp_path: Path) -> None:
    workbook = book(FEES[0], numbers=False)
    (tmp_path / workbook.name).write_bytes(workbook.content)
    manifest = build([CMS, tmp_path / workbook.name], tmp_path / "out").manifest
    [source] = [source for source in manifest["sources"] if source["file"] == workbook.name]
    assert any("of RVU25A in every row" in remark for remark in source["remarks"])


@pytest.mark.parametrize("reader", [pprrvu.read, locality.read_gpci])
def test_what_is_no_workbook(reader: object) -> None:
    assert callable(reader)
    with pytest.raises(SourceError, match=r"GPCI2026\.xlsx: expected an xlsx workbook"):
        reader(Artefact("GPCI2026.xlsx", "", b"PK\x03\x04 cut"), report())


def test_without_openpyxl_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    workbook = book(GPCI[1], numbers=False)
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    with pytest.raises(RequestError, match=r"GPCI2026\.xlsx: reading xlsx needs openpyxl: pip install"):
        locality.read_gpci(workbook, report())
