"""`medpay tips`: what to know before billing a code."""

from __future__ import annotations

from typing import Annotated

import typer

from medpay_cli.cli import options
from medpay_cli.cli.output import Format, chosen_format, remark, write
from medpay_cli.render.document import Document


def tips(
    codes: Annotated[list[str], typer.Argument(metavar="CODE...", help="Codes, without modifiers: 77417, 45385.")],
    locality: options.Locality = None,
    zip_code: options.Zip = None,
    state: options.State = None,
    mac: options.Mac = None,
    national: options.National = False,
    facility: options.Facility = None,
    pos: options.Pos = None,
    dos: options.Dos = None,
    release: options.Release = None,
    qp: options.Qp = False,
    format: options.OutFormat = None,
    out: options.Out = None,
) -> None:
    """What to know before billing CODE, most costly first, each with its dollars, what to do, and its source.

    \b
    medpay tips 77417 --release RVU25A
    medpay tips 45385 --locality 1320201 --facility
    medpay tips 99213 97110 --format json
    """
    from medpay_cli.advice.record import Tip
    from medpay_cli.advice.tips import answer

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
    )
    found = answer(codes, request)

    def document() -> Document:
        from medpay_cli.render.tips import document as rendered

        return rendered(found, wide=chosen is Format.md)

    write(found.tips, Tip, document, chosen, out)
    remark(found.warnings, found.hint, chosen, out)
