"""In which format an answer is written, and that a reader who leaves early changes no exit code."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any, TextIO

from medpay_cli.errors import RequestError
from medpay_cli.intake.visible import visible
from medpay_cli.render.document import Document


class Format(StrEnum):
    """Output formats of every command."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    tsv = "tsv"
    md = "md"
    html = "html"


# What the name of a file may end in, in either case, beside the formats themselves.
SUFFIXES = {
    "txt": Format.table,
    "ndjson": Format.jsonl,
    "markdown": Format.md,
    "htm": Format.html,
    **{str(format): format for format in Format if format is not Format.table},
}
STDOUT = Path("-")


def chosen_format(asked: Format | None, out: Path | None) -> Format:
    """The format asked for, else that of the file's name, else MEDPAY_FORMAT, else table.

    Raises RequestError when the name ends in what no format has, nothing can be put at `out`, or MEDPAY_FORMAT is
    not a format: before any work is done.
    """
    if out is not None and out != STDOUT:
        from medpay_cli.files import check

        check(out)
        suffix = out.suffix.lstrip(".").lower()
        if asked is None and suffix in SUFFIXES:
            return SUFFIXES[suffix]
        if asked is None and suffix:
            valid = ", ".join(f".{name}" for name in sorted(SUFFIXES))
            raise RequestError(
                f"cannot write {out}: no format is called .{suffix}; end it in {valid}, or give --format"
            )
    if asked is not None:
        return asked
    default = os.environ.get("MEDPAY_FORMAT", "").lower()
    if default and default not in Format.__members__:
        raise RequestError(f"MEDPAY_FORMAT={default}: write one of {', '.join(Format)}")
    return Format(default) if default else Format.table


def write(
    records: Sequence[Any], record_type: type, document: Callable[[], Document], format: Format, out: Path | None
) -> None:
    """Write the answer to `out` (a file whole or not at all) or to stdout. Raises RequestError."""
    if out is None or out == STDOUT:
        with to_stdout() as stream:
            _write(records, record_type, document, format, stream)
        return
    from medpay_cli.files import save

    text = io.StringIO()
    _write(records, record_type, document, format, text)
    save(text.getvalue(), out)


@contextmanager
def to_stdout() -> Iterator[TextIO]:
    """Stdout, flushed at the end; a reader that leaves early is no error. Raises RequestError."""
    if sys.stdout is None or sys.stdout.closed:
        raise RequestError("stdout is closed: nowhere to write the answer (-o FILE writes it to a file)")
    try:
        yield sys.stdout
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has all it wanted (`| head -1`): the answer, and so the exit code, is the same.
        forget_stdout()
    except OSError as error:
        raise RequestError(f"cannot write to stdout: {error.strerror or error}") from error


def say(*sentences: str) -> None:
    """Words for the reader go to stderr: stdout carries data only."""
    for sentence in sentences:
        tell(f"note: {sentence}")


def remark(warnings: Sequence[str], hint: str, format: Format, out: Path | None) -> None:
    """What an answer of `format` could not say in its place: documents have both, but stderr is read beside a pipe.

    `hint` tells how to narrow the question: of a document's reader it is in sight. On a terminal neither comes twice.
    """
    in_document = format in (Format.table, Format.md, Format.html)
    if not (in_document and out is None and sys.stdout.isatty()):
        say(*warnings, *([hint] if hint and not in_document else []))


def tell(line: str) -> None:
    """One line on stderr, control characters shown; nobody listening is no error."""
    try:
        if sys.stderr is not None:
            sys.stderr.write(f"{visible(line)}\n")
            sys.stderr.flush()
    except (OSError, ValueError):
        pass


def forget_stdout() -> None:
    """Send what is still buffered, and all that follows, nowhere."""
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def _write(
    records: Sequence[Any], record_type: type, document: Callable[[], Document], format: Format, stream: TextIO
) -> None:
    # Each writer is imported by the format that needs it: start-up is a feature.
    if format is Format.table:
        from medpay_cli.render.plain import write as write_table

        write_table(document(), stream)
        return
    if format is Format.md:
        from medpay_cli.render.markdown import markdown

        text = markdown(document())
    elif format is Format.html:
        from medpay_cli.render.html import html

        text = html(document())
    else:
        from medpay_cli.render import records as writers

        if format is Format.csv:
            text = writers.as_csv(records, record_type)
        elif format is Format.tsv:
            text = writers.as_tsv(records, record_type)
        else:
            text = (writers.as_json if format is Format.json else writers.as_jsonl)(records)
    # A file or a pipe gets the data as they are; a terminal would obey an escape sequence among them.
    stream.write(visible(text, keep="\n\t") if stream.isatty() else text)
