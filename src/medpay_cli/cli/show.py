"""`medpay show`: the page of a code."""

from __future__ import annotations

from typing import Annotated

import typer

from medpay_cli.cli import options
from medpay_cli.cli.output import Format, chosen_format, remark, write
from medpay_cli.render.document import Document


def show(
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
    """The page of CODE: what it is and pays, who owes what, its edits, its history, what to know before billing it.

    \b
    medpay show 77417 --locality 1320201
    medpay show 45385 --zip 10001 -o 45385.html
    medpay show 84165 --format md
    """
    from medpay_cli.advice.page import answer
    from medpay_cli.advice.page_record import CodePage

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
        from medpay_cli.render.show import document as rendered

        return rendered(found, wide=chosen is Format.md)

    write(found.pages, CodePage, document, chosen, out)
    remark(found.warnings, found.hint, chosen, out)
