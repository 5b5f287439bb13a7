"""Which pricing steps a list of lines needs: those it has no part in are left out, for start-up is mostly planning."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from medpay_cli.dataset.steps import read_step, release_steps
from medpay_cli.dataset.store import COMPILED
from medpay_cli.pricing.lines import ChargeLine

HERE = Path(__file__).parent
STEPS = (
    "edit_denial",
    "asked_rate",
    "modifier_set",
    "modifier_fault",
    "modifier_rate",
    "technical_row",
    "listed_code",
    "code_row",
    "code_share",
    "billed_code",
    "line_row",
    "line_fee",
    "line_setting",
    "second_surgeon",
    "anesthesia_line",
    "reason_fact",
    "line_outcome",
    "unpaid_column1",
    "line_part",
    "side_pair",
    "rank_company",
    "claim_line",
    "multiple_therapy",
    "part_line",
    "multiple_part",
    "family_line",
    "ranked_procedure",
    "multiple_surgery",
    "line_multiple",
    "claim_fact",
    "claim_reason",
    "line_allowed",
    "line_charged",
    "waived_code",
    "line_waiver",
    "line_deductible",
    "line_paid",
    "priced_lines",
)


# Steps that the catalogue gives: its reasons, in rules/compiled.
GENERATED = ("line_outcome", "claim_reason")


class Needs(NamedTuple):
    """What some line has: each brings the steps of NEEDED_BY."""

    modifiers: bool = True
    # Lines of one claim with the same code and modifiers.
    twins: bool = True
    # Company in a claim, or several units: the rules across lines.
    claims: bool = True
    anesthesia: bool = True
    deductible: bool = True
    waiver: bool = True
    # A practitioner whose share, or a payment whose reduction, may have a date.
    rates: bool = True
    # A modifier whose factor has dates, or that stands on some codes only.
    dated: bool = True
    # The temp tables edit_denial, ptp_finding and mue_finding are there (edits/engine.py): lines that NCCI denies.
    denials: bool = False


# A step that only these lines have a part in.
NEEDED_BY: dict[str, tuple[str, ...]] = {
    "edit_denial": ("denials",),
    "asked_rate": ("dated", "claims", "rates"),
    "modifier_set": ("modifiers",),
    "modifier_fault": ("modifiers",),
    "modifier_rate": ("dated",),
    "technical_row": ("dated",),
    "listed_code": ("dated",),
    "code_share": ("modifiers",),
    "line_part": ("dated", "claims"),
    "side_pair": ("claims",),
    "second_surgeon": ("twins",),
    "unpaid_column1": ("denials",),
    "anesthesia_line": ("anesthesia",),
    "claim_line": ("claims",),
    "multiple_therapy": ("claims",),
    "part_line": ("claims",),
    "multiple_part": ("claims",),
    "family_line": ("claims",),
    "ranked_procedure": ("claims",),
    "multiple_surgery": ("claims",),
    "rank_company": ("claims",),
    "line_multiple": ("claims",),
    "claim_reason": ("claims", "denials"),
    "waived_code": ("waiver",),
    "line_waiver": ("waiver",),
    "line_deductible": ("deductible",),
}
FACTOR = "DECIMAL(8,4)"
DOLLARS = "DECIMAL(12,2)"
UNITS = "DECIMAL(11,3)"
# A step that, left out, is what it reads: nothing about the line changes.
UNTOUCHED = {"claim_reason": "claim_fact"}
# What another step left out looks like to those that read it: its columns, no rows.
EMPTY: dict[str, dict[str, str]] = {
    "edit_denial": {"line": "BIGINT", "rule": "VARCHAR", "by_code": "VARCHAR", "certain": "BOOLEAN", "told": "VARCHAR"},
    "modifier_set": {
        "modifiers": "VARCHAR",
        "fee_modifier": "VARCHAR",
        "fee_modifier_count": "BIGINT",
        "unrecognised": "VARCHAR",
        "denied": "VARCHAR",
        "facility_only": "VARCHAR",
        "by_report": "VARCHAR",
        "any_unsettled": "BOOLEAN",
        "anesthetist": "VARCHAR",
        "anesthetist_factor": FACTOR,
        "supervised_units": FACTOR,
        "side": "VARCHAR",
        "screening": "BOOLEAN",
        "preventive": "BOOLEAN",
        "separate_session": "BOOLEAN",
        "co_surgeon": "VARCHAR",
    },
    "asked_rate": {"rate_day": "DATE", "rule": "VARCHAR", "factor": FACTOR},
    "modifier_rate": {
        "modifiers": "VARCHAR",
        "rate_day": "DATE",
        "technical_factor": FACTOR,
        "medicare_modifier": "VARCHAR",
        "medicare_factor": FACTOR,
    },
    "technical_row": {"hcpcs": "VARCHAR", "release": "VARCHAR", "modifier": "VARCHAR"},
    "listed_code": {"hcpcs": "VARCHAR", "modifiers": "VARCHAR"},
    "code_share": {
        "hcpcs": "VARCHAR",
        "modifiers": "VARCHAR",
        "release": "VARCHAR",
        "bilateral_factor": FACTOR,
        "sides_factor": FACTOR,
        "bilateral_rule": "VARCHAR",
        "share_factor": FACTOR,
        "share_modifier": "VARCHAR",
        "surgeon_factor": FACTOR,
        "surgeon_rule": "VARCHAR",
        "has_assistant": "BOOLEAN",
        "assistant": "VARCHAR",
        "fee_modifiers": "VARCHAR",
        "documented": "BOOLEAN",
        "team_rule": "VARCHAR",
        "bilateral_modifier": "VARCHAR",
        "technical_modifiers": "VARCHAR",
        "forbidden_modifiers": "VARCHAR",
        "forbidden_first": "VARCHAR",
        "forbidden_units": "VARCHAR",
        "forbidden_next": "VARCHAR",
        "forbidden_unpriced": "VARCHAR",
        "forbidden_last": "VARCHAR",
    },
    "line_part": {
        "line": "BIGINT",
        "professional_fee": DOLLARS,
        "technical_fee": DOLLARS,
        "technical_cap": DOLLARS,
    },
    "second_surgeon": {"line": "BIGINT"},
    "unpaid_column1": {"line": "BIGINT"},
    "anesthesia_line": {
        "line": "BIGINT",
        "edition": "VARCHAR",
        "base_units": "DECIMAL(4,1)",
        "time_units": "DECIMAL(8,1)",
        "minutes": "DECIMAL(9,0)",
        "anesthesia_factor": "DECIMAL(9,6)",
        "exact_fee": "DECIMAL(17,7)",
        "anesthetist": "VARCHAR",
        "anesthetist_factor": FACTOR,
        "code_rule": "VARCHAR",
        "included": "BOOLEAN",
    },
    "line_multiple": {
        "line": "BIGINT",
        "first_fee": DOLLARS,
        "first_count": UNITS,
        "next_fee": DOLLARS,
        "next_count": UNITS,
        "report_count": UNITS,
        "place": "BIGINT",
        "multiple_rule": "VARCHAR",
        "included": "BOOLEAN",
        "base_taken": DOLLARS,
        "rank_factor": "DECIMAL(3,2)",
        "first_unfilmed": "DECIMAL(18,6)",
        "next_unfilmed": "DECIMAL(18,6)",
        "technical_place": "BIGINT",
        "professional_place": "BIGINT",
        "professional_rate": "DECIMAL(3,2)",
        "procedure_fee": DOLLARS,
        "procedures": UNITS,
        "pair_factor": FACTOR,
        "pair_rule": "VARCHAR",
        "second_side": "BOOLEAN",
        "rank_doubt": "VARCHAR",
    },
    "line_waiver": {"line": "BIGINT", "waiver_rule": "VARCHAR", "waived_share": "DECIMAL(3,2)"},
    "line_deductible": {"line": "BIGINT", "deductible_applied": DOLLARS},
}


def is_anesthesia(hcpcs: str) -> bool:
    """Whether `hcpcs` lies in CPT's anesthesia section, 00100 to 01999; 0071T and its like do not."""
    return hcpcs < "02000" and hcpcs.isdigit()


