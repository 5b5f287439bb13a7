"""Payment localities as a table, and how to use a key."""

from __future__ import annotations

from collections.abc import Sequence

from medpay_cli.dataset.localities import LocalityRecord
from medpay_cli.render.document import Column, Document, Fine, Grid


def document(found: Sequence[LocalityRecord]) -> Document:
    """A row a locality, the surest first."""
    columns = [
        Column("Key"),
        Column("State"),
        Column("Name", flexible=True),
        Column("Work", True),
        Column("PE", True),
        Column("MP", True),
        *([Column("Found by")] if found[0].matched else []),
        Column("Counties", flexible=True),
    ]
    rows = [
        [
            *(row.key, row.state, row.name, f"{row.gpci_work}", f"{row.gpci_pe}", f"{row.gpci_mp}"),
            *([row.matched] if found[0].matched else []),
            row.counties,
        ]
        for row in found
    ]
    count = "1 locality" if len(found) == 1 else f"{len(found)} localities"
    return [
        Grid(columns, rows),
        Fine(""),
        Fine(f"{count}, GPCIs of {found[0].year}; medpay price CODE --locality {found[0].key}"),
        Fine(f"MEDPAY_LOCALITY={found[0].key} makes one the default"),
    ]
