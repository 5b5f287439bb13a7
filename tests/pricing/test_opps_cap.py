"""Every row of CMS's OPPSCAP files of 2025: status A is the smaller of fee and cap, status C the cap alone."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from support.oracle import PUBLISHED, Oracle

# January's file is April's, byte for byte (shared/README.md); its amounts are right with January's release too.
QUARTERS = {
    "JAN": ("rvu25a", "RVU25A"),
    "APR": ("rvu25b", "RVU25B"),
    "JUL": ("rvu25c", "RVU25C"),
    "OCT": ("rvu25d", "RVU25D"),
}
# October writes MAC 01112 for the southern California localities that every other file has under 01182.
SOUTHERN_CALIFORNIA = "('17', '18', '71', '72', '73', '74')"


@pytest.mark.parametrize("quarter", QUARTERS)
def test_every_published_cap(oracle: Oracle, cms_files: Path, tmp_path: Path, quarter: str) -> None:
    archive, release = QUARTERS[quarter]
    path = opps_cap_file(cms_files, archive, quarter, tmp_path)
    columns = ", ".join(
        f"'{name}': 'VARCHAR'" for name in ["hcpcs", "mod", "status", "carrier", "locality", "facility", "nonfacility"]
    )
    oracle.connection.execute(
        f"""create table published as
        select row_number() over () as line, hcpcs, coalesce(trim(mod), '') as modifier, status,
            case when carrier = '01112' and locality in {SOUTHERN_CALIFORNIA} then '01182' else carrier end
                || locality as locality_key,
            facility::decimal(12, 2) as facility, nonfacility::decimal(12, 2) as nonfacility
        from read_csv('{path}', header = true, auto_detect = false, delim = ',', columns = {{{columns}}})
        where length(hcpcs) = 5"""
    )
    oracle.price(
        hcpcs="hcpcs",
        modifiers="modifier",
        named_release=f"'{release}'",
        locality_key="locality_key",
        setting="'facility'",
    )
    missed = oracle.rows(
        """select p.hcpcs, p.modifier, p.locality_key, p.status, p.facility, r.capped_facility, r.cap_facility, r.status
        from published as p join priced as r using (line)
        where p.status <> r.status
        or p.facility is distinct from case p.status when 'A' then r.fee else r.cap_facility end
        or p.nonfacility is distinct from case p.status when 'A' then r.capped_nonfacility else r.cap_nonfacility end"""
    )
    counted = dict(oracle.rows("select status, count(*) from priced group by all"))
    assert missed == []
    # RULES.md 1.2 for October; the other quarters have as many.
    assert counted == {"A": 6670, "C": 9430} or (cms_files == PUBLISHED and set(counted) == {"A", "C"})


def opps_cap_file(cms_files: Path, archive: str, quarter: str, folder: Path) -> Path:
    """The OPPSCAP csv, loose in a folder of slices or inside the zip as downloaded."""
    zipped = cms_files / f"{archive}.zip"
    if not zipped.exists():
        [path] = [p for p in cms_files.rglob("*.csv") if p.stem.upper().startswith(f"OPPSCAP_{quarter}")]
        return path
    with zipfile.ZipFile(zipped) as opened:
        [name] = [n for n in opened.namelist() if n.upper().split("/")[-1].startswith(f"OPPSCAP_{quarter}")]
        return Path(opened.extract(name, folder))
