"""Runs the pricing steps over a relation of charge lines: the same SQL for one line as for a million."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from typing import TYPE_CHECKING, Any

from medpay_cli.dataset.literals import in_sql, literal
from medpay_cli.dataset.steps import compose, other_schedule_steps, read_by, read_step
from medpay_cli.dataset.store import table_sql
from medpay_cli.engine.pipeline import make_table
from medpay_cli.engine.planning import quickly
from medpay_cli.pricing.lines import COLUMNS, ChargeLine, lines_sql
from medpay_cli.pricing.plan import HERE as HERE
from medpay_cli.pricing.plan import Needs, is_anesthesia, needed, needs_of, steps_for

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

DATES = ("effective_from", "effective_through")
RULE_ENDS = (*DATES, "only_set", "goes_with")
# The tables the steps join to, with the columns they use.
REFERENCE = {
    "release": ("release", "year", "effective_from", "effective_through"),
    "conversion_factor": ("release", "track", "factor", "anesthesia_factor"),
    "locality": (
        *("year", "locality_key", "mac", "locality", "state", "name", "gpci_work", "gpci_pe", "gpci_mp"),
        *("anesthesia_factor", "anesthesia_factor_qp"),
    ),
    "place_of_service": ("pos", "setting"),
    "rule": (
        *("id", "title", "message", "subject", "value", "effect", "reason_code", "factor", "base", "advice", "says"),
        *RULE_ENDS,
    ),
    "fee_schedule": (
        *("hcpcs", "modifier", "release", "descriptor", "status", "not_paid_flag", "pctc", "multiple_procedure"),
        *("work_rvu", "pe_rvu_nonfacility", "pe_rvu_facility", "mp_rvu", "na_nonfacility", "na_facility"),
        *("opps_work_rvu", "opps_pe_nonfacility", "opps_pe_facility", "opps_mp", "global_days", "bilateral"),
        *("assistant", "co_surgeon", "team", "endoscopic_base"),
        *("preoperative_share", "intraoperative_share", "postoperative_share"),
    ),
    "anesthesia_base": ("hcpcs", "base_units", "edition"),
    "code_set": ("name", "code_from", "code_through", "rule"),
    "rate": ("rule", *DATES, "factor"),
}
# What the answers say of a rule.
TEXTS = ("title", "message", "effect", "factor", "base", "advice", "says", "effective_from")
# The sets of codes that line_waiver asks for without a modifier; that of a screening (PT) holds most procedures.
WAIVED = ("preventive_waived", "care_planning")
# Up to here only the reference rows the lines can meet are loaded, and plans are not worth optimizing.
FEW = 200
# Steps that several others read: inlined, each mention would be planned and computed again (10 s for 60 lines).
KEPT = (
    *("asked_release", "asked_rate", "modifier_set", "code_row", "billed_code"),
    *("line_outcome", "line_part", "claim_line"),
)
# Rows in one insert of literals; a statement of this size parses quickly and bounds the memory.
CHUNK = 5000
MODIFIERS = list(COLUMNS).index("modifiers")


def open_for(connection: DuckDBPyConnection, lines: Sequence[ChargeLine]) -> None:
    """Load the reference tables that pricing `lines`, and their codes in other releases, can meet."""
    few = len(lines) <= FEW
    _load_reference(connection, lines if few else None)
    if few and needs_of(lines).claims:
        _load_bases(connection)


def price_rows(
    connection: DuckDBPyConnection, lines: Sequence[ChargeLine], *, denials: bool = False, kept: bool = False
) -> list[dict[str, Any]]:
    """The columns of `priced_lines` for each line, in the order of `lines`; after `open_for`.

    `denials`: the temp table edit_denial names lines that an edit denies. `kept`: priced_lines stays as a temp table.
    """
    if not lines:
        return []
    _load_lines(connection, lines)
    final = "select * from priced_lines order by line"
    needs = needs_of(lines)._replace(
        waiver=_may_owe_less(connection, lines), denials=denials, dated=_dated(connection, lines)
    )
    if needed("asked_rate", needs):
        _load_rates(connection)
    few = len(lines) <= FEW
    steps: list[tuple[str, str]] = []
    with quickly(connection, few):
        if few and not denials:
            # A statement more costs as much as it saves.
            steps = steps_for(needs)
            if kept:
                made = compose(steps, "select * from priced_lines")
                connection.execute(f"create or replace temp table priced_lines as {made}")
                steps = []
        else:
            # Steps that are read more than once are made once.
            price_into(connection, "priced_lines", needs)
    names, rows = _run(connection, steps, final, len(lines))
    return [dict(zip(names, row, strict=True)) for row in rows]


def _dated(connection: DuckDBPyConnection, lines: Sequence[ChargeLine]) -> bool:
    """Whether some modifier's factor depends on the day: as with _may_owe_less, most lines are spared its steps."""
    listed = sorted({modifier for line in lines for modifier in line.modifiers})
    if not listed:
        return False
    sql = (
        f"select 1 from rule where subject = 'modifier' and effective_from is not null and value in ({in_sql(listed)})"
    )
    return connection.execute(sql).fetchone() is not None


