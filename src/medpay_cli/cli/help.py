"""`medpay help`: a page on what every command has in common, or the help of one command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from medpay_cli.cli.completion import topics as complete_topics
from medpay_cli.errors import RequestError

# One text file a topic: its first line is its title.
TOPICS = Path(__file__).parent / "topics"


def help(
    topic: Annotated[
        list[str] | None,
        typer.Argument(metavar="TOPIC", help="A topic or a command; none lists them.", autocompletion=complete_topics),
    ] = None,
) -> None:
    """What the answers have in common: modifiers, localities, confidence, outcomes, exit codes and more.

    \b
    medpay help
    medpay help exit codes
    medpay help price
    """
    asked = "-".join(topic or []).lower()
    if not asked:
        typer.echo(overview(), nl=False)
    elif asked in titles():
        typer.echo((TOPICS / f"{asked}.txt").read_text(encoding="utf-8"), nl=False)
    else:
        from medpay_cli.cli.main import COMMANDS, build

        if asked not in COMMANDS:
            from medpay_cli.dataset.nearest import nearest

            known = {*titles(), *COMMANDS}
            alike = nearest(asked, [name.upper() for name in known])
            hint = f"; did you mean {' or '.join(alike).lower()}?" if alike else ""
            raise RequestError(f"no help on {asked!r}{hint} (topics: {', '.join(titles())})")
        build([asked])([asked, "--help"], prog_name="medpay", standalone_mode=False)


def titles() -> dict[str, str]:
    """Topic and first line of every page, by name."""
    pages = sorted(TOPICS.glob("*.txt"))
    return {page.stem: page.read_text(encoding="utf-8").partition("\n")[0] for page in pages}


def overview() -> str:
    """Every topic with what it is about, and where the commands are."""
    about = {name: title.partition(": ")[2] for name, title in titles().items()}
    width = max(map(len, about))
    lines = [f"  {name:<{width}}  {text}" for name, text in about.items()]
    return "\n".join(
        ["medpay help TOPIC", "", *lines, "", "Commands: medpay --help; words and rules: medpay explain MAI", ""]
    )
