"""`medpay claim`: a small file of charge lines, each claim priced together."""

from __future__ import annotations

from typing import Annotated

import typer

from medpay_cli.cli import options
from medpay_cli.cli.output import chosen_format, say
from medpay_cli.cli.price import MOST_MISTAKES, leave


def claim(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="Charge list with a header, as audit reads it (csv, tab, xlsx, parquet, gz): claim or patient, code, "
            "modifiers (or mod1 to mod4), units, charge, minutes, date, pos, setting, locality, zip or state, "
            "provider_type, deductible; only code must be there. `-` reads stdin.",
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
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="FIELD=COLUMN", help="Name a column: code=CPT_CD; repeat, or a comma list."),
    ] = None,
    date_format: Annotated[
        str | None, typer.Option(metavar="mdy|dmy", help="Dates with slashes: month or day first.")
    ] = None,
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
    from medpay_cli.cli.claim_output import Told, write_claims
    from medpay_cli.intake.columns import asked_mapping
    from medpay_cli.pricing.claim import parts

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
    found = parts(file, request, mapping=asked_mapping(columns or []), date_order=date_format)
    told = Told(MOST_MISTAKES)
    write_claims(found, told, chosen, out)
    say(*found.warnings)
    leave(told.mistakes, told.count, denied=strict and told.denied)
