"""Turning CMS's cells into typed values, with the file and line in every complaint."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from medpay_cli.errors import SourceError
from medpay_cli.sources.artefact import Artefact

# GXXX1 is a placeholder CMS published as a code in RVU26B and RVU26C.
HCPCS = re.compile(r"(?:[0-9A-Z][0-9]{3}[0-9A-Z]|[A-Z]XXX[0-9])\Z")
DOS_END_OF_FILE = "\x1a"


@dataclass(slots=True)
class FileReport:
    """What happened to one file: rows read, kept, repaired, refused (each with its reason)."""

    label: str
    kind: str
    read: int = 0
    kept: int = 0
    repaired: int = 0
    refused: int = 0
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Cells:
    """One row of a file: parses its cells and knows where it stands for the complaint."""

    file: str
    line: int
    values: dict[str, str]

    def text(self, column: str) -> str:
        """The cell without surrounding blanks."""
        return self.values[column]

    def one_of(self, column: str, allowed: str) -> str:
        """The cell, which must be one of the space-separated `allowed` values ('_' = empty)."""
        value = self.values[column]
        if (value or "_") not in allowed.split():
            raise self.error(f"{column} one of {allowed.replace('_', '(blank)')}", repr(value))
        return value

    def matching(self, column: str, pattern: re.Pattern[str], what: str) -> str:
        """The cell, which must match `pattern`; `what` names the form in words."""
        value = self.values[column]
        if not pattern.match(value):
            raise self.error(f"{column} as {what}", repr(value))
        return value

    def decimal(self, column: str, places: int) -> Decimal:
        """A non-negative number with at most `places` decimals."""
        raw = self.values[column].replace(",", "").lstrip("$").strip()
        try:
            number = Decimal(raw)
        except InvalidOperation:
            raise self.error(f"{column} as a number", repr(self.values[column])) from None
        exponent = number.as_tuple().exponent
        if not isinstance(exponent, int) or number < 0:
            raise self.error(f"{column} as a number of zero or more", repr(self.values[column]))
        if -exponent > places:
            rounded = round(number, places)
            if rounded != number:
                raise self.error(f"{column} with at most {places} decimals", repr(raw))
            number = rounded
        return number

    def error(self, expected: str, found: str) -> SourceError:
        """The complaint about this row."""
        return SourceError(self.file, self.line, expected, found)


def hcpcs(cells: Cells, column: str, report: FileReport) -> str:
    """A five-character code. Excel's loss of leading zeros is repaired where only one code is possible.

    An all-digit code of three or four digits can only be 00100-09999 without its zeros: no HCPCS code
    is shorter than five characters.
    """
    value = cells.text(column).upper()
    if value.isdigit() and 3 <= len(value) < 5:
        report.repaired += 1
        return value.zfill(5)
    if not HCPCS.match(value):
        raise cells.error(f"{column} as a five-character HCPCS code", repr(value))
    return value


def padded(cells: Cells, column: str, width: int, report: FileReport) -> str:
    """A fixed-width digit key (MAC 5, locality 2) with the zeros Excel took put back."""
    value = cells.text(column).rstrip("*").strip()
    if not value.isdigit() or len(value) > width:
        raise cells.error(f"{column} as {width} digits", repr(value))
    if len(value) < width:
        report.repaired += 1
    return value.zfill(width)


def csv_rows(artefact: Artefact, text: str | None = None) -> Iterator[tuple[int, list[str]]]:
    """(line number, stripped cells) of each row of a comma-separated file that has any content."""
    reader = csv.reader(io.StringIO(artefact.text if text is None else text))
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if cells == [DOS_END_OF_FILE] or not any(c and c != DOS_END_OF_FILE for c in cells):
                continue
            yield reader.line_num, cells
    except csv.Error as error:
        raise SourceError(artefact.label, reader.line_num, "comma-separated text", str(error)) from error


def us_date(text: str) -> dt.date | None:
    """The first mm/dd/yyyy in `text`, as CMS writes `RELEASED 12/23/2024`; None where there is none."""
    found = re.search(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)
    return dt.date(int(found[3]), int(found[1]), int(found[2])) if found else None
