"""Charge lines as people write them: what is read, what is refused and with which question."""

from __future__ import annotations

from decimal import Decimal

import pytest

from medpay_cli.dataset.codes import CodeLine, hcpcs, parse_line
from medpay_cli.dataset.nearest import codes_like
from medpay_cli.dataset.store import connect, table_sql
from medpay_cli.errors import RequestError


@pytest.mark.parametrize(
    ("text", "code", "modifiers", "units"),
    [
        ("77417", "77417", (), None),
        (" 77417:26,59 ", "77417", ("26", "59"), None),
        ("97110x2", "97110", (), 2),
        ("97110 × 2", "97110", (), 2),
        # A dash is a dash, whichever a word processor made of it; blanks beside it say nothing.
        ("99213–25", "99213", ("25",), None),
        ("99213 – 25", "99213", ("25",), None),
        ("Ｊ3301", "J3301", (), None),
        ("GXXX1-26", "GXXX1", ("26",), None),
        ("0042t", "0042T", (), None),
    ],
)
def test_read(text: str, code: str, modifiers: tuple[str, ...], units: int | None) -> None:
    assert parse_line(text) == CodeLine(code, modifiers, None if units is None else Decimal(units))


REVENUE = "a code has 5 characters; is it revenue code {} of a hospital claim, or "


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("71101LT", "'71101LT' is not a code: did you mean 71101-LT?"),
        ("71101LT59", "'71101LT59' is not a code: did you mean 71101-LT,59?"),
        ("99213 25", "cannot read '99213 25' as a code; did you mean 99213-25?"),
        ("99213,25", "'99213,25' is not a code: did you mean 99213-25?"),
        ("G 2211", "cannot read 'G 2211' as a code; did you mean G2211?"),
        ("99213-", "cannot read '99213-' as a code; did you mean 99213?"),
        ("'99213", '"\'99213" is not a code: did you mean 99213?'),
        ("99213.0", "'99213.0' is not a code: did you mean 99213?"),
        ("1.7417E4", "'1.7417E4' is not a code: did you mean 17417?"),
        # UB-04 form locator 42: revenue codes have four digits, and are often written with three.
        ("0450", f"'0450' is not a code: {REVENUE.format('0450')}anesthesia code 00450 without its zeros?"),
        ("450", f"'450' is not a code: {REVENUE.format('0450')}anesthesia code 00450 without its zeros?"),
        ("100.0", f"'100.0' is not a code: {REVENUE.format('0100')}anesthesia code 00100 without its zeros?"),
        # CPT has leading zeros in anesthesia only, 00100 to 01999: no zero was lost here.
        ("9921", f"'9921' is not a code: {REVENUE.format('9921')}is a digit missing?"),
        ("#N/A", "'#N/A' is not a code: it is an error value of a spreadsheet"),
        ("MISC", "'MISC' is not a code: a code has 5 characters, such as 99213, G0105 or 0042T"),
        ("99213,150.00", "'99213,150.00' is not a code: it has several cells: give the column of codes alone"),
        ("00003029305", "'00003029305' is not a code: it looks like an NDC"),
        ("NDC 00003-0293-05", "cannot read 'NDC 00003-0293-05' as a code; it looks like an NDC"),
        ("office visit", "cannot read 'office visit' as a code: write 77417, 77417-26, 77417:26,59 or 97110x2"),
        ("99231O", "'99231O' is not a code: a code has 5 characters"),
        ("", "'' is not a code: a code has 5 characters"),
    ],
)
def test_refused(text: str, said: str) -> None:
    with pytest.raises(RequestError) as refused:
        parse_line(text)
    assert str(refused.value).startswith(said)


@pytest.mark.parametrize("text", ["99213 ", "g0105", "0042T", "D0120", "0001f", "GXXX2"])
def test_codes(text: str) -> None:
    assert hcpcs(text) == text.strip().upper()


@pytest.fixture(scope="module")
def known() -> set[str]:
    """Every code of every loaded release."""
    return {
        code for (code,) in connect().execute(f"select distinct hcpcs from ({table_sql('fee_schedule')})").fetchall()
    }


@pytest.mark.parametrize(
    ("wrong", "alike"),
    [
        # 99201 was deleted in 2021: the visits that exist, never S9901 or J9201.
        ("99201", ["99202", "99203", "99204"]),
        # Letters for digits, with and without such a code.
        ("9921O", ["99211", "99212", "99213"]),
        ("4538O", ["45380"]),
        # One digit, or two that changed places.
        ("54378", ["45378", "54348", "54328"]),
        ("97111", ["97110", "97112", "97113"]),
        ("G2219", ["G2129", "G2216", "G2215"]),
        # L codes are the DMEPOS schedule's: none is loaded.
        ("L0001", []),
        ("Z9999", []),
        ("0042X", []),
    ],
)
def test_suggestions_are_codes_of_the_same_kind(wrong: str, alike: list[str], known: set[str]) -> None:
    found = codes_like(wrong, known)
    assert set(found) <= known
    assert found == alike
