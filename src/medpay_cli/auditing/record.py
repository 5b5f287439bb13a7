"""What `audit` finds, as a record (docs/json.md)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRecord:
    """One thing found about a line. `line` is its number in `file`, from 1; `at_stake` dollars, None where unknown.

    severity: error (the line will be denied or cannot be read), warning (look before it goes out), info.
    """

    rule: str
    severity: str
    file: str
    line: int
    claim: str | None
    patient: str | None
    date: dt.date | None
    codes: tuple[str, ...]
    message: str
    fix: str | None
    at_stake: Decimal | None
    citation: str | None
    confidence: str
