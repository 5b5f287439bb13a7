"""Bytes of stdin or of a list file as numbered lines: encodings, line ends, quotes, comments, a header line."""

from __future__ import annotations

import codecs
import re
import sys
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from medpay_cli.errors import RequestError
from medpay_cli.intake.visible import visible

# Names a column of codes goes by (RULES.md 7.2), without case, blanks and punctuation.
CODE_HEADINGS = frozenset({
    "cpt", "cptcode", "cpthcpcs", "cpthcpcscode", "hcpcs", "hcpcscode", "hcpcscpt", "code", "codes",
    "procedure", "procedurecode", "proccode", "proc", "servicecode", "billingcode",
})  # fmt: skip
# What else heads a column of the same line.
OTHER_HEADINGS = frozenset({
    "mod", "mods", "modifier", "modifiers", "mod1", "mod2", "mod3", "mod4", "modifier1", "modifier2", "modifier3",
    "modifier4", "units", "unit", "quantity", "qty", "uos", "charge", "charges", "billed", "billedamount", "dos",
    "date", "servicedate", "dateofservice", "pos", "placeofservice", "description", "descriptor", "line", "claim",
    "claimid", "locality", "state", "zip", "mac",
})  # fmt: skip

# What a file that is no text begins with, and what to call it.
_NOT_TEXT = (
    (b"PK\x03\x04", "a zip or Excel file"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file"),
    (b"PAR1", "a Parquet file"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a gzip file"),
)
# The longest mark first: UTF-32's begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Only these end a line, as in an editor; str.splitlines knows eight more and would shift the numbers.
_LINE_END = re.compile(r"\r\n|\r|\n")
# Excel's own words for a cell it could not fill are values, not comments.
_EXCEL_ERROR = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!|#+)", re.IGNORECASE)


class Kind(StrEnum):
    """What a line of the input is; only `text` asks for an answer, the others are kept so that numbers hold."""

    text = "text"
    blank = "blank"
    comment = "comment"
    header = "header"


class InputLine(NamedTuple):
    """One line: its number in the input (from 1), and its text without quotes and edge blanks, safe to show."""

    number: int
    text: str
    kind: Kind


class TextInput(NamedTuple):
    """Every line of an input, and what it was read as."""

    lines: tuple[InputLine, ...]
    encoding: str

    @property
    def asked(self) -> list[InputLine]:
        """The lines that ask for an answer."""
        return [line for line in self.lines if line.kind is Kind.text]

    @property
    def header(self) -> InputLine | None:
        """The heading line, where the input has one: to be told, not priced."""
        return next((line for line in self.lines if line.kind is Kind.header), None)


def read_stdin() -> TextInput:
    """The lines of stdin; none where stdin is closed. Raises RequestError when it is no text."""
    stream = sys.stdin
    if stream is None or stream.closed:
        return TextInput((), "utf-8")
    binary = getattr(stream, "buffer", None)
    return numbered_lines(stream.read().encode("utf-8", "replace") if binary is None else binary.read(), "stdin")


def read_list(path: Path) -> TextInput:
    """The lines of a list file. Raises RequestError when it cannot be read or is no text."""
    try:
        return numbered_lines(path.read_bytes(), str(path))
    except OSError as error:
        raise RequestError(f"cannot read {path}: {error.strerror}") from error


def numbered_lines(data: bytes, name: str = "input") -> TextInput:
    """`data` as lines. The first cell of a line of several is not guessed: the line stays as it is written.

    UTF-8, UTF-16 and UTF-32 with their mark, UTF-16 without one where its NULs show it, else UTF-8, else
    cp1252. Raises RequestError, naming `name`, when the bytes are a workbook or another file that is no text.
    """
    for magic, what in _NOT_TEXT:
        if data.startswith(magic):
            raise RequestError(f"{name} is {what}, not text: save it as csv or text, one line an entry")
    text, encoding = _decoded(data)
    written = _LINE_END.split(text)
    if not written[-1]:
        written.pop()
    lines: list[InputLine] = []
    first = True
    for number, raw in enumerate(written, 1):
        cell = visible(unquoted(raw))
        if not cell:
            kind = Kind.blank
        elif cell.startswith("#") and not _EXCEL_ERROR.match(cell):
            kind = Kind.comment
        else:
            kind = Kind.header if first and is_heading(cell) else Kind.text
            first = False
        lines.append(InputLine(number, cell, kind))
    return TextInput(tuple(lines), encoding)


def unquoted(text: str) -> str:
    """A line that is one quoted cell without its quotes, edge blanks and Excel's `="..."`; others trimmed only."""
    # A byte order mark inside a file is a trace of files put together; no reader sees it.
    cell = text.replace("\ufeff", "").strip()
    quoted = cell[1:] if cell.startswith('="') else cell
    if len(quoted) > 1 and quoted[0] == quoted[-1] == '"' and '"' not in quoted[1:-1].replace('""', ""):
        return quoted[1:-1].replace('""', '"').strip()
    return cell


def is_heading(text: str) -> bool:
    """Whether a first line names columns: one of codes and, where there are more cells, known names only."""
    names = [re.sub(r"[^a-z0-9]", "", cell.lower()) for cell in re.split("[,;|\t\u2409]", text)]
    return any(name in CODE_HEADINGS for name in names) and all(
        name in CODE_HEADINGS or name in OTHER_HEADINGS for name in names
    )


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding
    if encoding := _utf16_without_mark(data[:4096]):
        return data.decode(encoding, "replace"), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), "cp1252"


def _utf16_without_mark(data: bytes) -> str:
    """The byte order where nearly every second byte is NUL and no other one is; '' otherwise."""
    even, odd = data[0::2], data[1::2]
    if len(data) < 4:
        return ""
    if even.count(0) == 0 and odd.count(0) * 10 >= len(odd) * 9:
        return "utf-16-le"
    if odd.count(0) == 0 and even.count(0) * 10 >= len(even) * 9:
        return "utf-16-be"
    return ""
