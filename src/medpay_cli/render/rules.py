"""Rules of the catalogue as documents: one in full, or a list."""

from __future__ import annotations

from collections.abc import Sequence

from medpay_cli.dataset.catalogue import RuleRecord
from medpay_cli.render.document import Column, Document, Fine, Grid, Heading, Notes, Verdict


def one(rule: RuleRecord) -> Document:
    """What the rule says, what to do, and where it comes from."""
    blocks: Document = [Heading(f"{rule.id}  {rule.title}", f"{rule.kind} rule · {rule.subject} {rule.value}")]
    blocks.append(Verdict(rule.message))
    said = [rule.explanation]
    if rule.advice:
        said.append(f"what to do: {rule.advice}")
    if rule.factor is not None:
        said.append(
            f"factor: {rule.factor.normalize():f} of the {rule.base}" if rule.base else f"factor: {rule.factor}"
        )
    if rule.effective_from or rule.effective_through:
        said.append(
            f"holds from {rule.effective_from or 'the beginning'} to {rule.effective_through or 'today and on'}"
        )
    if rule.carc:
        said.append(f"usual denial code: {rule.carc}")
    blocks.append(Notes(said))
    return [*blocks, Fine(""), Fine(f"Source: {rule.citation}"), Fine(f"Certainty: {rule.certainty}")]


def listed(rules: Sequence[RuleRecord], text: str) -> Document:
    """A row a rule; an empty list says so."""
    if not rules:
        return [Verdict(f"No rule has {text!r}")]
    columns = [
        Column("Rule"),
        Column("Title", flexible=True),
        Column("Factor", True),
        Column("What it says", flexible=True),
    ]
    rows = [
        [rule.id, rule.title, "" if rule.factor is None else f"{rule.factor.normalize():f}", rule.message]
        for rule in rules
    ]
    return [Grid(columns, rows), Fine(""), Fine(f"{len(rules)} rules; medpay explain RULE shows one with its source")]
