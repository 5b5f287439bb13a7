"""Codes found, as a table with what is left of them."""

from __future__ import annotations

from medpay_cli.dataset.search import SearchAnswer
from medpay_cli.render.document import Column, Document, Fine, Grid, Verdict


def document(found: SearchAnswer, text: str, offset: int) -> Document:
    """A row a code; RVUs are totals of one unit."""
    if not found.codes:
        return [Verdict(sentence) for sentence in remarks(found, text, offset)]
    columns = [
        Column("Code"),
        Column("Descriptor", flexible=True),
        Column("Status"),
        Column("Global"),
        Column("PC/TC"),
        Column("RVU office", True),
        Column("facility", True),
        Column(""),
    ]
    rows = [
        [
            code.code,
            code.descriptor,
            code.status,
            code.global_days,
            code.pctc,
            "" if code.rvu_nonfacility is None else f"{code.rvu_nonfacility}",
            "" if code.rvu_facility is None else f"{code.rvu_facility}",
            "" if code.listed else f"last in {code.release}",
        ]
        for code in found.codes
    ]
    said = remarks(found, text, offset)
    return [Grid(columns, rows), Fine(""), *map(Fine, said), Fine("medpay price CODE and medpay bundle CODE go on")]


def remarks(found: SearchAnswer, text: str, offset: int) -> list[str]:
    """What the codes alone do not tell: that none has all the words, and that there are more."""
    if not found.total:
        return [f"No code has {text!r} in its descriptor" if text else "No code fits"]
    if not found.codes:
        return [f"{found.total:,} codes fit: --offset {offset} passes over all of them"]
    said = [f"no code has all of {text!r}: these have most of the words"] if found.partial else []
    last = offset + len(found.codes)
    more = f"; --offset {last} shows more" if last < found.total else ""
    return [*said, f"{offset + 1:,} to {last:,} of {found.total:,} codes{more}"]
