"""`medpay audit`: what of a charge list will be denied, reduced or questioned."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from medpay_cli.auditing.findings import By, Severity, SummaryRecord
from medpay_cli.auditing.findings import summary as counted
from medpay_cli.auditing.limits import EngineLimits
from medpay_cli.cli import completion
from medpay_cli.cli.audit_output import AuditFormat, chosen_format, write_findings
from medpay_cli.cli.output import STDOUT, Format, say, to_stdout, write
from medpay_cli.errors import ExitCode, RequestError

if TYPE_CHECKING:
    from medpay_cli.intake.layout import Layout


def audit(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...", help="Charge lists: csv, text, xlsx, Parquet, also .gz and .zst; `-` is stdin."
        ),
    ],
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="FIELD=COLUMN", help="Name a column: code=CPT_CD; repeat, or a comma list."),
    ] = None,
    show_mapping: Annotated[
        bool, typer.Option("--show-mapping", help="Only show which column is taken for what.")
    ] = False,
    dos: Annotated[
        str | None, typer.Option(metavar="DATE", help="Date of service of lines without one, as 2026-07-15.")
    ] = None,
    locality: Annotated[
        str | None,
        typer.Option(
            metavar="L", autocompletion=completion.localities, help="Place of lines without one: 1320201, 13202-01."
        ),
    ] = None,
    zip_code: Annotated[
        str | None, typer.Option("--zip", metavar="Z", help="Place of lines without one, by ZIP code.")
    ] = None,
    pos: Annotated[str | None, typer.Option(metavar="NN", help="Place of service of lines without one.")] = None,
    date_format: Annotated[
        str | None, typer.Option(metavar="mdy|dmy", help="Dates with slashes: month or day first.")
    ] = None,
    lines: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write every line with its own columns, expected amount and outcome."),
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help="More columns in --lines: what was read, fee, place ...")
    ] = False,
    summary: Annotated[
        By | None, typer.Option(metavar="BY", help="Instead of findings their counts by rule, code, provider or month.")
    ] = None,
    select: Annotated[
        list[str] | None,
        typer.Option(metavar="RULE", help="Only these rules: NCCI-PTP-1, NCCI; repeat, or a comma list."),
    ] = None,
    ignore: Annotated[list[str] | None, typer.Option(metavar="RULE", help="Not these rules.")] = None,
    tolerance: Annotated[str, typer.Option(metavar="DOLLARS", help="Paid or allowed may differ by so much.")] = "0.05",
    fail_on: Annotated[
        Severity, typer.Option(metavar="S", help="Exit 1 on findings from this severity on: error, warning, info.")
    ] = Severity.warning,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit 0 whatever is found.")] = False,
    memory_limit: Annotated[
        str | None,
        typer.Option(metavar="SIZE", help="Most memory of the engine (3GB when not named); the rest goes to disk."),
    ] = None,
    threads: Annotated[int | None, typer.Option(metavar="N", min=1, help="Processor cores to use.")] = None,
    temp_dir: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Where what does not fit in memory goes.")
    ] = None,
    format: Annotated[
        AuditFormat | None,
        typer.Option("--format", "-f", help="Default: that of the file's name, table, or MEDPAY_FORMAT."),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write to a file.")] = None,
) -> None:
    """Findings of charge lists, by line: what Medicare will deny, reduce or question, with the rule and the dollars.

    Exit 0 when nothing is found, 1 on findings, 2 when a file cannot be read.

    \b
    medpay audit charges.csv --zip 10001
    medpay audit charges.csv --map code=CPT_CD --lines priced.csv -o findings.jsonl
    medpay audit 'lists/*.csv.gz' --summary rule --ignore NCCI-MUE
    """
    from medpay_cli.auditing.audit import judge
    from medpay_cli.auditing.engine import Choice, beginnings
    from medpay_cli.auditing.output import check_outputs, write_lines
    from medpay_cli.cli.progress import Progress
    from medpay_cli.dataset.codes import dollars
    from medpay_cli.dataset.places import PlaceQuery
    from medpay_cli.intake.columns import asked_mapping
    from medpay_cli.pricing.request import pos_of
    from medpay_cli.render import audit as rendered

    chosen = chosen_format(format, out)
    if summary is not None and chosen not in Format.__members__:
        raise RequestError(f"--summary is written as {', '.join(Format)}, not {chosen}")
    check_outputs(lines, None if out == STDOUT else out, files)
    asked = asked_mapping(columns or [])
    if show_mapping:
        with to_stdout():
            _show_mapping(files, asked)
        return
    if not (locality or zip_code):
        locality = os.environ.get("MEDPAY_LOCALITY") or None
    with (
        Progress(sys.stderr) as progress,
        judge(
            files,
            mapping=asked,
            date=dos,
            place=PlaceQuery(locality=locality, zip_code=zip_code),
            pos=pos_of(pos),
            date_order=date_format,
            choice=Choice(beginnings(select or []), beginnings(ignore or []), dollars(tolerance, "tolerance")),
            engine=EngineLimits(memory_limit, threads, temp_dir),
            progress=progress,
        ) as answer,
    ):
        if lines is not None:
            progress(f"writing {lines}")
            write_lines(answer, lines, full=full)
        if out in (None, STDOUT):
            progress.close()
        progress(f"writing {out}")
        if summary is None:
            write_findings(answer, chosen, out)
        else:
            counts = counted(answer.connection, summary)
            write(counts, SummaryRecord, lambda: rendered.counted(counts), Format(chosen), out)
        progress.close()
        say(*answer.notes, *rendered.summary_words(answer.summary), rendered.LIMITS)
        worst = answer.worst()
    if not exit_zero and worst >= fail_on.rank:
        raise typer.Exit(ExitCode.FINDINGS)


def _written(found: Layout) -> str:
    """How a file is written, in words."""
    if not found.delimiter:
        return "Parquet"
    if found.header_line == 0:
        return "a bare list of codes, one a line, without a header"
    return f"header in line {found.header_line}, delimiter {found.delimiter!r}"


def _show_mapping(files: list[str], asked: dict[str, str]) -> None:
    """FIELD, the column taken for it, and the columns taken for nothing."""
    import tempfile

    from medpay_cli.dataset.store import connect
    from medpay_cli.intake.load import describe, named_files

    connection = connect()
    with tempfile.TemporaryDirectory(prefix="medpay-") as name:
        for file, path in named_files(files, Path(name)):
            found = describe(connection, file, path, asked, Path(name))
            typer.echo(f"{file}: {_written(found)}")
            for field, position in found.fields.items():
                typer.echo(f"  {field:10} {found.names[position]}")
            unused = [column for i, column in enumerate(found.names) if i not in found.fields.values()]
            if unused:
                typer.echo(f"  not used: {', '.join(unused)}")
