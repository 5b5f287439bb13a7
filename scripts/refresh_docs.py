"""Runs the `$ medpay ...` commands of the documents and writes their output below them.

    python scripts/refresh_docs.py [--check] [FILE...]

A block is run when the line before its fence is `<!-- run -->`. With --check nothing is written, and the
exit code is 1 when a document and the program differ.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"(<!-- run -->\n```console\n)(.*?)(^```$)", re.S | re.M)


def output_of(command: str) -> str:
    """What `$ medpay ...` prints, stderr first as a terminal would show it before the pager."""
    words = shlex.split(command)
    if words[0] != "medpay":
        raise SystemExit(f"only medpay commands are run: {command}")
    env = {name: value for name, value in os.environ.items() if not name.startswith("MEDPAY_")}
    done = subprocess.run(
        [sys.executable, "-m", "medpay_cli", *words[1:]], capture_output=True, text=True, env=env, cwd=ROOT, check=False
    )
    return done.stdout + done.stderr


def refreshed(text: str) -> str:
    """The document with the output of every command as it is now."""

    def block(found: re.Match[str]) -> str:
        commands = [line for line in found[2].splitlines() if line.startswith("$ ")]
        parts = [f"{command}\n{output_of(command[2:])}" for command in commands]
        return found[1] + "\n".join(parts) + found[3]

    return BLOCK.sub(block, text)


def main() -> int:
    """Refresh or check; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("files", nargs="*", type=Path, default=[ROOT / "README.md", *sorted(ROOT.glob("docs/*.md"))])
    arguments = parser.parse_args()
    stale = []
    for path in arguments.files:
        before = path.read_text(encoding="utf-8")
        after = refreshed(before)
        if after != before:
            stale.append(path)
            if not arguments.check:
                path.write_text(after, encoding="utf-8")
    for path in stale:
        print(f"{path}: {'differs from what the program prints' if arguments.check else 'refreshed'}")
    return 1 if stale and arguments.check else 0


if __name__ == "__main__":
    sys.exit(main())
