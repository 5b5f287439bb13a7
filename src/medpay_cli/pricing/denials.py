"""Which lines of claims NCCI denies, so that they are allowed nothing and take no rank (MULT-DENIED)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from medpay_cli.dataset import releases

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from medpay_cli.pricing.question import Question


def deny(connection: DuckDBPyConnection, questions: Sequence[Question]) -> bool:
    """Make the temp table edit_denial of the lines that are in a claim; whether an edit denies one of them.

    A line that is priced alone is a question, not a claim: no edit is asked. A line priced for a release, without a
    date, is judged on the release's first day. Replaces reference tables of `connection`.
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
    return bool(lines) and engine.deny(connection, lines)
