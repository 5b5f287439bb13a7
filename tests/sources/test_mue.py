"""MUE tables as csv and workbook, alone and side by side as CMS's zips carry them."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from support.paths import ROOT

from medpay_cli.errors import SourceError
from medpay_cli.sources import mue
from medpay_cli.sources.artefact import Artefact
from medpay_cli.sources.collect import collect
from medpay_cli.sources.fields import FileReport

NAME = "MCR_MUE_PractitionerServices_Eff_04-01-2026.csv"


def table(change: tuple[str, str] = ("", "")) -> Artefact:
    content = (ROOT / "tests" / "fixtures" / "ncci" / NAME).read_bytes()
    assert change[0].encode() in content
    return Artefact(NAME, "mue.zip", content.replace(change[0].encode(), change[1].encode(), 1))


def book(artefact: Artefact) -> Artefact:
    """The csv as a workbook: copyright cell, header cell with its line break, numbers as numbers."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in csv.reader(io.StringIO(artefact.text)):
        sheet.append([int(cell) if cell.isdigit() and len(cell) < 5 else cell or None for cell in row])
    content = io.BytesIO()
    made.save(content)
    return Artefact(NAME.replace(".csv", ".xlsx"), "mue.zip", content.getvalue())


def test_workbook_and_csv_say_the_same() -> None:
    from_csv = mue.read(table(), FileReport("file", "kind"))
    assert mue.read(book(table()), FileReport("file", "kind")) == from_csv
    assert len(from_csv[2]) > 20


def test_both_in_one_zip_agree_or_stop_the_build() -> None:
    agreed = collect([table(), book(table())])
    assert agreed.files[1].report.remarks == ["agrees with the file read before it, 0 texts aside"]
    with pytest.raises(SourceError, match="expected 77417 with mue 1, as read before, found 2"):
        collect([table(), book(table(("77417,1,", "77417,2,")))])
    with pytest.raises(SourceError, match="77417 in only one of them"):
        collect([table(("77417,", "77418,")), book(table())])


def test_a_table_of_no_known_service() -> None:
    with pytest.raises(SourceError, match="Practitioner, Outpatient or DME in the name"):
        mue.read(Artefact("MCR_MUE_Eff_04-01-2026.csv", "", table().content), FileReport("file", "kind"))


def test_an_excel_code_that_lost_its_zeros_is_repaired() -> None:
    report = FileReport("file", "kind")
    assert "00100" in {row["hcpcs"] for row in mue.read(table(("20610,", "100,")), report)[2]}
    assert report.repaired == 1
