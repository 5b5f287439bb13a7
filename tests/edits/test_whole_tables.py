"""Every pair of CMS's PTP tables, both ways: denied on its dates with its indicator, and no others."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from medpay_cli.dataset.store import connect, table_sql
from medpay_cli.edits import engine


@pytest.fixture
def connection() -> Iterator[DuckDBPyConnection]:
    # Relations come with the Python modules of duckdb, which `connect` does not load.
    importlib.import_module("duckdb")
    yield connect()


def find_pairs(connection: DuckDBPyConnection, table: str, date: str) -> None:
    """Edit a claim of two lines for each row of `pairs` (claim, column1, column2)."""
    connection.execute(
        f"""create or replace table given as
        select row_number() over () as line, claim::varchar as claim, date '{date}' as date, hcpcs, '' as modifiers,
            1::decimal(11, 3) as units, '{table}' as edit_table
        from (select claim, unnest([column2, column1]) as hcpcs from pairs)"""
    )
    engine.find_all(connection, connection.table("given"))


def missed(connection: DuckDBPyConnection) -> list[tuple[object, ...]]:
    """Pairs that are not denied, in the right direction and with the indicator of `pairs`."""
    return connection.execute(
        """select p.column1, p.column2, p.modifier_indicator, f.column1, f.modifier_indicator, f.certain
        from pairs as p left join ptp_finding as f on f.claim = p.claim::varchar
        where f.column1 is distinct from p.column1 or f.column2 is distinct from p.column2
        or f.modifier_indicator is distinct from p.modifier_indicator or f.bypassed_by is not null or not f.certain
        limit 5"""
    ).fetchall()


def counted(connection: DuckDBPyConnection) -> tuple[int, int]:
    [row] = connection.execute("select (select count(*) from pairs), (select count(*) from ptp_finding)").fetchall()
    return row


# Active pairs of the editions at hand: RULES.md 2.1 and 2.2.
ACTIVE_2026Q3, ACTIVE_OUTPATIENT_2026Q2 = 1_728_585, 1_401_094


def test_every_practitioner_pair_of_2026q3(connection: DuckDBPyConnection, ncci_files: Path, full: bool) -> None:
    connection.execute(
        f"""create table pairs as select row_number() over () as claim, column1, column2, modifier_indicator
        from '{ncci_files}/ptp_practitioner_2026q3_active.parquet'"""
    )
    find_pairs(connection, "practitioner", "2026-07-15")
    pairs, found = counted(connection)
    assert missed(connection) == []
    assert found == pairs == (ACTIVE_2026Q3 if full else pairs)
    assert pairs > 0


# Of the full table every row on two dates: each takes a third of a minute.
@pytest.mark.parametrize("date", ["2024-02-15", "2026-05-01"])
def test_every_outpatient_pair_on_a_date(
    connection: DuckDBPyConnection, ncci_files: Path, full: bool, date: str
) -> None:
    active = (
        f"coalesce(effective_date, date '{date}') <= '{date}' and coalesce(deletion_date, date '{date}') >= '{date}'"
    )
    connection.execute(
        f"""create table dated as select row_number() over () as claim, *, ({active}) as active
        from '{ncci_files}/ptp_outpatient_2026q2.parquet'"""
    )
    connection.execute(
        "create table pairs as select claim, column1, column2, modifier_indicator from dated where active"
    )
    find_pairs(connection, "outpatient", date)
    pairs, found = counted(connection)
    assert missed(connection) == []
    assert found == pairs > 0
    if full and date.startswith("2026"):
        assert pairs == ACTIVE_OUTPATIENT_2026Q2
    # Pairs of the file that are not in force on the date, in any of their intervals, are not denied.
    connection.execute(
        """create or replace table pairs as select claim, column1, column2, modifier_indicator from dated
        where (column1, column2) not in (select (column1, column2) from dated where active)
        -- Some pairs changed direction: then the other one is in force.
        and (column2, column1) not in (select (column1, column2) from dated where active)"""
    )
    find_pairs(connection, "outpatient", date)
    pairs, found = counted(connection)
    assert found == 0
    assert pairs > 0 or not full


@pytest.mark.parametrize(("table", "date"), [("practitioner", "2026-07-15"), ("outpatient", "2026-05-01")])
def test_random_pairs_outside_the_table_are_no_edits(connection: DuckDBPyConnection, table: str, date: str) -> None:
    connection.execute("select setseed(0.42)")
    connection.execute(
        f"""create table valid as select distinct hcpcs from ({table_sql("fee_schedule")}) where release = 'RVU26C';
        create table edits as select distinct column1, column2 from ({table_sql("ptp")}) where edit_table = '{table}';
        create table pairs as
        select row_number() over () as claim, a.hcpcs as column1, b.hcpcs as column2, null as modifier_indicator
        from (select hcpcs, row_number() over () as n from (select hcpcs from valid, range(3) order by random())) as a
        join (select hcpcs, row_number() over () as n from (select hcpcs from valid, range(3) order by random())) as b
        using (n)
        where a.hcpcs <> b.hcpcs
        and (a.hcpcs, b.hcpcs) not in (select (column1, column2) from edits)
        and (b.hcpcs, a.hcpcs) not in (select (column1, column2) from edits)
        limit 20000"""
    )
    find_pairs(connection, table, date)
    assert counted(connection) == (20_000, 0)
