"""Every page of `--format html` is valid HTML, as the parser of the WHATWG specification reads it."""

from __future__ import annotations

import html5lib
import pytest
from support.shell import Medpay

PLACE = ("--locality", "1320201", "--dos", "2026-07-15")
# Every kind of block and of code: figures, sentences, trend, laboratory, units of anesthesia, a code that is gone.
PAGES = [
    ("show", "99213", "45385", *PLACE),
    ("show", "84165", "00100", "77014", *PLACE),
    ("tips", "77417", "64483", *PLACE),
    ("price", "99213-25", "45385", "80053", *PLACE),
    ("compare", "99213", "--locality", "1320201", "--locality", "1320202"),
    ("bundle", "45385", "45380-59", "--dos", "2026-07-15"),
    ("search", "knee replacement"),
    ("localities", "New York"),
    ("rules", "modifier 59"),
    ("explain", "NCCI-PTP-1"),
]


@pytest.mark.parametrize("command", PAGES, ids=lambda command: " ".join(command[:2]))
def test_a_page_is_valid(medpay: Medpay, command: tuple[str, ...]) -> None:
    found = medpay(*command, "--format", "html")
    assert found.out.startswith("<!DOCTYPE html>"), found.err
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"))
    tree = parser.parse(found.out)
    # (line and column, what is wrong, with what)
    assert parser.errors == []
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def test_each_code_begins_a_page_of_paper(medpay: Medpay) -> None:
    out = medpay("show", "99213", "45385", *PLACE, "--format", "html").out
    assert out.count("<h1>") == 2 and "h1 ~ h1 { break-before: page }" in out
