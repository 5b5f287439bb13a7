"""Runs a charge list through pricing and edits: temp tables `finding` and `line_result` over `charge_line`."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from medpay_cli.dataset.literals import literal
from medpay_cli.dataset.steps import read_step
from medpay_cli.dataset.store import table_sql
from medpay_cli.edits import engine as edits
from medpay_cli.edits import explain as pair_words
from medpay_cli.edits import explain_line as line_words
from medpay_cli.edits.lines import COLUMNS as EDIT_COLUMNS
from medpay_cli.edits.texts import Texts, read_texts
from medpay_cli.pricing import engine as pricing
from medpay_cli.pricing import explain as price_words
from medpay_cli.pricing.lines import COLUMNS as PRICE_COLUMNS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

HERE = Path(__file__).parent
# Rows of findings put into words at a time.
CHUNK = 20_000
FINDING = {
    "line": "BIGINT",
    "rule": "VARCHAR",
    "severity": "VARCHAR",
    "codes": "VARCHAR",
    "message": "VARCHAR",
    "denies": "BOOLEAN",
    "at_stake": "DECIMAL(14,2)",
    "confidence": "VARCHAR",
}
# Column of the engines' relations -> where it comes from in `charge_line`; what is not named is null or false.
GIVEN = {
    **{name: name for name in ("line", "claim", "hcpcs", "modifiers", "units", "minutes", "date", "pos", "setting")},
    **{name: name for name in ("locality_key", "place_uncertain")},
    # A charge of nothing is a placeholder of the list, not an offer.
    "charge": "nullif(charge, 0)",
    "edit_table": "'practitioner'",
}
# Statuses whose service another schedule pays: no denial (RULES.md 10.2).
ELSEWHERE = ("X", "E")

# What the claim of a line without one begins with; no file has that character.
ALONE = "line" + chr(31)

Found = tuple[int, str, str, str, str, bool, Any, str]


def run(connection: DuckDBPyConnection, claim: str) -> None:
    """Make `priced_line`, `finding` and `line_result` from `charge_line`; `claim` is the SQL of what groups lines."""
    connection.execute(
        f"create or replace temp table grouped_line as select *, {claim} as claim from charge_line where readable"
    )
    # Relations come with the Python modules of DuckDB.
    import_module("duckdb")
    lines = connection.sql(_relation(PRICE_COLUMNS))
    priced = pricing.price_lines(connection, lines)
    connection.execute(f"create or replace temp table priced_line as {priced.sql_query()}")
    texts = pricing.rule_texts(connection)
    edits.find_all(connection, connection.sql(_relation(EDIT_COLUMNS)))
    connection.execute(
        "create or replace temp table fee_schedule as"
        f" {table_sql('fee_schedule', edits.REFERENCE['fee_schedule'])} where modifier = ''"
    )
    edits.find(connection, ("line_mue", "fitting_modifier"))
    # A line that no claim is known of may have its primary code in another line.
    connection.execute(
        "delete from add_on_finding where line in (select line from grouped_line where starts_with(claim, ?))", [ALONE]
    )
    columns = ", ".join(f"{name} {kind}" for name, kind in FINDING.items())
    connection.execute(f"create or replace temp table finding ({columns})")
    words = read_texts(connection)
    _insert(connection, _problems(connection, words))
    _insert(connection, _reasons(connection, texts))
    _insert(connection, _edits(connection, words))
    connection.execute(f"create or replace temp table line_result as {read_step(HERE, 'line_result')}")


def _relation(columns: dict[str, str]) -> str:
    chosen = ", ".join(
        f"{GIVEN.get(name, 'false' if kind == 'BOOLEAN' else 'null')}::{kind} as {name}"
        for name, kind in columns.items()
    )
    return f"select {chosen} from grouped_line"


def _chunks(connection: DuckDBPyConnection, sql: str) -> Iterator[dict[str, Any]]:
    """The rows of `sql`, a part at a time, so that no answer stands whole in Python."""
    connection.execute(f"create or replace temp table asked_rows as {sql}")
    [(count,)] = connection.execute("select count(*) from asked_rows").fetchall()
    for start in range(0, count, CHUNK):
        yield from edits.rows(
            connection, f"select * from asked_rows where rowid >= {start} and rowid < {start + CHUNK}"
        )


def _insert(connection: DuckDBPyConnection, found: Iterator[Found]) -> None:
    unnested = ", ".join(f"unnest(?::{kind}[])" for kind in FINDING.values())
    waiting: list[Found] = []

    def flush() -> None:
        if waiting:
            connection.execute(
                f"insert into finding select {unnested}", [list(column) for column in zip(*waiting, strict=True)]
            )
            waiting.clear()

    for row in found:
        waiting.append(row)
        if len(waiting) == CHUNK:
            flush()
    flush()


def _problems(connection: DuckDBPyConnection, messages: Texts) -> Iterator[Found]:
    for row in _chunks(connection, read_step(HERE, "line_problem")):
        given = row["given"]
        words = f"{given[:40]!r}: {messages[row['rule']]}" if given else f"empty: {messages[row['rule']]}"
        digits = given.removesuffix(".0")
        if row["rule"] == "LINE-CODE" and digits.isdigit() and len(digits) in (3, 4):
            words += f"; did you mean {digits.zfill(5)}?"
        yield row["line"], row["rule"], "error", "", words, False, None, "high"


def _reasons(connection: DuckDBPyConnection, texts: price_words.Texts) -> Iterator[Found]:
    """Lines the fee schedule does not pay, or that it cannot price."""
    own = {
        row["value"]: row["id"]
        for row in edits.rows(connection, "select id, value from rule where subject = 'line_reason'")
    }
    for row in _chunks(connection, "select * from priced_line where reason_code is not null"):
        elsewhere = row["status"] in ELSEWHERE
        severity = "info" if elsewhere else "warning" if row["payable"] else "error"
        at_stake = row["fee_for_units"] if row["reason_code"] == "modifier_not_allowed" else None
        rule = row["rule"] or own[row["reason_code"]]
        denies = not row["payable"] and not elsewhere
        words = price_words.reason(row, texts) or ""
        yield row["line"], rule, severity, row["hcpcs"], words, denies, at_stake, row["confidence"]


def _edits(connection: DuckDBPyConnection, texts: Texts) -> Iterator[Found]:
    """What NCCI denies, and what a modifier bypasses."""
    primaries = _primaries(connection)
    pairs = (
        "select f.*, m.fitting, m.fitting_kind, p.allowed from ptp_finding as f"
        " left join fitting_modifier as m using (column1_line, column2_line)"
        " left join priced_line as p on p.line = f.column2_line"
    )
    units = "select f.*, p.allowed from line_mue as f left join priced_line as p using (line) where counted_units > mue"
    add_ons = "select f.*, p.allowed from add_on_finding as f left join priced_line as p using (line) where not met"
    for sql in (pairs, units, add_ons):
        for row in _chunks(connection, sql):
            if sql is pairs:
                record = pair_words.ptp(row, texts)
            elif sql is units:
                record = line_words.mue(row, texts)
            else:
                record = line_words.add_on(row, primaries.get(row["hcpcs"], []), texts)
            severity = "error" if record.denied else "info" if record.kind == "ptp" else "warning"
            codes = ",".join(filter(None, (record.column1, record.column2))) or (record.denied_code or "")
            at_stake = row["allowed"] if record.denied else None
            line = row["column2_line"] if sql is pairs else row["line"]
            yield line, record.rule or "", severity, codes, record.message, record.denied, at_stake, record.confidence


def _primaries(connection: DuckDBPyConnection) -> dict[str, list[str]]:
    """Add-on code -> the primary codes listed for it."""
    rows = connection.execute(
        "select add_on, list(distinct primary_code order by primary_code) from add_on where not contractor_defined"
        " and deletion_date is null group by add_on"
    ).fetchall()
    return dict(rows)


def claim_sql(fields: set[str]) -> tuple[str, str]:
    """SQL of what groups lines into claims, and the words for it. A row whose group is blank stands alone."""
    alone = f"{literal(ALONE)} || line"
    if "claim" in fields:
        return f"coalesce(claim_text, {alone})", "by claim number and date"
    if "patient" not in fields:
        return alone, "each line alone: no claim or patient column, so edits between lines are not checked"
    if "provider" in fields:
        key = f"patient_text || {literal(chr(31))} || coalesce(provider_text, '')"
        return f"coalesce({key}, {alone})", "by patient, provider and date"
    return f"coalesce(patient_text, {alone})", "by patient and date: no provider column"
