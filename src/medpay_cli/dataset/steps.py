"""Joins named SQL steps into one statement: each .sql file is one select, named for its output."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).parent
_WORD = re.compile(r"\w+")


def read_step(folder: Path, name: str) -> str:
    """The text of step `name` (its file without `.sql`)."""
    return (folder / f"{name}.sql").read_text(encoding="utf-8")


def release_steps() -> list[tuple[str, str]]:
    """The steps from asked_dates (date, named_release) to asked_release: which release answers each of them."""
    return [(name, read_step(HERE, name)) for name in ("release_window", "asked_release")]


def other_schedule_steps(lines: str) -> list[tuple[str, str]]:
    """The steps to other_schedule for the codes of `lines`: what pays a code when this schedule does not."""
    asked = ("asked_code", f"select distinct hcpcs from {lines}")
    return [asked, ("other_schedule", read_step(HERE, "other_schedule"))]


def read_by(named: Sequence[tuple[str, str]], final: str) -> list[tuple[str, str]]:
    """The steps that `final` reads, directly or through others: the rest would only be parsed and bound."""
    wanted: list[tuple[str, str]] = []
    words = set(_WORD.findall(final))
    for name, sql in reversed(named):
        if name in words:
            wanted.append((name, sql))
            words |= set(_WORD.findall(sql))
    return wanted[::-1]


def compose(named: Sequence[tuple[str, str]], final: str) -> str:
    """`with a as (...), b as (...) <final>`: the steps in order, each seeing those before it."""
    if not named:
        return final
    steps = ",\n".join(f"{name} as not materialized (\n{sql}\n)" for name, sql in named)
    return f"with {steps}\n{final}"
