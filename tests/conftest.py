"""The tests read the bundled dataset, whatever the developer has imported for himself."""

from __future__ import annotations

import os

os.environ.pop("MEDPAY_DATA", None)
os.environ["XDG_DATA_HOME"] = "/nonexistent/medpay-tests"
