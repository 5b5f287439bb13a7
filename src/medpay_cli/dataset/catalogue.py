"""The compiled rule catalogue: one rule by id, and search by words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from decimal import Decimal

from medpay_cli.dataset.nearest import did_you_mean
from medpay_cli.dataset.store import connect, table_sql
from medpay_cli.errors import RequestError


@dataclass(frozen=True, slots=True)
class RuleRecord:
    """One entry of the catalogue. `factor` applies to `base`; dates are inclusive, None is open.

    `certainty` is stated (by the citation), verified (by computation on CMS's files), general practice, or open.
    """

    id: str
    title: str
    kind: str
    subject: str
    value: str
    effect: str | None
    message: str
    explanation: str
    advice: str | None
    factor: Decimal | None
    base: str | None
    effective_from: dt.date | None
    effective_through: dt.date | None
    reason_code: str | None
    carc: str | None
    citation: str
    certainty: str


def rule(rule_id: str) -> RuleRecord:
    """The rule with that id, in any case. Raises RequestError naming the nearest ids."""
    every = rules()
    for record in every:
        if record.id == rule_id.strip().upper():
            return record
    hint = did_you_mean(rule_id, (record.id for record in every)) or "; `medpay rules TEXT` searches them"
    raise RequestError(f"no rule {rule_id!r}{hint}")


def rules(text: str = "") -> list[RuleRecord]:
    """Every rule that has all words of `text` in its id, words or citation, by id."""
    columns = [field.name for field in fields(RuleRecord)]
    rows = connect().execute(f"{table_sql('rule', columns)} order by id").fetchall()
    words = text.lower().split()
    return [record for record in (RuleRecord(*row) for row in rows) if all(word in _searched(record) for word in words)]


def _searched(record: RuleRecord) -> str:
    texts = (record.id, record.title, record.value, record.message, record.explanation, record.advice, record.citation)
    return " ".join(filter(None, texts)).lower()
