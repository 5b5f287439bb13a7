"""medpay: what Medicare allows for a code here, with these modifiers, and why. The public API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from medpay_cli.advice.page import show
    from medpay_cli.advice.page_record import CodePage
    from medpay_cli.advice.record import Tip
    from medpay_cli.advice.tips import tips
    from medpay_cli.answers.bundle import bundle
    from medpay_cli.answers.table import price_lines
    from medpay_cli.auditing.api import audit
    from medpay_cli.auditing.audit import Audit, Summary
    from medpay_cli.auditing.record import FindingRecord
    from medpay_cli.edits.record import EditRecord
    from medpay_cli.errors import DatasetError, MedpayError, RequestError
    from medpay_cli.pricing.price import price
    from medpay_cli.pricing.record import PricedLine, Step

__version__ = "0.1.0"
__all__ = [
    "Audit",
    "CodePage",
    "DatasetError",
    "EditRecord",
    "FindingRecord",
    "MedpayError",
    "PricedLine",
    "RequestError",
    "Step",
    "Summary",
    "Tip",
    "__version__",
    "audit",
    "bundle",
    "price",
    "price_lines",
    "show",
    "tips",
]

_HOMES = {
    "Audit": "medpay_cli.auditing.audit",
    "Summary": "medpay_cli.auditing.audit",
    "FindingRecord": "medpay_cli.auditing.record",
    "audit": "medpay_cli.auditing.api",
    "EditRecord": "medpay_cli.edits.record",
    "bundle": "medpay_cli.answers.bundle",
    "DatasetError": "medpay_cli.errors",
    "MedpayError": "medpay_cli.errors",
    "RequestError": "medpay_cli.errors",
    "PricedLine": "medpay_cli.pricing.record",
    "Step": "medpay_cli.pricing.record",
    "price": "medpay_cli.pricing.price",
    "price_lines": "medpay_cli.answers.table",
    "Tip": "medpay_cli.advice.record",
    "CodePage": "medpay_cli.advice.page_record",
    "show": "medpay_cli.advice.page",
    "tips": "medpay_cli.advice.tips",
}


def __getattr__(name: str) -> Any:
    """Imports a public name when it is first used: `medpay --version` must not load the engine."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