def _may_owe_less(connection: DuckDBPyConnection, lines: Sequence[ChargeLine]) -> bool:
    """Whether some code is in a set whose patients owe less: planning the step that decides it takes milliseconds."""
    ranges = connection.execute(
        f"select code_from, code_through from code_set where name in ({in_sql(WAIVED)})"
        " union all select value, null from rule where subject = 'modifier' and effect = 'screening'"
    ).fetchall()
    return any(
        first in line.modifiers if last is None else first <= line.hcpcs <= last
        for line in lines
        for first, last in ranges
    )


def price_lines(
    connection: DuckDBPyConnection,
    charge_lines: DuckDBPyRelation,
    *,
    denials: bool = False,
    columns: Sequence[str] | None = None,
) -> DuckDBPyRelation:
    """`priced_lines` for a relation with the columns of `lines.COLUMNS`: one row out for each row in.

    Loads the reference tables, and the steps that are read more than once, into `connection` as temp tables; the
    relation must be of that connection. The result is the temp table priced_lines, with all columns or with `columns`,
    names or SQL over them ('hcpcs as code'): what is not asked for is not computed. `denials`: the temp table
    edit_denial (edits/engine.py) names lines that an edit denies.
    """
    _load_reference(connection)
    charge_lines.create_view("charge_lines", replace=True)
    price_into(connection, "priced_lines", _needs_of_table(connection)._replace(denials=denials), columns)
    return connection.table("priced_lines")


def _needs_of_table(connection: DuckDBPyConnection) -> Needs:
    """What the lines of charge_lines have between them, as far as one look over the relation tells."""
    found = connection.execute(
        "select bool_or(modifiers <> ''), bool_or(hcpcs < '02000'), bool_or(deductible is not null),"
        " bool_or(provider is not null or sequestration) from charge_lines"
    ).fetchone()
    modifiers, anesthesia, deductible, rates = map(bool, found or (True,) * 4)
    return Needs(modifiers, anesthesia=anesthesia, deductible=deductible, rates=rates, dated=modifiers)


def load(connection: DuckDBPyConnection, met: Sequence[ChargeLine] | None) -> None:
    """Load the reference rows that pricing the codes and places of `met` needs; None loads all."""
    _load_reference(connection, met)
    if met is not None:
        _load_bases(connection)
        _load_rates(connection)


def price_into(
    connection: DuckDBPyConnection,
    table: str,
    needs: Needs,
    columns: Sequence[str] | None = None,
    *,
    few: bool = False,
) -> None:
    """`priced_lines` of the relation charge_lines as temp table `table`, `columns` as in price_lines; after `load`.

    `few`: of a handful of lines it costs more to find out which columns later steps name than to carry them all.
    """
    final = f"select {', '.join(columns) if columns else '*'} from priced_lines"
    waiting: list[tuple[str, str]] = []
    steps = steps_for(needs)
    read: dict[str, Set[str]] = {}
    if columns and not few:
        # A single price needs no such care, and its patterns take a millisecond to compile.
        from medpay_cli.engine.columns import needed as columns_needed

        narrow = columns_needed(steps, final)
        steps = [(step.name, step.sql) for step in narrow]
        read = {step.name: step.read for step in narrow}
    for name, sql in read_by(steps, final):
        waiting.append((name, sql))
        if name in KEPT:
            make_table(connection, name, waiting, read.get(name))
            waiting.pop()
    connection.execute(f"create or replace temp table {table} as {compose(read_by(waiting, final), final)}")


def code_history(connection: DuckDBPyConnection, codes: Iterable[str]) -> list[tuple[Any, ...]]:
    """(hcpcs, modifier, release, effective_from, status, payable) of each code, oldest release first.

    After `open_for` lines with these codes.
    """
    asked = sorted(set(codes))
    if not asked:
        return []
    listed = ", ".join(f"({literal(code)})" for code in asked)
    steps = [
        ("asked_codes", f"select * from (values {listed}) as given(hcpcs)"),
        ("code_history", read_step(HERE, "code_history")),
    ]
    final = "select * from code_history order by hcpcs, modifier, effective_from"
    return _run(connection, steps, final, len(asked))[1]


def other_schedules(connection: DuckDBPyConnection, codes: Iterable[str]) -> dict[str, tuple[str, str, bool]]:
    """Rule, name and certainty of the schedule that pays each code where another does; after `open_for`."""
    asked = sorted(set(codes))
    if not asked:
        return {}
    connection.execute(
        f"create or replace temp table lab_fee as {table_sql('lab_fee', ('hcpcs',))} where hcpcs in ({in_sql(asked)})"
    )
    listed = f"(values {', '.join(f'({literal(code)})' for code in asked)}) as given(hcpcs)"
    rows = _run(connection, other_schedule_steps(listed), "select * from other_schedule", len(asked))[1]
    return {hcpcs: (rule, name, certain) for hcpcs, rule, name, certain in rows}


