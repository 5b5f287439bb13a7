"""Writes a charge list and audits it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from medpay_cli.auditing.audit import Audit
from medpay_cli.auditing.audit import judge as judged

Judge = Callable[..., Audit]


@pytest.fixture
def judge(tmp_path: Path) -> Judge:
    """`judge("cpt,dos\\n99213,2026-07-15\\n", pos="11")`: the audit of a file with that text or those bytes."""

    def call(content: str | bytes, name: str = "charges.csv", **options: Any) -> Audit:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return judged(str(path), **options)

    return call
