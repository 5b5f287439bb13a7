"""Any file that holds a table of text, as a UTF-8 file: unpacked, transcoded, a workbook written out as csv.

A plain UTF-8 file is taken where it lies; everything else is streamed once into a temporary file.
"""

from __future__ import annotations

import codecs
import shutil
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from medpay_cli.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Iterable

STDIN = "-"
CHUNK = 1 << 20
# Name of the error handler that reads a byte which is not UTF-8 as cp1252, the usual other encoding of exports.
CP1252 = "medpay_cp1252"
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GZIP, _ZSTD, _ZIP, _OLD_EXCEL, _PARQUET = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1"


def is_parquet(path: Path) -> bool:
    """Whether the file is Parquet by its first bytes."""
    return _head(path, 4) == _PARQUET


def plain_text(file: str, path: Path, folder: Path) -> Path:
    """A UTF-8 text file with the table of `path`, called `file` in messages; temporary files go into `folder`.

    Raises RequestError for a damaged archive or workbook, and for a file that is no table.
    """
    head = _head(path, 4096)
    if head.startswith((_GZIP, _ZSTD)):
        unpacked = _unused(folder, "unpacked")
        _unpack(file, path, unpacked, "gzip" if head.startswith(_GZIP) else "zstd")
        return plain_text(file, unpacked, folder)
    if head.startswith((_ZIP, _OLD_EXCEL)):
        return _workbook(file, path, _unused(folder, "workbook"))
    if head.startswith(b"%PDF"):
        raise RequestError(f"{file} is a PDF: a charge list is csv, text, xlsx or Parquet")
    encoding = next((name for mark, name in _MARKS if head.startswith(mark)), None) or _utf16_without_mark(head)
    if encoding is None:
        return path
    target = _unused(folder, "transcoded")
    with (
        path.open(encoding=encoding, errors="replace", newline="") as source,
        target.open("w", encoding="utf-8", newline="") as out,
    ):
        shutil.copyfileobj(source, out, CHUNK)
    return target


def save_stdin(folder: Path) -> Path:
    """What stdin holds, as a file."""
    target = _unused(folder, "stdin")
    stream: Any = getattr(sys.stdin, "buffer", None)
    with target.open("wb") as out:
        if stream is not None:
            shutil.copyfileobj(stream, out, CHUNK)
        elif sys.stdin is not None:
            out.write(sys.stdin.read().encode())
    return target


def as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Error handler of codecs: the bytes that are not UTF-8, as cp1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


def open_text(path: Path) -> IO[str]:
    """The text of a UTF-8 file with stray cp1252 bytes; \\n, \\r\\n and \\r all end a line."""
    codecs.register_error(CP1252, as_cp1252)
    return path.open(encoding="utf-8", errors=CP1252, newline=None)


def _head(path: Path, size: int) -> bytes:
    with path.open("rb") as stream:
        return stream.read(size)


def _unused(folder: Path, name: str) -> Path:
    number = sum(1 for _ in folder.iterdir())
    return folder / f"{name}-{number}"


def _unpack(file: str, path: Path, target: Path, kind: str) -> None:
    import pyarrow as pa

    try:
        with pa.input_stream(str(path), compression=kind) as source, target.open("wb") as out:
            while chunk := source.read(CHUNK):
                out.write(chunk)
    except OSError as error:
        if error.errno is not None:
            raise
        raise RequestError(f"{file}: damaged or incomplete {kind} file ({error})") from error


def _utf16_without_mark(head: bytes) -> str | None:
    """The byte order where nearly every second byte is NUL and no other one is."""
    even, odd = head[0::2], head[1::2]
    if len(head) < 4:
        return None
    if even.count(0) == 0 and odd.count(0) * 10 >= len(odd) * 9:
        return "utf-16-le"
    if odd.count(0) == 0 and even.count(0) * 10 >= len(even) * 9:
        return "utf-16-be"
    return None


def _workbook(file: str, path: Path, target: Path) -> Path:
    """The first sheet with anything in it as csv, a line a row, so that line numbers are the sheet's row numbers."""
    import csv

    try:
        import python_calamine
    except ImportError as error:
        raise RequestError(f"{file}: reading workbooks needs python-calamine (pip install python-calamine)") from error
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
        sheet = next((each for each in sheets if each.total_height), None)
        with target.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            if sheet is not None:
                top, left = sheet.start or (0, 0)
                out.write("\n" * top)
                rows: Iterable[list[Any]] = sheet.iter_rows()
                for row in rows:
                    writer.writerow([""] * left + [_cell(value) for value in row])
    except (python_calamine.CalamineError, python_calamine.PasswordError) as error:
        raise RequestError(f"{file}: not a workbook that can be read ({str(error).splitlines()[0]})") from error
    return target


def _cell(value: Any) -> str:
    """A cell as text: whole numbers without decimals, dates as ISO, line breaks as blanks."""
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else repr(value)
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return " ".join(str(value).split())
