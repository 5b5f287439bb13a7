"""Pages of codes of every kind, each read by eye like a biller reads it: as text on a terminal, and as a record.

`pages/CODE.txt` has the words, `pages/CODE.json` the record: its tips by rule and dollars, for their words stand in the
text. Write them anew with MEDPAY_GOLDEN=write python -m pytest tests/tips/test_golden.py, then read the diff.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from medpay_cli.advice.page import PageAnswer, answer
from medpay_cli.advice.page_record import CodePage
from medpay_cli.advice.tips import request_of
from medpay_cli.dataset.places import PlaceQuery
from medpay_cli.render.plain import lines
from medpay_cli.render.records import as_json
from medpay_cli.render.show import document

PAGES = Path(__file__).parent / "pages"
CODES = (
    # Visits and what goes with them.
    *("99213", "99292", "G2211", "G0439"),
    # Surgery: 90 days, 10 days, an endoscopy, a bundled add-on, an unlisted code that the MAC prices.
    *("27447", "17000", "45385", "20930", "19499"),
    # PC/TC 1 to 9: capped imaging, both eyes, the three of an ECG, incident to, laboratory readings, therapy, smears,
    # sedation.
    *("70553", "92250", "93010", "93005", "93000", "96372", "84165", "86153", "97110", "85060", "99152"),
    # Radiation: the technical part bundled, bundled this year, gone.
    *("77387", "77417", "77014"),
    # Status I, N, R, T, X, E, J.
    *("99417", "99381", "11719", "G0117", "36415", "J1100", "00100"),
)


@pytest.fixture(scope="module")
def pages() -> dict[str, CodePage]:
    found = answer(CODES, request_of(PlaceQuery("1320201"), None, None, "2026-07-15", None, False)).pages
    return {page.code: page for page in found}


def as_text(page: CodePage) -> str:
    """The page on a terminal of 80 columns."""
    return "".join(f"{line.text.rstrip()}\n" for line in lines(document(PageAnswer([page])), 80))


def as_record(page: CodePage) -> str:
    """The record of `--format json`, its tips without their words."""
    [record] = json.loads(as_json([page]))
    record["tips"] = [f"{tip.rule} {tip.severity} {tip.at_stake}" for tip in page.tips]
    return json.dumps(record, indent=1) + "\n"


@pytest.mark.parametrize("code", CODES)
def test_a_page_is_as_it_was_read(pages: dict[str, CodePage], code: str) -> None:
    for ending, found in (("txt", as_text(pages[code])), ("json", as_record(pages[code]))):
        file = PAGES / f"{code}.{ending}"
        if os.environ.get("MEDPAY_GOLDEN") == "write":
            file.write_text(found, encoding="utf-8")
        assert found == file.read_text(encoding="utf-8")


def test_every_file_is_of_a_code() -> None:
    assert {file.stem for file in PAGES.iterdir()} == set(CODES)