def needs_of(lines: Sequence[ChargeLine]) -> Needs:
    """What `lines` have between them."""
    return Needs(
        modifiers=any(line.modifiers for line in lines),
        twins=len({(line.claim, line.hcpcs, line.modifiers) for line in lines}) < len(lines),
        claims=len({line.claim for line in lines}) < len(lines) or any(line.units != 1 for line in lines),
        anesthesia=any(is_anesthesia(line.hcpcs) for line in lines),
        deductible=any(line.deductible is not None for line in lines),
        rates=any(line.provider is not None or line.sequestration for line in lines),
    )


def steps_for(needs: Needs) -> list[tuple[str, str]]:
    """The steps from charge_lines to priced_lines, in order; one left out is empty, or gone where none reads it."""
    return [
        ("asked_dates", "select distinct date, named_release from charge_lines"),
        *release_steps(),
        *((name, _step(name, needs)) for name in STEPS if _made(name, needs)),
    ]


def _made(name: str, needs: Needs) -> bool:
    """Whether the statement makes it: the denials are a table by then, or a step without rows."""
    if name == "edit_denial":
        return not needs.denials
    return name in EMPTY or name in UNTOUCHED or needed(name, needs)


def needed(name: str, needs: Needs) -> bool:
    """Whether lines with these needs have a part in step `name`."""
    by = NEEDED_BY.get(name)
    return by is None or any(getattr(needs, need) for need in by)


def _step(name: str, needs: Needs) -> str:
    if needed(name, needs):
        return read_step(COMPILED if name in GENERATED else HERE, name)
    if name in UNTOUCHED:
        return f"select * from {UNTOUCHED[name]}"
    columns = ", ".join(f"null::{kind} as {column}" for column, kind in EMPTY[name].items())
    return f"select {columns} where false"
