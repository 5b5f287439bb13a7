"""The tables of the dataset: columns, SQL types and key of each (DESIGN.md 4).

Codes, modifiers, MACs, localities and ZIPs are strings, always zero-padded. RVUs, GPCIs, conversion
factors and money are DECIMAL. Both the builder and the queries read this one description.
"""

from __future__ import annotations

from typing import NamedTuple

# Raised when a table changes so that a dataset built before cannot be read: names the folder of imported datasets.
FORMAT = 3
RVU = "DECIMAL(7,2)"
GPCI = "DECIMAL(5,3)"
FACTOR = "DECIMAL(8,4)"
SHARE = "DECIMAL(3,2)"
ANESTHESIA = "DECIMAL(9,6)"


class Table(NamedTuple):
    """One Parquet file: `grain` says what a row is, `key` the columns that identify it."""

    grain: str
    key: tuple[str, ...]
    columns: dict[str, str]
    row_group_rows: int = 1 << 20


TABLES: dict[str, Table] = {
    "release": Table(
        "one fee-schedule release",
        ("release",),
        {
            "release": "VARCHAR",
            "year": "SMALLINT",
            "effective_from": "DATE",
            "effective_through": "DATE",
            "released_on": "DATE",
        },
    ),
    "fee_schedule": Table(
        "release x HCPCS x fee modifier ('' global, 26, TC, 53)",
        ("hcpcs", "modifier", "release"),
        {
            "hcpcs": "VARCHAR",
            "modifier": "VARCHAR",
            "release": "VARCHAR",
            "descriptor": "VARCHAR",
            "status": "VARCHAR",
            "not_paid_flag": "VARCHAR",
            "work_rvu": RVU,
            "pe_rvu_nonfacility": RVU,
            "pe_rvu_facility": RVU,
            "mp_rvu": RVU,
            "na_nonfacility": "BOOLEAN",
            "na_facility": "BOOLEAN",
            "pctc": "VARCHAR",
            "global_days": "VARCHAR",
            "preoperative_share": SHARE,
            "intraoperative_share": SHARE,
            "postoperative_share": SHARE,
            "multiple_procedure": "VARCHAR",
            "bilateral": "VARCHAR",
            "assistant": "VARCHAR",
            "co_surgeon": "VARCHAR",
            "team": "VARCHAR",
            "endoscopic_base": "VARCHAR",
            "supervision": "VARCHAR",
            "imaging_family": "VARCHAR",
            "opps_pe_nonfacility": RVU,
            "opps_pe_facility": RVU,
            "opps_mp": RVU,
            # Work RVU that enters the OPPS cap: the row's own, except on a carrier-priced global row,
            # where CMS takes it from the 26 row (RULES.md 1.3; 9,430 of 9,430 published caps agree).
            "opps_work_rvu": RVU,
        },
        # Small row groups let a look-up of one code read one or two of them.
        row_group_rows=8192,
    ),
    "conversion_factor": Table(
        "release x track ('standard' to 2025, 'non_qp' and 'qp' from 2026)",
        ("release", "track"),
        {
            "release": "VARCHAR",
            "track": "VARCHAR",
            "factor": FACTOR,
            # National dollars per anesthesia unit for the year and track.
            "anesthesia_factor": ANESTHESIA,
            # Name of the file that states the factor, or the id of the catalogue rule.
            "source": "VARCHAR",
        },
    ),
    "locality": Table(
        "year x MAC x locality",
        ("year", "locality_key"),
        {
            "year": "SMALLINT",
            "locality_key": "VARCHAR",
            "mac": "VARCHAR",
            "locality": "VARCHAR",
            "state": "VARCHAR",
            "name": "VARCHAR",
            "counties": "VARCHAR",
            "gpci_work": GPCI,
            "gpci_pe": GPCI,
            "gpci_mp": GPCI,
            # Dollars per anesthesia unit: standard or non-QP track, and QP track (null before 2026).
            "anesthesia_factor": ANESTHESIA,
            "anesthesia_factor_qp": ANESTHESIA,
        },
    ),
    "anesthesia_base": Table(
        "anesthesia HCPCS",
        ("hcpcs",),
        {"hcpcs": "VARCHAR", "base_units": "DECIMAL(4,1)", "edition": "VARCHAR"},
    ),
    "zip_locality": Table(
        "ZIP5",
        ("zip",),
        {
            "zip": "VARCHAR",
            "state": "VARCHAR",
            "mac": "VARCHAR",
            "locality": "VARCHAR",
            "rural": "VARCHAR",
            "plus_four": "BOOLEAN",
        },
        row_group_rows=8192,
    ),
    "ptp_edition": Table(
        "an NCCI edition that the PTP edits of a table come from",
        ("edit_table", "edition"),
        {
            # practitioner, or outpatient (hospital outpatient claims).
            "edit_table": "VARCHAR",
            "edition": "VARCHAR",
            "effective_from": "DATE",
            "effective_through": "DATE",
            # Whether its rows carry effective dates; otherwise intervals are inferred from snapshots.
            "dated": "BOOLEAN",
        },
    ),
    "ptp": Table(
        "table x column 1 x column 2 x interval",
        ("edit_table", "column1", "column2", "deletion_date", "modifier_indicator", "effective_date", "rationale"),
        {
            "edit_table": "VARCHAR",
            "column1": "VARCHAR",
            "column2": "VARCHAR",
            # 0: no modifier bypasses; 1: an NCCI modifier may; 9: void from its start, never an edit.
            "modifier_indicator": "TINYINT",
            # First and last day in force as CMS states them; null: not stated, or open.
            "effective_date": "DATE",
            "deletion_date": "DATE",
            # Days on which the sources prove it in force, and on which it may have been (null: no bound).
            "certain_from": "DATE",
            "certain_through": "DATE",
            "possible_from": "DATE",
            "possible_through": "DATE",
            "rationale": "VARCHAR",
            "first_edition": "VARCHAR",
            "last_edition": "VARCHAR",
        },
        row_group_rows=1 << 15,
    ),
    "ptp_count": Table(
        "code x span of days with the same practitioner edits",
        ("code", "effective_from"),
        {
            # Made from ptp (sources/ptp_count.sql): counting takes a scan of the edits, a look-up two milliseconds.
            "code": "VARCHAR",
            # First and last day; null is open. Days before the first loaded release are not counted.
            "effective_from": "DATE",
            "effective_through": "DATE",
            # Edits that may be in force, by the column of the code and the edit's indicator.
            "ptp_column1_0": "INTEGER",
            "ptp_column1_1": "INTEGER",
            "ptp_column2_0": "INTEGER",
            "ptp_column2_1": "INTEGER",
            # Of these, how many the loaded editions do not prove.
            "ptp_uncertain": "INTEGER",
        },
        row_group_rows=8192,
    ),
    "ptp_partner": Table(
        "code x role (its column) x practitioner edit with a partner of the highest RVUs",
        ("code", "role", "partner", "possible_from", "last_edition", "modifier_indicator"),
        {
            # Made from ptp (sources/ptp_partner.sql): what the page of a code shows of its edits.
            "code": "VARCHAR",
            "role": "TINYINT",
            "partner": "VARCHAR",
            "modifier_indicator": "TINYINT",
            "certain_from": "DATE",
            "certain_through": "DATE",
            "possible_from": "DATE",
            "possible_through": "DATE",
            "last_edition": "VARCHAR",
        },
        row_group_rows=8192,
    ),
    "mue": Table(
        "service type x HCPCS x edition",
        ("service", "hcpcs", "edition"),
        {
            # practitioner, outpatient (hospital outpatient) or dme (supplier).
            "service": "VARCHAR",
            "hcpcs": "VARCHAR",
            "edition": "VARCHAR",
            # First and last day of the edition's quarter, for which its value is certain.
            "effective_from": "DATE",
            "effective_through": "DATE",
            # First and last day for which it is the edition to ask, of those loaded (null: no bound).
            "answers_from": "DATE",
            "answers_through": "DATE",
            "mue": "INTEGER",
            # 1: units of one line; 2 and 3: units of the day (2 policy, 3 clinical).
            "mai": "VARCHAR",
            "rationale": "VARCHAR",
        },
        row_group_rows=8192,
    ),
    "add_on": Table(
        "add-on code x primary code x interval",
        ("add_on", "primary_code", "effective_date"),
        {
            "add_on": "VARCHAR",
            # CCCCC where the contractor defines the primary codes.
            "primary_code": "VARCHAR",
            # 1: only the listed primaries; 2: the contractor decides; 3: listed ones, and others it may add.
            "add_on_type": "VARCHAR",
            "contractor_defined": "BOOLEAN",
            "effective_date": "DATE",
            "deletion_date": "DATE",
            "note": "VARCHAR",
        },
    ),
    "lab_fee": Table(
        "clinical laboratory HCPCS x modifier ('' or QW) x edition",
        ("hcpcs", "modifier", "edition"),
        {
            "hcpcs": "VARCHAR",
            "modifier": "VARCHAR",
            "edition": "VARCHAR",
            # First day of the rate as CMS states it, and last day of the edition's quarter.
            "effective_from": "DATE",
            "effective_through": "DATE",
            # N: one national rate; L: each MAC prices it, and the rate is null (CMS writes 0).
            "indicator": "VARCHAR",
            "rate": "DECIMAL(9,2)",
            "descriptor": "VARCHAR",
        },
        row_group_rows=8192,
    ),
    "place_of_service": Table(
        "place of service code",
        ("pos",),
        {"pos": "VARCHAR", "name": "VARCHAR", "setting": "VARCHAR", "rule": "VARCHAR"},
    ),
}

