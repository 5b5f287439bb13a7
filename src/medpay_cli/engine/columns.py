"""Leaves out of steps the columns that nobody reads: what a step does not compute, the next need not carry.

`l.fee` is a column of the relation that `l` stands for; a name by itself may be one of any relation, and is kept in
all. A step that is not one plain select keeps its columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

_COMMENT = re.compile(r"--[^\n]*")
_TEXT = re.compile(r"'(?:[^']|'')*'")
_WORD = re.compile(r"\w+")
_RELATION = re.compile(r"\b(?:from|join)\s+(\w+)(?:\s+as\s+(\w+))?|\)\s*as\s+(\w+)")
_QUALIFIED = re.compile(r"\b([a-z_]\w*)\.(\w+)")
_ANY_STAR = re.compile(r"(?:\bselect\s|,|\.)\s*\*")
_NAME = re.compile(r"\bas\s+(\w+)\s*$|^\s*(?:\w+\.)?(\w+)\s*$")
_STAR = re.compile(r"\s*(?:\w+\.)?\*")
_REPLACE = re.compile(r"\breplace\s*\(")
_PLAIN = re.compile(r"\s*select\s+(?!distinct\b)")
_FROM = re.compile(r"\bfrom\b")


class Select(NamedTuple):
    """A select: what it lists, and the rest of its text from `from` on."""

    items: list[str]
    rest: str


class Reads:
    """What texts read: relations, columns of one of them, and names that may be a column of any."""

    def __init__(self) -> None:
        self.relations: set[str] = set()
        self.columns: dict[str, set[str]] = {}
        self.anywhere: set[str] = set()

    def of(self, relation: str) -> set[str]:
        """The columns of `relation` that are read."""
        return self.anywhere | self.columns.get(relation, set())

    def add(self, sql: str, outputs: Iterable[str] = ()) -> None:
        """Add what `sql` reads; where it hands on whatever is there, `outputs` are read of all its relations."""
        plain = _plain(sql)
        behind: dict[str, set[str]] = {}
        for relation, alias, inner in _RELATION.findall(plain):
            # A part of the statement itself has the columns of anything.
            behind.setdefault(inner or alias or relation, set()).add(relation)
        relations = set().union(*behind.values()) - {""}
        self.relations |= relations
        for alias, column in _QUALIFIED.findall(plain):
            [relation, *others] = behind.get(alias, {""})
            (self.anywhere if others or not relation else self.columns.setdefault(relation, set())).add(column)
        self.anywhere |= set(_WORD.findall(_QUALIFIED.sub("", _RELATION.sub("", plain))))
        if _ANY_STAR.search(plain):
            for relation in relations:
                self.columns.setdefault(relation, set()).update(outputs)


class Needed(NamedTuple):
    """A step as it is needed, and the names that later ones may read of it."""

    name: str
    sql: str
    read: set[str]


def needed(steps: Sequence[tuple[str, str]], final: str) -> list[Needed]:
    """The steps that `final` reads, directly or through others, without the columns that no later one reads."""
    reads = Reads()
    reads.add(final)
    kept: list[Needed] = []
    for name, sql in reversed(steps):
        if name in reads.relations:
            outputs = reads.of(name)
            narrow = _narrow(sql, outputs)
            kept.append(Needed(name, narrow, outputs))
            reads.add(narrow, outputs)
    return kept[::-1]


def _plain(sql: str) -> str:
    return _TEXT.sub("''", _COMMENT.sub("", sql))


def _narrow(sql: str, outputs: set[str]) -> str:
    found = _parse(sql)
    if found is None:
        return sql
    named = set(outputs)
    while True:
        items = [item for item in (_item(item, named) for item in found.items) if item]
        # An item may name another one of its own list; not where it names the relation.
        inside = named.union(*(_WORD.findall(_QUALIFIED.sub("", _plain(item))) for item in items))
        if inside == named:
            return f"select {', '.join(items or found.items[:1])} {found.rest}"
        named = inside


def _item(item: str, live: set[str]) -> str | None:
    """The item as it is needed, None where it is not."""
    if _STAR.match(item):
        replaced = _REPLACE.search(item)
        if replaced is None:
            return item
        entries = [entry for entry in _split(item[replaced.end() : item.rindex(")")]) if _item(entry, live)]
        return item[: replaced.start()] + (f"replace ({', '.join(entries)})" if entries else "")
    name = _NAME.search(item)
    return item if name is None or (name[1] or name[2]) in live else None


def _parse(sql: str) -> Select | None:
    """The one select that `sql` is, or None."""
    plain = _COMMENT.sub("", sql)
    start = _PLAIN.match(plain)
    if start is None:
        return None
    outside = _outside(plain)
    begin = next((found.start() for found in _FROM.finditer(plain) if outside[found.start()]), None)
    joined = [found for found in re.finditer(r"\b(?:union|group\s+by\s+all)\b", plain) if outside[found.start()]]
    if begin is None or joined:
        return None
    return Select(list(_split(plain[start.end() : begin])), plain[begin:])


def _split(listed: str) -> Iterator[str]:
    """The parts of a list between its own commas."""
    outside = _outside(listed)
    begin = 0
    for place, character in enumerate(listed):
        if character == "," and outside[place]:
            yield listed[begin:place]
            begin = place + 1
    yield listed[begin:]


def _outside(sql: str) -> list[bool]:
    """For each character whether it is outside of brackets and texts."""
    depth, quoted = 0, False
    told = []
    for character in sql:
        if character == "'":
            quoted = not quoted
        elif not quoted and character in "([":
            depth += 1
        elif not quoted and character in ")]":
            depth -= 1
        told.append(depth == 0 and not quoted)
    return told
