"""One tip on a code, as the answers give it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Tip:
    """A rule that holds for a code here and now. `at_stake`: dollars of one unit, None where none can be computed.

    `severity` is error, warning or info; `outcome` denied, review, reduced, underpaid or note. `why` and `advice`
    are the catalogue's words, `citation` and `certainty` (stated, verified, general practice, open) its source.
    """

    code: str
    descriptor: str
    rule: str
    title: str
    severity: str
    outcome: str
    message: str
    at_stake: Decimal | None
    why: str
    advice: str | None
    citation: str
    certainty: str
    carc: str | None
    release: str
    release_fit: str
    date: dt.date | None
    locality: str
    setting: str | None
    confidence: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.message}"
