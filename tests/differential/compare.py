"""Compares what medpay and the editor say, line by line, and explains what differs.

python tests/differential/compare.py CLAIMS.json OURS.json THEIRS.json
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path


def main() -> int:
    """Print the agreement and the differences; 1 when there are any."""
    claims, ours, theirs = (json.loads(Path(name).read_text(encoding="utf-8")) for name in sys.argv[1:4])
    agreed: Counter[str] = Counter()
    different = []
    for claim in claims:
        number = claim["claim"]
        for (code, modifiers), mine, other in zip(claim["lines"], ours[number], theirs[number], strict=True):
            if mine == other:
                agreed[", ".join(mine) or "no edit"] += 1
            else:
                different.append((number, claim["date"], "-".join([code, *modifiers]), mine, other))
    print(f"{len(claims):,} claims; lines that agree: {dict(agreed.most_common())}")
    for case in different:
        print("differs:", *case)
    print(f"{len(different)} lines differ")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
