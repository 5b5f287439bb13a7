"""Imports run one way (DESIGN.md 3): cli, render and pricing know what lies below them, never above."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import medpay_cli

PACKAGE = Path(medpay_cli.__file__).parent
# Package -> the packages of ours it may import. Everybody may import errors, files and the version.
ALLOWED = {
    "cli": {
        "cli",
        "render",
        "answers",
        "auditing",
        "advice",
        "findings",
        "intake",
        "pricing",
        "edits",
        "rules",
        "dataset",
        # `data import` alone.
        "sources",
    },
    "render": {"render", "answers", "auditing", "advice", "findings", "intake", "pricing", "edits", "rules", "dataset"},
    "answers": {"answers", "findings", "intake", "pricing", "edits", "engine", "rules", "dataset"},
    "auditing": {"auditing", "findings", "intake", "pricing", "edits", "engine", "rules", "dataset"},
    "advice": {"advice", "findings", "intake", "pricing", "edits", "engine", "rules", "dataset"},
    "findings": {"findings", "engine", "rules", "dataset"},
    # What an edit or a condition denies takes no rank.
    "pricing": {"pricing", "findings", "edits", "intake", "engine", "rules", "dataset"},
    "edits": {"edits", "intake", "engine", "rules", "dataset"},
    "intake": {"intake", "engine", "dataset"},
    # How steps become one statement.
    "engine": {"engine", "dataset.steps"},
    "rules": {"rules"},
    "dataset": {"dataset"},
    # The build compiles the catalogue into the dataset.
    "sources": {"sources", "rules", "dataset.schema"},
}


def imported(path: Path) -> set[str]:
    """Dotted names below medpay_cli that the module imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name.removeprefix("medpay_cli.") for name in names if name.startswith("medpay_cli.")}


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_one_way(path: Path) -> None:
    package = path.relative_to(PACKAGE).parts[0]
    if package not in ALLOWED:
        return
    for name in imported(path):
        if name.split(".")[0] in ("errors", "files", "__version__"):
            continue
        assert any(f"{name}.".startswith(f"{allowed}.") for allowed in ALLOWED[package]), f"{path.name} imports {name}"


def test_every_package_is_in_the_table() -> None:
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert packages <= ALLOWED.keys()


def test_renderers_never_see_sql() -> None:
    for path in (PACKAGE / "render").glob("*.py"):
        assert "duckdb" not in path.read_text(encoding="utf-8"), path.name
