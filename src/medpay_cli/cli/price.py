"""`medpay price`: what Medicare allows for a code, and why."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from medpay_cli.cli import options
from medpay_cli.cli.output import Format, chosen_format, say, write
from medpay_cli.errors import ExitCode, RequestError
from medpay_cli.render.document import Document

if TYPE_CHECKING:
    from medpay_cli.pricing.price import PriceAnswer
    from medpay_cli.pricing.record import PricedLine
    from medpay_cli.pricing.request import PriceRequest

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
    locality: options.Locality = None,
    zip_code: options.Zip = None,
    state: options.State = None,
    mac: options.Mac = None,
    national: options.National = False,
    facility: options.Facility = None,
    pos: options.Pos = None,
    dos: options.Dos = None,
    release: options.Release = None,
    units: Annotated[str | None, typer.Option(metavar="N", help="Units of every code that names none.")] = None,
    charge: Annotated[
        str | None, typer.Option(metavar="DOLLARS", help="Billed for the line; Medicare allows no more than that.")
    ] = None,
    minutes: Annotated[
        str | None, typer.Option(metavar="N", help="Minutes of anesthesia, of the whole session.")
    ] = None,
    qp: options.Qp = False,
    nonpar: options.Nonpar = False,
    provider: options.Provider = None,
    deductible: options.Deductible = None,
    sequestration: options.Sequestration = False,
    separate: Annotated[
        bool, typer.Option("--separate", help="Price each code alone; otherwise several codes are one claim.")
    ] = False,
    strict: options.Strict = False,
    format: options.OutFormat = None,
    out: options.Out = None,
) -> None:
    """What Medicare allows for CODE here, with these modifiers, and why.

    \b
    medpay price 99213 --zip 10001 --pos 11
    medpay price 77417 --locality 01 --mod 26 --release RVU25A
    cut -d, -f1 charges.csv | medpay price - --locality 1320201 --format csv
    """
    from medpay_cli.dataset.codes import dollars, parse_modifiers
    from medpay_cli.dataset.codes import units as number_of_units
    from medpay_cli.pricing.price import answer
    from medpay_cli.pricing.record import PricedLine
    from medpay_cli.pricing.request import minutes_of

    chosen = chosen_format(format, out)
    request = options.request(
        locality=locality,
        zip_code=zip_code,
        state=state,
        mac=mac,
        national=national,
        facility=facility,
        pos=pos,
        dos=dos,
        release=release,
        qp=qp,
        nonpar=nonpar,
        provider=provider,
        deductible=deductible,
        sequestration=sequestration,
        modifiers=parse_modifiers(modifiers or []),
        units=None if units is None else number_of_units(units),
        charge=None if charge is None else dollars(charge),
        minutes=minutes_of(minutes),
        together=not separate and codes != ["-"],
    )
    batch = codes == ["-"]
    if "-" in codes and not batch:
        raise RequestError("`-` reads the codes from stdin: give no other codes with it")
    found = _batch(request) if batch else answer(codes, request)

    def document() -> Document:
        from medpay_cli.render.price import document as priced

        return priced(found.asked, found.hint)

    write(found.lines, PricedLine, document, chosen, out)
    shown = chosen is Format.table and out is None and sys.stdout.isatty()
    if not shown:
        say(*found.warnings)
    if found.hint and chosen not in (Format.table, Format.md):
        say(found.hint)
    finish(found, strict=strict)


def finish(found: PriceAnswer, *, strict: bool) -> None:
    """Name on stderr what was written wrong, and leave with the exit code the records call for."""
    mistakes = found.mistakes
    leave(mistakes, len(mistakes), denied=strict and any(line.outcome == "denied" for line in found.asked))


def leave(mistakes: Sequence[PricedLine], count: int, *, denied: bool) -> None:
    """Name on stderr the first `mistakes`, of `count`, and leave with the exit code; `denied`: where that is asked."""
    say(*(f"{_position(line)}{line.code}: {line.reason}" for line in mistakes[:MOST_MISTAKES]))
    if count > MOST_MISTAKES:
        say(f"and {count - MOST_MISTAKES:,} more lines that could not be priced")
    if count:
        raise typer.Exit(ExitCode.USAGE)
    if denied:
        raise typer.Exit(ExitCode.FINDINGS)


def _position(line: PricedLine) -> str:
    return "" if line.line is None else f"line {line.line}, "


def _batch(request: PriceRequest) -> PriceAnswer:
    """The lines of stdin, each priced alone; a heading is told."""
    from medpay_cli.intake.text import read_stdin
    from medpay_cli.pricing.price import answer_batch

    given = read_stdin()
    if given.header is not None:
        say(f"line {given.header.number} is a heading and is not priced: {given.header.text}")
    return answer_batch([(line.number, line.text, line.kind.value) for line in given.lines], request)
