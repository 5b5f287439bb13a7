"""What is counted and kept of the PTP edits when the dataset is built is what the edits say on the day."""

from __future__ import annotations

import datetime as dt

import pytest

from medpay_cli.dataset.store import connect, table_sql

# Days before, in and after the edition in force, and one within a year that only an interval covers.
DAYS = [dt.date(2025, 1, 1), dt.date(2025, 12, 31), dt.date(2026, 7, 15), dt.date(2026, 12, 1)]
CODES = ("99213", "45385", "77417", "99152", "36415", "84165", "G0443", "0008U", "64483")


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_counts_equal_the_edits_of_the_day(day: dt.date) -> None:
    """One edit a pair: the proved one, else the newer, else the stricter; counted in Python."""
    connection = connect()
    listed = ", ".join(f"'{code}'" for code in CODES)
    rows = connection.execute(
        f"""select column1, column2, modifier_indicator,
            coalesce(certain_from <= $day and certain_through >= $day, false), last_edition
        from ({table_sql("ptp")})
        where edit_table = 'practitioner' and modifier_indicator <> 9
        and (column1 in ({listed}) or column2 in ({listed}))
        and coalesce(possible_from <= $day, true) and coalesce(possible_through >= $day, true)""",
        {"day": day},
    ).fetchall()
    first: dict[frozenset[str], tuple[tuple[bool, str, int], str]] = {}
    for column1, column2, indicator, certain, edition in rows:
        order = (certain, edition, -indicator)
        if order >= first.get(frozenset((column1, column2)), (order,))[0]:
            first[frozenset((column1, column2))] = (order, column1)
    for code in CODES:
        mine = [(order, column1 == code) for pair, (order, column1) in first.items() if code in pair]
        expected = [
            sum(first_column is is_first and -order[2] == indicator for order, first_column in mine)
            for is_first in (True, False)
            for indicator in (0, 1)
        ]
        counted = connection.execute(
            f"""select ptp_column1_0, ptp_column1_1, ptp_column2_0, ptp_column2_1, ptp_uncertain
            from ({table_sql("ptp_count")})
            where code = ? and ? >= effective_from and ? <= coalesce(effective_through, ?)""",
            [code, day, day, day],
        ).fetchall()
        assert (list(counted[0]) if counted else [0] * 5) == [*expected, sum(not order[0] for order, _ in mine)], code


@pytest.mark.parametrize(("day", "release"), [(DAYS[0], "RVU25A"), (DAYS[2], "RVU26C"), (DAYS[3], "RVU26C")])
def test_the_costliest_partners_are_those_among_all_edits(day: dt.date, release: str) -> None:
    connection = connect()
    fees = (
        f"(select hcpcs, work_rvu + pe_rvu_nonfacility + mp_rvu as rvu from ({table_sql('fee_schedule')})"
        " where modifier = '' and release = $release)"
    )
    five = """select partner
        from (select distinct e.partner, f.rvu from ({edits}) as e join {fees} as f on f.hcpcs = e.partner
        where e.code = $code and coalesce(e.possible_from <= $day, true) and coalesce(e.possible_through >= $day, true))
        order by rvu desc, partner limit 5"""
    every = " union all ".join(
        f"""select column{role} as code, column{3 - role} as partner, possible_from, possible_through
        from ({table_sql("ptp")})
        where edit_table = 'practitioner' and modifier_indicator <> 9 and column{role} = $code"""
        for role in (1, 2)
    )
    for code in CODES:
        asked = {"day": day, "release": release, "code": code}
        found, expected = (
            connection.execute(five.format(edits=edits, fees=fees), asked).fetchall()
            for edits in (table_sql("ptp_partner"), every)
        )
        assert found == expected, code
