"""Notes of the catalogue: each has a case that meets it, its predicate answers as SQL does, a wrong one is refused."""

from __future__ import annotations

import random
import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest
from support.prices import rows_of_cases

from medpay_cli.dataset.literals import values_sql
from medpay_cli.edits import sentence_fact
from medpay_cli.errors import DatasetError
from medpay_cli.pricing import note_fact
from medpay_cli.rules import catalogue, compiler
from medpay_cli.rules.compiler import Grain
from medpay_cli.rules.noted import message, noted
from medpay_cli.rules.notes import note_tsv, words
from medpay_cli.rules.predicate import function

RULES = catalogue.load()
NOTES = catalogue.by_precedence(row for row in RULES if row["subject"] == "note")
FACTS = Grain("price", "price_fact", (), {"hcpcs": "VARCHAR", "marks": "VARCHAR", "fee": "DECIMAL(12,2)"})
TYPES = {name: kind for name, (kind, _) in note_fact.COLUMNS.items()} | {"modifier": "VARCHAR"}
ENTRY = """
[[note]]
id = "X-1"
title = "t"
{more}
when = "{when}"
says = "{says}"
explanation = "e"
citation = "c"
certainty = "stated"
"""
# They are said of days before any bundled release; what they are asked of stands here.
EARLIER: dict[str, dict[str, Any]] = {
    "NOTE-MODIFIER-TECHNICAL-LATER": {"modifiers": "FX", "technical_factor": None},
    "NOTE-MODIFIER-SHARE-LATER": {"modifiers": "CQ", "medicare_factor": None},
    "NOTE-NO-SEQUESTRATION": {"sequestration": True, "sequestration_share": None},
}


@cache
def met() -> dict[str, str]:
    """Note -> the entry it speaks for, of some line of tests/cases."""
    paid = next(row for row in rows_of_cases() if row["allowed"])
    rows = [*rows_of_cases(), *(paid | changes for changes in EARLIER.values())]
    return {note.id: entry for row in rows for note, entry, _ in noted("price", row)}


@pytest.mark.parametrize("note", NOTES, ids=lambda note: str(note["id"]))
def test_every_note_has_a_case(note: dict[str, Any]) -> None:
    assert note["id"] in met(), "no case of tests/cases meets it"
    assert (met()[note["id"]] or None) in {None, *(row["id"] for row in RULES)}
    if re.search("{(message|advice|since|entry)", note["says"]):
        assert met()[note["id"]], "it names an entry that it does not speak for"


def test_the_facts_are_columns_of_priced_lines() -> None:
    assert note_fact.COLUMNS.keys() <= rows_of_cases()[0].keys()


def _random_rows(count: int) -> list[dict[str, Any]]:
    """Rows of what cases have, column by column, so that anything stands beside anything; nulls among it."""
    chance = random.Random(7)
    pool = {name: [None, *dict.fromkeys(row[name] for row in rows_of_cases())] for name in note_fact.COLUMNS}
    pool["modifier"] = [None, "RT", "LT", "GP", "CQ"]
    return [{name: chance.choice(values) for name, values in pool.items()} for _ in range(count)]


def test_a_predicate_answers_as_sql_does() -> None:
    rows = _random_rows(3000)
    facts = values_sql(TYPES, [tuple(row[name] for name in TYPES) for row in rows])
    asked = [(note, compiler.condition(note, RULES)) for note in NOTES]
    asked += [(note, note["decides"]) for note in NOTES if note["decides"]]
    duckdb_says = duckdb.connect().execute(f"select {', '.join(sql for _, sql in asked)} from ({facts})").fetchall()
    for at, (note, sql) in enumerate(asked):
        told = function(words(note, sql))
        assert [told(row) for row in rows] == [answer[at] for answer in duckdb_says], f"{note['id']}: {sql}"


def compiled(folder: Path, when: str = "true", says: str = "so", more: str = "") -> str:
    (folder / "mine.toml").write_text(ENTRY.format(when=when, says=says, more=more), encoding="utf-8")
    return note_tsv({"price": FACTS}, catalogue.load(folder))


def test_what_is_written() -> None:
    row = {"file": "f", "id": "i"}
    assert words(row, "a is null or b in ('x') and c <= 2") == "a known not b ('x') in c 2 <= and or"
    assert function("'A' b ||")({"b": "c"}) == "Ac"
    assert function("b ('AB') in")({"b": "A"}) is False


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"when": "hcpc = '1'"}, 'Referenced column "hcpc" not found'),
        ({"when": "fee > 1.5"}, "no predicate has NUMERIC"),
        ({"when": "hcpcs like 'J%'"}, "no predicate has ~~"),
        ({"when": "hcpcs = 'two words'"}, "no predicate has STRING"),
        ({"says": "{colour}"}, 'Referenced column "colour" not found'),
        ({"says": "{fee:euro}"}, "format 'euro' is none of"),
        ({"says": "{fee"}, "a brace that is no {column}"),
        ({"more": "rule = 'other'"}, 'Referenced column "other" not found'),
        ({"more": "effects = ['blue']"}, "'blue' is no effect of a modifier"),
        ({"more": "effects = ['none']\nrule = 'hcpcs'"}, "a note of modifiers speaks for the modifier"),
        ({"more": "effective_from = 2026-01-01"}, "a note has no effective_from: ask rate_day"),
        ({"more": "effects = ['return']"}, "no entries, or entries of several kinds, for each modifier"),
        ({"more": "colour = 'red'"}, "unknown ['colour']"),
        ({"when": "based(hcpcs, moon)"}, "no entry has the base 'moon'"),
    ],
)
def test_a_wrong_note_names_file_and_id(tmp_path: Path, changes: dict[str, str], said: str) -> None:
    with pytest.raises(DatasetError, match=re.escape(said)) as error:
        compiled(tmp_path, **changes)
    assert str(error.value).startswith("mine.toml: X-1")


def test_a_sentence_is_made_of_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [
        'part = "a"\nwhen = "fee > 5"\nsays = "{fee:money} for {units:number} {units?unit|units}"',
        'part = "a"\nsays = "little"',
        'when = "fee > 6"\nsays = " indeed"',
        'rule = "hcpcs"\nsays = "{message} ({entry})"',
    ]
    text = "".join(f'[[sentence]]\nid = "S-{n}"\nabout = "thing"\n{entry}\n' for n, entry in enumerate(entries))
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    columns = {"hcpcs": "VARCHAR", "fee": "DECIMAL(12,2)", "units": "INTEGER"}
    rows = catalogue.load(tmp_path)
    (tmp_path / "note.tsv").write_text(note_tsv({"thing": Grain("thing", "f", (), columns)}, rows), encoding="utf-8")
    monkeypatch.setattr("medpay_cli.rules.noted.COMPILED", tmp_path)
    rules = {"A": {"message": "so it is"}}
    said = [
        message("thing", {"hcpcs": "A", "fee": fee, "units": units}, rules.__getitem__)
        for fee, units in ((7, Decimal(1)), (6, Decimal("2.0")), (None, 1))
    ]
    assert said == ["$7.00 for 1 unit indeed; so it is (A)", "$6.00 for 2 units; so it is (A)", "little; so it is (A)"]
    with pytest.raises(DatasetError, match=r"mine\.toml: S-0: about 'thing' is none of other"):
        note_tsv({"other": FACTS}, rows)


def test_every_sentence_is_about_something() -> None:
    rows = [row for row in RULES if row["subject"] == "sentence"]
    assert {about for row in rows for about in row["about"].split()} == sentence_fact.COLUMNS.keys()
