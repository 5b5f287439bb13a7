"""A table much smaller than the one it would replace is a sign of missing files: it has to be asked for."""

from __future__ import annotations

import json
from pathlib import Path

from medpay_cli.errors import RequestError
from medpay_cli.sources.tables import Tables

# Between the 20 fee-schedule releases of 2020 to 2024 the rows change by -0.1 % to +1.8 % (shared/cms/history).
LARGEST_LOSS = 0.1
# The names of editions are few by design: one dated PTP edition takes the place of two without dates.
NOT_COUNTED = ("ptp_edition", "release", "conversion_factor")


def refuse_shrunken(tables: Tables, out: Path) -> None:
    """Raise RequestError when a table has lost more than a tenth of its rows in the dataset of `out`, if any."""
    try:
        before = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["tables"]
    except (OSError, ValueError, KeyError):
        return
    # A path is a table taken over as it was.
    counted = {name: len(rows) for name, rows in tables.items() if name in before and not isinstance(rows, Path)}
    shrunken = [
        f"{name} from {before[name]['rows']:,} to {count:,} rows"
        for name, count in counted.items()
        if name not in NOT_COUNTED and count < before[name]["rows"] * (1 - LARGEST_LOSS)
    ]
    if shrunken:
        raise RequestError(
            f"this would shrink {'; '.join(shrunken)}: are files missing? --accept-smaller replaces it anyway"
        )
