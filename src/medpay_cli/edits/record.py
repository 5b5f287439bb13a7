"""What an edit says: the record behind every output format of `bundle` (docs/json.md)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class EditRecord:
    """One thing found about a claim's lines, or one edit of a code.

    `kind` is ptp, no_edit, check (a rule that no NCCI table holds), mue, add_on, status, code (a bare code in one
    sentence) or unreadable; `denied` whether it denies `denied_code` on the claim given; `lines` are the positions
    of the lines it is about, from 1, the one it decides on last. Dates are inclusive, None is unknown or open.
    """

    kind: str
    rule: str | None
    table: str
    edition: str | None
    date: dt.date
    column1: str | None = None
    column2: str | None = None
    denied_code: str | None = None
    modifier_indicator: int | None = None
    denied: bool = False
    # What it makes of the line: payable, denied, paid_elsewhere or review; None where it decides nothing.
    outcome: str | None = None
    bypassed_by: str | None = None
    modifiers_that_help: tuple[str, ...] = ()
    effective_date: dt.date | None = None
    deletion_date: dt.date | None = None
    rationale: str | None = None
    confidence: str = "high"
    message: str = ""
    # What to do about it, from the rule; None where nothing is to be done.
    advice: str | None = None
    lines: tuple[int, ...] = ()
    # Line of the input (from 1) on which the claim stands; None where the codes were arguments.
    claim: int | None = None
