"""`medpay bundle`: may these codes be billed together."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Annotated

import typer

from medpay_cli.cli.output import Format, chosen_format, say, write
from medpay_cli.errors import ExitCode, RequestError
from medpay_cli.render.document import Document

# Bad lines told on stderr; all of them are in the records.
MOST_MISTAKES = 10


def bundle(
    codes: Annotated[
        list[str],
        typer.Argument(
            metavar="CODE...",
            help="The lines of a claim (45380-59, 77417x2); a bare code alone for its list of edits; - reads stdin.",
        ),
    ],
    dos: Annotated[
        str | None, typer.Option(metavar="DATE", help="Date of service, as 2026-07-15; default today.")
    ] = None,
    table: Annotated[
        str, typer.Option(metavar="T", help="practitioner (also ambulatory surgery), or outpatient hospital.")
    ] = "practitioner",
    check: Annotated[bool, typer.Option("--check", help="One code: judge it as a claim of one line.")] = False,
    other: Annotated[
        str | None, typer.Option("--with", metavar="CODE", help="One code: only edits with this one.")
    ] = None,
    indicator: Annotated[int | None, typer.Option(metavar="0|1", help="One code: only this indicator.")] = None,
    rationale: Annotated[
        str | None, typer.Option(metavar="TEXT", help="One code: only edits whose rationale has this text.")
    ] = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="One code: rows of the table.")] = 25,
    every: Annotated[bool, typer.Option("--all", help="One code: all rows of the table.")] = False,
    format: Annotated[Format | None, typer.Option("--format", "-f", help="Default: table, or MEDPAY_FORMAT.")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write to a file.")] = None,
) -> None:
    """Which of these codes Medicare denies beside the others, why, and whether a modifier helps.

    Exit 0 when no line is denied, 1 when one is. `-` reads claims from stdin, one a line, each judged alone.

    \b
    medpay bundle 45385 45380-59 --dos 2026-07-15
    medpay bundle 77417x2 77387
    medpay bundle 45380 --indicator 0 --all --format csv
    medpay bundle - --format csv < claims.txt
    """
    from medpay_cli.answers.bundle import answer, is_claim
    from medpay_cli.answers.claims import one
    from medpay_cli.dataset.codes import hcpcs, parse_line
    from medpay_cli.dataset.releases import parse_date
    from medpay_cli.edits.record import EditRecord
    from medpay_cli.render import bundle as rendered

    chosen = chosen_format(format, out)
    told: list[str] = []
    day = None if dos is None else parse_date(dos, told=told)
    say(*told)
    filters = other or indicator is not None or rationale
    if "-" in codes:
        if len(codes) > 1 or filters or check:
            raise RequestError("`-` reads claims from stdin, one a line: give no codes, --check or filters with it")
        _stdin(day, table, chosen, out)
        return
    quiet = chosen is Format.table and out is None and sys.stdout.isatty()
    if len(codes) > 1:
        if filters:
            raise RequestError("--with, --indicator and --rationale filter the edits of one code: give one")
        claim = answer(codes, day, table)
        write(claim.records, EditRecord, lambda: rendered.claim(claim), chosen, out)
    else:
        line = parse_line(codes[0])
        partner = None if other is None else hcpcs(other)
        if indicator not in (None, 0, 1):
            raise RequestError(f"--indicator {indicator}: write 0 (no modifier helps) or 1 (a modifier may)")
        claimed = check or is_claim(line)
        claim = one(line, day, table, claimed=claimed)
        listed = [
            record
            for record in claim.listing
            if partner in (None, record.column1, record.column2)
            and indicator in (None, record.modifier_indicator)
            and (rationale or "").lower() in (record.rationale or "").lower()
        ]

        def document() -> Document:
            return rendered.code(claim, listed, None if every else limit, claimed=claimed)

        write([*claim.records, *listed], EditRecord, document, chosen, out)
    if not quiet:
        say(*claim.warnings)
    if claim.denied_lines:
        raise typer.Exit(ExitCode.FINDINGS)


def _stdin(day: dt.date | None, table: str, chosen: Format, out: Path | None) -> None:
    """Judge the claims of stdin, one a line: exit 2 when a line cannot be read, else 1 when one is denied."""
    from medpay_cli.answers.batch import judge_lines
    from medpay_cli.edits.record import EditRecord
    from medpay_cli.intake.text import read_stdin
    from medpay_cli.render import bundle as rendered

    given = read_stdin()
    if given.header is not None:
        say(f"line {given.header.number} is read as a heading: {given.header.text}")
    batch = judge_lines(((line.number, line.text) for line in given.asked), day, table)
    if not batch.claims:
        say("no claim on stdin")
    write(batch.records, EditRecord, lambda: rendered.batch(batch), chosen, out)
    say(*batch.warnings)
    say(*(f"line {claim.number}: {claim.mistake}" for claim in batch.mistakes[:MOST_MISTAKES]))
    if len(batch.mistakes) > MOST_MISTAKES:
        say(f"and {len(batch.mistakes) - MOST_MISTAKES:,} more lines that could not be judged")
    if batch.mistakes:
        raise typer.Exit(ExitCode.USAGE)
    if any(record.denied for record in batch.records):
        raise typer.Exit(ExitCode.FINDINGS)
