"""Options that several commands share, and the request they make."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from medpay_cli.cli import completion
from medpay_cli.cli.output import Format, say

if TYPE_CHECKING:
    from medpay_cli.pricing.request import PriceRequest

Locality = Annotated[
    str | None,
    typer.Option(
        metavar="L",
        autocompletion=completion.localities,
        help="1320201, 13202-01, part of a name, or a two-digit number (then every match is priced).",
    ),
]
Zip = Annotated[str | None, typer.Option("--zip", metavar="Z", help="Place of the service by ZIP code.")]
State = Annotated[str | None, typer.Option(metavar="S", help="Every locality of a state, two letters: VA.")]
Mac = Annotated[str | None, typer.Option(metavar="N", help="Only localities of this MAC: 13202.")]
National = Annotated[bool, typer.Option("--national", help="National amount, every GPCI 1.000.")]
Facility = Annotated[
    bool | None,
    typer.Option("--facility/--nonfacility", help="Rate to use; default: that of --pos, else non-facility."),
]
Pos = Annotated[str | None, typer.Option(metavar="NN", help="Place of service: 11 office, 22 hospital.")]
Dos = Annotated[str | None, typer.Option(metavar="DATE", help="Date of service, as 2026-07-15; default today.")]
Release = Annotated[
    str | None,
    typer.Option(metavar="R", autocompletion=completion.releases, help="A CMS release instead of a date: RVU25A."),
]
Qp = Annotated[bool, typer.Option("--qp", help="Qualifying APM participant (2026 on).")]
Nonpar = Annotated[bool, typer.Option("--nonpar", help="Non-participating practitioner.")]
Provider = Annotated[
    str | None,
    typer.Option(metavar="P", help="Practitioner: np, pa, cns, cnm, crna, csw, mft, mhc, rd; default physician."),
]
Deductible = Annotated[str | None, typer.Option(metavar="DOLLARS", help="Deductible the patient has left.")]
Sequestration = Annotated[
    bool, typer.Option("--sequestration", "--sequester", help="Take sequestration off what Medicare pays.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Exit 1 when a line is denied.")]
OutFormat = Annotated[Format | None, typer.Option("--format", "-f", help="Default: table, or MEDPAY_FORMAT.")]
Out = Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write to a file.")]


def request(
    *,
    locality: str | None,
    facility: bool | None,
    pos: str | None,
    dos: str | None,
    qp: bool,
    national: bool,
    zip_code: str | None = None,
    state: str | None = None,
    mac: str | None = None,
    release: str | None = None,
    nonpar: bool = False,
    provider: str | None = None,
    deductible: str | None = None,
    sequestration: bool = False,
    **more: Any,
) -> PriceRequest:
    """The options as written, read into a request; a command leaves out those it has not. Raises RequestError.

    `more` are the request's other fields.
    """
    from medpay_cli.dataset.codes import dollars
    from medpay_cli.dataset.places import PlaceQuery
    from medpay_cli.dataset.releases import parse_date
    from medpay_cli.pricing.request import PriceRequest, pos_of, provider_of

    if not (locality or mac or zip_code or state or national):
        locality = os.environ.get("MEDPAY_LOCALITY") or None
    told: list[str] = []
    found = PriceRequest(
        place=PlaceQuery(locality, mac, zip_code, state, national),
        setting=None if facility is None else "facility" if facility else "nonfacility",
        pos=pos_of(pos),
        date=None if dos is None else parse_date(dos, told=told),
        release=release,
        qp=qp,
        nonparticipating=nonpar,
        provider=provider_of(provider),
        deductible=None if deductible is None else dollars(deductible, "deductible"),
        sequestration=sequestration,
        **more,
    )
    say(*told)
    return found
