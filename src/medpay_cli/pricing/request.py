"""What a call to `price` asks for besides the codes: place, date, setting, who bills."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from medpay_cli.dataset import releases
from medpay_cli.dataset.places import PlaceQuery
from medpay_cli.errors import RequestError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SETTINGS = ("facility", "nonfacility")
# As the PROVIDER rules name them; a test keeps both the same.
PROVIDERS = ("physician", "np", "pa", "cns", "cnm", "crna", "csw", "mft", "mhc", "rd")
# No place named: the national amount.
NOWHERE = PlaceQuery()


@dataclass(frozen=True, slots=True)
class PriceRequest:
    """What holds for every line of one call. `units` and `charge` (dollars) hold where a line names none."""

    modifiers: tuple[str, ...] = ()
    place: PlaceQuery = NOWHERE
    setting: str | None = None
    pos: str | None = None
    date: dt.date | None = None
    release: str | None = None
    units: Decimal | None = None
    charge: Decimal | None = None
    # Minutes of anesthesia, for the anesthesia code among the lines.
    minutes: int | None = None
    qp: bool = False
    nonparticipating: bool = False
    # Kind of practitioner (np, pa, cns ...), None for a physician; see the PROVIDER rules.
    provider: str | None = None
    # Dollars of the patient's deductible that are left, met by the lines in order.
    deductible: Decimal | None = None
    sequestration: bool = False
    # Whether the codes are one claim, to which the rules across lines apply.
    together: bool = False


def setting_of(text: str | None) -> str | None:
    """'facility' or 'nonfacility'. Raises RequestError."""
    if text is None or text in SETTINGS:
        return text
    raise RequestError(f"setting {text!r}: write facility or nonfacility")


def pos_of(text: str | None) -> str | None:
    """A two-digit place of service code. Raises RequestError."""
    if text is None:
        return None
    if text.strip().isdigit() and len(text.strip()) <= 2:
        return text.strip().zfill(2)
    raise RequestError(
        f"--pos {text!r}: a place of service has 2 digits, such as 11 (office) or 22 (hospital outpatient)"
    )


def minutes_of(text: str | None) -> int | None:
    """Minutes of anesthesia: a whole number above 0. Raises RequestError."""
    if text is None:
        return None
    if text.strip().isascii() and text.strip().isdigit() and 0 < int(text) < 100_000:
        return int(text)
    raise RequestError(f"--minutes {text!r}: write whole minutes of anesthesia, such as 129")


def provider_of(text: str | None) -> str | None:
    """A kind of practitioner of the PROVIDER rules, in lower case. Raises RequestError."""
    if text is None or text.strip().lower() in PROVIDERS:
        return None if text is None else text.strip().lower()
    raise RequestError(f"--provider {text!r}: write one of {', '.join(PROVIDERS)}")


def dated(connection: DuckDBPyConnection, request: PriceRequest) -> PriceRequest:
    """The request with its release spelled as CMS does, or its date (today when neither is given).

    Raises RequestError when the release is not loaded or the date lies in another year than the release.
    """
    if request.release is None:
        return replace(request, date=request.date or dt.date.today())
    name = request.release.strip().upper()
    release = next((r for r in releases.loaded_releases(connection) if r.name == name), None)
    if release is None:
        raise releases.unknown_release(connection, request.release)
    if request.date is not None and request.date.year != release.year:
        raise RequestError(f"--dos {request.date} is not in {release.year}, the year of --release {name}")
    return replace(request, release=name)
