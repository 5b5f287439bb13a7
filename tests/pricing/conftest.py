"""Fixtures of the pricing tests: CMS's published files, sliced or full, and the engine to check them with."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from support.oracle import PUBLISHED, Oracle


@pytest.fixture
def oracle() -> Oracle:
    return Oracle()


@pytest.fixture(params=["slice", "full"])
def cms_files(request: pytest.FixtureRequest) -> Path:
    """The folder of CMS's files: the slices of this repository, then the full ones where they are given."""
    if request.param == "slice":
        return PUBLISHED
    if "MEDPAY_CMS_DIR" not in os.environ:
        pytest.skip("MEDPAY_CMS_DIR does not name the folder of CMS's full files")
    return Path(os.environ["MEDPAY_CMS_DIR"])
