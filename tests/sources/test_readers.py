"""Each reader on real slices of CMS's files, and on the same slices damaged in one place."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from support.paths import CMS

from medpay_cli.errors import SourceError
from medpay_cli.sources import locality, pprrvu, small, zip5
from medpay_cli.sources.artefact import Artefact
from medpay_cli.sources.fields import FileReport

JAN_CSV, JAN_TXT = "rvu25a/PPRRVU25_JAN.csv", "rvu25a/PPRRVU25_JAN.txt"
JUL_2026, APR_2026 = "rvu26c/PPRRVU2026_Jul_nonQPP.csv", "rvu26b/PPRRVU2026_Apr_nonQPP.txt"


def artefact(name: str, change: tuple[str, str] | None = None) -> Artefact:
    """The fixture `name`, with the first occurrence of one text replaced."""
    content = (CMS / name).read_bytes()
    if change is not None:
        old, new = (text.encode("cp1252") for text in change)
        assert old in content, change[0]
        content = content.replace(old, new, 1)
    return Artefact(name.split("/")[1], name.split("/")[0] + ".zip", content)


def read_fees(file: Artefact) -> tuple[pprrvu.FeeFile, FileReport]:
    report = FileReport(file.label, "relative values")
    return pprrvu.read(file, report), report


# File -> (release, track, conversion factor, layout); CONV FACTOR column of the files, RULES.md 1.1.
FEE_FILES = {
    JAN_CSV: ("RVU25A", "standard", "32.3465", "csv"),
    JAN_TXT: ("RVU25A", "standard", "32.3465", "fixed width"),
    "rvu25b/PPRRVU25_APR.csv": ("RVU25B", "standard", "32.3465", "csv"),
    "rvu25c/PPRRVU2025_Jul.csv": ("RVU25C", "standard", "32.3465", "csv"),
    "rvu25d/PPRRVU2025_Oct.csv": ("RVU25D", "standard", "32.3465", "csv"),
    "rvu25d/PPRRVU2025_Oct.txt": ("RVU25D", "standard", "32.3465", "fixed width"),
    APR_2026: ("RVU26B", "non_qp", "33.4009", "fixed width"),
    JUL_2026: ("RVU26C", "non_qp", "33.4009", "csv"),
}


@pytest.mark.parametrize("name", FEE_FILES)
def test_relative_values(name: str) -> None:
    fees, report = read_fees(artefact(name))
    release, track, factor, layout = FEE_FILES[name]
    assert (fees.release.name, fees.track, fees.conversion_factor, fees.layout) == (
        release,
        track,
        Decimal(factor),
        layout,
    )
    assert report.read == report.kept == len(fees.rows) > 50
    assert any("copyright" in notice.lower() for notice in fees.notices)
    row = fees.rows["71046", ""]
    assert (row["status"], row["pctc"], row["global_days"], row["multiple_procedure"]) == ("A", "1", "XXX", "0")
    assert fees.rows["45385", ""]["endoscopic_base"] == "45378"
    assert ("G0105", "53") in fees.rows


# code, modifier, column, value: 2025 against 2026, whose csv has a column more (PRIC IND); RULES.md 4
CELLS = [
    (JAN_CSV, "77417", "", "status", "A"),
    (JAN_CSV, "77417", "", "pctc", "3"),
    (JAN_CSV, "77417", "", "pe_rvu_nonfacility", Decimal("0.47")),
    (JUL_2026, "77417", "", "status", "B"),
    (JUL_2026, "77417", "", "not_paid_flag", "+"),
    (JUL_2026, "45385", "", "endoscopic_base", "45378"),
    (APR_2026, "77417", "", "not_paid_flag", "+"),
    (APR_2026, "45385", "", "endoscopic_base", "45378"),
    (APR_2026, "74251", "", "opps_pe_nonfacility", Decimal("5.76")),
    (JUL_2026, "74251", "TC", "supervision", "03"),
    (JUL_2026, "77387", "TC", "status", "B"),
    (JUL_2026, "00100", "", "status", "J"),
]


@pytest.mark.parametrize(("name", "code", "modifier", "column", "value"), CELLS)
def test_a_cell(name: str, code: str, modifier: str, column: str, value: object) -> None:
    assert read_fees(artefact(name))[0].rows[code, modifier][column] == value


def test_csv_and_text_of_a_release_agree() -> None:
    assert read_fees(artefact(JAN_CSV))[0].rows == read_fees(artefact(JAN_TXT))[0].rows


def test_line_ends_and_byte_order_mark_do_not_matter() -> None:
    jul = artefact("rvu25c/PPRRVU2025_Jul.csv")
    # All but its last line end in a bare CR (shared/README.md).
    assert (jul.content.count(b"\r"), jul.content.count(b"\n")) == (97, 1)
    lines = jul.content.replace(b"\n", b"").replace(b"\r", b"\r\n")
    crlf = Artefact(jul.name, jul.origin, b"\xef\xbb\xbf" + lines)
    assert read_fees(crlf)[0].rows == read_fees(jul)[0].rows


def test_a_lost_leading_zero_is_repaired_where_only_one_code_is_possible() -> None:
    fees, report = read_fees(artefact(JUL_2026, ("00100,", "100,")))
    assert ("00100", "") in fees.rows
    assert report.repaired == 1


# fixture, (text, damaged text), what the error must say
DAMAGED_FEES = [
    (JAN_CSV, ("HCPCS,MOD", "CODE,MOD"), "expected a header row that starts with HCPCS, found none"),
    (
        JAN_CSV,
        ("HCPCS,MOD,", "HCPCS,MODIFIER,"),
        "expected a heading of the PPRRVU layout, found 'MODIFIER' in column 2",
    ),
    (JUL_2026, (",PRIC,", ",COST,"), "expected a heading of the PPRRVU layout, found 'COSTIND' in column 24"),
    (JAN_CSV, ("71046,26,", "71046,,"), "expected one row for each HCPCS and modifier, found a second row for 71046"),
    (JAN_CSV, ("71046,26,", "71046,27,"), "expected modifier one of (blank) 26 TC 53, found '27'"),
    (JAN_CSV, ("71046,26,", "7104X6,26,"), "expected hcpcs as a five-character HCPCS code, found '7104X6'"),
    (JAN_CSV, (",32.3465,", ",32.3466,"), "expected one conversion factor in the whole file, found 32.3465, 32.3466"),
    (JAN_TXT, ("HDR CPT", "XXX CPT"), "expected a record of 171 or 172 characters"),
    (JAN_TXT, ("32.3465", "32.34"), "expected a record of 171 or 172 characters"),
]


@pytest.mark.parametrize(("name", "change", "said"), DAMAGED_FEES)
def test_damaged_relative_values(name: str, change: tuple[str, str], said: str) -> None:
    with pytest.raises(SourceError) as error:
        read_fees(artefact(name, change))
    assert said in str(error.value)
    assert str(error.value).startswith(f"{name.split('/')[0]}.zip/{name.split('/')[1]}")


@pytest.mark.parametrize(
    ("cell", "wrong", "said"),
    [
        ("0.22", "0.2x", "expected work_rvu as a number, found '0.2x'"),
        ("0.22", "-0.22", "expected work_rvu as a number of zero or more, found '-0.22'"),
        ("0.22", "0.225", "expected work_rvu with at most 2 decimals, found '0.225'"),
        ("0.22", "0.23", "equal to the sum of its RVUs"),
    ],
)
def test_a_number_that_is_not_one_names_file_and_line(cell: str, wrong: str, said: str) -> None:
    file = artefact(JAN_CSV)
    lines = file.content.split(b"\r\n") if b"\r\n" in file.content else file.content.split(b"\n")
    at = next(n for n, line in enumerate(lines) if line.startswith(b"71046,26,"))
    assert f",{cell},".encode() in lines[at]
    lines[at] = lines[at].replace(f",{cell},".encode(), f",{wrong},".encode(), 1)
    with pytest.raises(SourceError) as error:
        read_fees(Artefact(file.name, file.origin, b"\n".join(lines)))
    assert said in str(error.value)
    assert f"PPRRVU25_JAN.csv, line {at + 1}: " in str(error.value)


def report() -> FileReport:
    return FileReport("file", "kind")


def test_gpci_of_2026_is_the_one_with_the_floor() -> None:
    year, rows = locality.read_gpci(artefact("rvu26b/GPCI2026.csv"), report())
    assert (year, len(rows)) == (2026, 109)
    # GPCI2026.csv, Alabama: 0.988 without the floor, 1.000 with it (RULES.md 1.14).
    assert rows["1011200"]["gpci_work"] == Decimal("1.000")
    assert rows["0210201"]["gpci_work"] == Decimal("1.500")


def test_every_table_of_localities_names_the_same_109() -> None:
    gpci = set(locality.read_gpci(artefact("rvu25a/GPCI2025.csv"), report())[1])
    repaired = report()
    counties = locality.read_counties(artefact("rvu25a/25LOCCO.csv"), repaired)[1]
    assert len(gpci) == 109
    assert set(counties) == gpci
    # The csv lost leading zeros (shared/README.md); the text kept them.
    assert repaired.repaired > 0
    assert set(locality.read_counties_text(artefact("rvu25a/25LOCCO.txt"), report())[1]) == gpci
    assert set(locality.read_anesthesia_factors(artefact("rvu25a/ANES2025.csv"), report())[2]) == gpci
    assert set(locality.read_anesthesia_factors(artefact("anesthesia/ANES2026.csv"), report())[2]) == gpci


def test_anesthesia_factors_of_both_tracks() -> None:
    assert locality.read_anesthesia_factors(artefact("rvu25a/ANES2025.csv"), report())[1] == {
        "standard": Decimal("20.3178")
    }
    year, national, factors = locality.read_anesthesia_factors(artefact("anesthesia/ANES2026.csv"), report())
    assert year == 2026
    assert national == {"qp": Decimal("20.599835"), "non_qp": Decimal("20.49754")}
    assert factors["1011200"] == {"qp": Decimal("19.63"), "non_qp": Decimal("19.53")}


def test_zip_codes() -> None:
    edition, rows = zip5.read_zip5(artefact("zip/ZIP5_OCT2025.txt"), report())
    assert edition == "20254"
    assert (rows["10001"]["mac"], rows["10001"]["locality"], rows["10001"]["plus_four"]) == ("13202", "01", False)
    assert rows["02324"]["plus_four"] is True
    # Northern Virginia is in the DC locality; Missouri and Kansas are split (RULES.md 3.3).
    assert (rows["22201"]["state"], rows["22201"]["mac"]) == ("VA", "12202")
    assert {rows[code]["state"] for code in ("63101", "64101", "66101")} == {"EM", "WM", "EK"}


def test_small_code_sets() -> None:
    edition, units = small.read_base_units(artefact("anesthesia/CY_2022_Anesthesia_Base_Units_110921.xlsx"), report())
    assert edition == "2022"
    assert (units["00100"], units["01999"]) == (Decimal(5), Decimal(0))
    assert small.read_places_of_service(artefact("codes/place_of_service.csv"), report())["11"]["name"] == "Office"


Reader = Callable[[Artefact, FileReport], object]
GPCI: tuple[str, Reader] = ("rvu26b/GPCI2026.csv", locality.read_gpci)
COUNTIES: tuple[str, Reader] = ("rvu25a/25LOCCO.csv", locality.read_counties)
ANES: tuple[str, Reader] = ("rvu25a/ANES2025.csv", locality.read_anesthesia_factors)
ZIP5: tuple[str, Reader] = ("zip/ZIP5_OCT2025.txt", zip5.read_zip5)
POS: tuple[str, Reader] = ("codes/place_of_service.csv", small.read_places_of_service)
DAMAGED_TABLES = [
    (GPCI, ("2026 PE GPCI", "2026 XX GPCI"), "a header row with one column for gpci_pe"),
    (GPCI, ("10112,AL,00", "10112,AL,O0"), "expected locality as 2 digits, found 'O0'"),
    (GPCI, ("10112,AL,00", "02102,AK,01"), "expected each locality once, found a second row for 02102-01"),
    (GPCI, (",0.875,", ",0.8755,"), "expected gpci_pe with at most 3 decimals"),
    (COUNTIES, ("10112,0,", "10112,001,"), "expected locality as 2 digits, found '001'"),
    (ANES, ("Anes CF of 20.3178", "Anes CF"), "expected 1 national factor(s) in the heading"),
    (ANES, (",19.31", ",n/a"), "expected standard as a number, found 'n/a'"),
    (ZIP5, ("AK99501", "AK9950I"), "expected zip as five digits, found '9950I'"),
    (ZIP5, ("AK99501", "AK995011"), "expected a record of 80 characters, found 81"),
    (POS, ("11,Office,N", "12,Office,N"), "expected each place of service once, found 12"),
]


@pytest.mark.parametrize(("reader", "change", "said"), DAMAGED_TABLES)
def test_damaged_tables(reader: tuple[str, Reader], change: tuple[str, str], said: str) -> None:
    name, read = reader
    with pytest.raises(SourceError) as error:
        read(artefact(name, change), report())
    assert said in str(error.value)
    assert name.split("/")[1] in str(error.value)


def test_a_workbook_that_is_none() -> None:
    with pytest.raises(SourceError, match="expected an xlsx workbook"):
        small.read_base_units(Artefact("CY_2022_Anesthesia_Base_Units.xlsx", "", b"PK\x03\x04 cut"), report())
