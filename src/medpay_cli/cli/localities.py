"""`medpay localities`: which payment locality is it, and its key."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from medpay_cli.cli import completion
from medpay_cli.cli.output import Format, chosen_format, write


def localities(
    query: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="QUERY",
            autocompletion=completion.localities,
            help="Name, state, ZIP code, county, number or MAC; none lists all.",
        ),
    ] = None,
    format: Annotated[Format | None, typer.Option("--format", "-f", help="Default: table, or MEDPAY_FORMAT.")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write to a file.")] = None,
) -> None:
    """Payment localities, with the 7-digit key to paste into --locality or MEDPAY_LOCALITY.

    \b
    medpay localities manhattan
    medpay localities VA
    medpay localities 10001
    """
    from medpay_cli.dataset import localities as known
    from medpay_cli.render import localities as rendered

    chosen = chosen_format(format, out)
    found = known.localities(" ".join(query or []))
    write(found, known.LocalityRecord, lambda: rendered.document(found), chosen, out)
