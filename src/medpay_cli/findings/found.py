"""Runs the generated conditions of one grain: which rules hold for which rows of its fact relation."""

from __future__ import annotations

from medpay_cli.dataset.store import COMPILED
from medpay_cli.engine.step import Step, read


def finding_step(grain: str) -> Step:
    """The step `<grain>_finding`: key of the grain, rule, message, at_stake (dollars) of each rule that holds.

    Its input is the fact relation of the grain; severity, outcome, advice and citation join from table `rule`.
    """
    return read(COMPILED / f"{grain}_finding.sql")
