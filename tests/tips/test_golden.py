"""Pages of thirty codes of different kinds, read by eye once: amounts, indicators, history, rules with their dollars.

Words are left out, for they may be mended. Write anew: MEDPAY_GOLDEN=write python -m pytest tests/tips/test_golden.py
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import medpay_cli

GOLDEN = Path(__file__).parent / "golden.json"
CODES = (
    *("99213", "99291", "99292", "G2211", "G0439", "27447", "28285", "45378", "45385", "64483", "59400", "70553"),
    *("71046", "77387", "77402", "77417", "77014", "92250", "93000", "93005", "93010", "93306", "97110", "84165"),
    *("85060", "36415", "96372", "00100", "J1100", "0042T", "G0117", "20930", "0500F", "76942"),
)


def page(record: medpay_cli.CodePage) -> dict[str, Any]:
    """What of a page must not change unless the data or a rule does."""
    return {
        "status": record.status,
        "fees": [f"{fee}" for fee in (record.fee_nonfacility, record.fee_facility, record.fee_26, record.fee_tc)],
        "owes": [f"{record.medicare_pays}", f"{record.coinsurance}", f"{record.limiting_charge}"],
        "rvu": [f"{record.work_rvu}", f"{record.pe_rvu_nonfacility}", f"{record.pe_rvu_facility}", f"{record.mp_rvu}"],
        "indicators": [f"{each.name} {each.value}" for each in record.indicators],
        "mue": f"{record.mue} {record.mai}",
        "add_on": f"{record.add_on_type} {record.primary_codes} {record.add_on_count}",
        "ptp": [record.ptp_column1_0, record.ptp_column1_1, record.ptp_column2_0, record.ptp_column2_1],
        "partners": [f"{each.code} {each.denied} {each.modifier_indicator}" for each in record.partners],
        "lab": [f"{each.modifier} {each.rate}" for each in record.lab_rates],
        "history": [f"{each.release} {each.status} {each.fee}" for each in record.history],
        "tips": [f"{tip.rule} {tip.at_stake}" for tip in record.tips],
    }


def test_pages_are_as_they_were_read() -> None:
    pages = medpay_cli.show(CODES, locality="1320201", date="2026-07-15")
    found = {record.code: page(record) for record in pages}
    if os.environ.get("MEDPAY_GOLDEN") == "write":
        GOLDEN.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    assert found == json.loads(GOLDEN.read_text(encoding="utf-8"))
