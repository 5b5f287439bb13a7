"""`medpay search`: which code is it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from medpay_cli.cli import completion
from medpay_cli.cli.output import Format, chosen_format, say, write


def search(
    text: Annotated[
        list[str] | None,
        typer.Argument(metavar="TEXT", help="Words of the descriptor, or codes: 7738*, 77385-77387."),
    ] = None,
    status: Annotated[str | None, typer.Option(metavar="S", help="Only these status codes: A, or A,R,T.")] = None,
    days: Annotated[str | None, typer.Option("--global", metavar="D", help="Only these global days: 090.")] = None,
    pctc: Annotated[str | None, typer.Option(metavar="N", help="Only these PC/TC indicators: 1.")] = None,
    min_rvu: Annotated[
        str | None, typer.Option("--min-rvu", metavar="RVU", help="At least these total RVUs, in either setting.")
    ] = None,
    release: Annotated[
        str | None,
        typer.Option(
            metavar="R",
            autocompletion=completion.releases,
            help="Codes of this release; default: the newest that lists each code.",
        ),
    ] = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, max=100_000, help="Codes of a page.")] = 25,
    offset: Annotated[int, typer.Option(metavar="N", min=0, help="Codes to pass over.")] = 0,
    format: Annotated[Format | None, typer.Option("--format", "-f", help="Default: table, or MEDPAY_FORMAT.")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write to a file.")] = None,
) -> None:
    """Codes by words, the best first: CMS's abbreviations and slips of typing are understood.

    \b
    medpay search colonoscopy biopsy
    medpay search knee replacement --status A --global 090
    medpay search '7738*' --format csv
    """
    from medpay_cli.dataset import search as searched
    from medpay_cli.render import search as rendered

    chosen = chosen_format(format, out)
    query = searched.SearchQuery(
        " ".join(text or []), _listed(status), _listed(days), _listed(pctc), searched.rvu(min_rvu), release
    )
    found = searched.search(query, limit, offset)
    write(found.codes, searched.FoundCode, lambda: rendered.document(found, query.text, offset), chosen, out)
    if chosen not in (Format.table, Format.md):
        say(*rendered.remarks(found, query.text, offset))


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())
