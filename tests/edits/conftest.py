"""Where the NCCI files lie: the slices of this repository, then CMS's full files where they are given."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from support.paths import ROOT


@pytest.fixture(params=["slice", "full"])
def ncci_files(request: pytest.FixtureRequest) -> Path:
    if request.param == "slice":
        return ROOT / "tests" / "fixtures" / "ncci"
    if "MEDPAY_CMS_DIR" not in os.environ:
        pytest.skip("MEDPAY_CMS_DIR does not name the folder of CMS's full files")
    return Path(os.environ["MEDPAY_CMS_DIR"]) / "ncci"


@pytest.fixture
def full(ncci_files: Path) -> bool:
    """Whether these are the full files."""
    return ncci_files.parent.name != "fixtures"
