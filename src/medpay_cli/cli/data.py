"""`medpay data`: what the dataset holds, whether it is whole, where it lies, and how to import CMS's newer files."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from medpay_cli.cli.output import Format, chosen_format, say, write
from medpay_cli.errors import RequestError


class Action(StrEnum):
    """What to do with the dataset; without one it is described."""

    verify = "verify"
    path = "path"
    load = "import"


def data(
    action: Annotated[
        Action | None, typer.Argument(metavar="[verify|path|import]", help="Without one the dataset is described.")
    ] = None,
    sources: Annotated[
        list[Path] | None, typer.Argument(metavar="SOURCE", help="CMS zips as downloaded, folders, files: to import.")
    ] = None,
    accept_smaller: Annotated[
        bool, typer.Option("--accept-smaller", help="Import even where a table loses more than a tenth of its rows.")
    ] = False,
    format: Annotated[Format | None, typer.Option("--format", "-f", help="Default: table, or MEDPAY_FORMAT.")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write to a file.")] = None,
) -> None:
    """The dataset: releases, NCCI editions, sources with sha256, known gaps.

    verify checks every file against the manifest (exit 3 where one is damaged), path prints the folder, import adds
    CMS's files to the data in use and writes the result to a folder of yours (MEDPAY_DATA, else ~/.local/share/medpay),
    which every command reads from then on; remove that folder to return to the bundled data.

    \b
    medpay data
    medpay data verify
    medpay data import rvu26d.zip ccipra-v323r0-f?.zip
    """
    chosen = chosen_format(format, out)
    if sources and action is not Action.load:
        raise RequestError(f"medpay data {action} takes no files: did you mean `medpay data import`?")
    if action is Action.load:
        _import(sources or [], accept_smaller)
    elif action is Action.path:
        from medpay_cli.dataset.store import data_dir

        typer.echo(data_dir())
    elif action is Action.verify:
        _verify(chosen, out)
    else:
        from medpay_cli.dataset.contents import DataRecord, contents
        from medpay_cli.render import data as rendered

        every = contents()
        write(every, DataRecord, lambda: rendered.shown(every), chosen, out)


def _verify(chosen: Format, out: Path | None) -> None:
    from medpay_cli.dataset.contents import DataRecord, damage, verified
    from medpay_cli.render import data as rendered

    found = verified()
    error = damage(found)
    write(found, DataRecord, lambda: rendered.checked(found, error is None), chosen, out)
    if error is not None:
        raise error


def _import(sources: list[Path], accept_smaller: bool) -> None:
    from medpay_cli.dataset.store import extended_dir, forget_data_dir, import_dir
    from medpay_cli.sources.build import build

    if not sources:
        raise RequestError("medpay data import SOURCE...: name CMS's zips, folders or files")
    target = import_dir()

    def on_file(name: str) -> None:
        if sys.stderr.isatty():
            # One line that the next name replaces.
            typer.echo(f"\r\x1b[K{name}", err=True, nl=False)

    try:
        result = build(sources, target, on_file=on_file, accept_smaller=accept_smaller, extends=extended_dir())
    finally:
        if sys.stderr.isatty():
            typer.echo("\r\x1b[K", err=True, nl=False)
    forget_data_dir()
    for file in result.collected.files:
        say(f"read {file.artefact.label}: {file.report.kept:,} rows for {file.serves}", *file.report.remarks)
    for label, reason in result.collected.skipped:
        say(f"not read: {label} ({reason})")
    typer.echo(target)
