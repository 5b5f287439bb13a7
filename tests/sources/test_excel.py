"""A file that Excel opened and saved again: repaired where the repair is certain, else named as what it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.paths import CMS, ROOT

from medpay_cli.errors import SourceError
from medpay_cli.sources.artefact import Artefact, open_sources
from medpay_cli.sources.collect import collect
from medpay_cli.sources.excel import traces

NCCI = ROOT / "tests" / "fixtures" / "ncci"
JUL, APR_TXT, GPCI = (
    CMS / "rvu26c" / "PPRRVU2026_Jul_nonQPP.csv",
    CMS / "rvu26b" / "PPRRVU2026_Apr_nonQPP.txt",
    CMS / "rvu26b" / "GPCI2026.csv",
)
PTP, MUE, AOC = (
    NCCI / "ccioph-v321r0-f1.txt",
    NCCI / "MCR_MUE_PractitionerServices_Eff_04-01-2026.csv",
    NCCI / "AOC_V2026Q2-MCR.txt",
)


def saved(path: Path, *changes: tuple[str, str]) -> Artefact:
    """The file with what Excel made of some of its texts."""
    text = path.read_bytes().decode("cp1252")
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after)
    return Artefact(path.name, "", text.encode("cp1252"))


# file, what Excel did to it, what the reader met, how Excel is named
NAMED = [
    (PTP, [("\t19960101\t", "\t1/1/1996\t")], "effective_date as a date as yyyymmdd", "dates written like 1/1/1996"),
    (PTP, [("19960101", "2E+07")], "effective_date as a date as yyyymmdd", "scientific notation like 2E+07"),
    (PTP, [("Deletion", "Column5")], "one column headed like", "a heading Column5 that CMS does not write"),
    (MUE, [("G0463,0,", "G0463,2-Jan,")], "mue as a whole number", "codes turned into dates like 2-Jan"),
    (AOC, [("2013091", "########")], "as a Julian date YYYYDDD", "cells that show ########"),
    (JUL, [("71046,26,", "71046,Feb-26,")], "modifier one of", "codes turned into dates like Feb-26"),
    # The zeros are put back, but a heading changed: the lost ones name the cause.
    (
        JUL,
        [("00100,", "100,"), ("HCPCS,MOD,", "HCPCS,Mod.,")],
        "a heading of the PPRRVU layout",
        "leading zeros lost, as in 100",
    ),
    (GPCI, [("2026 PE GPCI", "Column7")], "one column for gpci_pe", "a heading Column7 that CMS does not write"),
    (
        APR_TXT,
        [("HDR", '"HDR'), ("   ", "\t")],
        "a header line that starts with HDR",
        "separators in a file of fixed width",
    ),
]


@pytest.mark.parametrize(("path", "changes", "met", "named"), NAMED)
def test_what_excel_did_is_named(path: Path, changes: list[tuple[str, str]], met: str, named: str) -> None:
    with pytest.raises(SourceError) as error:
        collect([saved(path, *changes)])
    said = str(error.value)
    assert f"{path.name}" in said
    assert met in said
    assert "the file looks saved again by Excel" in said
    assert named in said
    assert said.endswith("take the file as CMS publishes it")


def test_lost_zeros_of_codes_and_indicators_are_put_back() -> None:
    # Excel's csv of the file: 00100 is 100, global days 000 and 010 are 0 and 10, supervision 09 is 9, 0.10 is 0.1.
    changes = [("00100,", "100,"), (",000,", ",0,"), (",010,", ",10,"), (",09,", ",9,"), ("0.10,", "0.1,")]
    [again] = collect([saved(JUL, *changes)]).fees.values()
    [original] = collect(open_sources([JUL])).fees.values()
    assert again.rows == original.rows


@pytest.mark.parametrize("path", [JUL, APR_TXT, GPCI, PTP, MUE, AOC, *sorted((CMS / "rvu25c").iterdir())], ids=str)
def test_files_as_cms_publishes_them_carry_no_trace(path: Path) -> None:
    # But for LOCCO, whose csv CMS itself saved with Excel (shared/README.md).
    if "LOCCO" not in path.name:
        assert traces(Artefact(path.name, "", path.read_bytes())) == []


def test_an_error_of_another_kind_does_not_name_excel() -> None:
    with pytest.raises(SourceError) as error:
        collect([saved(JUL, ("71046,26,", "71046,27,"))])
    assert "Excel" not in str(error.value)
