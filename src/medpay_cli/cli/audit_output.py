"""Writes findings as they are read, batch by batch, so that no list of millions stands in memory."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from medpay_cli.cli.output import STDOUT, SUFFIXES, to_stdout
from medpay_cli.errors import RequestError
from medpay_cli.files import put
from medpay_cli.intake.visible import visible

if TYPE_CHECKING:
    from medpay_cli.auditing.audit import Audit
    from medpay_cli.auditing.record import FindingRecord

# Rows of a table or Markdown: more than anyone reads; every other format has them all.
SHOWN = 1000


class AuditFormat(StrEnum):
    """Formats of findings."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    tsv = "tsv"
    md = "md"
    html = "html"
    github = "github"
    parquet = "parquet"
    xlsx = "xlsx"


# Written by DuckDB or XlsxWriter, into files only.
BINARY = (AuditFormat.parquet, AuditFormat.xlsx)


def chosen_format(asked: AuditFormat | None, out: Path | None) -> AuditFormat:
    """The format asked for, else that of the file's name, else MEDPAY_FORMAT, else table. Raises RequestError."""
    suffixes = {name: AuditFormat(format) for name, format in SUFFIXES.items() if format in AuditFormat.__members__}
    suffixes |= {str(format): format for format in BINARY}
    to_file = out is not None and out != STDOUT
    if asked is None and to_file and out is not None and out.suffix:
        suffix = out.suffix.lstrip(".").lower()
        if suffix not in suffixes:
            valid = ", ".join(f".{name}" for name in sorted(suffixes))
            raise RequestError(
                f"cannot write {out}: no format is called .{suffix}; end it in {valid}, or give --format"
            )
        asked = suffixes[suffix]
    if asked is None:
        default = os.environ.get("MEDPAY_FORMAT", "").lower()
        if default and default not in AuditFormat.__members__:
            raise RequestError(f"MEDPAY_FORMAT={default}: write one of {', '.join(AuditFormat)}")
        asked = AuditFormat(default or "table")
    if asked in BINARY and not to_file:
        raise RequestError(f"--format {asked} goes into a file: name it with -o")
    return asked


def write_findings(answer: Audit, format: AuditFormat, out: Path | None) -> None:
    """The findings to `out` (whole or not at all) or to stdout. Raises RequestError."""
    from medpay_cli.auditing import output
    from medpay_cli.auditing.findings import batches

    if out is not None and out != STDOUT:
        target = out
        if format in BINARY:
            output.write_findings(answer, target)
            return

        def write(beside: Path) -> None:
            with beside.open("w", encoding="utf-8", newline="") as stream:
                _write(answer, batches(answer.connection, answer.loaded.files), format, stream)

        put(write, target, Path(answer.folder.name))
        return
    with to_stdout() as stream:
        _write(answer, batches(answer.connection, answer.loaded.files), format, stream)


def _write(answer: Audit, found: Iterator[list[FindingRecord]], format: AuditFormat, stream: TextIO) -> None:
    if format in (AuditFormat.table, AuditFormat.md, AuditFormat.html):
        from medpay_cli.render import audit as rendered
        from medpay_cli.render.markdown import markdown
        from medpay_cli.render.plain import write as write_table

        document = rendered.document(_first(found), answer.summary)
        if format is AuditFormat.md:
            stream.write(markdown(document))
        elif format is AuditFormat.html:
            from medpay_cli.render.html import html

            stream.write(html(document))
        else:
            write_table(document, stream)
        return
    for text in _texts(answer, found, format):
        # A file or a pipe gets the data as they are; a terminal would obey an escape sequence among them.
        stream.write(visible(text, keep="\n\t") if stream.isatty() else text)


def _first(found: Iterable[list[FindingRecord]]) -> list[FindingRecord]:
    shown: list[FindingRecord] = []
    for batch in found:
        shown += batch
        if len(shown) >= SHOWN:
            break
    return shown[:SHOWN]


def _texts(answer: Audit, found: Iterator[list[FindingRecord]], format: AuditFormat) -> Iterator[str]:
    if format is AuditFormat.github:
        from medpay_cli.render.audit import annotation

        yield from ("".join(map(annotation, batch)) for batch in found)
    else:
        from medpay_cli.auditing.finding_text import texts

        yield from texts(answer.connection, answer.loaded.files, format)
