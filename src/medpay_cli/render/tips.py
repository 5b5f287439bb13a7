"""Tips on codes as a document: what is at stake, what to do, and the source of each."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from medpay_cli.advice.record import Tip
from medpay_cli.advice.tips import TipsAnswer
from medpay_cli.render.document import Column, Document, Fine, Grid, Heading, Notes, Verdict

CAVEAT = "Dollars at stake are differences of fee-schedule amounts for one unit here, not a forecast of denials."
MARKS = {"error": "!!", "warning": "!", "info": ""}


def document(answer: TipsAnswer, *, wide: bool = False) -> Document:
    """Each code at each place with its tips, most costly first; `wide` gives each tip one row of many columns."""
    blocks: Document = []
    tips = {key: list(group) for key, group in groupby(answer.tips, lambda tip: (tip.code, tip.locality))}
    for fact in answer.facts:
        blocks += _one(fact, tips.get((fact["code"], fact["locality_key"]), []), wide)
    said = [*([answer.hint] if answer.hint else []), *answer.warnings]
    if said:
        blocks.append(Notes(said))
    return [*blocks, Fine(""), Fine(CAVEAT), Fine("`medpay explain RULE` tells why it holds and how sure it is.")]


def _one(fact: dict[str, Any], tips: Sequence[Tip], wide: bool) -> Document:
    heading = Heading(f"{fact['code']}  {fact['descriptor'] or ''}".strip(), _where(fact))
    if not tips:
        return [heading, Verdict("No rule of the catalogue has anything to say about this code here.")]
    return [heading, table(tips) if wide else listing(tips)]


def listing(tips: Sequence[Tip]) -> Grid:
    """What holds, under it what to do and where it is written."""
    rows: list[list[str]] = []
    for tip in tips:
        rows.append([f"{money(tip.at_stake)} {MARKS[tip.severity]:2}", tip.message])
        rows += [["", f"-> {tip.advice}"]] if tip.advice else []
        rows.append(["", f"   {tip.rule}: {source(tip)}"])
    return Grid([Column("At stake   ", True), Column("Tip", wraps=True)], rows)


def table(tips: Sequence[Tip]) -> Grid:
    """A row a tip."""
    columns = [
        Column("At stake", True),
        Column(""),
        Column("Tip"),
        Column("What to do"),
        Column("Rule"),
        Column("Source"),
    ]
    rows = [[money(tip.at_stake), tip.severity, tip.message, tip.advice or "", tip.rule, source(tip)] for tip in tips]
    return Grid(columns, rows)


def source(tip: Tip) -> str:
    """The citation, and how sure it is where CMS does not state it."""
    return tip.citation if tip.certainty in ("stated", "verified") else f"{tip.citation} ({tip.certainty})"


def money(amount: Decimal | None) -> str:
    """`$1,234.50`, or nothing."""
    return "" if amount is None else f"${amount:,}"


def _where(fact: dict[str, Any]) -> str:
    place = "national" if fact["locality_key"] == "0000000" else f"locality {fact['locality_key']}"
    if fact["fee"] is None and fact["fee_26"] is None:
        return f"{place} · {fact['release']}"
    setting = {"facility": "facility rate", "nonfacility": "non-facility rate"}.get(fact["setting"], "rate unknown")
    return f"{place} · {setting} · {fact['release']}"
