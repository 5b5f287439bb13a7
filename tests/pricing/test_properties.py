"""What must hold for any line: order does not matter, units scale, nothing is negative, the parts add up."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import medpay_cli
from medpay_cli.dataset.store import connect, table_sql
from medpay_cli.pricing.record import PricedLine

RELEASES = ("RVU25A", "RVU25C", "RVU25D", "RVU26B", "RVU26C")
LOCALITIES = ("0000000", "1320201", "0210201", "0111205", "0920220")


@pytest.fixture(scope="module")
def codes() -> list[str]:
    """Every (code, fee modifier) CMS lists, as it is written on the command line."""
    rows = connect().execute(f"select distinct hcpcs, modifier from ({table_sql('fee_schedule')}) order by all")
    return ["-".join(filter(None, row)) for row in rows.fetchall()]


def price(codes: list[str], locality: str, **asked: object) -> list[PricedLine]:
    where = {"national": True} if locality == "0000000" else {"locality": locality}
    return medpay_cli.price(codes, **where, separate=True, **asked)  # type: ignore[arg-type]


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_line_is_priced_alone_and_adds_up(codes: list[str], data: st.DataObject) -> None:
    picked = data.draw(st.lists(st.sampled_from(codes), min_size=1, max_size=40))
    asked = {"release": data.draw(st.sampled_from(RELEASES)), "setting": data.draw(st.sampled_from(["facility", None]))}
    locality = data.draw(st.sampled_from(LOCALITIES))
    lines = price(picked, locality, **asked)
    assert [line.code for line in lines] == [code.split("-")[0] for code in picked]
    assert price(picked[::-1], locality, **asked) == lines[::-1]
    for line in lines:
        if line.allowed is None:
            assert line.reason_code and line.reason
            assert (line.medicare_pays, line.coinsurance, line.limiting_charge) == (None, None, None)
            continue
        assert line.payable and line.reason_code is None
        assert line.allowed == line.fee == [step for step in line.steps if step.toward == "fee"][-1].after
        assert line.fee is not None and line.fee > 0
        assert line.medicare_pays is not None and line.coinsurance is not None
        assert line.medicare_pays + line.coinsurance == line.allowed
        if line.base_units is not None:
            # Anesthesia without time (01996): units instead of RVUs.
            continue
        assert line.uncapped_fee is not None
        assert line.fee == min(line.uncapped_fee, line.opps_cap or line.uncapped_fee)
        parts = [line.work_amount, line.pe_amount, line.mp_amount]
        assert abs(sum(part for part in parts if part is not None) - line.uncapped_fee) <= Decimal("0.02")


@settings(max_examples=15, deadline=None)
@given(data=st.data(), units=st.integers(2, 999))
def test_units_scale_the_rounded_fee(codes: list[str], data: st.DataObject, units: int) -> None:
    code = data.draw(st.sampled_from(codes))
    locality = data.draw(st.sampled_from(LOCALITIES))
    [one] = price([code], locality, release="RVU26C")
    [many] = price([f"{code}x{units}"], locality, release="RVU26C")
    assert many.fee == one.fee
    if one.allowed is None or many.allowed is None:
        # The sixth procedure of a day and on is priced by report.
        assert one.allowed is None or (many.reason_code, units > 5) == ("by_report", True)
    elif any(step.rule.startswith(("MULT", "BILAT")) for step in many.steps):
        # A rule that counts units as procedures reduces the later ones.
        assert one.allowed <= many.allowed <= one.allowed * units
    else:
        assert many.allowed == one.allowed * units


@settings(max_examples=15, deadline=None)
@given(data=st.data(), cents=st.integers(0, 100_000))
def test_allowed_never_exceeds_the_charge(codes: list[str], data: st.DataObject, cents: int) -> None:
    code = data.draw(st.sampled_from(codes))
    charge = Decimal(cents) / 100
    [line] = price([code], "1320201", release="RVU26C", charge=charge)
    [free] = price([code], "1320201", release="RVU26C")
    assert line.allowed == (None if free.allowed is None else min(free.allowed, charge))


MODIFIERS = [
    "",
    "",
    "26",
    "TC",
    "50",
    "51",
    "54",
    "55",
    "56",
    "62",
    "78",
    "80",
    "AS",
    "FX",
    "FY",
    "CT",
    "CQ,GP",
    "RT,LT",
    "PT",
]
ASKED = st.fixed_dictionaries(
    {
        "provider": st.sampled_from([None, "np", "csw", "rd"]),
        "nonparticipating": st.booleans(),
        "sequestration": st.booleans(),
        "deductible": st.sampled_from([None, "0.01", "50", "1000"]),
    }
)


@settings(max_examples=8, deadline=None)
@given(data=st.data(), asked=ASKED)
def test_the_steps_lead_to_the_amounts(codes: list[str], data: st.DataObject, asked: dict[str, object]) -> None:
    line = st.tuples(st.sampled_from(codes), st.sampled_from(MODIFIERS), st.sampled_from(["", "", "x2", "x3"]))
    picked = [
        "-".join(filter(None, (code, marks))) + units
        for code, marks, units in data.draw(st.lists(line, min_size=60, max_size=60))
    ]
    for found in price(picked, data.draw(st.sampled_from(LOCALITIES)), release="RVU26C", **asked):
        if found.allowed is None:
            continue
        for toward, start, end in (
            ("allowed", found.fee, found.allowed),
            ("payment", found.allowed, found.medicare_pays),
        ):
            running = start
            for step in (step for step in found.steps if step.toward == toward):
                assert step.before == running, (found.code, found.modifiers, step)
                running = step.after
            assert running == end, (found.code, found.modifiers, found.steps)
        # The most any rule pays is both sides in full.
        assert found.fee is not None and found.medicare_pays is not None and found.coinsurance is not None
        assert found.allowed <= 2 * found.fee * found.units
        assert found.medicare_pays + found.coinsurance + (found.deductible or 0) <= found.allowed
