"""Over every code of every release: nothing is empty, every entry is hit, no amount contradicts the pricing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import medpay_cli
from medpay_cli.advice import facts
from medpay_cli.dataset.store import COMPILED, table_sql
from medpay_cli.engine import step

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Entries that no code of the loaded releases meets, with the reason.
UNUSED = {"TIP-STATUS-J-NO-BASE": "CMS's base units for 2022 have every anesthesia code of 2025 and 2026"}


def test_one_fact_a_code_and_release(everything: DuckDBPyConnection) -> None:
    rows = everything.execute(
        "select count(*), count(distinct (code, release)) from code_fact"
        " union all select (select count(distinct hcpcs) from fee_row) * count(distinct release), null from code_fact"
    ).fetchall()
    assert rows[0][0] == rows[0][1] == rows[1][0] > 30_000


def test_columns_are_those_the_header_names(everything: DuckDBPyConnection) -> None:
    documented = step.read(Path(facts.__file__).parent / "code_fact.sql").columns
    found = everything.execute("describe code_fact").fetchall()
    assert [(name, kind) for name, kind, *_ in found] == [(name, column.kind) for name, column in documented.items()]


def test_every_tip_has_its_words_and_source(everything: DuckDBPyConnection) -> None:
    wrong = everything.execute(
        """select code, release, rule, message from tip
        where message is null or message = '' or citation is null or citation = '' or why is null
        or message like '%{%' or advice like '%{%' or severity is null or at_stake < 0"""
    ).fetchall()
    assert wrong == []


def test_every_entry_is_hit_or_known_as_unused(everything: DuckDBPyConnection) -> None:
    unused = everything.execute("select id from entry where id not in (select rule from tip) order by id").fetchall()
    assert {rule for (rule,) in unused} == set(UNUSED)


def test_every_code_that_is_not_paid_says_so(everything: DuckDBPyConnection) -> None:
    silent = everything.execute(
        """select f.code, f.release, f.status from code_fact as f
        where not f.has_fee and f.fee_26 is null
        and not exists (
            select 1 from tip as t
            where t.fact = f.fact
            and (t.rule like 'TIP-STATUS-%' or t.rule like 'TIP-CHANGE-%' or t.rule like 'TIP-RO-%-GONE')
        )"""
    ).fetchall()
    assert silent == []


def test_facts_equal_the_fee_schedule(everything: DuckDBPyConnection) -> None:
    """The national fee from the columns by hand: RVUs x conversion factor, capped, of every payable code."""
    wrong = everything.execute(
        """select f.code, f.release, f.fee_nonfacility from code_fact as f
        join conversion_factor as c on c.release = f.release and c.track in ('standard', 'non_qp')
        where f.has_fee and f.fee_nonfacility <> least(
            round((f.work_rvu + f.pe_rvu_nonfacility + f.mp_rvu) * c.factor, 2), coalesce(f.cap, 999999)
        )"""
    ).fetchall()
    assert wrong == []


def test_edits_equal_the_ptp_table(everything: DuckDBPyConnection) -> None:
    """On 2026-07-01 every active practitioner pair of 2026Q3 counts once for each of its two codes."""
    (counted,) = everything.execute(
        """select sum(ptp_column1_0 + ptp_column1_1) from code_fact where day = date '2026-07-01'"""
    ).fetchone() or (None,)
    (pairs,) = everything.execute(
        f"""select count(distinct (column1, column2)) from ({table_sql("ptp")})
        where edit_table = 'practitioner' and modifier_indicator <> 9 and last_edition = '2026Q3'
        and column1 in (select code from code_fact where release = 'RVU26C')"""
    ).fetchone() or (None,)
    assert counted == pairs > 1_000_000


def test_asking_first_which_rules_hold_changes_nothing(everything: DuckDBPyConnection) -> None:
    """Of every code: the rules that code_condition says hold are those of code_finding."""
    condition = step.read(COMPILED / "code_condition.sql").sql
    held = condition.replace("select\n", "select fact,\n", 1)
    names = [name for name, *_ in everything.execute(f"describe {held}").fetchall()][1:]
    columns = ", ".join(f'"{name}"' for name in names)
    wrong = everything.execute(
        f"""with said as (
            select fact, rule from (unpivot ({held}) on {columns} into name rule value holds) where holds
        ), found as (select fact, rule from tip)
        (select 'condition', * from said except select 'condition', * from found)
        union all (select 'finding', * from found except select 'finding', * from said)"""
    ).fetchall()
    assert wrong == [] and len(names) > 140


def test_tips_of_a_few_codes_are_those_of_the_bulk(everything: DuckDBPyConnection) -> None:
    """The selects of the rules that hold give the rows of all selects, in the same order."""
    codes = ["99213", "45385", "77417", "27447", "71046", "36415", "G2211", "00100", "77014", "97110"]
    columns = ("code", "rule", "message", "at_stake", "outcome", "confidence")
    bulk = everything.execute(
        f"select {', '.join(columns)} from tip where release = 'RVU26C' and code = any(?) order by code, place", [codes]
    ).fetchall()
    few = [tuple(getattr(tip, name) for name in columns) for tip in medpay_cli.tips(sorted(codes), release="RVU26C")]
    assert few == bulk and len(few) > 60
