"""Documents never drift: every command block marked to run prints what stands below it."""

from __future__ import annotations

import subprocess
import sys

from support.paths import ROOT


def test_documents_show_what_the_program_prints() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "refresh_docs.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")
    assert "<!-- run -->" in (ROOT / "README.md").read_text(encoding="utf-8")
