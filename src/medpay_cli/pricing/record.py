"""What a priced line says: the record behind every output format (docs/json.md)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple


class Step(NamedTuple):
    """One step of the derivation: the rule applied, its words, its factor, and dollars before and after it.

    `toward` tells what the step leads to: the 'fee' of one unit, the line's 'allowed' amount, or Medicare's 'payment'.
    `after` of a work, PE or MP step is that component's dollars, with nothing before; of any other the running amount.
    A factor on a part of the amount (technical part, practice expense) is not after / before: the words say of what.
    """

    rule: str
    label: str
    factor: Decimal | None
    before: Decimal | None
    after: Decimal | None
    toward: str

    def __str__(self) -> str:
        # The words of a fee's step name its factor already: RVU 1.30 x GPCI 1.064.
        named = self.factor is None or self.label.endswith(f" {self.factor:f}")
        factor = "" if named else f" x {self.factor:f}"
        return f"{self.label}{factor} = {self.after} ({self.rule})"


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedLine:
    """One charge line with its price and derivation. Dollars unless a name says RVU, GPCI or factor.

    An amount is None where Medicare pays none or no national amount exists: `payable`, `reason_code` and
    `reason` tell which. `fee` is one unit without modifiers at this place and setting, after the OPPS cap;
    `allowed` is what the line is expected to be allowed, units and modifiers in.
    """

    code: str
    # What the line was priced together with: the claim's name in its file, or '1' for the codes of one call;
    # '' for a line priced alone. `line` is its number in the file, from 1 (the header is line 1).
    claim: str = ""
    line: int | None = None
    modifiers: tuple[str, ...] = ()
    units: Decimal = Decimal(1)
    descriptor: str = ""
    status: str | None = None
    status_text: str | None = None
    release: str | None = None
    # 'in_force' on the date, or the nearest loaded one: 'before' or 'after' it should have been.
    release_fit: str | None = None
    date: dt.date | None = None
    locality: str = ""
    mac: str | None = None
    locality_name: str = ""
    state: str | None = None
    setting: str | None = None
    pos: str | None = None
    track: str | None = None
    conversion_factor: Decimal | None = None
    work_rvu: Decimal | None = None
    pe_rvu: Decimal | None = None
    mp_rvu: Decimal | None = None
    total_rvu: Decimal | None = None
    # Anesthesia: minutes of the session, its base and time units, and dollars a unit.
    minutes: int | None = None
    base_units: Decimal | None = None
    time_units: Decimal | None = None
    anesthesia_factor: Decimal | None = None
    gpci_work: Decimal | None = None
    gpci_pe: Decimal | None = None
    gpci_mp: Decimal | None = None
    work_amount: Decimal | None = None
    pe_amount: Decimal | None = None
    mp_amount: Decimal | None = None
    uncapped_fee: Decimal | None = None
    opps_cap: Decimal | None = None
    fee: Decimal | None = None
    fee_nonfacility: Decimal | None = None
    fee_facility: Decimal | None = None
    charge: Decimal | None = None
    # The line's place among procedures of its claim that a rule ranks together; 1 is the highest.
    rank: int | None = None
    allowed: Decimal | None = None
    deductible: Decimal | None = None
    medicare_pays: Decimal | None = None
    coinsurance: Decimal | None = None
    limiting_charge: Decimal | None = None
    payable: bool
    # 'payable', 'denied', 'paid_elsewhere' (another schedule pays), 'review' (the MAC or a report tells the amount).
    outcome: str | None = None
    rule: str | None = None
    reason_code: str | None = None
    reason: str | None = None
    # What to do, from the rule that decides.
    advice: str | None = None
    confidence: str
    notes: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
