"""Conditions of the catalogue as functions of a row: for the few lines that people read, without a statement.

Binding a condition in SQL costs a start more than all the rest of saying a note, and parsing JSON as much again. So
scripts/compile_rules.py has DuckDB parse it and writes it with its operators behind what they are about, in words
between blanks: `track = 'qp' and fee is not null` is `track 'qp' = fee known and`. It answers as SQL does: True, False,
or None for unknown.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

Row = Mapping[str, Any]
Told = Callable[[Row], Any]
# Operators of two values, of which an unknown one leaves all unknown.
COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "||": operator.add,
    "contains": operator.contains,
    "in": lambda value, among: value in among,
}
CONSTANTS = {"true": True, "false": False}


def function(words: str) -> Told:
    """The function of a row that `words` describe: a condition, or the text that an expression gives."""
    stack: list[Told] = []
    for word in words.split(" "):
        if word in COMPARISONS:
            right, left = stack.pop(), stack.pop()
            stack.append(_compared(COMPARISONS[word], left, right))
        elif word in ("and", "or"):
            right, left = stack.pop(), stack.pop()
            stack.append(_joined(left, right, decisive=word == "or"))
        elif word == "known":
            stack.append(_known(stack.pop()))
        elif word == "not":
            stack.append(_opposite(stack.pop()))
        else:
            stack.append(_value(word))
    return stack.pop()


def _value(word: str) -> Told:
    """A column, or a constant: a text between quotes, several in parentheses, a whole number, a truth value."""
    if word in CONSTANTS:
        return _constant(CONSTANTS[word])
    if word.startswith("'"):
        return _constant(word[1:-1])
    if word.startswith("("):
        return _constant(frozenset(word[2:-2].split("','")))
    return _constant(int(word)) if word.isdigit() else operator.itemgetter(word)


def _constant(value: Any) -> Told:
    return lambda row: value


def _known(part: Told) -> Told:
    return lambda row: part(row) is not None


def _opposite(part: Told) -> Told:
    def told(row: Row) -> bool | None:
        value = part(row)
        return None if value is None else not value

    return told


def _compared(compare: Callable[[Any, Any], Any], left: Told, right: Told) -> Told:
    def told(row: Row) -> Any:
        one, other = left(row), right(row)
        return None if one is None or other is None else compare(one, other)

    return told


def _joined(left: Told, right: Told, *, decisive: bool) -> Told:
    """`or` where True is decisive, `and` where False is: one such part decides, else one that is unknown."""

    def told(row: Row) -> Any:
        one = left(row)
        if one is decisive:
            return decisive
        other = right(row)
        return decisive if other is decisive else None if one is None or other is None else not decisive

    return told
