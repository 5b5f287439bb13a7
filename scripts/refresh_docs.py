"""Runs the `$ medpay ...` commands of the documents and writes their output below them.

    python scripts/refresh_docs.py [--check] [FILE...]

docs/rules.md is written whole, from the rule catalogue. A block is run when the line before its fence is
`<!-- run -->`. With --check nothing is written, and the exit code is 1 when a document and the program differ.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

from medpay_cli.rules import catalogue

ROOT = Path(__file__).parent.parent
RULES_PAGE = ROOT / "docs" / "rules.md"
BLOCK = re.compile(r"(<!-- run -->\n```console\n)(.*?)(^```$)", re.S | re.M)


def output_of(command: str) -> str:
    """What `$ medpay ...` prints, stderr first as a terminal would show it before the pager."""
    words = shlex.split(command)
    if words[0] != "medpay":
        raise SystemExit(f"only medpay commands are run: {command}")
    env = {name: value for name, value in os.environ.items() if not name.startswith("MEDPAY_")}
    env["MEDPAY_CONFIG"] = ""
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


def rules_page() -> str:
    """docs/rules.md: every rule with its words, rate, source and certainty; rules that share all that are one row."""
    grouped: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in catalogue.load():
        words = tuple(str(row[key]) for key in ("kind", "subject", "title", "effect", "factor", "message", "citation"))
        grouped.setdefault(words, []).append(row)
    lines = [
        "# Rules",
        "",
        "Generated from `src/medpay_cli/rules/*.toml` by `scripts/refresh_docs.py`; do not edit.",
        "",
    ]
    for subject in sorted({rows[0]["subject"] for rows in grouped.values()}):
        mine = [rows for rows in grouped.values() if rows[0]["subject"] == subject]
        lines += [f"## {subject.replace('_', ' ')}", "", "| rule | what it says | factor | source | certainty |"]
        lines.append("|---|---|---|---|---|")
        lines += [_rule_row(rows) for rows in mine]
        lines.append("")
    return "\n".join(lines)


def _rule_row(rows: list[dict[str, Any]]) -> str:
    first = rows[0]
    ids = [row["id"] for row in rows]
    named = ids[0] if len(ids) == 1 else f"{ids[0]} to {ids[-1]} ({len(ids)})"
    says = f"**{first['title']}**: {first['message']}. {first['explanation']}"
    factor = "" if first["factor"] is None else f"{first['factor']}"
    if first["rates"]:
        factor = "; ".join(f"{rate['factor']} from {rate['effective_from']}" for rate in first["rates"])
    cells = (named, says, factor, first["citation"], first["certainty"])
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def main() -> int:
    """Refresh or check; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("files", nargs="*", type=Path, default=[ROOT / "README.md", *sorted(ROOT.glob("docs/*.md"))])
    arguments = parser.parse_args()
    stale = []
    for path in arguments.files:
        before = path.read_text(encoding="utf-8")
        after = rules_page() if path == RULES_PAGE else refreshed(before)
        if after != before:
            stale.append(path)
            if not arguments.check:
                path.write_text(after, encoding="utf-8")
    for path in stale:
        print(f"{path}: {'differs from what the program prints' if arguments.check else 'refreshed'}")
    return 1 if stale and arguments.check else 0


if __name__ == "__main__":
    sys.exit(main())
