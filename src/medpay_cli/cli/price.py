"""`medpay price`: what Medicare allows for a code, and why."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from medpay_cli.cli.output import Format, chosen_format, say, write
from medpay_cli.errors import ExitCode, RequestError
from medpay_cli.render.document import Document

# Bad lines of a batch told one by one on stderr; every one of them is in the records.
MOST_MISTAKES = 10


def price(
    codes: Annotated[
        list[str],
        typer.Argument(
            metavar="CODE...",
            help="Codes, with modifiers and units where wanted: 77417, 77417-26, 77417:26,59, 97110x2. "
            "`-` reads them from stdin, one a line.",
        ),
    ],
    modifiers: Annotated[
        list[str] | None, typer.Option("--mod", "-m", metavar="M", help="Modifier of every code; repeat, or 26,59.")
    ] = None,
    locality: Annotated[
        str | None,
        typer.Option(
            metavar="L", help="1320201, 13202-01, part of a name, or a two-digit number (then every match is priced)."
        ),
    ] = None,
    zip_code: Annotated[
        str | None, typer.Option("--zip", metavar="Z", help="Place of the service by ZIP code.")
    ] = None,
    state: Annotated[str | None, typer.Option(metavar="S", help="Every locality of a state, two letters: VA.")] = None,
    mac: Annotated[str | None, typer.Option(metavar="N", help="Only localities of this MAC: 13202.")] = None,
    national: Annotated[bool, typer.Option("--national", help="National amount, every GPCI 1.000.")] = False,
    facility: Annotated[
        bool | None,
        typer.Option("--facility/--nonfacility", help="Rate to use; default: that of --pos, else non-facility."),
    ] = None,
    pos: Annotated[str | None, typer.Option(metavar="NN", help="Place of service: 11 office, 22 hospital.")] = None,
    dos: Annotated[
        str | None, typer.Option(metavar="DATE", help="Date of service, as 2026-07-15; default today.")
    ] = None,
    release: Annotated[str | None, typer.Option(metavar="R", help="A CMS release instead of a date: RVU25A.")] = None,
    units: Annotated[str | None, typer.Option(metavar="N", help="Units of every code that names none.")] = None,
    charge: Annotated[
        str | None, typer.Option(metavar="DOLLARS", help="Billed for the line; Medicare allows no more than that.")
    ] = None,
    qp: Annotated[bool, typer.Option("--qp", help="Qualifying APM participant (2026 on).")] = False,
    nonpar: Annotated[bool, typer.Option("--nonpar", help="Non-participating practitioner.")] = False,
    separate: Annotated[bool, typer.Option("--separate", help="Price each code alone.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 when a line is not payable.")] = False,
    format: Annotated[Format | None, typer.Option("--format", "-f", help="Default: table, or MEDPAY_FORMAT.")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write to a file.")] = None,
) -> None:
    """What Medicare allows for CODE here, with these modifiers, and why.

    \b
    medpay price 99213 --zip 10001 --pos 11
    medpay price 77417 --locality 01 --mod 26 --release RVU25A
    cut -d, -f1 charges.csv | medpay price - --locality 1320201 --format csv
    """
    from medpay_cli.dataset.codes import dollars, parse_modifiers
    from medpay_cli.dataset.codes import units as number_of_units
    from medpay_cli.dataset.places import PlaceQuery
    from medpay_cli.dataset.releases import parse_date
    from medpay_cli.pricing.price import answer
    from medpay_cli.pricing.record import PricedLine
    from medpay_cli.pricing.request import PriceRequest, pos_of

    chosen = chosen_format(format, out)
    if not (locality or mac or zip_code or state or national):
        locality = os.environ.get("MEDPAY_LOCALITY") or None
    told: list[str] = []
    request = PriceRequest(
        modifiers=parse_modifiers(modifiers or []),
        place=PlaceQuery(locality, mac, zip_code, state, national),
        setting=None if facility is None else "facility" if facility else "nonfacility",
        pos=pos_of(pos),
        date=None if dos is None else parse_date(dos, told=told),
        release=release,
        units=None if units is None else number_of_units(units),
        charge=None if charge is None else dollars(charge),
        qp=qp,
        nonparticipating=nonpar,
    )
    say(*told)
    batch = codes == ["-"]
    if "-" in codes and not batch:
        raise RequestError("`-` reads the codes from stdin: give no other codes with it")
    found = answer(_stdin_codes() if batch else codes, request, batch=batch)

    def document() -> Document:
        from medpay_cli.render.price import document as priced

        return priced(found.lines, found.hint)

    write(found.lines, PricedLine, document, chosen, out)
    shown = chosen is Format.table and out is None and sys.stdout.isatty()
    if not shown:
        say(*found.warnings)
    if found.hint and chosen not in (Format.table, Format.md):
        say(found.hint)
    if len(codes) > 1 and not separate:
        say("each code is priced alone: rules across lines (multiple procedures, imaging, therapy) are not applied")
    say(*(f"{line.code}: {line.reason}" for line in found.mistakes[:MOST_MISTAKES]))
    if len(found.mistakes) > MOST_MISTAKES:
        say(f"and {len(found.mistakes) - MOST_MISTAKES:,} more lines that could not be priced")
    if found.mistakes:
        raise typer.Exit(ExitCode.USAGE)
    if strict and not all(line.payable for line in found.lines):
        raise typer.Exit(ExitCode.FINDINGS)


def _stdin_codes() -> list[str]:
    """The non-blank lines of stdin; a line may be a comment."""
    if sys.stdin is None:
        return []
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="replace")
    lines = (line.strip() for line in sys.stdin)
    return [line for line in lines if line and not line.startswith("#")]
