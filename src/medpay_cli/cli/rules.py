"""`medpay explain` and `medpay rules`: the rule catalogue, by id and by words."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from medpay_cli.cli.output import Format, chosen_format, write


def explain(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="Id of a rule, as answers give it: PRICE-OPPS-CAP.")],
    format: Annotated[Format | None, typer.Option("--format", "-f", help="Default: table, or MEDPAY_FORMAT.")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write to a file.")] = None,
) -> None:
    """What a rule says, its rate, what to do, and where it comes from.

    \b
    medpay explain PRICE-OPPS-CAP
    medpay explain NCCI-MUE-2 --format json
    """
    from medpay_cli.dataset import catalogue
    from medpay_cli.render import rules as rendered

    chosen = chosen_format(format, out)
    found = catalogue.rule(rule)
    write([found], catalogue.RuleRecord, lambda: rendered.one(found), chosen, out)


def rules(
    text: Annotated[
        list[str] | None, typer.Argument(metavar="TEXT", help="Words that the rule has; none lists all.")
    ] = None,
    format: Annotated[Format | None, typer.Option("--format", "-f", help="Default: table, or MEDPAY_FORMAT.")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write to a file.")] = None,
) -> None:
    """Search the rules that every answer rests on.

    \b
    medpay rules assistant
    medpay rules modifier 59
    """
    from medpay_cli.dataset import catalogue
    from medpay_cli.render import rules as rendered

    chosen = chosen_format(format, out)
    words = " ".join(text or [])
    found = catalogue.rules(words)
    write(found, catalogue.RuleRecord, lambda: rendered.listed(found, words), chosen, out)
