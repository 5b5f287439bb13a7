"""`medpay tips`: what to know before billing a code."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from medpay_cli.cli import completion
from medpay_cli.cli.output import Format, chosen_format, say, write
from medpay_cli.render.document import Document


def tips(
    codes: Annotated[list[str], typer.Argument(metavar="CODE...", help="Codes, without modifiers: 77417, 45385.")],
    locality: Annotated[
        str | None,
        typer.Option(
            metavar="L",
            autocompletion=completion.localities,
            help="1320201, 13202-01, part of a name, or a two-digit number.",
        ),
    ] = None,
    zip_code: Annotated[
        str | None, typer.Option("--zip", metavar="Z", help="Place of the service by ZIP code.")
    ] = None,
    state: Annotated[str | None, typer.Option(metavar="S", help="Every locality of a state, two letters: VA.")] = None,
    mac: Annotated[str | None, typer.Option(metavar="N", help="Only localities of this MAC: 13202.")] = None,
    national: Annotated[bool, typer.Option("--national", help="National amounts, every GPCI 1.000.")] = False,
    facility: Annotated[
        bool | None,
        typer.Option("--facility/--nonfacility", help="Rate to use; default: that of --pos, else non-facility."),
    ] = None,
    pos: Annotated[str | None, typer.Option(metavar="NN", help="Place of service: 11 office, 22 hospital.")] = None,
    dos: Annotated[
        str | None, typer.Option(metavar="DATE", help="Date of service, as 2026-07-15; default today.")
    ] = None,
    release: Annotated[
        str | None,
        typer.Option(metavar="R", autocompletion=completion.releases, help="A CMS release instead of a date: RVU25A."),
    ] = None,
    qp: Annotated[bool, typer.Option("--qp", help="Qualifying APM participant (2026 on).")] = False,
    format: Annotated[Format | None, typer.Option("--format", "-f", help="Default: table, or MEDPAY_FORMAT.")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write to a file.")] = None,
) -> None:
    """What to know before billing CODE, most costly first, each with its dollars, what to do, and its source.

    \b
    medpay tips 77417 --release RVU25A
    medpay tips 45385 --locality 1320201 --facility
    medpay tips 99213 97110 --format json
    """
    from medpay_cli.advice.record import Tip
    from medpay_cli.advice.tips import answer
    from medpay_cli.dataset.places import PlaceQuery
    from medpay_cli.dataset.releases import parse_date
    from medpay_cli.pricing.request import PriceRequest, pos_of

    chosen = chosen_format(format, out)
    if not (locality or mac or zip_code or state or national):
        locality = os.environ.get("MEDPAY_LOCALITY") or None
    request = PriceRequest(
        place=PlaceQuery(locality, mac, zip_code, state, national),
        setting=None if facility is None else "facility" if facility else "nonfacility",
        pos=pos_of(pos),
        date=None if dos is None else parse_date(dos),
        release=release,
        qp=qp,
    )
    found = answer(codes, request)

    def document() -> Document:
        from medpay_cli.render.tips import document as rendered

        return rendered(found, wide=chosen is Format.md)

    write(found.tips, Tip, document, chosen, out)
    if not (chosen in (Format.table, Format.md) and out is None and sys.stdout.isatty()):
        say(*found.warnings, *([found.hint] if found.hint and chosen not in (Format.table, Format.md) else []))
