"""Writes the records of a file of claims part by part: what is held is the text of a part, not of the file."""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from medpay_cli.cli.output import STDOUT, Format, to_stdout, write
from medpay_cli.files import put
from medpay_cli.intake.visible import visible

if TYPE_CHECKING:
    from medpay_cli.pricing.claim import PricedFile
    from medpay_cli.pricing.record import PricedLine

# Formats that are read by the eye: for many claims a row each, which needs neither steps nor notes.
DOCUMENTS = (Format.table, Format.md, Format.html)


class Told:
    """What stderr and the exit code say of the records that went by: the first mistakes, how many, any denial."""

    def __init__(self, most: int) -> None:
        self._most = most
        self.mistakes: list[PricedLine] = []
        self.count = 0
        self.denied = False

    def hear(self, records: list[PricedLine]) -> list[PricedLine]:
        """The same records."""
        from medpay_cli.pricing.price import MISTAKES

        wrong = [record for record in records if record.reason_code in MISTAKES]
        self.count += len(wrong)
        self.mistakes = sorted([*self.mistakes, *wrong], key=_line)[: self._most]
        self.denied = self.denied or any(record.outcome == "denied" for record in records)
        return records


def write_claims(found: PricedFile, told: Told, format: Format, out: Path | None) -> None:
    """The records to `out` (a file whole or not at all) or to stdout, in the order of the file. Raises RequestError."""
    if format in DOCUMENTS:
        _write_document(found, told, format, out)
        return
    with tempfile.TemporaryDirectory(prefix="medpay-") as name, (Path(name) / "texts").open("w+b") as spool:
        pieces = _pieces(spool, _spooled(found, told, format, spool), format)
        if out is not None and out != STDOUT:

            def fill(beside: Path) -> None:
                with beside.open("wb") as stream:
                    stream.writelines(pieces)

            put(fill, out, Path(name))
            return
        with to_stdout() as stream:
            for piece in pieces:
                text = piece.decode()
                # A file or a pipe gets the data as they are; a terminal would obey an escape sequence among them.
                stream.write(visible(text, keep="\n\t") if stream.isatty() else text)


def _write_document(found: PricedFile, told: Told, format: Format, out: Path | None) -> None:
    from medpay_cli.pricing.record import PricedLine as Record
    from medpay_cli.render.claims import document, in_rows

    slim = in_rows(found.lines, found.claims)
    records: list[PricedLine] = []
    for part in found:
        told.hear(part)
        records += [replace(record, steps=(), notes=()) for record in part] if slim else part
    records.sort(key=_line)
    write(records, Record, lambda: document(records), format, out)


def _spooled(found: PricedFile, told: Told, format: Format, spool: BinaryIO) -> list[tuple[int, int]]:
    """Write the text of each run of neighbouring lines to `spool`: where each starts and ends, in their order."""
    firsts, starts = array("q"), array("q", [0])
    for part in found:
        for run in _runs(told.hear(part), whole=len(part) == found.lines):
            firsts.append(_line(run[0]))
            starts.append(starts[-1] + spool.write(_text(run, format).encode("utf-8", "replace")))
    order = sorted(range(len(firsts)), key=firsts.__getitem__)
    return [(starts[i], starts[i + 1]) for i in order]


def _runs(records: list[PricedLine], *, whole: bool) -> Iterator[list[PricedLine]]:
    """The records of lines that follow one another in the file; between others may be lines of another part."""
    start = 0
    for i in range(1, len(records)):
        if not whole and _line(records[i]) != _line(records[i - 1]) + 1:
            yield records[start:i]
            start = i
    if records:
        yield records[start:]


def _text(run: list[PricedLine], format: Format) -> str:
    """Records without what stands around all of them."""
    from medpay_cli.pricing.record import PricedLine
    from medpay_cli.render import records as writers

    if format is Format.json:
        return writers.as_json(run)[2:-3]
    if format is Format.jsonl:
        return writers.as_jsonl(run)
    as_table = writers.as_csv if format is Format.csv else writers.as_tsv
    return as_table(run, PricedLine)[len(as_table([], PricedLine)) :]


def _pieces(spool: BinaryIO, places: list[tuple[int, int]], format: Format) -> Iterator[bytes]:
    """The whole output, run by run."""
    from medpay_cli.pricing.record import PricedLine
    from medpay_cli.render import records as writers

    first, between, last = "", b"", b""
    if format is Format.json:
        first, between, last = "[\n", b",\n", b"\n]\n"
    elif format is not Format.jsonl:
        first = (writers.as_csv if format is Format.csv else writers.as_tsv)([], PricedLine)
    before = first.encode()
    for start, end in places:
        spool.seek(start)
        yield before + spool.read(end - start)
        before = between
    yield last


def _line(record: PricedLine) -> int:
    return record.line or 0
