"""Where an answer goes and in which format: stdout or a file, table, json, jsonl, csv or md."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, TextIO

import typer

from medpay_cli.errors import RequestError
from medpay_cli.render.document import Document


class Format(StrEnum):
    """Output formats of every command."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    md = "md"


def chosen_format(asked: Format | None, out: Path | None) -> Format:
    """The format asked for, else that of the file's name, else MEDPAY_FORMAT, else table.

    Raises RequestError when MEDPAY_FORMAT is not a format.
    """
    if asked is not None:
        return asked
    if out is not None and out.suffix.lstrip(".") in Format.__members__:
        return Format(out.suffix.lstrip("."))
    default = os.environ.get("MEDPAY_FORMAT", "")
    if default and default not in Format.__members__:
        raise RequestError(f"MEDPAY_FORMAT={default}: write one of {', '.join(Format)}")
    return Format(default) if default else Format.table


def write(
    records: Sequence[Any], record_type: type, document: Callable[[], Document], format: Format, out: Path | None
) -> None:
    """Write the answer to `out` (whole or not at all) or to stdout."""
    if out is None:
        _write(records, record_type, document, format, sys.stdout)
        return
    text = io.StringIO()
    _write(records, record_type, document, format, text)
    save(text.getvalue(), out)


def say(*sentences: str) -> None:
    """Words for the reader go to stderr: stdout carries data only."""
    for sentence in sentences:
        typer.echo(f"note: {sentence}", err=True)


def save(text: str, out: Path) -> None:
    """Write beside `out` and rename, so that a failure leaves what was there. Raises RequestError."""
    import tempfile

    try:
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    except OSError as error:
        raise RequestError(f"cannot write {out}: {error.strerror}") from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        # mkstemp makes a private file; the answer gets the mode any new file would.
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(out)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise RequestError(f"cannot write {out}: {error.strerror}") from error
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _write(
    records: Sequence[Any], record_type: type, document: Callable[[], Document], format: Format, stream: TextIO
) -> None:
    # Each writer is imported by the format that needs it: start-up is a feature.
    if format is Format.table:
        from medpay_cli.render.plain import write as write_table

        write_table(document(), stream)
    elif format is Format.md:
        from medpay_cli.render.markdown import markdown

        stream.write(markdown(document()))
    else:
        from medpay_cli.render import records as writers

        if format is Format.csv:
            stream.write(writers.as_csv(records, record_type))
        else:
            stream.write((writers.as_json if format is Format.json else writers.as_jsonl)(records))
