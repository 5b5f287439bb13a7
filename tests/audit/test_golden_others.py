"""Findings of rules that the first golden list lacks, as they were read against RULES.md: which, where, dollars.

A change is wanted or a mistake: read the difference. Their sentences are not kept here, a word may get better.
"""

from __future__ import annotations

import csv
from typing import Any

from support.paths import ROOT

from medpay_cli.dataset.places import PlaceQuery

GOLDEN = ROOT / "tests" / "audit" / "golden"


def test_findings_of_other_rules_are_as_they_were_read(judge: Any) -> None:
    with (GOLDEN / "other_findings.csv").open(encoding="utf-8", newline="") as stream:
        read = [tuple(row) for row in csv.reader(stream)][1:]
    rules = {rule for rule, *_ in read}
    charges = (GOLDEN / "other_charges.csv").read_text(encoding="utf-8")
    found = [
        (record.rule, record.severity, str(record.line), " ".join(record.codes), str(record.at_stake or ""))
        for record in judge(charges, place=PlaceQuery("1320201")).records()
        if record.rule in rules
    ]
    assert sorted(found) == sorted(read)
    assert len(rules) > 40
