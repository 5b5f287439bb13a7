"""The words of the rule catalogue that the answers about edits are made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Texts:
    """Messages and advice by rule id; the NCCI modifiers with their effect; those that bypass nothing."""

    messages: dict[str, str]
    advice: dict[str, str | None]
    # Modifier -> its effect (anatomic, distinct ...); the 44 of the policy manual.
    ncci_effect: dict[str, str]
    no_bypass: frozenset[str]
    # Entry of a reason -> its sentence (rules/reasons.toml).
    says: dict[str, str]

    def __getitem__(self, rule: str) -> str:
        return self.messages[rule]

    def rule(self, rule: str) -> dict[str, str | None]:
        """What a sentence may name of the entry it speaks for (rules/noted.py)."""
        return {"message": self.messages[rule], "advice": self.advice[rule]}

    def __contains__(self, rule: str) -> bool:
        return rule in self.messages

    def fitting(self, modifiers: Iterable[str]) -> str:
        """`LT RT (a different anatomic site), XE (a separate encounter)`: neighbours of one meaning together."""
        groups = groupby(modifiers, key=lambda modifier: self.messages[f"NCCI-MOD-{modifier}"])
        return ", ".join(f"{' '.join(same)} ({meaning})" for meaning, same in groups)


def read_texts(connection: DuckDBPyConnection) -> Texts:
    """The texts of the loaded catalogue (table `rule`)."""
    rows = connection.execute("select id, message, advice, subject, value, effect, says from rule").fetchall()
    return Texts(
        {rule: message for rule, message, *_ in rows},
        {rule: advice for rule, _, advice, *_ in rows},
        {value: effect for *_, subject, value, effect, _ in rows if subject == "ncci_modifier"},
        frozenset(value for *_, subject, value, _, _ in rows if subject == "no_bypass"),
        {rule: says for rule, *_, says in rows if says},
    )
