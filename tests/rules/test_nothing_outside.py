"""Rates, lists of modifiers and of places, and what is said of a rule stand in the catalogue only (DESIGN.md 2)."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from pathlib import Path

import pytest

import medpay_cli
from medpay_cli.rules import catalogue

PACKAGE = Path(medpay_cli.__file__).parent
STEPS = [path for path in sorted(PACKAGE.rglob("*.sql")) if path.parent.name != "compiled"]
# sources/ reads CMS's files into tables and knows their layout.
MODULES = [path for path in sorted(PACKAGE.rglob("*.py")) if path.parent.name != "sources"]
# Half a cent of two sides goes to one of them: a rounding, no rate.
ROUNDING = {"0.001"}
RATE = re.compile(r"(?<![\w.])[01]\.[0-9]+")
TWO = re.compile(r"['\"]([0-9A-Z]{2})['\"](?:\s*,\s*['\"]([0-9A-Z]{2})['\"])+")
# The rows of what-if prices that tips compares: one line a modifier, each with its own sentence in the catalogue.
VARIANTS = {"fact_variant.sql"}
# Modules that put answers into words, and those of them whose words are no rule's.
SPEAKING = [path for path in MODULES if path.parent.name in ("pricing", "edits", "answers") or path.name == "said.py"]
OWN_WORDS = {
    "note_fact.py": "what columns mean",
    "sentence_fact.py": "what columns mean",
    "derivation.py": "names of steps",
    "history.py": "releases that list a code",
    "editions.py": "editions that are loaded",
    "known.py": "codes that are in no table",
    "batch.py": "lines that could not be read",
    "claim.py": "lines and columns that could not be read",
    "price.py": "options that do not go together",
}
# Three words in a row, in lower case.
PROSE = re.compile(r"(?:[a-z]{2,}[,;:]? ){2,}[a-z]{2,}")
SQL = re.compile(r"\b(select|from|where|join|case when|with|order by|create|replace|insert|alter|as|and hcpcs)\b")
# The two parts of Missouri and Kansas that ZIP codes know as states.
PARTS_OF_STATES = {"EM", "WM", "EK", "WK"}


def known() -> set[str]:
    """Modifiers and places of service of the catalogue."""
    return {row["value"] for row in catalogue.load() if row["subject"] in ("modifier", "pos")} - PARTS_OF_STATES


def code_of(path: Path) -> str:
    """The text of a step or module without its comments and docstrings."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".sql":
        return re.sub("--.*", "", text)
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    kept = [token.string for token in tokens if token.type != tokenize.COMMENT and not token.string.startswith('"""')]
    return " ".join(kept)


def rates(text: str) -> list[str]:
    return [found[0] for found in RATE.finditer(text) if found[0] not in ROUNDING]


def lists(text: str, codes: set[str]) -> list[str]:
    """Lists of two modifiers or places and more."""
    found = [match[0] for match in TWO.finditer(text)]
    return [each for each in found if len(codes & set(re.findall("[0-9A-Z]{2}", each))) > 1]


@pytest.mark.parametrize("path", STEPS, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_step_holds_a_rate(path: Path) -> None:
    assert rates(code_of(path)) == [], "a rate is a row of the catalogue, with its dates and its source"


def test_no_list_of_modifiers_or_places() -> None:
    codes = known()
    found = {path.name: listed for path in [*STEPS, *MODULES] if (listed := lists(code_of(path), codes))}
    assert found.keys() <= VARIANTS, "name the effect, or ask a set of the catalogue"


def prose(code: str) -> list[str]:
    """Texts of a module that read as a sentence: no docstring, no SQL, and nothing raised, which is about the input."""
    tree = ast.parse(code)
    passed: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise):
            passed.update(ast.walk(node))
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            passed.add(node.value)
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in passed
    ]
    return [text for text in texts if PROSE.search(text) and not SQL.search(text)]


@pytest.mark.parametrize("path", SPEAKING, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_sentence_of_a_rule(path: Path) -> None:
    found = prose(path.read_text(encoding="utf-8"))
    assert bool(found) == (path.name in OWN_WORDS), f"a [[reason]], [[note]] or [[sentence]] says it: {found}"


def test_the_search_finds_what_it_looks_for() -> None:
    assert rates("round(fee * 0.85, 2)") == ["0.85"] and rates("then 1.5 end") == ["1.5"]
    assert rates("- case when second_side then 0.001 else 0 end, 2)::decimal(3, 2)") == []
    assert lists("modifier in ('26', 'TC')", {"26", "TC"}) and lists('pos in ("21", "22")', {"21", "22"})
    assert lists('{ "26" , "TC" }', {"26", "TC"})
    assert not lists("in ('', '26')", {"26", "TC"}) and not lists("('ZZ', 'QQ')", {"26"})
    assert prose('"""It is a docstring."""\nsay(f"{code} is denied with {other}, unless it is separate")')
    assert not prose('execute("select a as b from of where it is")\nraise Wrong("it is not a code")')
