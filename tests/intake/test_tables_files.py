"""What charge lists come in: archives, encodings, workbooks, Parquet, several files, and files that are broken."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from medpay_cli.dataset.store import connect
from medpay_cli.errors import RequestError
from medpay_cli.intake.lines import Defaults, read_lines
from medpay_cli.intake.load import Loaded, load

TEXT = "cpt,units,note\n99213,2,x\n99214,1,y\n"
ROWS = [(2, "99213", "2"), (3, "99214", "1")]


def read(folder: Path, *files: Path | str) -> tuple[Loaded, list[tuple[Any, ...]]]:
    """What is loaded, and (file_line, hcpcs, units) of each charge line."""
    temporary = folder / "temporary"
    temporary.mkdir()
    connection = connect()
    loaded = load(connection, [str(file) for file in files], {}, temporary)
    read_lines(connection, loaded, Defaults())
    rows = connection.execute("select file_line, hcpcs, units from charge_line order by line").fetchall()
    return loaded, [(line, code, f"{units.normalize():f}" if units else None) for line, code, units in rows]


def zstd(data: bytes) -> bytes:
    out = pa.BufferOutputStream()
    with pa.CompressedOutputStream(out, "zstd") as stream:
        stream.write(data)
    return bytes(out.getvalue())


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (gzip.compress(TEXT.encode(), mtime=0), ROWS),
        (zstd(TEXT.encode()), ROWS),
        (gzip.compress(TEXT.encode("utf-16"), mtime=0), ROWS),
        (TEXT.encode("utf-16"), ROWS),
        (TEXT.encode("utf-16-le"), ROWS),
        (TEXT.encode("utf-16-be"), ROWS),
        (TEXT.encode("utf-32"), ROWS),
        (b"\xef\xbb\xbf" + TEXT.encode(), ROWS),
        (TEXT.replace("x", "caf\u00e9").encode("cp1252"), ROWS),
        # One row in UTF-8, the other in cp1252: files put together.
        (b"cpt,units,note\n99213,2,caf\xc3\xa9\n99214,1,caf\xe9\n", ROWS),
        (b"cpt,units,note\n99213,2,a\0b\n99214,1,y\n", ROWS),
        (b"cpt,units,note\n99213,2,caf\xe9\n99214,1,a\0b\n", ROWS),
    ],
)
def test_bytes(tmp_path: Path, content: bytes, rows: list[tuple[Any, ...]]) -> None:
    path = tmp_path / "charges"
    path.write_bytes(content)
    assert read(tmp_path, path)[1] == rows


def test_cp1252_cells_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "charges.csv"
    path.write_bytes(b"cpt,note\n99213,caf\xe9 \x80 5\n")
    connection = connect()
    load(connection, [str(path)], {}, tmp_path)
    assert connection.execute("select own_2 from charge_row").fetchall() == [("café € 5",)]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv.gz", gzip.compress(TEXT.encode() * 999, mtime=0)[:60], "incomplete gzip"),
        ("a.csv.zst", zstd(TEXT.encode() * 99999)[:60], "incomplete zstd"),
        ("a.gz", b"\x1f\x8b", "gzip"),
        ("a.xlsx", b"PK\x03\x04nonsense", "not a workbook"),
        ("a.xls", b"\xd0\xcf\x11\xe0nonsense", "not a workbook"),
        ("a.parquet", b"PAR1nonsense", "damaged Parquet"),
        ("a.pdf", b"%PDF-1.7", "PDF"),
        ("a.bin", bytes(range(256)) * 20, "no column is named like a code"),
        ("a.csv", b"\0" * 5000, "empty"),
    ],
)
def test_broken_files_are_refused(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(RequestError, match=said):
        read(tmp_path, tmp_path / name)


def test_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "charges.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet("empty")
    sheet = book.add_worksheet("charges")
    day = book.add_format({"num_format": "mm/dd/yyyy"})
    sheet.write(0, 0, "Dr. X")
    sheet.write_row(2, 1, ["CPT", "DOS", "Units", "Note"])
    sheet.write_row(3, 1, [99213, None, 2, "two\nlines"])
    sheet.write_datetime(3, 2, dt.datetime(2026, 7, 15), day)
    sheet.write_row(5, 1, ["00100", None, 1.5])
    book.close()
    loaded, rows = read(tmp_path, path)
    assert loaded.names[1:5] == ("CPT", "DOS", "Units", "Note")
    # The line is the row of the sheet.
    assert rows == [(4, "99213", "2"), (6, "00100", "1.5")]


def test_parquet_with_types(tmp_path: Path) -> None:
    table = pa.table({
        "CPT": pa.array([99213, 99214]),
        "DOS": pa.array([dt.date(2026, 7, 15)] * 2),
        "qty": pa.array([2.0, 1.0]),
        "odd *?[ name": pa.array(["x", None]),
    })  # fmt: skip
    pq.write_table(table, tmp_path / "odd [1] name.parquet")
    loaded, rows = read(tmp_path, tmp_path / "odd [1] name.parquet")
    assert loaded.fields == {"code": 0, "units": 2, "date": 1}
    assert rows == [(1, "99213", "2"), (2, "99214", "1")]


def test_stdin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(TEXT.encode(), mtime=0))))
    loaded, rows = read(tmp_path, "-")
    assert (loaded.files, rows) == (("stdin",), ROWS)


def test_patterns_and_columns_that_differ(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("cpt,units,note\n99213,2,x\n")
    (tmp_path / "b.csv").write_text("Note,HCPCS Code,MRN\ny,99214,7\n")
    loaded, rows = read(tmp_path, str(tmp_path / "*.csv"))
    assert [Path(file).name for file in loaded.files] == ["a.csv", "b.csv"]
    assert loaded.names == ("cpt", "units", "note", "MRN")
    assert rows == [(2, "99213", "2"), (2, "99214", "1")]


@pytest.mark.parametrize("name", ["[a].csv", "a*b?.csv", "it's.csv", " a b.csv"])
def test_names_that_are_no_patterns(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(TEXT)
    (tmp_path / "a.csv").write_text("cpt\n99999\n")
    assert read(tmp_path, tmp_path / name)[1] == ROWS


@pytest.mark.parametrize("asked", ["nowhere.csv", "*.nothing"])
def test_no_file(tmp_path: Path, asked: str) -> None:
    with pytest.raises(RequestError, match="no file"):
        read(tmp_path, tmp_path / asked)


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="is a folder"):
        read(tmp_path, tmp_path)
