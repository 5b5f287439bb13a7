"""`medpay explain` and `medpay rules`; and that no rate stands anywhere but in the catalogue."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from support.shell import Medpay

import medpay_cli
from medpay_cli.rules import catalogue

SOURCE = Path(medpay_cli.__file__).parent


def shown() -> list[str]:
    """Ids of the catalogue that `medpay rules` lists: all but the wordings of edits, [[sentence]]."""
    return [row["id"] for row in catalogue.load() if not row["id"].startswith("SAY-")]


def test_explain_shows_rate_and_source(medpay: Medpay) -> None:
    out = medpay("explain", "price-limiting-charge").out
    assert "factor: 1.0925 of the fee" in out
    assert "Source: CMS RVU25D record layout, limiting charge paragraph" in out
    [record] = json.loads(medpay("explain", "NCCI-MUE-2", "--format", "json").out)
    assert (record["id"], record["carc"], record["certainty"]) == ("NCCI-MUE-2", "CO-151", "stated")


def test_an_unknown_rule_suggests_the_nearest(medpay: Medpay) -> None:
    result = medpay("explain", "PRICE-OPS-CAP")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("error: no rule 'PRICE-OPS-CAP'; did you mean PRICE-OPPS-CAP, ")
    # Nothing is alike: still somewhere to go on from.
    nothing = medpay("explain", "NOPE")
    assert nothing.code == 2
    assert nothing.err.startswith("error: no rule 'NOPE'; the nearest are ") and "medpay rules WORDS" in nothing.err


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("59", ["MOD-59", "NCCI-MOD-59"]),
        ("modifier 59", ["MOD-59", "NCCI-MOD-59"]),
        ("pos-10", ["POS-10"]),
        ("pos 2", ["POS-02"]),
        ("place of service 10", ["POS-10"]),
        ("MAI", ["TERM-MAI"]),
        ("mai 3", ["NCCI-MUE-3"]),
        ("MUE", ["TERM-MUE"]),
        ("pc/tc", ["TERM-PCTC"]),
        ("PC/TC 3", ["PCTC-3"]),
        ("modifier indicator", ["TERM-MODIFIER-INDICATOR"]),
        ("status b", ["STATUS-B"]),
        ("b", ["STATUS-B"]),
        ("090", ["GLOBAL-090"]),
        ("global days", ["TERM-GLOBAL-DAYS"]),
        ("limiting charge", ["PRICE-LIMITING-CHARGE"]),
        ("ncci mue 2", ["NCCI-MUE-2"]),
        ("modifier", ["TERM-MODIFIER"]),
        ("telehealth home", ["POS-02", "POS-10"]),
    ],
)
def test_explain_finds_what_a_person_means(medpay: Medpay, text: str, ids: list[str]) -> None:
    found = [rule["id"] for rule in json.loads(medpay("explain", *text.split(), "--format", "json").out)]
    assert found[: len(ids)] == ids
    assert len(found) <= 3


def test_indicator_1_is_that_of_every_table(medpay: Medpay) -> None:
    found = {rule["id"] for rule in json.loads(medpay("explain", "indicator 1", "--format", "json").out)}
    assert {"NCCI-PTP-1", "PCTC-1", "NCCI-MUE-1", "BILAT-1", "COSURG-1"} <= found
    assert not any(rule.startswith("MOD-") for rule in found)


def test_a_place_of_service_has_its_name(medpay: Medpay) -> None:
    # CMS's place of service code set.
    assert "POS-10  Place of service 10: Telehealth provided in patient's home" in medpay("explain", "POS-10").out


def test_what_explain_cannot_show(medpay: Medpay) -> None:
    assert "is a code, not a rule: `medpay price 99213`" in medpay("explain", "99213").err
    many = medpay("explain", "anatomic")
    assert many.code == 2 and "`medpay rules anatomic` lists them" in many.err


def test_rules_without_words_are_topics(medpay: Medpay) -> None:
    topics = json.loads(medpay("rules", "--format", "json").out)
    by_name = {topic["topic"]: topic["rules"] for topic in topics}
    assert by_name["modifiers"] == 417
    assert sum(by_name.values()) == len(shown())
    for name, count in by_name.items():
        assert len(json.loads(medpay("rules", "--topic", name, "--format", "json").out)) == count, name
    assert len(medpay("rules").out.splitlines()) == len(topics) + 3
    assert "(topics: add-on, " in medpay("rules", "--topic", "statsu").err


def test_rules_puts_first_what_the_words_name(medpay: Medpay) -> None:
    found = [rule["id"] for rule in json.loads(medpay("rules", "modifier", "59", "--format", "json").out)]
    assert found[:2] == ["MOD-59", "NCCI-MOD-59"]
    assert not any(rule.startswith("POS") for rule in found)


def test_rules_pages_its_table(medpay: Medpay) -> None:
    out = medpay("rules", "--topic", "modifiers", "--limit", "5").out
    assert out.count("MOD-") == 5 and "417 rules; the first 5 are shown" in out
    assert medpay("rules", "--topic", "modifiers", "--all").out.count("\nMOD-") == 417
    assert medpay("rules", "assistent").out.startswith("No rule has 'assistent'; did you mean assistant")


def test_every_rule_can_be_listed_searched_and_explained(medpay: Medpay) -> None:
    ids = [rule["id"] for rule in json.loads(medpay("rules", "--all", "--format", "json").out)]
    assert ids == shown()
    for text, found in (("assistant", "MOD-80"), ("imaging cap", "PRICE-OPPS-CAP"), ("quarter nowhere", None)):
        listed = {rule["id"] for rule in json.loads(medpay("rules", *text.split(), "--format", "json").out)}
        assert (found in listed) if found else not listed


def test_a_rule_an_answer_names_exists(medpay: Medpay) -> None:
    ids = {row["id"] for row in catalogue.load()}
    priced = json.loads(medpay("price", "77417-26", "99213x2", "00100", "--nonpar", "--format", "json").out)
    named = {step["rule"] for line in priced for step in line["steps"]} | {line["rule"] for line in priced} - {None}
    edits = json.loads(medpay("bundle", "77417x2", "77301", "99292", "--dos", "2026-07-15", "--format", "json").out)
    assert named | {edit["rule"] for edit in edits} <= ids


def test_no_rate_stands_outside_the_catalogue() -> None:
    # Every factor of the catalogue, as it would be written in code, with one exception a factor: 1 changes nothing.
    rates = {f"{row['factor'].normalize():f}" for row in catalogue.load() if row["factor"] is not None} - {
        "1",
        "2",
        "0",
    }
    assert {"0.8", "0.95", "1.0925", "33.5675"} <= rates
    # Lengths of a style sheet (1.5rem, 1rem/1.5) are no rates.
    number = re.compile(r"(?<![\w.])(?<!rem/)\d*\.\d+(?!\d*r?em)")
    for path in [*SOURCE.rglob("*.py"), *SOURCE.rglob("*.sql")]:
        for found in number.findall(path.read_text(encoding="utf-8")):
            written = (
                found.rstrip("0") if found.startswith("0") or not found.startswith(".") else f"0{found.rstrip('0')}"
            )
            assert written not in rates, f"{path.name}: {found}"
