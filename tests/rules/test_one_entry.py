"""A rule is one entry of the catalogue and one case: nothing else is touched, and price, bundle and audit say it."""

from __future__ import annotations

import runpy
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from support.paths import ROOT

import medpay_cli
from medpay_cli.auditing.audit import judge
from medpay_cli.dataset import store
from medpay_cli.findings import run
from medpay_cli.pricing import plan
from medpay_cli.rules import noted

# Two rules that Medicare does not have.
ENTRIES = """
[[reason]]
id = "X-LEAP"
title = "No second visit of the day is paid"
reason_code = "second_visit"
when = "hcpcs = '99213' and has(76)"
says = "{hcpcs} with {modifiers:and} is a second visit"
outcome = "denied"
explanation = "For this test."
advice = "Leave it off."
carc = "CO-97"
citation = "none"
certainty = "open"

[[check]]
id = "X-UNITS"
title = "Seven units"
grain = "line"
when = "units = 7"
says = "{units:number} units"
outcome = "review"
severity = "warning"
explanation = "For this test."
citation = "none"
certainty = "open"
"""
# And a note.
ENTRIES += """
[[note]]
id = "X-NOTE"
title = "Three of a code"
when = "hcpcs = '97110' and units > 3"
rule = "'PRICE-QP'"
says = "{units:number} are many ({entry})"
explanation = "For this test."
citation = "none"
certainty = "open"
"""
CASE = """
lines = ["99213-76", "97110x7", "99213"]
outcome = ["denied", "payable", "payable"]
reason = ["99213 with 76 is a second visit", "", ""]
finds = [[1, "X-LEAP"], [2, "X-UNITS"]]
"""


@pytest.fixture
def with_entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The catalogue with ENTRIES in a file of their own, compiled into a folder that all read."""
    rules = tmp_path / "rules"
    shutil.copytree(ROOT / "src" / "medpay_cli" / "rules", rules, ignore=shutil.ignore_patterns("*.py", "compiled"))
    (rules / "mine.toml").write_text(ENTRIES, encoding="utf-8")
    runpy.run_path(str(ROOT / "scripts" / "compile_rules.py"))["compile_into"](tmp_path / "compiled", rules)
    for module in (store, run, plan, noted):
        monkeypatch.setattr(module, "COMPILED", tmp_path / "compiled")


@pytest.mark.usefixtures("with_entries")
def test_an_entry_is_enough(tmp_path: Path) -> None:
    case: dict[str, Any] = tomllib.loads(CASE)
    priced = medpay_cli.price(case["lines"], date="2026-07-15", separate=True)
    assert [line.outcome for line in priced] == case["outcome"]
    assert [line.reason or "" for line in priced] == case["reason"]
    assert (priced[0].rule, priced[0].reason_code, priced[0].allowed) == ("X-LEAP", "second_visit", None)
    assert priced[0].advice == "Leave it off."
    assert [[note for note in line.notes if "many" in note] for line in priced] == [[], ["7 are many (PRICE-QP)"], []]
    told = [(record.rule, record.denied) for record in medpay_cli.bundle("99213-76", "97110x7", date="2026-07-15")]
    assert ("X-LEAP", True) in told and ("X-UNITS", False) in told
    rows = [f"{text.split('x')[0]},{text.partition('x')[2] or 1}" for text in case["lines"]]
    path = tmp_path / "charges.csv"
    path.write_text("\n".join(["code,units", *rows]) + "\n", encoding="utf-8")
    audited = judge(str(path), date="2026-07-15").connection
    found = audited.execute("select line, rule from audit_finding").fetchall()
    assert sorted([line, rule] for line, rule in found if rule.startswith("X-")) == case["finds"]