# The rule catalogue is no CMS data: scripts/compile_rules.py writes it into rules/compiled.
RULE_TABLES: dict[str, Table] = {
    "rule": Table(
        "one catalogue entry (src/medpay_cli/rules/*.toml, compiled)",
        ("id",),
        {
            "id": "VARCHAR",
            "title": "VARCHAR",
            "kind": "VARCHAR",
            "subject": "VARCHAR",
            "value": "VARCHAR",
            "effect": "VARCHAR",
            "reason_code": "VARCHAR",
            # Claim adjustment reason code a denial by this rule usually carries.
            "carc": "VARCHAR",
            "factor": "DECIMAL(8,4)",
            "base": "VARCHAR",
            "effective_from": "DATE",
            "effective_through": "DATE",
            "message": "VARCHAR",
            "explanation": "VARCHAR",
            "advice": "VARCHAR",
            "citation": "VARCHAR",
            "certainty": "VARCHAR",
            # Of a check only: what its condition is asked of, and what follows (rules/compiler.py).
            "grain": "VARCHAR",
            "condition": "VARCHAR",
            "says": "VARCHAR",
            "outcome": "VARCHAR",
            "severity": "VARCHAR",
            "at_stake": "VARCHAR",
            # Of a modifier only: the id of the code set it may stand on, and the modifier it goes with.
            "only_set": "VARCHAR",
            "goes_with": "VARCHAR",
        },
    ),
    "rate": Table(
        "a factor of a rule in a time: what `rates` of an entry lists",
        ("rule", "effective_from"),
        {
            "rule": "VARCHAR",
            # First and last day of service; null is open. Between two rates there may be days without any.
            "effective_from": "DATE",
            "effective_through": "DATE",
            "factor": "DECIMAL(8,4)",
        },
    ),
    "abbreviation": Table(
        "a form of a word of the search (src/medpay_cli/rules/abbreviations.toml)",
        ("word", "form"),
        {
            # What people type, and how CMS's short descriptors write it; each word is a form of itself.
            "word": "VARCHAR",
            "form": "VARCHAR",
            # Whether someone who types the form means the word as well.
            "both_ways": "BOOLEAN",
        },
    ),
    "written_word": Table(
        "a short word of CMS's descriptors and what it stands for (src/medpay_cli/rules/descriptor_words.toml)",
        ("form",),
        {
            "form": "VARCHAR",
            "written": "VARCHAR",
        },
    ),
    "code_set": Table(
        "a range of codes of a named set: what conditions ask for with in_set(...)",
        ("name", "code_from"),
        {
            "name": "VARCHAR",
            # First and last code of the range, compared as text; a single code is both.
            "code_from": "VARCHAR",
            "code_through": "VARCHAR",
            "rule": "VARCHAR",
        },
    ),
}
