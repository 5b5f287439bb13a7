"""Rules of the catalogue as documents: some in full, a list, or the topics."""

from __future__ import annotations

from collections.abc import Sequence

from medpay_cli.dataset.catalogue import RuleRecord, TopicRecord
from medpay_cli.render.document import Column, Document, Fine, Grid, Heading, Notes, Verdict


def explained(rules: Sequence[RuleRecord]) -> Document:
    """Each rule in full, the likeliest first."""
    blocks: Document = []
    for rule in rules:
        blocks += one(rule)
    return blocks


def one(rule: RuleRecord) -> Document:
    """What the rule says, what to do, and where it comes from."""
    about = "a term" if rule.kind == "term" else f"{rule.kind} rule · {rule.subject.replace('_', ' ')} {rule.value}"
    blocks: Document = [Heading(f"{rule.id}  {rule.title}", about)]
    blocks.append(Verdict(rule.message))
    said = [rule.explanation]
    if rule.advice:
        said.append(f"what to do: {rule.advice}")
    if rule.rates:
        of = f" of the {rule.base}" if rule.base else ""
        said += [f"factor{of}: {rate}" for rate in rule.rates]
    elif rule.factor is not None:
        # An entry with dates says them below.
        always = "" if rule.effective_from or rule.effective_through else ", on every date loaded"
        said.append(
            f"factor: {rule.factor.normalize():f} of the {rule.base}{always}" if rule.base else f"factor: {rule.factor}"
        )
    if not rule.rates and (rule.effective_from or rule.effective_through):
        said.append(
            f"holds from {rule.effective_from or 'the beginning'} to {rule.effective_through or 'today and on'}"
        )
    if rule.carc:
        said.append(f"usual denial code: {rule.carc}")
    blocks.append(Notes(said))
    return [*blocks, Fine(""), Fine(f"Source: {rule.citation}"), Fine(f"Certainty: {rule.certainty}")]


def listed(rules: Sequence[RuleRecord], text: str, limit: int | None, hint: str = "") -> Document:
    """A row a rule, `limit` of them at most; an empty list says so, and `hint` what was meant."""
    if not rules:
        return [Verdict(f"No rule has {text!r}{hint}")]
    columns = [
        Column("Rule"),
        Column("Title", flexible=True),
        Column("Factor", True),
        Column("What it says", flexible=True),
    ]
    rows = [
        [rule.id, rule.title, "" if rule.factor is None else f"{rule.factor.normalize():f}", rule.message]
        for rule in rules[:limit]
    ]
    more = f"; the first {limit} are shown, --all shows them all" if limit and len(rules) > limit else ""
    count = "1 rule" if len(rules) == 1 else f"{len(rules)} rules"
    return [Grid(columns, rows), Fine(""), Fine(f"{count}{more}; medpay explain RULE shows one with its source")]


def topics(found: Sequence[TopicRecord]) -> Document:
    """A row a topic, and how to go on from there."""
    columns = [Column("Topic"), Column("Rules", True), Column("About", flexible=True), Column("Such as")]
    rows = [[topic.topic, str(topic.rules), topic.about, topic.first] for topic in found]
    total = sum(topic.rules for topic in found)
    return [
        Grid(columns, rows),
        Fine(""),
        Fine(f"{total} rules; medpay rules WORDS searches them, medpay rules --topic TOPIC lists one topic"),
    ]
