"""Reads a small delimited file of charge lines: a header with known column names, a row a line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from medpay_cli.errors import RequestError

# Our name of a column -> how files name it, in lower case without anything but letters and digits.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "claim": ("claim", "claimid", "claimnumber", "encounterid", "visitid"),
    "code": ("code", "cpt", "cptcode", "hcpcs", "hcpcscode", "procedurecode", "servicecode"),
    "modifiers": ("modifiers", "mods", "modifier", "mod", *(f"{m}{i}" for m in ("mod", "modifier") for i in "1234")),
    "units": ("units", "quantity", "qty", "uos"),
    "charge": ("charge", "billed", "billedamount", "chargedamount", "lineamount"),
    "minutes": ("minutes", "anesthesiaminutes"),
    "date": ("date", "dos", "servicedate", "dateofservice", "fromdate", "svcdate", "servicefromdate"),
    "pos": ("pos", "placeofservice"),
    "locality": ("locality", "localityid"),
    "zip": ("zip", "zipcode"),
    "provider_type": ("providertype", "practitioner"),
    "deductible": ("deductible",),
}
# A line may spread these over several columns.
SPREAD = ("modifiers",)
DELIMITERS = ",\t;|"


class FileLine(NamedTuple):
    """One line of the file: its number (the header is line 1) and the cells of known columns that are not blank."""

    number: int
    cells: dict[str, str]


class ChargeFile(NamedTuple):
    """The lines of a file, which known columns it has, and the names of those that are not used."""

    lines: list[FileLine]
    columns: frozenset[str]
    unused: list[str]


def read(path: Path) -> str:
    """The text of the file at `path`. Raises RequestError."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RequestError(f"cannot read {path}: {error.strerror}") from error
    return decoded(data)


def decoded(data: bytes) -> str:
    """`data` as text: UTF-8 or, failing that, Windows' cp1252. Raises RequestError where it is not text."""
    if b"\0" in data:
        raise RequestError("the file is not text: write CSV, a header and a row for each line")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def parse(text: str) -> ChargeFile:
    """The charge lines in `text`. Raises RequestError where the header cannot be understood."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise RequestError(f"line {reader.line_num} cannot be read as CSV: {error}") from error
    if len(rows) < 2:
        raise RequestError("no charge lines: write a header such as claim,code,modifiers,units and a row for each line")
    names = _known(rows[0][1])
    lines = [FileLine(number, _cells(names, row)) for number, row in rows[1:]]
    unused = [cell.strip() for cell, name in zip(rows[0][1], names, strict=True) if name is None and cell.strip()]
    return ChargeFile(lines, frozenset(name for name in names if name), unused)


def _known(header: Sequence[str]) -> list[str | None]:
    """Our name for each column of the header, None for one that is not used. Raises RequestError."""
    plain = [re.sub(r"[^a-z0-9]", "", cell.lower()) for cell in header]
    names = [next((ours for ours, theirs in COLUMNS.items() if cell in theirs), None) for cell in plain]
    for name in COLUMNS:
        if names.count(name) > 1 and name not in SPREAD:
            written = [cell for cell, ours in zip(header, names, strict=True) if ours == name]
            raise RequestError(f"columns {' and '.join(written)} both mean {name}: keep one")
    if "code" not in names:
        raise RequestError(f"no column holds the codes: name it one of {', '.join(COLUMNS['code'])}")
    return names


def _cells(names: list[str | None], row: list[str]) -> dict[str, str]:
    cells: dict[str, str] = {}
    for name, cell in zip(names, row, strict=False):
        if name and cell.strip():
            cells[name] = f"{cells[name]},{cell.strip()}" if name in cells else cell.strip()
    return cells
