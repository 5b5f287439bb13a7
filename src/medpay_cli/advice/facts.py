"""Makes the relation `code_fact`: the pricing engine over the variants of each code, and what the edits say of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from medpay_cli.dataset.literals import in_sql, values_sql
from medpay_cli.dataset.steps import compose, other_schedule_steps, read_step, release_steps
from medpay_cli.dataset.store import table_sql
from medpay_cli.pricing import engine
from medpay_cli.pricing import lines as charge_line
from medpay_cli.pricing.plan import HERE as PRICING
from medpay_cli.pricing.plan import Needs

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

HERE = Path(__file__).parent
# Column -> SQL type of the relation `fact_request`, in order: what the facts are asked of.
COLUMNS = {
    "fact": "BIGINT",
    "code": "VARCHAR",
    # Date of service; null when a release is named instead.
    "date": "DATE",
    "named_release": "VARCHAR",
    "locality_key": "VARCHAR",
    "place_uncertain": "BOOLEAN",
    # 'facility' or 'nonfacility' where the user says so; null leaves it to the place of service.
    "setting": "VARCHAR",
    "pos": "VARCHAR",
    "qp": "BOOLEAN",
}
# The office visit that tips on global periods put a price on (fact_variant).
VISIT = "99213"
# Columns of variant_line that the engine's charge_lines may have.
VARIANT_COLUMNS = {
    *("line", "claim", "hcpcs", "modifiers", "units", "date", "named_release", "locality_key", "place_uncertain"),
    *("setting", "pos", "qp", "nonparticipating"),
}
# Columns of priced_lines that the facts and the page read.
PRICED = (
    *("line", "release", "locality_name", "state", "setting", "track", "has_fee", "row_found", "code_found", "status"),
    *("conversion_factor", "work_rvu", "pe_rvu", "mp_rvu", "total_rvu", "gpci_work", "gpci_pe", "gpci_mp"),
    *("work_amount", "pe_amount", "mp_amount", "full_fee", "fee", "cap", "capped_nonfacility", "capped_facility"),
    *("allowed", "medicare_pays", "coinsurance", "usual_coinsurance", "limiting_charge", "waiver_rule"),
)
# Up to here plans are not worth optimizing.
FEW = 50


class FactRequest(NamedTuple):
    """One row of `fact_request`."""

    fact: int
    code: str
    date: dt.date | None = None
    named_release: str | None = None
    locality_key: str = "0000000"
    place_uncertain: bool = False
    setting: str | None = None
    pos: str | None = None
    qp: bool = False


def code_facts(connection: DuckDBPyConnection, asked: Sequence[FactRequest], *, history: bool = False) -> None:
    """The relation `code_fact` (its columns: code_fact.sql) as a temp table: one row for each of `asked`.

    With `history` the code alone is priced in every loaded release too, in the temp table `priced_variant`.
    """
    connection.execute(f"create or replace temp table fact_request as {values_sql(COLUMNS, asked)}")
    _make(connection, asked if len(asked) <= FEW else None, history)


def every_code(
    connection: DuckDBPyConnection,
    locality_key: str = "0000000",
    setting: str | None = None,
    of: Sequence[str] | None = None,
) -> None:
    """`code_fact` of every known code in every loaded release, whether or not that one lists it, at one place.

    `of` names the releases when not all are meant.
    """
    place = values_sql({"locality_key": "VARCHAR", "setting": "VARCHAR"}, [(locality_key, setting)])
    connection.execute(
        f"""create or replace temp table fact_request as
        select
            row_number() over (order by f.hcpcs, r.release) as fact,
            f.hcpcs as code,
            null::date as date,
            r.release as named_release,
            p.locality_key,
            false as place_uncertain,
            p.setting,
            null::varchar as pos,
            false as qp
        from (select distinct hcpcs from ({table_sql("fee_schedule", ("hcpcs",))})) as f
        cross join ({table_sql("release", ("release",))}) as r
        cross join ({place}) as p
        where {"true" if of is None else f"r.release in ({in_sql(of)})"}"""
    )
    _make(connection, None, False)


def _make(connection: DuckDBPyConnection, asked: Sequence[FactRequest] | None, history: bool) -> None:
    """From fact_request to code_fact; `asked` bounds the reference rows that are read, None reads all."""
    if asked is not None:
        # Handing a few rows from thread to thread costs more than it saves.
        connection.execute("set threads=1")
    engine.load(connection, None if asked is None else _met(asked))
    for name, sql in _reference(None if asked is None else {row.code for row in asked}).items():
        connection.execute(f"create or replace temp table {name} as {sql}")
    # The plans over a handful of rows are not worth optimizing; the reads above are, their filters skip row groups.
    connection.execute(f"pragma {'enable' if asked is None else 'disable'}_optimizer")
    try:
        _run(connection, history, asked is not None)
    finally:
        connection.execute("pragma enable_optimizer")


def _run(connection: DuckDBPyConnection, history: bool, few: bool) -> None:
    """From fact_request and the reference tables to code_fact."""
    tables = {}
    tables["fact_release"] = compose(
        [
            ("asked_dates", "select distinct date, named_release from fact_request"),
            *release_steps(),
            ("asked_codes", "select distinct code as hcpcs from fact_request"),
            ("code_history", read_step(PRICING, "code_history")),
        ],
        read_step(HERE, "fact_release"),
    )
    releases = f"select release, row_number() over (order by effective_from) as number from release where {history}"
    tables["charge_lines"] = compose(
        [("fact_history", releases), *((name, read_step(HERE, name)) for name in ("fact_variant", "variant_line"))],
        _as_charge_lines(),
    )
    for name, sql in tables.items():
        connection.execute(f"create or replace temp table {name} as {sql}")
    engine.price_into(connection, "priced_variant", _needs(connection), PRICED, few=few)
    steps = [(name, read_step(HERE, name)) for name in ("fact_price", "fact_add_on")]
    asked = other_schedule_steps("(select code as hcpcs from fact_release)")
    sql = compose([*steps, *asked], read_step(HERE, "code_fact"))
    connection.execute(f"create or replace temp table code_fact as {sql}")


def _needs(connection: DuckDBPyConnection) -> Needs:
    """What the variants in charge_lines have between them: planning steps without rows costs as much as with.

    No variant (advice/fact_variant.sql) has a modifier whose factor has dates.
    """
    found = connection.execute("select bool_or(modifiers <> ''), count(distinct claim) < count(*) from charge_lines")
    modifiers, claims = found.fetchone() or (True, True)
    return Needs(
        modifiers=bool(modifiers), claims=bool(claims), anesthesia=False, deductible=False, rates=False, dated=False
    )


def _met(asked: Sequence[FactRequest]) -> list[charge_line.ChargeLine]:
    """Charge lines that name every code and place the variants can have: the engine loads their reference rows."""
    return [
        charge_line.ChargeLine(line=row.fact, claim="", hcpcs=code, locality_key=row.locality_key, pos=row.pos)
        for row in asked
        for code in (row.code, VISIT)
    ]


def _reference(codes: set[str] | None) -> dict[str, str]:
    """The tables beside the engine's own, those of `codes` only when given."""
    wanted = None if codes is None else in_sql(sorted(codes))

    def of(*columns: str) -> str:
        return "true" if wanted is None else " or ".join(f"{column} in ({wanted})" for column in columns)

    return {
        "fee_row": f"""select *, row_number() over (partition by hcpcs, release order by modifier) as place
            from ({table_sql("fee_schedule")}) where {of("hcpcs")}""",
        "family": f"""select endoscopic_base, release, count(*) as members
            from ({table_sql("fee_schedule", ("endoscopic_base", "release"))})
            where endoscopic_base <> '' and {of("endoscopic_base")} group by endoscopic_base, release""",
        "mue": f"{table_sql('mue')} where service = 'practitioner' and {of('hcpcs')}",
        "ptp_count": f"{table_sql('ptp_count')} where {of('code')}",
        "add_on": f"{table_sql('add_on')} where {of('add_on', 'primary_code')}",
        "anesthesia_base": f"{table_sql('anesthesia_base')} where {of('hcpcs')}",
        "lab_fee": f"{table_sql('lab_fee')} where {of('hcpcs')}",
    }


def _as_charge_lines() -> str:
    """variant_line with the columns of the engine's charge_lines; what a variant does not say is null."""
    columns = ", ".join(
        f"{name}::{kind} as {name}" if name in VARIANT_COLUMNS else f"null::{kind} as {name}"
        for name, kind in charge_line.COLUMNS.items()
    )
    return f"select {columns} from variant_line"
