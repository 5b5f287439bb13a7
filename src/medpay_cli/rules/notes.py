"""Compiles what is said of a row, `[[note]]` and `[[sentence]]`, into predicates asked of the rows that people read.

An entry says, over the columns of its facts (pricing/note_fact.py; edits/sentence_fact.py):

    about     of a sentence: the kinds of rows it is about, between blanks; a note is about a price
    when      SQL condition, with has(...), at(...) and based(...) as in the conditions of checks (rules/compiler.py):
              comparisons, `in`, `is null`, and, or, not; of a sentence it may be absent
    part      of the entries that have the same, neighbours, the first that holds is said; one without is alone
    effects   asked of each modifier of the row whose entry has one of these effects; the condition may name `modifier`.
              Of such entries, neighbours, the first that holds is said of a modifier. `each`: of each modifier that
              has an entry of that subject
    rule      SQL expression for the id of the entry it speaks for; of a note of modifiers that is the modifier's
    says      the sentence (rules/say.py), with `{message}`, `{advice}`, `{since}` and `{entry}` of that entry

The same predicates answer for one line and for a batch of them (rules/noted.py); an audit says no notes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from medpay_cli.errors import DatasetError
from medpay_cli.rules import compiler, say
from medpay_cli.rules.catalogue import MODIFIER_EFFECTS, by_precedence
from medpay_cli.rules.compiler import Grain, Row, quoted

# The file they are kept in, a line each: id, about, part, `when` and `rule` in words, modifiers, says.
FILE = "note.tsv"
SUBJECTS = ("note", "sentence")
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


def note_tsv(grains: Mapping[str, Grain], rows: Iterable[dict[str, Any]]) -> str:
    """A line for each entry in file order; `grains` are the facts by what they are about.

    Raises DatasetError, naming file and id, for an entry that does not bind to the columns of its facts, or asks what
    a predicate cannot tell.
    """
    entries = list(rows)
    mine = by_precedence(row for row in entries if row["subject"] in SUBJECTS)
    return "".join("\t".join(_cells(row, grains, entries)) + "\n" for row in mine)


def _cells(row: Row, grains: Mapping[str, Grain], entries: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    name, about = f"{row['file']}: {row['id']}", row["about"].split()
    subject = "modifier" if row["effects"] else row["each"]
    if unknown := sorted({*about} - grains.keys()):
        raise DatasetError(f"{name}: about {unknown[0]!r} is none of {', '.join(sorted(grains))}")
    if unknown := sorted(set(row["effects"] or ()) - MODIFIER_EFFECTS):
        raise DatasetError(f"{name}: {unknown[0]!r} is no effect of a modifier")
    if subject and row["decides"]:
        raise DatasetError(f"{name}: a note of modifiers speaks for the modifier, not for a `rule`")
    asked = [
        entry
        for entry in entries
        if entry["subject"] == subject and (not row["effects"] or entry["effect"] in row["effects"])
    ]
    prefixes = {entry["id"].removesuffix(entry["value"]) for entry in asked}
    if subject and len(prefixes) != 1:
        raise DatasetError(f"{name}: no entries, or entries of several kinds, for each {subject}")
    rule = f"{quoted(*prefixes)} || modifier" if subject else row["decides"] or "''"
    condition = compiler.condition(row, entries)
    for grain in (grains[each] for each in about):
        compiler.bind(grain, [(row, _select(grain, row, condition, rule, bool(subject)))])
    modifiers = " ".join(entry["value"] for entry in asked)
    return row["id"], row["about"], row["part"] or "", words(row, condition), words(row, rule), modifiers, row["says"]


def _select(grain: Grain, row: Row, condition: str, rule: str, each: bool) -> str:
    """A statement that binds only if the facts have every column that the entry names."""
    facts = f"(select *, null::varchar as modifier from {grain.relation})" if each else grain.relation
    return f"select {', '.join([*say.checked(row), rule])} from {facts} where {condition}"


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
