"""Compiles the notes beside an amount, `[[note]]`, into predicates that are asked of each line that people read.

An entry says, over the columns of pricing/note_fact.py:

    when      SQL condition, with has(...), at(...) and based(...) as in the conditions of checks (rules/compiler.py):
              comparisons, `in`, `is null`, and, or, not
    effects   absent: asked once of a line. Else asked of each modifier of the line whose entry has one of these
              effects; the condition may name `modifier`. Of such entries the first that holds is said of a modifier
    rule      SQL expression for the id of the entry it speaks for; of a note with effects that is the modifier's
    says      the sentence (rules/say.py), with `{message}`, `{advice}`, `{since}` and `{entry}` of that entry

The same predicates answer for one line and for a batch of them (rules/predicate.py); an audit says none of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from medpay_cli.errors import DatasetError
from medpay_cli.rules import compiler, say
from medpay_cli.rules.catalogue import MODIFIER_EFFECTS, by_precedence
from medpay_cli.rules.compiler import Grain, Row

# The file the notes are kept in.
FILE = "line_note.tsv"
# Of DuckDB's tree -> the words of rules/predicate.py.
WORDS = {
    "COMPARE_EQUAL": "=",
    "COMPARE_NOTEQUAL": "<>",
    "COMPARE_LESSTHAN": "<",
    "COMPARE_LESSTHANOREQUALTO": "<=",
    "COMPARE_GREATERTHAN": ">",
    "COMPARE_GREATERTHANOREQUALTO": ">=",
    "CONJUNCTION_AND": "and",
    "CONJUNCTION_OR": "or",
    "OPERATOR_NOT": "not",
    "OPERATOR_IS_NOT_NULL": "known",
    "OPERATOR_IS_NULL": "known not",
    "||": "||",
    "contains": "contains",
}


def note_tsv(grain: Grain, rows: Iterable[dict[str, Any]]) -> str:
    """A line for each note in file order: id, `when`, `rule` in words, and the modifiers that it is asked of, if it is.

    Raises DatasetError, naming file and id, for an entry that does not bind to the columns of the grain, or asks what
    a predicate cannot tell.
    """
    entries = list(rows)
    mine = by_precedence(row for row in entries if row["subject"] == "note")
    conditions = {row["id"]: compiler.condition(row, entries) for row in mine}
    for row in mine:
        _check(row)
    compiler.bind(grain, ((row, _select(grain, row, conditions[row["id"]])) for row in mine))
    cells = (
        (row["id"], words(row, conditions[row["id"]]), words(row, row["decides"] or "''"), _modifiers(row, entries))
        for row in mine
    )
    return "".join("\t".join(line) + "\n" for line in cells)


def _check(row: Row) -> None:
    """Refuse effects that no modifier has, and a note of modifiers that names another entry."""
    unknown = sorted(set(row["effects"] or ()) - MODIFIER_EFFECTS)
    if unknown:
        raise DatasetError(f"{row['file']}: {row['id']}: {unknown[0]!r} is no effect of a modifier")
    if row["effects"] and row["decides"]:
        raise DatasetError(f"{row['file']}: {row['id']}: a note with effects speaks for the modifier, not for a `rule`")


def _modifiers(row: Row, entries: Iterable[Row]) -> str:
    wanted = row["effects"] or ()
    return " ".join(each["value"] for each in entries if each["subject"] == "modifier" and each["effect"] in wanted)


def _select(grain: Grain, row: Row, condition: str) -> str:
    """A statement that binds only if the facts have every column that the entry names."""
    facts = f"(select *, null::varchar as modifier from {grain.relation})" if row["effects"] else grain.relation
    named = [*say.checked(row), *filter(None, [row["decides"]])]
    return f"select {', '.join(named) or 1} from {facts} where {condition}"


def words(row: Row, sql: str) -> str:
    """An SQL expression of an entry in the words of rules/predicate.py.

    Raises DatasetError, naming file and id, for what they cannot say.
    """
    import duckdb

    [(text,)] = duckdb.execute("select json_serialize_sql(?)", [f"select {sql}"]).fetchall()
    [expression] = json.loads(text)["statements"][0]["node"]["select_list"]
    try:
        return " ".join(_words(expression))
    except KeyError as error:
        raise DatasetError(f"{row['file']}: {row['id']}: no predicate has {error.args[0]}: {sql!r}") from error


def _words(node: dict[str, Any]) -> list[str]:
    """A node of DuckDB's tree, its operator last. Raises KeyError for what a predicate does not know."""
    kind = node["type"]
    if kind == "COLUMN_REF":
        return [*node["column_names"]]
    if kind == "VALUE_CONSTANT":
        return [_constant(**node["literal"])]
    if kind == "COMPARE_IN":
        first, *rest = node["children"]
        return [*_words(first), f"({','.join(word for part in rest for word in _words(part))})", "in"]
    if kind == "FUNCTION":
        kind, parts = node["function_name"], [argument["expression"] for argument in node["arguments"]]
    else:
        parts = node["children"] if "children" in node else [node["left"], node["right"]]
    word = WORDS[kind]
    said = _words(parts[0])
    for part in parts[1:]:
        said += [*_words(part), word]
    return said if len(parts) > 1 else [*said, word]


def _constant(kind: str, text: str) -> str:
    """Text, a whole number or a truth value: dollars and factors stand in columns, never in a condition."""
    if kind == "STRING" and not re.search(r"[\s']", text):
        return f"'{text}'"
    return {"INTEGER": text, "BOOLEAN": text.lower()}[kind]
