"""What a shell completes beside options: rules, localities, releases, topics; from a text file, without duckdb."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

# Written by scripts/compile_rules.py: kind, value and what it is, with tabs between.
VALUES = Path(__file__).parent.parent / "rules" / "compiled" / "completion.tsv"


def typed() -> list[str] | None:
    """The words typed after `medpay` when it is the shell that asks for completions, else None."""
    if "_MEDPAY_COMPLETE" not in os.environ:
        return None
    words = os.environ.get("_TYPER_COMPLETE_ARGS") or os.environ.get("COMP_WORDS", "")
    return words.split()[1:]


def localities(incomplete: str) -> list[tuple[str, str]]:
    """Keys that begin so, with their names beside them; and names of one word that begin so."""
    found = []
    for key, name in _values("locality"):
        word = name.rpartition(",")[0].lower()
        if key.startswith(incomplete):
            found.append((key, name))
        elif incomplete and word.isalpha() and word.startswith(incomplete.lower()):
            found.append((_in_case_of(incomplete, word), f"{key} {name}"))
    return found


def rules(incomplete: str) -> list[tuple[str, str]]:
    """Ids of rules and terms that begin so, in the case they are typed in."""
    text = incomplete.upper()
    return [(_in_case_of(incomplete, rule), title) for rule, title in _values("rule") if rule.upper().startswith(text)]


def releases(incomplete: str) -> list[tuple[str, str]]:
    """Releases that are loaded."""
    return [(name, quarter) for name, quarter in _values("release") if name.startswith(incomplete.upper())]


def rule_topics(incomplete: str) -> list[tuple[str, str]]:
    """Topics of the rule catalogue."""
    from medpay_cli.dataset.rule_words import TOPICS

    return [(topic.name, topic.about) for topic in TOPICS if topic.name.startswith(incomplete.lower())]


def topics(incomplete: str) -> list[tuple[str, str]]:
    """Topics of `medpay help`, and commands."""
    from medpay_cli.cli.help import titles
    from medpay_cli.cli.main import COMMANDS

    known = {**titles(), **dict.fromkeys(COMMANDS, "a command")}
    return [(name, text) for name, text in known.items() if name.startswith(incomplete.lower())]


def _in_case_of(incomplete: str, value: str) -> str:
    """A shell takes only what begins as it was typed: the rest follows the case of that."""
    return incomplete + (value[len(incomplete) :].lower() if incomplete.islower() else value[len(incomplete) :])


def _values(kind: str) -> Iterator[tuple[str, str]]:
    try:
        text = VALUES.read_text(encoding="utf-8")
    except OSError:
        # A shell that completes nothing is better than one that shows an error amid the line.
        return
    for line in text.splitlines():
        found, value, what = line.split("\t")
        if found == kind:
            yield value, what
