"""Which quarter a CMS file is for, from its name: v322r0, Eff_04-01-2026, V2026Q2, 2024q3, CY2026_Q2V1."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from medpay_cli.errors import SourceError
from medpay_cli.sources.artefact import Artefact


class Quarter(NamedTuple):
    """A calendar quarter: 2026, 3 is in force 2026-07-01 to 2026-09-30."""

    year: int
    number: int

    @property
    def name(self) -> str:
        """2026Q3."""
        return f"{self.year}Q{self.number}"

    @property
    def first_day(self) -> dt.date:
        """First day of the quarter."""
        return dt.date(self.year, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> dt.date:
        """Last day of the quarter."""
        following = dt.date(self.year + self.number // 4, (3 * self.number) % 12 + 1, 1)
        return following - dt.timedelta(days=1)


def quarter_of(artefact: Artefact) -> Quarter:
    """The quarter in the name of an NCCI or laboratory file. Raises SourceError when there is none.

    NCCI counts versions from 1995: v32.2 of a `ccipra-v322r0` file is the third quarter of 1994 + 32.
    """
    if found := re.search(r"v(\d\d)([0-3])r\d", artefact.name, re.I):
        return Quarter(1994 + int(found[1]), int(found[2]) + 1)
    if found := re.search(r"(20\d\d)_?q([1-4])", artefact.name, re.I):
        return Quarter(int(found[1]), int(found[2]))
    if found := re.search(r"(\d\d)-\d\d-(20\d\d)", artefact.name):
        return Quarter(int(found[2]), (int(found[1]) + 2) // 3)
    raise SourceError(artefact.label, None, "a quarter in the name (v322r0, 2026Q3, 04-01-2026)", artefact.name)
