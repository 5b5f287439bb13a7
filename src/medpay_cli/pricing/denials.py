"""Which lines of claims are denied for the others: they are allowed nothing and take no rank (MULT-DENIED)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from medpay_cli.dataset import releases
from medpay_cli.pricing.engine import FEW

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from medpay_cli.pricing.question import Question


def deny(connection: DuckDBPyConnection, questions: Sequence[Question], *, loaded: bool = False) -> bool:
    """Make the temp table edit_denial of the lines that are in a claim; whether an edit denies one of them.

    A line that is priced alone is a question, not a claim: no edit is asked. A line priced for a release, without a
    date, is judged on the release's first day. Replaces reference tables of `connection`. `loaded`: the edits
    are there already (edits/engine.py, load_edits).
    """
    claimed = [question for question in questions if question.claim]
    if not claimed:
        return False
    # Importing the edits takes milliseconds that a single price does not need.
    from medpay_cli.edits import engine
    from medpay_cli.edits.lines import EditLine

    first_days = {release.name: release.effective_from for release in releases.loaded_releases(connection)}
    lines = []
    for question in claimed:
        charge = question.charge
        day = question.date or first_days.get(charge.named_release or "")
        if day is not None:
            lines.append(EditLine(charge.line, charge.claim, day, charge.hcpcs, charge.modifiers, charge.units))
    return bool(lines) and engine.deny(connection, lines, loaded=loaded)


# The tables of a claim whose lines no edit can deny, with the columns that are read of them.
NOTHING_DENIED = {
    "edit_denial": "null::bigint as line, null::varchar as rule, null::varchar as by_code, true as certain, '' as told",
    "ptp_finding": "null::bigint as column1_line, null::bigint as column2_line, null::varchar as bypassed_by",
    "mue_finding": "null::bigint as line",
    "denied_line": "null::bigint as line",
}


def may_deny_beside(connection: DuckDBPyConnection, questions: Sequence[Question]) -> bool:
    """Whether `deny_beside` is to be asked, by the codes: after the fee schedule of the lines is loaded.

    Visits and their add-on have no rank (a test holds it): claims of procedures or imaging alone are spared it.
    """
    claimed = [question.charge for question in questions if question.claim]
    if len({line.claim for line in claimed}) == len(claimed):
        return False
    unranked = "select exists (select 1 from fee_schedule where multiple_procedure in ('0', '9') or status = 'T')"
    return connection.execute(unranked).fetchone() == (True,)


def deny_beside(connection: DuckDBPyConnection, questions: Sequence[Question], *, denied: bool) -> bool:
    """Add to edit_denial the lines that conditions of the catalogue deny beside others (effect `in_claims`).

    After `deny`, which said `denied`, and after pricing: reads priced_lines and charge_lines, temp tables by now.
    Whether there is one.
    """
    from medpay_cli.engine.planning import quickly

    if not denied:
        # `deny` makes no tables for lines that nothing can deny.
        connection.execute(
            "; ".join(
                f"create or replace temp table {name} as select {columns} where false"
                for name, columns in NOTHING_DENIED.items()
            )
        )
    with quickly(connection, len(questions) <= FEW):
        return deny_by_conditions(connection) != []


def deny_by_conditions(connection: DuckDBPyConnection) -> list[int]:
    """As `deny_beside`, with the tables of the edits there: the lines denied, each by one condition."""
    from medpay_cli.findings.run import claim_denials

    found = connection.execute(
        f"insert into edit_denial select line, rule, null, true, message from ({claim_denials(connection)})"
        " where line not in (select line from edit_denial) returning line"
    ).fetchall()
    return [line for (line,) in found]
