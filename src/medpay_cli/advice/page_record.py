"""The page of one code, as the answers give it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from medpay_cli.advice.record import Tip


class Indicator(NamedTuple):
    """An indicator of the fee schedule or the edits, in the catalogue's words."""

    name: str
    value: str
    meaning: str
    rule: str

    def __str__(self) -> str:
        return f"{self.name} {self.value}: {self.meaning}"


class Partner(NamedTuple):
    """A code that a PTP edit pairs with this one; `denied` is the code of the two that is not paid."""

    code: str
    descriptor: str
    denied: str
    modifier_indicator: int

    def __str__(self) -> str:
        return f"{self.code}: {self.denied} denied, indicator {self.modifier_indicator}"


class Listing(NamedTuple):
    """What one release says: `status` None where it does not list the code; `fee` dollars, None without one."""

    release: str
    effective_from: dt.date
    status: str | None
    total_rvu: Decimal | None
    fee: Decimal | None

    def __str__(self) -> str:
        return f"{self.release}: {self.status or 'not listed'}" + ("" if self.fee is None else f" {self.fee}")


class LabRate(NamedTuple):
    """A rate of the clinical laboratory fee schedule, dollars; None where each MAC sets it (indicator L)."""

    modifier: str
    rate: Decimal | None
    indicator: str
    edition: str
    in_force: bool

    def __str__(self) -> str:
        return f"{self.modifier or 'no modifier'}: {'by the MAC' if self.rate is None else self.rate} ({self.edition})"


@dataclass(frozen=True, slots=True)
class CodePage:
    """All that is known of a code at one place. Dollars are of one unit; None where the schedule gives none."""

    code: str
    descriptor: str
    description: str
    status: str | None
    # What pays the code instead, its rule, and whether a list of CMS names it (else only its range does).
    other_schedule: str | None
    other_schedule_rule: str | None
    other_schedule_certain: bool | None
    release: str
    release_fit: str
    date: dt.date | None
    locality: str
    locality_name: str
    state: str | None
    setting: str | None
    confidence: str
    fee: Decimal | None
    fee_nonfacility: Decimal | None
    fee_facility: Decimal | None
    uncapped_fee: Decimal | None
    fee_26: Decimal | None
    fee_tc: Decimal | None
    medicare_pays: Decimal | None
    coinsurance: Decimal | None
    # The rule by which the patient owes no deductible and less than 20 %, or nothing; null for an ordinary service.
    patient_rule: str | None
    limiting_charge: Decimal | None
    conversion_factor: Decimal | None
    track: str | None
    work_rvu: Decimal | None
    pe_rvu_nonfacility: Decimal | None
    pe_rvu_facility: Decimal | None
    mp_rvu: Decimal | None
    total_rvu: Decimal | None
    gpci_work: Decimal | None
    gpci_pe: Decimal | None
    gpci_mp: Decimal | None
    work_amount: Decimal | None
    pe_amount: Decimal | None
    mp_amount: Decimal | None
    # Of an anesthesia code: its units, the edition they come from, dollars of one base or time unit here.
    base_units: Decimal | None
    base_edition: str | None
    anesthesia_factor: Decimal | None
    indicators: tuple[Indicator, ...]
    mue: int | None
    mai: str | None
    mue_rationale: str | None
    mue_edition: str | None
    mue_certain: bool | None
    add_on_type: str | None
    primary_count: int
    primary_codes: str | None
    add_on_count: int
    ptp_column1_0: int
    ptp_column1_1: int
    ptp_column2_0: int
    ptp_column2_1: int
    ptp_uncertain: int
    partners: tuple[Partner, ...]
    lab_rates: tuple[LabRate, ...]
    history: tuple[Listing, ...]
    tips: tuple[Tip, ...]
