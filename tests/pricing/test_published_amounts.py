"""Every amount CMS printed in its revised payment files (PFREV25C, PFREV25D), to the cent, in both settings."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.oracle import PUBLISHED, Oracle

# Layout: cms/payment/PF25PD.pdf. Rows in the full files: RULES.md 1.2.
ROWS = {"PFREV25C": ("RVU25C", 109), "PFREV25D": ("RVU25D", 1526)}


@pytest.mark.parametrize("name", ROWS)
def test_every_published_amount(oracle: Oracle, cms_files: Path, name: str) -> None:
    release, full = ROWS[name]
    [path] = cms_files.rglob(f"{name}.txt")
    names = "year carrier locality hcpcs mod nf f filler pctc status mult th1 th2 opps opps_nf opps_f"
    columns = ", ".join(f"'{column}': 'VARCHAR'" for column in names.split())
    oracle.connection.execute(
        f"""create table published as
        select row_number() over () as line, carrier || locality as locality_key, hcpcs, trim(mod) as modifier,
            nf::decimal(12, 2) as nonfacility, f::decimal(12, 2) as facility
        from read_csv('{path}', header = false, auto_detect = false, delim = ',', quote = '"',
            null_padding = true, columns = {{{columns}}})
        where year = '2025'"""
    )
    oracle.price(
        hcpcs="hcpcs",
        modifiers="modifier",
        named_release=f"'{release}'",
        locality_key="locality_key",
        setting="'facility'",
    )
    missed = oracle.rows(
        """select p.hcpcs, p.modifier, p.locality_key, p.nonfacility, r.capped_nonfacility, p.facility, r.allowed
        from published as p join priced as r using (line)
        where p.nonfacility is distinct from r.capped_nonfacility or p.facility is distinct from r.allowed"""
    )
    [(counted,)] = oracle.rows("select count(*) from priced")
    assert missed == []
    assert counted == full or (cms_files == PUBLISHED and counted)
