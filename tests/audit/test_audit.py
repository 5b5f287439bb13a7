"""What an audit says of charge lines; amounts from `price`, edits from CMS's NCCI tables, rules from RULES.md."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import medpay_cli
from medpay_cli.auditing.audit import Audit
from medpay_cli.auditing.audit import judge as judged
from medpay_cli.auditing.engine import Choice
from medpay_cli.auditing.findings import By, summary
from medpay_cli.auditing.output import write_lines
from medpay_cli.errors import RequestError

JULY: dict[str, Any] = {"date": "2026-07-15", "pos": "11"}


def results(answer: Audit) -> list[tuple[Any, ...]]:
    """(outcome, expected, findings) of each line."""
    return answer.connection.execute("select outcome, expected, rules from line_result order by line").fetchall()


# lines of one claim; what becomes of each: outcome and the rules found.
CASES = [
    # An active code (RVU26C status A) alone.
    ("99213", [("payable", None)]),
    # 45380 is column 2 of 45385, indicator 1 (NCCI practitioner 2026Q3); 59 bypasses it (PM I.E).
    ("45385 45380", [("payable", None), ("denied", "NCCI-PTP-1")]),
    ("45385 45380-59", [("payable", None), ("payable", "NCCI-PTP-1")]),
    # MUE of 99213 is 2, MAI 3 (MUE 2026Q2): the sum of the day counts, and every line of it is denied.
    ("99213x2", [("payable", None)]),
    ("99213x2 99213", [("denied", "NCCI-MUE-3"), ("denied", "DUPLICATE-CODE NCCI-MUE-3")]),
    # 77417: status B in 2026 (RVU26C); 36415: status X, paid by the laboratory schedule (RULES.md 10.2).
    ("77417", [("denied", "STATUS-B")]),
    ("36415", [("paid_elsewhere", "ELSEWHERE-LAB")]),
    # 11046 is an add-on, type 1, of 11043; 99292 of 99291, which a colleague may have billed (AOC 2026Q2, PM 1776).
    ("11046", [("denied", "NCCI-AOC-1")]),
    ("11043 11046", [("payable", None), ("payable", None)]),
    ("99292", [("review", "NCCI-AOC-99292")]),
    ("99291 99292", [("payable", None), ("payable", None)]),
    # Status C is the MAC's to price: no denial.
    ("0042T", [("denied", "LINE-NOT-IN-SCHEDULE")]),
    ("76496", [("review", "STATUS-C")]),
    # An L code is in no fee schedule of physicians, its MUE is 0 there; G0463 has status X and MUE 0: others pay them.
    ("L1832", [("review", "ELSEWHERE-DMEPOS-L")]),
    # Laboratory codes are listed with status X: one that is missing is gone.
    ("80500", [("denied", "LINE-NOT-IN-SCHEDULE")]),
    ("C1785", [("review", "ELSEWHERE-OPPS-C")]),
    ("B4034", [("review", "ELSEWHERE-DMEPOS-B")]),
    ("G0463", [("paid_elsewhere", "ELSEWHERE-STATUS-X")]),
    ("99213-ZZ", [("denied", "LINE-MODIFIER-UNKNOWN")]),
    ("9921", [("unreadable", "LINE-CODE-ZERO")]),
    ("MISC", [("unreadable", "LINE-CODE")]),
    ("99213x0", [("unreadable", "LINE-UNITS")]),
    ("99213-24-25-57-59-76", [("unreadable", "LINE-MODIFIERS")]),
]


@pytest.mark.parametrize(("claim", "expected"), CASES, ids=[claim for claim, _ in CASES])
def test_what_becomes_of_a_claim(judge: Any, claim: str, expected: list[tuple[str, str | None]]) -> None:
    answer = judge("claim,cpt\n" + "".join(f"A,{code}\n" for code in claim.split()), **JULY)
    assert [(outcome, rules) for outcome, _, rules in results(answer)] == expected


def test_expected_is_what_price_says(judge: Any) -> None:
    """The amount of a line equals `price` of that line, to the cent, whatever column it came from."""
    table = (
        "cpt,mod1,mod2,units,dos,pos,locality,charge\n"
        "99213,25,,,2026-07-15,11,1320201,\n"
        "99213,,,2,07/31/2025,22,13202-01,\n"
        "71046,26,,1.0,2025-03-05 00:00:00,22,01112-CA-05,\n"
        '45385,,,1,20260715,24,1320201,"$1,150.00"\n'
        "99213,,,2,2026-07-15,11,1320201,10.5\n"
    )
    asked: list[dict[str, Any]] = [
        {"codes": "99213-25", "pos": "11", "locality": "1320201", "date": "2026-07-15"},
        {"codes": "99213x2", "pos": "22", "locality": "1320201", "date": "2025-07-31"},
        {"codes": "71046-26", "pos": "22", "locality": "0111205", "date": "2025-03-05"},
        {"codes": "45385", "pos": "24", "locality": "1320201", "date": "2026-07-15", "charge": "1150"},
        {"codes": "99213x2", "pos": "11", "locality": "1320201", "date": "2026-07-15", "charge": "10.5"},
    ]
    prices = [medpay_cli.price(each.pop("codes"), **each)[0].allowed for each in asked]
    answer = judge(table)
    assert None not in prices
    rows = answer.connection.execute("select allowed from priced_lines order by line").fetchall()
    assert [allowed for (allowed,) in rows] == prices


def test_a_code_that_is_gone_says_when_it_was_there(judge: Any) -> None:
    said = {found.codes[0]: found.message for found in judge("cpt\n77014\n99201\n77436\n", date="2026-07-15").records()}
    assert said["77014"] == "77014 is not in RVU26C; listed from RVU25A to RVU25D"
    assert said["99201"] == "99201 is not in RVU26C, nor in any other loaded release"
    early = judge("cpt\n77436\n", date="2025-02-15")
    assert [found.message for found in early.records()] == ["77436 is not in RVU25A; listed from RVU26B to RVU26C"]


def test_an_illegal_modifier_has_the_fee_at_stake(judge: Any) -> None:
    # 77417 is the technical part itself (PC/TC 3).
    [found] = judge("cpt,mod\n77417,26\n", date="2025-02-15").records()
    [without] = medpay_cli.price("77417", date="2025-02-15", national=True)
    assert (found.rule, found.at_stake) == ("PCTC-3", without.allowed)


def test_units_nobody_meant_are_no_money(judge: Any) -> None:
    answer = judge("cpt,units\n99213,99999\n20610,5000\n", **JULY)
    assert {found.rule for found in answer.records()} >= {"LINE-UNITS-HUGE", "NCCI-MUE-3"}
    assert (answer.summary.at_stake, answer.summary.expected) == (0, 0)


def test_no_dollar_at_stake_twice(judge: Any) -> None:
    """45380 is denied beside both 45385 and 45378... its dollars are lost once."""
    answer = judge("claim,cpt\nA,45385\nA,45380\nA,45381\nA,45380\n", **JULY)
    stakes = answer.connection.execute(
        "select line, count(*), max(at_stake) from list_finding group by line"
    ).fetchall()
    assert any(count > 1 for _, count, _ in stakes)
    assert answer.summary.at_stake == sum((stake for _, _, stake in stakes if stake), Decimal(0))


@pytest.mark.parametrize(
    ("header", "rows", "said", "denied"),
    [
        # The same two codes on one claim and day, on two claims, of two providers, and without any grouping.
        ("claim", ["A", "A"], "by claim number and date", 1),
        ("claim", ["A", "B"], "by claim number and date", 0),
        ("claim", ["", ""], "by claim number and date", 0),
        ("mrn,npi", ["1,7", "1,7"], "by patient, provider and date", 1),
        ("mrn,npi", ["1,7", "1,8"], "by patient, provider and date", 0),
        ("mrn", ["1", "1"], "by patient and date", 1),
        ("note", ["x", "x"], "each line alone", 0),
    ],
)
def test_lines_are_grouped_as_said(judge: Any, header: str, rows: list[str], said: str, denied: int) -> None:
    answer = judge(f"{header},cpt\n{rows[0]},45385\n{rows[1]},45380\n", **JULY)
    assert answer.summary.outcomes.get("denied", 0) == denied
    assert any(said in note for note in answer.notes)


def test_an_add_on_without_a_claim_is_not_judged(judge: Any) -> None:
    assert judge("cpt\n11046\n", **JULY).summary.findings == {}


def test_lines_out_are_lines_in(judge: Any, tmp_path: Path) -> None:
    text = 'cpt,note,medpay_note\n99213,"a, b",1\nnonsense,,2\n77417,"quoted ""x""",3\n'
    answer = judge(text, **JULY)
    write_lines(answer, tmp_path / "out.csv")
    rows = list(csv.DictReader((tmp_path / "out.csv").open(newline="")))
    assert [(row["cpt"], row["note"], row["medpay_note"]) for row in rows] == [
        ("99213", "a, b", "1"),
        ("nonsense", "", "2"),
        ("77417", 'quoted "x"', "3"),
    ]
    assert [row["medpay_outcome"] for row in rows] == ["payable", "unreadable", "denied"]
    assert rows[0]["medpay_expected"] == str(medpay_cli.price("99213", **JULY)[0].allowed)
    assert rows[2]["medpay_findings"] == "STATUS-B"


