"""The charge lines that go into the engine: the relation `charge_lines`, one row a line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from medpay_cli.dataset.literals import values_sql

# Column -> SQL type of the relation `charge_lines`, in order. This is the engine's whole input.
COLUMNS = {
    # Number of the line within the request; the answer carries it back.
    "line": "BIGINT",
    # What is priced together: rules across lines apply within a claim and day.
    "claim": "VARCHAR",
    "hcpcs": "VARCHAR",
    # Comma-separated, in the order of the claim; '' when there are none.
    "modifiers": "VARCHAR",
    "units": "DECIMAL(11,3)",
    # Dollars billed for the whole line; null when not given.
    "charge": "DECIMAL(12,2)",
    # Minutes of anesthesia; null for any other service.
    "minutes": "INTEGER",
    # Date of service; null when a release is named instead.
    "date": "DATE",
    "named_release": "VARCHAR",
    # MAC and locality, 7 digits; 0000000 for the national amount.
    "locality_key": "VARCHAR",
    "place_uncertain": "BOOLEAN",
    # 'facility' or 'nonfacility' where the user says so; null leaves it to the place of service.
    "setting": "VARCHAR",
    "pos": "VARCHAR",
    # Qualifying APM participant (from 2026).
    "qp": "BOOLEAN",
    "nonparticipating": "BOOLEAN",
    # Kind of practitioner, a value of the PROVIDER rules; null for a physician.
    "provider": "VARCHAR",
    # Dollars of the deductible that the claim's lines still have to meet.
    "deductible": "DECIMAL(12,2)",
    "sequestration": "BOOLEAN",
}


class ChargeLine(NamedTuple):
    """One row of `charge_lines`."""

    line: int
    claim: str
    hcpcs: str
    modifiers: tuple[str, ...] = ()
    units: Decimal = Decimal(1)
    charge: Decimal | None = None
    minutes: int | None = None
    date: dt.date | None = None
    named_release: str | None = None
    locality_key: str = "0000000"
    place_uncertain: bool = False
    setting: str | None = None
    pos: str | None = None
    qp: bool = False
    nonparticipating: bool = False
    provider: str | None = None
    deductible: Decimal | None = None
    sequestration: bool = False


def lines_sql(lines: Sequence[ChargeLine]) -> str:
    """The lines as a select of literals."""
    return values_sql(COLUMNS, lines)
