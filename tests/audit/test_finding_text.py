"""Findings that DuckDB writes as text are, byte for byte, the text of their records."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from medpay_cli.auditing import finding_text as text
from medpay_cli.auditing.record import FindingRecord
from medpay_cli.render import records as writers

# Whatever a list has in its claims and patients: formulas, quotes, blanks, line ends, nothing.
NASTY = (
    "claim,mrn,cpt,mod,dos,units,charge\n"
    '"=A,1","p""1",45385,,2026-07-15,1,100.00\n'
    '"=A,1","p""1",45380,59,2026-07-15,1,100.00\n'
    '"-B\nx","tab\tb",99213,25,2026-07-15,1,1.00\n'
    " lead,# hash,77417,,2026-07-15,1,\n"
    "ünï,' quote\\,MISC,,2026-07-15,1,\n"
    '"",+plus,9921,,2026-07-15,0.5,\n'
    "NULL,@at,36415,ZZ,2026-07-15,3,\n"
)
MADE = {
    "csv": lambda records: writers.as_csv(records, FindingRecord),
    "tsv": lambda records: writers.as_tsv(records, FindingRecord),
    "json": writers.as_json,
    "jsonl": writers.as_jsonl,
}


@pytest.mark.parametrize("content", [NASTY, "cpt\n99213\n"], ids=["nasty", "nothing found"])
def test_text_is_that_of_the_records(judge: Any, monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    monkeypatch.setattr(text, "BATCH", 3)
    with judge(content, pos="11") as answer:
        records = list(answer.records())
        assert len(records) > 5 or content != NASTY
        for format, made in MADE.items():
            told = "".join(text.texts(answer.connection, answer.loaded.files, format))
            assert told == made(records), format


def test_a_carriage_return_is_quoted(judge: Any) -> None:
    """A reader would take it for the end of a row."""
    with judge('claim,cpt\n"a\rb",77417\n', date="2026-07-15") as answer:
        told = "".join(text.texts(answer.connection, answer.loaded.files, "csv"))
    rows = list(csv.DictReader(io.StringIO(told, newline="")))
    assert [row["claim"] for row in rows] == ["a\rb"]