def test_findings_name_line_rule_and_source(judge: Any) -> None:
    [found] = judge("claim,mrn,cpt\n\nB,M1,99213\nA,M1,77417\n", **JULY).records()
    assert (found.line, found.rule, found.severity, found.codes) == (4, "STATUS-B", "error", ("77417",))
    assert (found.claim, found.patient, str(found.date)) == ("A", "M1", "2026-07-15")
    assert "bundled" in found.message
    assert found.citation
    assert found.fix


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "empty"),
        ("\n\n", "empty"),
        ("a,b\n1,2\n", "no column is named like a code"),
        ("cpt,dos\n99213,01/02/2026\n", "--date-format"),
        ("cpt,dos\n99213,13/02/2026\n99213,02/13/2026\n", "--date-format"),
    ],
)
def test_what_is_refused(judge: Any, content: str, said: str) -> None:
    with pytest.raises(RequestError, match=said):
        judge(content)


def test_parts_change_nothing(judge: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Claims dealt out to many parts give what they give together (DESIGN.md 3)."""
    codes = ["45385", "45380", "45380-59", "99213", "99213x3", "77417", "36415", "11046", "11043", "MISC", "0042T"]
    text = "claim,cpt\n" + "".join(f"{i * 7 % 40},{codes[i % 11]}\n" for i in range(200))
    whole = judge(text, **JULY)
    monkeypatch.setattr("medpay_cli.auditing.audit.LINES_A_PART", 30)
    parts = judge(text, **JULY)
    assert results(parts) == results(whole)
    assert list(parts.records()) == list(whole.records())
    assert parts.summary == whole.summary


@pytest.mark.parametrize(
    ("choice", "rules"),
    [
        (Choice(), {"NCCI-PTP-1", "STATUS-B", "LINE-CODE"}),
        (Choice(select=("NCCI",)), {"NCCI-PTP-1"}),
        (Choice(ignore=("LINE", "STATUS-B")), {"NCCI-PTP-1"}),
        (Choice(select=("NCCI", "LINE"), ignore=("NCCI-PTP",)), {"LINE-CODE"}),
    ],
)
def test_select_and_ignore(judge: Any, choice: Choice, rules: set[str]) -> None:
    answer = judge("claim,cpt\nA,45385\nA,45380\nB,77417\nC,MISC\n", choice=choice, **JULY)
    assert {found.rule for found in answer.records()} == rules
    # What is not asked for is not told, but a denied line stays denied.
    assert answer.summary.outcomes == {"denied": 2, "payable": 1, "unreadable": 1}


def test_a_rule_that_is_none(judge: Any) -> None:
    with pytest.raises(RequestError, match="no rule begins with NCC1"):
        judge("cpt\n99213\n", choice=Choice(select=("NCC1",)))


def test_summaries_add_up(judge: Any) -> None:
    text = (
        "claim,npi,cpt,dos\nA,1,45385,2026-07-15\nA,1,45380,2026-07-15\nA,1,45381x9,2026-07-15\nB,2,77417,2026-06-01\n"
    )
    answer = judge(text, pos="22")
    total = answer.summary.at_stake
    assert total > 0
    for by in By:
        records = summary(answer.connection, by)
        assert sum(record.at_stake for record in records) == total, by
        assert sum(record.findings for record in records) == sum(answer.summary.findings.values()), by
    assert [record.key for record in summary(answer.connection, By.month)] == ["2026-07", "2026-06"]
    assert {record.key for record in summary(answer.connection, By.provider)} == {"1", "2"}


def test_lines_of_an_earlier_audit_are_read_again(judge: Any, tmp_path: Path) -> None:
    write_lines(judge("cpt\n99213\nMISC\n", **JULY), tmp_path / "once.csv")
    again = judge((tmp_path / "once.csv").read_text(), **JULY)
    write_lines(again, tmp_path / "twice.csv", full=True)
    rows = list(csv.DictReader((tmp_path / "twice.csv").open()))
    assert rows[0]["medpay_expected"] == rows[0]["medpay_expected_"] != ""
    assert (rows[0]["medpay_release"], rows[0]["medpay_setting"], rows[0]["medpay_confidence"]) == (
        *("RVU26C", "nonfacility"),
        "high",
    )


@pytest.mark.parametrize("ending", ["csv", "csv.gz", "csv.zst", "tsv", "jsonl", "json", "parquet", "xlsx"])
def test_lines_in_every_format_can_be_audited_again(judge: Any, tmp_path: Path, ending: str) -> None:
    """What is written is read back: the same lines, with the same expectation."""
    if "json" in ending:
        pytest.skip("json is written, not read")
    out = tmp_path / f"lines.{ending}"
    answer = judge("cpt,note\n00100,a\n99213,=1+1\n45385,\n", **JULY)
    write_lines(answer, out)
    again = judged(str(out), **JULY)
    assert results(again) == results(answer)
    assert again.connection.execute("select own_2 from charge_row order by rowid").fetchall()[1] == ("=1+1",)


def test_a_global_period_is_seen_across_parts(judge: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [f"27447,2026-05-04,p{i},1\n99213,2026-05-20,p{i},1\n" for i in range(6)]
    monkeypatch.setattr("medpay_cli.auditing.audit.LINES_A_PART", 1)
    answer = judge("cpt,dos,patient,npi\n" + "".join(rows))
    assert answer.summary.findings == {"GLOBAL-PERIOD": 6}
    assert answer.summary.outcomes == {"denied": 6, "payable": 6}


def test_a_list_without_modifiers_misses_none(judge: Any) -> None:
    """A chargemaster has no modifiers: therapy is not told to lack one there."""
    plain = judge("cpt\n97110\n99213\n", **JULY)
    assert (plain.summary.findings, plain.summary.outcomes) == ({}, {"payable": 2})
    assert any("no line has a modifier" in note for note in plain.notes)
    other = judge("cpt,mod\n97110,\n99213,25\n", **JULY)
    assert other.summary.findings == {"THERAPY-NO-DISCIPLINE": 1}
