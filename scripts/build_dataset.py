"""Builds the bundled dataset from CMS's files: thin arguments over `medpay_cli.sources`.

    python scripts/build_dataset.py SOURCE... [--out DIR] [--descriptors cms|none] [--accept-smaller]

SOURCE is any mix of CMS zips as downloaded, folders and single files.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from medpay_cli.errors import MedpayError
from medpay_cli.sources.build import BuildResult, build

DATA = Path(__file__).parent.parent / "src" / "medpay_cli" / "data"


def main() -> int:
    """Parse arguments, build, print the summary; the exit code is the error's."""
    parser = argparse.ArgumentParser(description="Build medpay's dataset from CMS's files.")
    parser.add_argument("sources", nargs="+", type=Path, metavar="SOURCE", help="CMS zip, folder or file")
    parser.add_argument("--out", type=Path, default=DATA, help="folder to write (default: the package's data)")
    parser.add_argument("--descriptors", choices=("cms", "none"), default="cms", help="none: without AMA and ADA texts")
    parser.add_argument(
        "--accept-smaller", action="store_true", help="replace a table even when it loses more than a tenth of its rows"
    )
    arguments = parser.parse_args()
    errors = Console(stderr=True, highlight=False, soft_wrap=True)
    try:
        with Progress(console=errors, transient=True, disable=not errors.is_terminal) as progress:
            task = progress.add_task("reading", total=None)
            result = build(
                arguments.sources,
                arguments.out,
                arguments.descriptors,
                lambda name: progress.update(task, description=name),
                accept_smaller=arguments.accept_smaller,
            )
    except MedpayError as error:
        errors.print(f"error: {error}", markup=False)
        return int(error.exit_code)
    _summary(result, arguments.out)
    return 0


def _summary(result: BuildResult, out: Path) -> None:
    console = Console(highlight=False)
    files = Table("file", "serves", "read", "kept", "repaired", "refused", box=None)
    for source in result.collected.files:
        r = source.report
        files.add_row(r.label, source.serves, f"{r.read:,}", f"{r.kept:,}", f"{r.repaired:,}", f"{r.refused:,}")
    console.print(files)
    for source in result.collected.files:
        for remark in source.report.remarks:
            console.print(f"{source.report.label}: {remark}", markup=False, soft_wrap=True)
    for label, reason in result.collected.skipped:
        console.print(f"not read: {label} ({reason})", markup=False, soft_wrap=True)
    for gap in result.manifest["known_gaps"]:
        console.print(f"known gap: {gap['gap']}", markup=False, soft_wrap=True)
    size = sum(table["bytes"] for table in result.manifest["tables"].values())
    console.print(
        f"{len(result.manifest['tables'])} tables, {size / 1e6:.2f} MB in {out}", markup=False, soft_wrap=True
    )


if __name__ == "__main__":
    sys.exit(main())
