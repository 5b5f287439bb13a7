"""One SQL step: a .sql file with one select, whose header says what a row is, what it reads and what it gives.

    -- priced_thing: one sentence on what it holds.
    -- grain: one thing. in: charge_lines, rule.
    -- materialize: it is read more than once.
    -- out: line BIGINT        number of the line
    -- out: fee DECIMAL(12,2)  dollars a unit

`out:` names every column with its type and meaning, where others write conditions over the step.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from medpay_cli.errors import DatasetError

_OUT = re.compile(r"^--\s*out:\s*(\w+)\s+([A-Z]+(?:\([\d, ]+\))?(?:\[\])?)\s*(.*)$")


class Column(NamedTuple):
    """A column that a step gives: its SQL type and what it means."""

    kind: str
    meaning: str


class Step(NamedTuple):
    """A step as its file says: `inputs` are the relations it reads, `columns` those it documents (or none)."""

    name: str
    sql: str
    grain: str
    inputs: tuple[str, ...]
    columns: dict[str, Column]
    materialize: bool


def read(path: Path) -> Step:
    """The step in the file at `path`. Raises DatasetError naming the file and the line that is wrong."""
    sql = path.read_text(encoding="utf-8")
    header = [line for line in sql.splitlines() if line.startswith("--")]
    columns: dict[str, Column] = {}
    words: list[str] = []
    for line in header:
        if re.match(r"--\s*out:", line):
            found = _OUT.match(line)
            if found is None:
                raise DatasetError(f"{path.name}: write `-- out: name TYPE meaning`, found {line!r}")
            if found[1] in columns:
                raise DatasetError(f"{path.name}: column {found[1]} is named twice")
            columns[found[1]] = Column(found[2], found[3])
        else:
            words.append(line.lstrip("- "))
    text = " ".join(words)
    grain = re.search(r"grain:\s*(.*?)\.(?:\s|$)", text)
    inputs = re.search(r"\bin:\s*(.*?)\.(?:\s|$)", text)
    names = re.findall(r"(?:^|,)\s*(\w+)", inputs[1]) if inputs else []
    return Step(path.stem, sql, grain[1] if grain else "", tuple(names), columns, "materialize:" in text)
