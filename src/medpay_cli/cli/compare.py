"""`medpay compare`: the same code at several places or in several releases."""

from __future__ import annotations

import shutil
import sys
from typing import Annotated

import typer

from medpay_cli.cli import completion, options
from medpay_cli.cli.output import Format, chosen_format, write
from medpay_cli.render.document import Document

# Columns of a terminal that has room for long bars.
WIDE = 100


def compare(
    codes: Annotated[
        list[str], typer.Argument(metavar="CODE...", help="Codes, as in price: 77417, 71046-26, 97110x2.")
    ],
    locality: Annotated[
        list[str] | None,
        typer.Option(
            "--locality", metavar="L", autocompletion=completion.localities, help="A place, as in price; repeat it."
        ),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all-localities", help="Every locality, the highest first, against the national amount.")
    ] = False,
    release: Annotated[
        list[str] | None,
        typer.Option(
            "--release", metavar="R", autocompletion=completion.releases, help="A CMS release: RVU25D; repeat it."
        ),
    ] = None,
    dos: options.Dos = None,
    facility: options.Facility = None,
    pos: options.Pos = None,
    qp: options.Qp = False,
    format: options.OutFormat = None,
    out: options.Out = None,
) -> None:
    """The allowed amount of CODE, priced alone, at several places or in several releases: difference and percent.

    \b
    medpay compare 99213 --locality 1320201 --locality 0210201
    medpay compare 77402 77427 --release RVU25D --release RVU26C
    medpay compare 99213 --all-localities --format csv
    """
    from medpay_cli.pricing.compare import Comparison
    from medpay_cli.pricing.compare import compare as compared

    chosen = chosen_format(format, out)
    request = options.request(
        locality=locality[0] if locality else None,
        national=every,
        facility=facility,
        pos=pos,
        dos=dos,
        qp=qp,
    )
    found = compared(codes, request, localities=locality or [], every_locality=every, releases=release or [])

    def document() -> Document:
        from medpay_cli.render.compare import document as rendered

        drawn = out is None and chosen is Format.table and sys.stdout.isatty()
        # The names of places come before the bars where it is narrow.
        width = 20 if shutil.get_terminal_size().columns > WIDE else 10
        return rendered(found, bars=width if drawn else 0)

    write(found, Comparison, document, chosen, out)
