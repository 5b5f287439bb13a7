"""What CMS's outpatient editor, as ported by PyPI's `pyoce`, says of the claims: run it with Python 3.12 or newer.

python3.12 -m venv oce && oce/bin/pip install pyoce
oce/bin/python tests/differential/oce.py CLAIMS.json THEIRS.json
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

# Edit number of the I/OCE -> our word for it.
EDITS = {"020": "ptp0", "040": "ptp1", "106": "add_on1", "108": "add_on3"}


def edited(engine: Any, claim: dict[str, Any]) -> list[list[str]]:
    """The PTP and add-on edits of each line of one claim."""
    date = claim["date"]
    lines = [
        {
            "serviceDate": date,
            "hcpcs": code,
            "revenueCode": "0510",
            "unitsInput": "1",
            "charge": "10000",
            "hcpcsModifierInputList": [{"hcpcsModifier": modifier} for modifier in modifiers],
        }
        for code, modifiers in claim["lines"]
    ]
    result = engine.process_claim(
        {
            "claimId": claim["claim"],
            "billType": "131",
            "dateStarted": date,
            "dateEnded": date,
            "receiptDate": date,
            "age": "050",
            # Not paid under OPPS: only there the editor looks at add-on codes, and no inpatient-only procedure
            # on the claim keeps the other lines from being edited.
            "oppsFlag": "2",
            "sex": "2",
            "principalDiagnosisCode": {"diagnosis": "J449"},
            "lineItemList": lines,
        }
    )
    # An edit is listed once for each pair that meets it.
    return [sorted({EDITS[edit] for edit in line["hcpcsEditList"] if edit in EDITS}) for line in result["lineItemList"]]


def main() -> None:
    """Edit the claims of the first file into the second."""
    import pyoce

    claims = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    found = {claim["claim"]: edited(pyoce, claim) for claim in claims}
    Path(sys.argv[2]).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main()
