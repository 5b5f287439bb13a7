"""`medpay claim`: a small file of charge lines, each claim priced together."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from medpay_cli.cli import options
from medpay_cli.cli.output import chosen_format, say, write
from medpay_cli.cli.price import finish
from medpay_cli.render.document import Document


def claim(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="CSV with a header: claim, code, modifiers (or mod1 to mod4), units, charge, minutes, date, pos, "
            "locality or zip, provider_type, deductible; only code must be there. `-` reads stdin.",
        ),
    ],
    locality: options.Locality = None,
    zip_code: options.Zip = None,
    mac: options.Mac = None,
    national: options.National = False,
    facility: options.Facility = None,
    pos: options.Pos = None,
    dos: options.Dos = None,
    release: options.Release = None,
    qp: options.Qp = False,
    nonpar: options.Nonpar = False,
    provider: options.Provider = None,
    deductible: options.Deductible = None,
    sequestration: options.Sequestration = False,
    strict: options.Strict = False,
    format: options.OutFormat = None,
    out: options.Out = None,
) -> None:
    """Price the lines of FILE, the lines of each claim together: ranking, families, modifiers, shares, total.

    What a line names (date, place, practitioner) goes before the options.

    \b
    medpay claim claims.csv --locality 1320201
    medpay claim - --zip 10001 --format csv -o priced.csv < claims.csv
    """
    from medpay_cli.pricing import claim_file
    from medpay_cli.pricing.claim import answer
    from medpay_cli.pricing.record import PricedLine

    chosen = chosen_format(format, out)
    request = options.request(
        locality=locality,
        zip_code=zip_code,
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
    )
    text = claim_file.decoded(sys.stdin.buffer.read()) if file == "-" else claim_file.read(Path(file))
    found = answer(claim_file.parse(text), request)

    def document() -> Document:
        from medpay_cli.render.claims import document as claims

        return claims(found.lines)

    write(found.lines, PricedLine, document, chosen, out)
    say(*found.warnings)
    finish(found, strict=strict)