def unit_limits(connection: DuckDBPyConnection, lines: Sequence[ChargeLine]) -> dict[int, dict[str, Any]]:
    """The lines whose units pass their code's MUE, by line, after `price_rows` of the same `lines`.

    Columns line, hcpcs, mue, mai, edition, units (those that are counted) and certain. The edits count them
    (edits/line_mue.sql). A line priced for a release has that release's first day; anesthesia counts minutes, so its
    units pass nothing.
    """
    counted = {line.hcpcs for line in lines if not is_anesthesia(line.hcpcs)}
    if not counted or (len({line.claim for line in lines}) == len(lines) and all(line.units <= 1 for line in lines)):
        return {}
    # Importing the edits takes milliseconds that a single price does not need.
    from medpay_cli.edits import engine as edits
    from medpay_cli.edits.lines import practitioner_sql, surgeons_sql

    connection.execute(
        f"create or replace temp table mue as {table_sql('mue', edits.REFERENCE['mue'])}"
        f" where service = 'practitioner' and hcpcs in ({in_sql(sorted(counted))})"
    )
    if not edits.passes_limits(connection, lines):
        return {}
    given = practitioner_sql("charge_lines", "release")
    lined = ("edit_lines", surgeons_sql("counted_lines"))
    steps = [("counted_lines", given), lined, ("line_mue", read_step(edits.HERE, "line_mue"))]
    over = (
        "select line, hcpcs, mue, mai, edition, counted_units as units, certain from line_mue where counted_units > mue"
    )
    names, rows = _run(connection, steps, over, len(lines))
    return {row[0]: dict(zip(names, row, strict=True)) for row in rows}


def rule_texts(connection: DuckDBPyConnection) -> dict[str, dict[str, Any]]:
    """Title, message, effect, factor, base, advice and sentence of every catalogue rule, by id."""
    rows = connection.execute(f"select id, {', '.join(TEXTS)} from rule").fetchall()
    return {rule: dict(zip(TEXTS, rest, strict=True)) for rule, *rest in rows}


def _load_reference(connection: DuckDBPyConnection, lines: Sequence[ChargeLine] | None = None) -> None:
    """The reference tables as temp tables; with `lines` cut by literals, which prune Parquet row groups."""
    tables = {
        name: f"{table_sql(name, columns)} {_met_by(name, lines)}"
        for name, columns in REFERENCE.items()
        if lines is None or (name != "rate" and (name != "anesthesia_base" or needs_of(lines).anesthesia))
    }
    tables["payment_rate"] = read_step(HERE, "payment_rate")
    connection.execute("; ".join(f"create or replace temp table {name} as {sql}" for name, sql in tables.items()))


def _load_rates(connection: DuckDBPyConnection) -> None:
    """The dated factors: most lines need none, and opening a file costs as much as reading it."""
    connection.execute(f"create or replace temp table rate as {table_sql('rate', REFERENCE['rate'])}")


def _load_bases(connection: DuckDBPyConnection) -> None:
    """The base codes of endoscopies, whose fees come off those of their families."""
    connection.execute(
        f"""insert into fee_schedule {table_sql("fee_schedule", REFERENCE["fee_schedule"])}
        where hcpcs in (select endoscopic_base from fee_schedule)
        and hcpcs not in (select hcpcs from fee_schedule)"""
    )


def _met_by(table: str, lines: Sequence[ChargeLine] | None) -> str:
    if lines is None:
        return ""
    codes = {line.hcpcs for line in lines}
    wanted: dict[str, tuple[str, set[str]]] = {
        "fee_schedule": ("hcpcs", codes),
        "anesthesia_base": ("hcpcs", codes),
        "locality": ("locality_key", {line.locality_key for line in lines}),
        "place_of_service": ("pos", {line.pos for line in lines if line.pos is not None}),
    }
    if table not in wanted:
        return ""
    column, values = wanted[table]
    return f"where {column} in ({in_sql(sorted(values))})" if values else "where false"


def _run(
    connection: DuckDBPyConnection, steps: Sequence[tuple[str, str]], final: str, rows: int
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Column names and rows of `final` over `steps`.

    Few rows over small temp tables are done before the optimizer has thought about them.
    """
    with quickly(connection, rows <= FEW):
        cursor = connection.execute(compose(steps, final))
        return [column[0] for column in cursor.description or []], cursor.fetchall()


def _load_lines(connection: DuckDBPyConnection, lines: Sequence[ChargeLine]) -> None:
    """`lines` as the temp table charge_lines."""
    if len(lines) <= FEW:
        connection.execute(f"create or replace temp table charge_lines as {lines_sql(lines)}")
        return
    columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    connection.execute(f"create or replace temp table charge_lines ({columns})")
    unnested = ", ".join(f"unnest(?::{kind}[])" for kind in COLUMNS.values())
    for start in range(0, len(lines), CHUNK):
        columns_of: list[list[Any]] = [list(column) for column in zip(*lines[start : start + CHUNK], strict=True)]
        columns_of[MODIFIERS] = [",".join(modifiers) for modifiers in columns_of[MODIFIERS]]
        connection.execute(f"insert into charge_lines select {unnested}", columns_of)
