"""A file of claims given as its text."""

from __future__ import annotations

import tempfile
from pathlib import Path

from medpay_cli.pricing.claim import answer
from medpay_cli.pricing.record import PricedLine
from medpay_cli.pricing.request import PriceRequest


def price_text(text: str, request: PriceRequest) -> list[PricedLine]:
    """The records of `medpay claim` for a file with that text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "claims.csv"
        path.write_text(text, encoding="utf-8")
        return answer(str(path), request).lines
