"""`medpay explain` and `medpay rules`: the rule catalogue, by what a person means and by words."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from medpay_cli.cli import completion
from medpay_cli.cli.output import Format, chosen_format, write


def explain(
    rule: Annotated[
        list[str],
        typer.Argument(
            metavar="RULE",
            autocompletion=completion.rules,
            help="A rule as answers name it (PRICE-OPPS-CAP), or 59, pos 10, MAI, status B.",
        ),
    ],
    format: Annotated[Format | None, typer.Option("--format", "-f", help="Default: table, or MEDPAY_FORMAT.")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write to a file.")] = None,
) -> None:
    """What a rule or a word says, its rate, what to do, and where it comes from.

    \b
    medpay explain PRICE-OPPS-CAP
    medpay explain 59
    medpay explain indicator 1
    """
    from medpay_cli.dataset import catalogue
    from medpay_cli.render import rules as rendered

    chosen = chosen_format(format, out)
    found = catalogue.meant(" ".join(rule))
    write(found, catalogue.RuleRecord, lambda: rendered.explained(found), chosen, out)


def rules(
    text: Annotated[
        list[str] | None, typer.Argument(metavar="TEXT", help="Words that the rule has; none lists the topics.")
    ] = None,
    topic: Annotated[
        str | None, typer.Option(metavar="T", autocompletion=completion.rule_topics, help="Only rules of this topic.")
    ] = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="Rows of the table.")] = 25,
    every: Annotated[bool, typer.Option("--all", help="All rows of the table; without words, every rule.")] = False,
    format: Annotated[Format | None, typer.Option("--format", "-f", help="Default: table, or MEDPAY_FORMAT.")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write to a file.")] = None,
) -> None:
    """Search the rules that every answer rests on; without words, the topics they are about.

    \b
    medpay rules
    medpay rules modifier 59
    medpay rules --topic pos --all
    """
    from medpay_cli.dataset import catalogue
    from medpay_cli.render import rules as rendered

    chosen = chosen_format(format, out)
    words = " ".join(text or [])
    if not words and topic is None and not every:
        topics = catalogue.topics()
        write(topics, catalogue.TopicRecord, lambda: rendered.topics(topics), chosen, out)
        return
    found = catalogue.search(words, topic)
    hint = "" if found else catalogue.words_like(words)
    shown = None if every else limit
    write(found, catalogue.RuleRecord, lambda: rendered.listed(found, words, shown, hint), chosen, out)
