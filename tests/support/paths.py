"""Where the tests' files lie."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
CMS = ROOT / "tests" / "fixtures" / "cms"
