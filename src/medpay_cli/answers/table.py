"""`medpay_cli.price_lines`: a table of charge lines priced as it stands, a row out for each row in."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from medpay_cli.dataset.steps import compose, other_schedule_steps, read_step
from medpay_cli.dataset.store import connect, table_sql
from medpay_cli.edits import engine as edits
from medpay_cli.edits.lines import practitioner_sql
from medpay_cli.errors import RequestError
from medpay_cli.findings.run import PRICED as FACTS
from medpay_cli.intake.alike import pair_up
from medpay_cli.pricing import engine
from medpay_cli.pricing.denials import deny_by_conditions

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

HERE = Path(__file__).parent
# Columns a table of lines may have; only `code` must be there.
GIVEN = (
    *(
        "claim",
        "code",
        "modifiers",
        "units",
        "charge",
        "minutes",
        "date",
        "release",
        "locality",
        "setting",
        "pos",
        "qp",
    ),
    *("nonparticipating", "provider", "deductible", "sequestration"),
)
# The columns of priced_lines that the conditions and the answer (table_answer.sql) read.
PRICED = (
    *FACTS,
    *("descriptor", "release_fit", "locality_key", "track", "conversion_factor", "work_rvu", "pe_rvu", "mp_rvu"),
    *("total_rvu", "full_fee", "has_fee", "cap", "place", "deductible_applied", "medicare_pays", "coinsurance"),
    *("limiting_charge", "outcome", "rule", "confidence", "only_with", "fee_modifier"),
)
# Column -> SQL over `table_lines`: what pricing and edits read, beside line, claim and date.
SAME = {
    name: name
    for name in (
        *("claimed", "hcpcs", "modifiers", "units", "charge", "minutes", "named_release", "locality_key", "setting"),
        *("pos", "qp", "nonparticipating", "provider", "sequestration"),
    )
}
# A deductible is met across the days of a claim: the claim is like no other.
ITSELF = {"itself": "case when max(deductible) over (partition by claim) is not null then claim end"}
# Names of an answer that are the line's own, whichever line was priced for it.
OWN = ("line", "claim", "date")
# Lines priced at a time: what bounds the memory.
LINES_A_PART = 500_000


def price_lines(table: Any) -> Any:
    """Price every row of `table`, a DuckDB relation or an Arrow table (or what exports one), into one of the same kind.

    Columns: `code`, and where wanted claim, modifiers ('26,59'), units, charge (dollars), minutes, date, release,
    locality (seven digits), setting, pos, qp, nonparticipating, provider, deductible (dollars), sequestration. Rows of
    one claim and day are priced together, and one that an NCCI edit, the global package, G2211 or status T denies there
    is allowed nothing (all other conditions are `medpay_cli.audit`'s); a row without a claim is priced alone, without a
    date today, without a locality nationally. What the data do not know is a row with its `reason_code`. Rules:
    `medpay_cli/rules`.

    Raises RequestError for a column of another name, without `code`, or with values of another type.
    """
    duckdb = import_module("duckdb")
    relation = isinstance(table, duckdb.DuckDBPyRelation)
    connection = connect()
    names = _load(connection, table.to_arrow_table() if relation else table)
    if unknown := [name for name in names if name not in GIVEN]:
        raise RequestError(f"columns {', '.join(unknown)}: a table of lines may have {', '.join(GIVEN)}")
    if "code" not in names:
        raise RequestError("the table has no column code")
    missing = ", ".join(f"null as {name}" for name in GIVEN if name not in names)
    connection.execute(f"create view given_lines as select *{f', {missing}' if missing else ''} from given_table")
    try:
        connection.execute(f"create temp table table_lines as {read_step(HERE, 'table_lines')}")
        answer = _priced(connection, SAME | ITSELF if "deductible" in names else SAME).order("line")
        return answer if relation else answer.to_arrow_table()
    except duckdb.ConversionException as error:
        raise RequestError(f"a value of the table is of another type: {str(error).splitlines()[0]}") from error


def _priced(connection: DuckDBPyConnection, same: Mapping[str, str]) -> DuckDBPyRelation:
    """The answer of every line of table_lines: claims that are alike are priced once, a part of them at a time."""
    parts = max(-(-pair_up(connection, "table_lines", same) // LINES_A_PART), 1)
    if parts > 1:
        edits.load_edits(connection, "select hcpcs from table_lines")
    connection.execute(f"create temp table lab_fee as {table_sql('lab_fee', ('hcpcs',))}")
    steps = [*other_schedule_steps("priced_lines"), ("table_answer", read_step(HERE, "table_answer"))]
    answer = compose(steps, "select * from table_answer")
    for part in range(parts):
        # All days of a claim together, for its deductible.
        connection.execute(
            "create or replace temp table table_part as select t.* from table_lines as t"
            " join alike_line as a on a.judged = t.line and a.line = t.line"
            f" where (hash(t.claim) >> 40) % {parts} = {part}"
        )
        _deny(connection, loaded=parts > 1)
        engine.price_lines(connection, connection.table("table_part"), denials=True, columns=PRICED)
        denied = deny_by_conditions(connection)
        # Another deductible may be left for the other lines of their claims.
        again = f"select claim from table_part where line in ({', '.join(map(str, denied))})" if denied else "select ''"
        made = "create temp table priced_table as" if part == 0 else "insert into priced_table"
        connection.execute(f"{made} select * from ({answer}) where claim not in ({again})")
        if denied:
            connection.execute(f"create or replace temp table table_again as from table_part where claim in ({again})")
            engine.price_lines(connection, connection.table("table_again"), denials=True, columns=PRICED)
            connection.execute(f"insert into priced_table {answer}")
    names = [name for name, *_ in connection.execute("describe priced_table").fetchall()]
    listed = ", ".join(f"{'t' if name in OWN else 'p'}.{name}" for name in names)
    return connection.sql(
        f"select {listed} from priced_table as p join alike_line as a on a.judged = p.line"
        " join table_lines as t on t.line = a.line"
    )


def _deny(connection: DuckDBPyConnection, *, loaded: bool) -> None:
    """The temp table edit_denial of the rows of table_part that name a claim."""
    claimed = practitioner_sql(
        "(select * from table_part where claimed)", f"({table_sql('release', ('release', 'effective_from'))})"
    )
    edits.find_all(connection, connection.sql(f"select * from ({claimed}) where date is not null"), loaded=loaded)
    edits.find(connection, ("edit_denial",))
    connection.execute("alter table table_part drop column claimed")


def _load(connection: DuckDBPyConnection, table: Any) -> list[str]:
    """The caller's rows as the temp table given_table; the names of its columns. Raises RequestError."""
    if not hasattr(table, "__arrow_c_stream__"):
        raise RequestError(f"a table of lines is a DuckDB relation or an Arrow table, not {type(table).__name__}")
    connection.register("given_arrow", table)
    # Copied: conditions over a registered Arrow table have lost rows (docs/decisions.md).
    connection.execute("create temp table given_table as select * from given_arrow")
    return [name for name, *_ in connection.execute("describe given_table").fetchall()]
