"""How charge lists are read: delimiters, headers, numbers, dates, ragged and quoted rows."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from medpay_cli.dataset.store import connect
from medpay_cli.errors import RequestError
from medpay_cli.intake.columns import asked_mapping, mapping, overlooked
from medpay_cli.intake.lines import Defaults, read_lines
from medpay_cli.intake.load import load


def read(tmp_path: Path, content: str | bytes, columns: str, **defaults: Any) -> list[tuple[Any, ...]]:
    """The columns of `charge_line` for a file with that content."""
    path = tmp_path / "charges.txt"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    connection = connect()
    read_lines(connection, load(connection, [str(path)], {}, tmp_path), Defaults(**defaults))
    return connection.execute(f"select {columns} from charge_line order by line").fetchall()


@pytest.mark.parametrize(
    ("written", "code", "modifiers", "units"),
    [
        ("99213", "99213", "", "1"),
        ("99213.0", "99213", "", "1"),
        (" j3301 ", "J3301", "", "1"),
        ('="00100"', "00100", "", "1"),
        ("99213-25", "99213", "25", "1"),
        ("99213 25", "99213", "25", "1"),
        ("99213:25:59", "99213", "25,59", "1"),
        ("99213\u00a0\u2013 25", "99213", "25", "1"),
        ("97110x2", "97110", "", "2"),
        ("97110-GP x2", "97110", "GP", "2"),
        ("45380-XS", "45380", "XS", "1"),
        ("GXXX1", "GXXX1", "", "1"),
        ("9921", None, "", "1"),
        ("MISC", None, "", "1"),
        ("1.7417E4", None, "", "1"),
        ("NDC 00003-0293-05", None, "", "1"),
    ],
)
def test_codes(tmp_path: Path, written: str, code: str | None, modifiers: str, units: str) -> None:
    [row] = read(tmp_path, f"cpt|note\n{written}|x\n", "hcpcs, modifiers, units")
    assert (row[0], row[1], f"{row[2].normalize():f}") == (code, modifiers, units)


@pytest.mark.parametrize(
    ("header", "cells", "code", "kind"),
    [
        # CMS's layout of hospital charges: the HCPCS code may stand in any of the columns.
        ("code | 1,code | 1 | type,code | 2,code | 2 | type", "611,RC,70551,CPT", "70551", None),
        ("code | 1,code | 1 | type,code | 2,code | 2 | type", "J1450,HCPCS,25021-0184-82,NDC", "J1450", None),
        ("code | 1,code | 1 | type,code | 2,code | 2 | type", "99213,RC,,", None, "RC"),
        ("code | 1,code | 1 | type,code | 2,code | 2 | type", "470,MS-DRG,,", None, "MS-DRG"),
        # A code whose kind is not told goes before one that is told to be another.
        ("code | 1,code | 1 | type,code | 2,code | 2 | type", "611,RC,70551,", "70551", None),
        ("code | 1,code | 1 | type,code | 2,code | 2 | type", ",,,", None, None),
        # A second code without a kind is somebody's own.
        ("code,code2", "99213,70551", "99213", None),
        ("billing_code,billing_code_type", "99213,cpt-4", "99213", None),
        # A type that says nothing of the code.
        ("code,code type", "99213,Professional", "99213", None),
    ],
)
def test_the_kind_of_a_code(tmp_path: Path, header: str, cells: str, code: str | None, kind: str | None) -> None:
    assert read(tmp_path, f"{header},note\n{cells},x\n", "hcpcs, code_kind") == [(code, kind)]


def test_a_column_asked_for_is_taken_whatever_its_kind() -> None:
    names = ["code | 1", "code | 1 | type", "code | 2", "code | 2 | type"]
    assert mapping(names, {"code": "code | 1"}) == {"code": 0}


@pytest.mark.parametrize(
    ("header", "cells", "modifiers"),
    [
        ("mod", "26", "26"),
        ("mod", '"26,59"', "26,59"),
        ("mod", "26 59", "26,59"),
        ("mod", "25.0", "25"),
        ("mod1,mod2,mod3,mod4", "26,,59,", "26,59"),
        ("modifier1,modifier2", "lt,LT", "LT"),
    ],
)
def test_modifiers(tmp_path: Path, header: str, cells: str, modifiers: str) -> None:
    assert read(tmp_path, f"cpt,{header}\n71046,{cells}\n", "modifiers") == [(modifiers,)]


@pytest.mark.parametrize(
    ("written", "charge", "reversal"),
    [
        ("150", "150.00", False),
        ('"$1,150.50"', "1150.50", False),
        ("0150.500", "150.50", False),
        (".5", "0.50", False),
        ("(50.00)", "50.00", True),
        ("-50", "50.00", True),
        ("50-", "50.00", True),
        ("", None, False),
        ("x", None, False),
        ("1e3", None, False),
        ('"1.150,50"', None, False),
        ("$", None, False),
    ],
)
def test_money(tmp_path: Path, written: str, charge: str | None, reversal: bool) -> None:
    [row] = read(tmp_path, f"cpt,charge\n99213,{written}\n", "charge, reversal, charge_problem is not null")
    assert (None if row[0] is None else str(row[0]), row[1]) == (charge, reversal)
    assert row[2] == (charge is None and written != "")


@pytest.mark.parametrize(
    ("written", "order", "date"),
    [
        ("2026-07-15", None, "2026-07-15"),
        ("2026-07-15T08:30:00", None, "2026-07-15"),
        ("20260715", None, "2026-07-15"),
        ("07/15/2026", None, "2026-07-15"),
        ("7/15/26", None, "2026-07-15"),
        ("15.07.2026", None, "2026-07-15"),
        ("07/05/2026", "mdy", "2026-07-05"),
        ("07/05/2026", "dmy", "2026-05-07"),
        # Excel's day 1 is 1900-01-01, with a leap day 1900 that was none: 46218 is 2026-07-15.
        ("46218", None, "2026-07-15"),
        ("46218.0", None, "2026-07-15"),
        ("46218.375", None, "2026-07-15"),
        ("20260715.0", None, "2026-07-15"),
        ("2026/7/15", None, "2026-07-15"),
        ("2026.07.15 08:30", None, "2026-07-15"),
        ("15-JUL-26", None, "2026-07-15"),
        ("5 July 2026", None, "2026-07-05"),
        ('"Jul 15, 2026"', None, "2026-07-15"),
        ("31-FEB-2026", None, None),
        # Month or day first, without a sign between: nobody knows.
        ("07152026", None, None),
        ("2026-13-01", None, None),
        ("02/30/2026", None, None),
        ("soon", None, None),
        ("15", None, None),
    ],
)
def test_dates(tmp_path: Path, written: str, order: str | None, date: str | None) -> None:
    [row] = read(tmp_path, f"cpt,dos\n99213,{written}\n", "date, date_problem", date_order=order)
    assert (None if row[0] is None else str(row[0]), row[1]) == (date, None if date else written)


@pytest.mark.parametrize(
    ("header", "cells", "key"),
    [
        ("locality", "1320201", "1320201"),
        ("locality", "13202-01", "1320201"),
        ("locality", "01112-CA-05", "0111205"),
        # Excel drops the first zero of a MAC.
        ("locality", "111205", "0111205"),
        ("mac,locality", "13202,1", "1320201"),
        ("zip", "10001", "1320201"),
        ("zip", "10001-1234", "1320201"),
        # 02139 without its zero: a ZIP code has five digits.
        ("zip", "2139", "1421201"),
        ("state", "AL", "1011200"),
        # 19 localities have number 01, and California is many: not settled, so not priced by a guess.
        ("locality", "01", "01"),
        ("state", "CA", "CA"),
        ("zip", "", "0000000"),
    ],
)
def test_places(tmp_path: Path, header: str, cells: str, key: str) -> None:
    assert read(tmp_path, f"cpt,{header}\n99213,{cells}\n", "locality_key") == [(key,)]


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        # (line in the file, code) of each charge line.
        ("cpt,charge\n99213,1\n99214,2\n", [(2, "99213"), (3, "99214")]),
        ("cpt\tcharge\r\n99213\t1\r\n99214\t2", [(2, "99213"), (3, "99214")]),
        ("cpt;charge\n99213;1\n", [(2, "99213")]),
        ("Practice of Dr. X\nexported 2026\n\ncpt,charge\n99213,1\n", [(5, "99213")]),
        ("cpt,charge\n99213,1\n\n,\ncpt,charge\n99214,2\n", [(2, "99213"), (6, "99214")]),
        ("CPT , charge\n99213,1\ncpt,charge\n CPT,Charge\n99214,2\n", [(2, "99213"), (5, "99214")]),
        ("cpt,charge\n99213\n99214,2,3\n99215,1\n", [(2, "99213"), (3, "99214"), (4, "99215")]),
        ('note,cpt\n"two\nlines",99213\n"x",99214\n', [(2, "99213"), (4, "99214")]),
        ('cpt,note\n99213,"never closed\n99214,b\n99215,c\n', [(2, "99213"), (3, "99214"), (4, "99215")]),
        ('cpt,note\n99213,6" needle\n99214,b\n', [(2, "99213"), (3, "99214")]),
        ("cpt,charge\r99213,1\r99214,2\r", [(2, "99213"), (3, "99214")]),
        ("cpt,charge\r\n99213,1\n99214,2\r\n", [(2, "99213"), (3, "99214")]),
        ("\ufeffcpt,charge\n99213,1\n", [(2, "99213")]),
        ("99213\n\n99214-25\n", [(1, "99213"), (3, "99214")]),
        ("cpt,charge\n", []),
        ("cpt,charge", []),
    ],
)
def test_rows(tmp_path: Path, content: str, lines: list[tuple[int, str]]) -> None:
    assert read(tmp_path, content, "file_line, hcpcs") == lines


def test_a_row_with_more_cells_than_names_is_not_read(tmp_path: Path) -> None:
    assert read(tmp_path, "cpt,charge\n99214,2,3\n99213,1\n", "readable", date=dt.date(2026, 7, 15)) == [
        (False,),
        (True,),
    ]


def test_a_cell_of_ten_megabytes(tmp_path: Path) -> None:
    content = f"cpt,note\n99213,{'x' * 10_000_000}\n99214,b\n"
    assert read(tmp_path, content, "file_line, hcpcs") == [(2, "99213"), (3, "99214")]


def test_names_are_matched_without_case_and_signs() -> None:
    assert mapping(["Claim #", "CPT/HCPCS Code", "Date of Service", "Rendering NPI", "Qty"], {}) == {
        "code": 1,
        "units": 4,
        "date": 2,
        "provider": 3,
        "claim": 0,
    }
    assert mapping(["CD", "cpt"], asked_mapping(["code=cd"])) == {"code": 0}


@pytest.mark.parametrize(
    "header",
    [
        # A practice's report, a hospital's, and CMS's own carrier claim lines.
        "Procedure Code,Modifier 1,Units Billed,Date of Svc,Place of Svc,Billed Amt,Patient Acct,Performing NPI",
        "HCPCS,HCPCS Modifier,Service Units,Service Date,POS,Total Charges,MRN,Billing NPI",
        "HCPCS_CD,HCPCS_1ST_MDFR_CD,LINE_SRVC_CNT,LINE_1ST_EXPNS_DT,LINE_PLACE_OF_SRVC_CD,LINE_SBMTD_CHRG_AMT,"
        "BENE_ID,PRF_PHYSN_NPI",
    ],
)
def test_headers_of_real_exports(header: str) -> None:
    names = header.split(",")
    fields = {field.rstrip("1"): position for field, position in mapping(names, {}).items()}
    known = ["code", "modifier", "units", "date", "pos", "charge", "patient", "provider"]
    assert [fields[field] for field in known] == list(range(8))


def test_a_column_that_sounds_like_what_is_missing_is_told() -> None:
    names = ["cpt", "Mod. of line", "Posting date", "Charge"]
    assert overlooked(names, mapping(names, {})) == [
        "no column is taken for modifier: if Mod. of line is, say --map modifier='Mod. of line'",
        "no column is taken for date: if Posting date is, say --map date='Posting date'",
    ]
    assert overlooked(["cpt", "mod1", "dos", "units", "pos", "modality"], {"code": 0, "modifier1": 1, "date": 2}) == [
        "no column is taken for units: if units is, say --map units='units'",
        "no column is taken for pos: if pos is, say --map pos='pos'",
    ]


@pytest.mark.parametrize(
    ("text", "said"), [("code", "FIELD=COLUMN"), ("colour=x", "no field colour; fields are code"), ("code=", "FIELD")]
)
def test_map_is_checked(text: str, said: str) -> None:
    with pytest.raises(RequestError, match=said):
        asked_mapping([text])


def test_map_of_a_missing_column() -> None:
    with pytest.raises(RequestError, match="no such column"):
        mapping(["cpt", "charge"], {"code": "cdp"})
