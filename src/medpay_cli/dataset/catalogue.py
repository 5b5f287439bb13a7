"""The compiled rule catalogue: every rule with its words and source, by id, by what a person means, by words."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import NamedTuple

from medpay_cli.dataset import rule_words
from medpay_cli.dataset.nearest import did_you_mean
from medpay_cli.dataset.store import connect, table_sql
from medpay_cli.errors import RequestError


class Rate(NamedTuple):
    """A factor and the days of service it holds on, both inclusive; None is open."""

    effective_from: dt.date
    effective_through: dt.date | None
    factor: Decimal

    def __str__(self) -> str:
        until = f"to {self.effective_through}" if self.effective_through else "on"
        return f"{self.factor.normalize():f} from {self.effective_from} {until}"


@dataclass(frozen=True, slots=True)
class RuleRecord:
    """One entry of the catalogue. `factor` applies to `base`; dates are inclusive, None is open.

    Where the factor changed, `rates` are all of them, the oldest first, and `factor` is the newest.

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
    rates: tuple[Rate, ...] = ()


@dataclass(frozen=True, slots=True)
class TopicRecord:
    """A part of the catalogue: its name, what it is about, how many rules it has, and the first of them."""

    topic: str
    about: str
    rules: int
    first: str


def rules() -> list[RuleRecord]:
    """Every rule, by id. A place of service has CMS's name for it in its title."""
    columns = [f"rule.{field.name}" for field in fields(RuleRecord) if field.name != "rates"]
    columns[1] = "rule.title || case when rule.subject = 'pos' and place.name <> '' then ': ' || place.name else '' end"
    connection = connect()
    rates: dict[str, tuple[Rate, ...]] = {}
    listed = f"select rule, effective_from, effective_through, factor from ({table_sql('rate')}) order by all"
    for rule, *rate in connection.execute(listed).fetchall():
        rates[rule] = (*rates.get(rule, ()), Rate(*rate))
    rows = connection.execute(
        f"select {', '.join(columns)} from ({table_sql('rule')}) as rule"
        f" left join ({table_sql('place_of_service')}) as place on rule.subject = 'pos' and place.pos = rule.value"
        " order by rule.id"
    )
    return [replace(RuleRecord(*row), rates=rates.get(row[0], ())) for row in rows.fetchall()]


def meant(text: str) -> list[RuleRecord]:
    """The rules a person means with `text`, the likeliest first: an id, `59`, `pos 10`, `MAI`, `indicator 1`.

    Raises RequestError naming the nearest ids when nothing is meant, and how to search when too much is.
    """
    every = rules()
    found = [] if _is_code(text) else rule_words.meant(text, every)
    if len(found) > rule_words.MOST_MEANT:
        raise RequestError(
            f"{text!r} is in {len(found)} rules ({', '.join(rule.id for rule in found[:3])} ...):"
            f" `medpay rules {text}` lists them"
        )
    if _is_code(text):
        raise RequestError(
            f"{text!r} is a code, not a rule: `medpay price {text}` and `medpay bundle {text}` explain it"
        )
    if not found:
        ids = [rule.id for rule in every]
        hint = did_you_mean(text, ids) or f"; the nearest are {', '.join(rule_words.neighbours(text, every))}"
        raise RequestError(f"no rule {text!r}{hint} (`medpay rules WORDS` searches them)")
    return found


def _is_code(text: str) -> bool:
    return re.fullmatch("[0-9][0-9]{3}[0-9A-Z]|[A-Z][0-9]{4}", text.strip().upper()) is not None


def search(text: str, topic: str | None = None) -> list[RuleRecord]:
    """Every rule that has all words of `text`, the rule named by them first; of one topic where it is given.

    Raises RequestError for a topic that there is not.
    """
    every = rules()
    if topic is not None:
        known = {found.topic for found in topics()}
        if topic.lower() not in known:
            raise RequestError(f"no topic {topic!r} (topics: {', '.join(sorted(known))})")
        every = [rule for rule in every if rule_words.topic_of(rule.subject).name == topic.lower()]
    return rule_words.search(text, every)


def words_like(text: str) -> str:
    """`; did you mean assistant?` for words that no rule has, or nothing."""
    known = {word for rule in rules() for word in rule_words.words(f"{rule.title} {rule.message} {rule.explanation}")}
    unknown = [word for word in rule_words.words(text) if word not in known]
    return did_you_mean(unknown[0], {word.upper() for word in known}).lower() if unknown else ""


def topics() -> list[TopicRecord]:
    """Every topic of the catalogue with its number of rules, the largest first."""
    groups: dict[rule_words.Topic, list[str]] = {}
    for rule in rules():
        groups.setdefault(rule_words.topic_of(rule.subject), []).append(rule.id)
    found = [TopicRecord(topic.name, topic.about, len(ids), ids[0]) for topic, ids in groups.items()]
    return sorted(found, key=lambda topic: (-topic.rules, topic.topic))
