"""Conditions of the catalogue as functions of a row: for the few lines that people read, without a statement.

Binding a condition in SQL costs a start more than all the rest of saying a note, and parsing JSON as much again. So
scripts/compile_rules.py has DuckDB parse it and writes it with its operators behind what they are about, in words
between blanks: `track = 'qp' and fee is not null` is `track 'qp' = fee known and`. It answers as SQL does: True, False,
or None for unknown.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

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


class Word(NamedTuple):
    """The function of a row that words make, and whether they are a column's name or a constant: those are faster."""

    told: Told
    column: str | None = None
    constant: Any = None


def function(words: str) -> Told:
    """The function of a row that `words` describe: a condition, or the text that an expression gives."""
    stack: list[Word] = []
    for word in words.split(" "):
        if word in COMPARISONS:
            right, left = stack.pop(), stack.pop()
            stack.append(Word(_compared(COMPARISONS[word], left, right)))
        elif word in ("and", "or"):
            right, left = stack.pop(), stack.pop()
            stack.append(Word(_joined(left.told, right.told, decisive=word == "or")))
        elif word == "known":
            stack.append(Word(_known(stack.pop())))
        elif word == "not":
            stack.append(Word(_opposite(stack.pop().told)))
        else:
            stack.append(_value(word))
    return stack.pop().told


def _value(word: str) -> Word:
    """A column, or a constant: a text between quotes, several in parentheses, a whole number, a truth value."""
    if word in CONSTANTS:
        return _constant(CONSTANTS[word])
    if word.startswith("'"):
        return _constant(word[1:-1])
    if word.startswith("("):
        return _constant(frozenset(word[2:-2].split("','")))
    return _constant(int(word)) if word.isdigit() else Word(operator.itemgetter(word), column=word)


def _constant(value: Any) -> Word:
    return Word(lambda row: value, constant=value)


def _known(part: Word) -> Told:
    told, column = part.told, part.column
    return (lambda row: row[column] is not None) if column else lambda row: told(row) is not None


def _opposite(part: Told) -> Told:
    def told(row: Row) -> bool | None:
        value = part(row)
        return None if value is None else not value

    return told


def _compared(compare: Callable[[Any, Any], Any], left: Word, right: Word) -> Told:
    one, other, constant = left.told, right.told, right.constant

    def against(row: Row) -> Any:
        value = one(row)
        return None if value is None else compare(value, constant)

    def told(row: Row) -> Any:
        value, second = one(row), other(row)
        return None if value is None or second is None else compare(value, second)

    return told if constant is None else against


def _joined(left: Told, right: Told, *, decisive: bool) -> Told:
    """`or` where True is decisive, `and` where False is: one such part decides, else one that is unknown."""

    def told(row: Row) -> Any:
        one = left(row)
        if one is decisive:
            return decisive
        other = right(row)
        return decisive if other is decisive else None if one is None or other is None else not decisive

    return told
