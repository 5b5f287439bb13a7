"""Words and figures that every view of a priced line shares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from medpay_cli.pricing.record import PricedLine, Step
from medpay_cli.render.document import Document, Fine

CAVEAT = (
    "An estimate of the Medicare allowed amount; what is paid depends on the payer, the documentation and coverage."
)
TRACKS = {"qp": "QP", "non_qp": "non-QP"}


def code(line: PricedLine) -> str:
    """The code with its modifiers and units, as a user would write it."""
    units = f" x{line.units:f}" if line.units != 1 else ""
    return "-".join((line.code, *line.modifiers)) + units


def money(amount: Decimal | None) -> str:
    """Dollars, a dash for no amount."""
    return "-" if amount is None else f"${amount:,}"


def verdict(line: PricedLine) -> str:
    """Why there is no amount, with the rule to look up."""
    rule = f" ({line.rule})" if line.rule else ""
    head = {"paid_elsewhere": "Paid elsewhere", "review": "For review"}.get(line.outcome or "")
    return f"{head or ('No amount' if line.payable else 'Not payable')}: {line.reason}{rule}"


def good(line: PricedLine) -> bool | None:
    """How the verdict is shown: False for a line Medicare does not pay."""
    return False if line.outcome == "denied" else None


def patient(line: PricedLine) -> Decimal | None:
    """Coinsurance and deductible, dollars."""
    return None if line.coinsurance is None else line.coinsurance + (line.deductible or 0)


def total(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of the amounts there are; None where there is none."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


def total_name(lines: Sequence[PricedLine]) -> str:
    """What the total of a claim is called: it lacks the lines that only the MAC or a report can price."""
    open_lines = sum(line.payable and line.allowed is None for line in lines)
    return f"Claim, {open_lines} of {len(lines)} lines not priced" if open_lines else "Claim"


def where(line: PricedLine) -> str:
    """Place, rate and date of the line."""
    if not line.locality:
        return ""
    place = "national" if line.mac is None else f"{line.locality_name}, {line.state} ({line.mac}-{line.locality[5:]})"
    return f"{place} · {setting(line)} · {when(line)}"


def setting(line: PricedLine) -> str:
    """The rate used, with the place of service that decided it."""
    rate = {"facility": "facility rate", "nonfacility": "non-facility rate"}.get(line.setting or "", "rate unknown")
    return f"POS {line.pos}, {rate}" if line.pos else rate


def when(line: PricedLine) -> str:
    """The date of service, or the release named instead of one."""
    return line.date.isoformat() if line.date else line.release or ""


def told_steps(line: PricedLine) -> list[Step]:
    """The steps a reader wants beside the amounts: modifiers, rules across lines, units, charge, cuts of the payment.

    Those of the fee are the breakdown; the deductible and Medicare's share are on every line; the rank has a column.
    """
    plain = ("PRICE-DEDUCTIBLE", "PRICE-MEDICARE-SHARE")
    told = [step for step in line.steps if step.toward != "fee" and step.rule not in plain]
    return [step for step in told if not (step.rule.startswith("MULT") and step.factor == 1)]


def same(lines: Sequence[PricedLine], key: Callable[[PricedLine], str | None]) -> bool:
    """Whether every line says the same."""
    return len({key(line) for line in lines}) == 1


def one_place(lines: Sequence[PricedLine]) -> bool:
    """Whether the lines have one place; one that could not be read has none."""
    return len({line.locality for line in lines if line.locality}) < 2


def provenance(lines: Sequence[PricedLine]) -> Document:
    """Releases, conversion factor and confidence where the lines share them, and the caveat."""
    first = lines[0]
    parts = [", ".join(dict.fromkeys(line.release for line in lines if line.release))]
    by_rvus = any(line.fee is not None and line.base_units is None for line in lines)
    if by_rvus and first.conversion_factor is not None and same(lines, lambda line: f"{line.conversion_factor}"):
        track = f" ({TRACKS[first.track]})" if first.track in TRACKS else ""
        parts.append(f"conversion factor {first.conversion_factor}{track}")
    if same(lines, lambda line: line.confidence):
        parts.append(f"confidence {first.confidence}")
    return [Fine(""), Fine(" · ".join(part for part in parts if part)), Fine(CAVEAT)]
