"""`medpay search`: the codes a person means, in CMS's abbreviations; and the words it knows them by."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pytest
from support.shell import Medpay

from medpay_cli.dataset.store import connect, table_sql


def found(medpay: Medpay, *arguments: str) -> list[str]:
    """The codes `medpay search` gives, best first."""
    return [code["code"] for code in json.loads(medpay("search", *arguments, "--format", "json").out)]


@pytest.mark.parametrize(
    ("words", "code", "within"),
    [
        # The code is among the first; what it is called is CMS's short descriptor.
        ("colonoscopy biopsy", "45380", 1),  # Colonoscopy and biopsy
        ("knee replacment", "27447", 1),  # Total knee arthroplasty
        ("total hip replacement", "27130", 1),  # Total hip arthroplasty
        ("office visit established", "99213", 4),  # Office o/p est low 20 min
        ("mri brain without contrast", "70551", 1),  # Mri brain stem w/o dye
        ("chest x-ray", "71046", 4),  # X-ray exam chest 2 views
        ("chest xray", "71046", 4),
        ("wellness visit", "G0439", 2),  # Ppps, subseq visit
        ("ekg", "93010", 10),  # Electrocardiogram report
        ("cataract surgery", "66984", 3),  # Xcapsl ctrc rmvl w/o ecp
        ("skin biopsy", "11102", 3),  # Tangntl bx skin single les
        ("psychotherapy 60 minutes", "90837", 1),  # Psytx w pt 60 minutes
        ("rotator cuf repair", "29827", 4),  # Sho arthrs srg rt8tr cuf rpr
        ("knee arthroscopy meniscectomy", "29881", 2),  # Arthrs kne srg mnisectmy m/l
        ("colonoscpy polypectomy", "45385", 4),  # Colonoscopy w/lesion removal
        ("lumbar epidural injection", "62323", 5),  # Njx interlaminar lmbr/sac
        ("radiation port image", "77417", 1),  # Ther radiology port image(s)
        ("laparoscopic cholecystectomy", "47562", 3),
        ("bx prostate", "55700", 25),  # Biopsy of prostate
        ("critical care", "99291", 2),
    ],
)
def test_words_find_the_code(medpay: Medpay, words: str, code: str, within: int) -> None:
    assert code in found(medpay, *words.split())[:within]
    assert code in found(medpay, words)[:within]


def test_prefixes_ranges_and_codes(medpay: Medpay) -> None:
    assert found(medpay, "7738*") == found(medpay, "77385-77387") == ["77385", "77386", "77387"]
    assert found(medpay, "99213", "99215") == ["99213", "99215"]
    assert found(medpay, "45378-45398", "biopsy") == ["45380"]
    assert medpay("search", "77387-77385").err.startswith("error: 77387-77385: a range runs from the lower code")


def test_a_code_that_is_gone_says_since_when(medpay: Medpay) -> None:
    # 77385 and 77386 were deleted for 2026 (RULES.md 4).
    records = {code["code"]: code for code in json.loads(medpay("search", "7738*", "--format", "json").out)}
    assert (records["77385"]["release"], records["77385"]["listed"]) == ("RVU25D", False)
    assert (records["77387"]["release"], records["77387"]["listed"]) == ("RVU26C", True)
    assert "last in RVU25D" in medpay("search", "7738*").out
    assert found(medpay, "7738*", "--release", "rvu26c") == ["77387"]


def test_filters(medpay: Medpay) -> None:
    sql = (
        f"select distinct hcpcs from ({table_sql('fee_schedule')}) where release = 'RVU26C' and modifier = ''"
        " and status in ('A', 'R') and global_days = '090' and pctc = '0'"
        " and (not na_facility and work_rvu + pe_rvu_facility + mp_rvu >= 100"
        " or not na_nonfacility and work_rvu + pe_rvu_nonfacility + mp_rvu >= 100) order by 1"
    )
    filters = ("--status", "a,R", "--global", "90", "--pctc", "0", "--min-rvu", "100", "--release", "RVU26C")
    codes = found(medpay, *filters, "--limit", "1000")
    assert codes == [code for (code,) in connect().execute(sql).fetchall()]
    assert len(codes) > 20
    hearts = found(medpay, "heart", *filters)
    assert hearts and set(hearts) < set(codes)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "search for words (knee replacement), codes (7738*, 77385-77387) or with a filter"),
        (("of", "the"), "'of the' has no word to search for"),
        (("knee", "--status", "Z"), "--status Z: write one of A, B, C"),
        (("knee", "--global", "30"), "--global 030: write one of 000, 010, 090"),
        (("knee", "--pctc", "x"), "--pctc x: write one of 0, 1"),
        (("knee", "--min-rvu", "lots"), "--min-rvu 'lots': write a number of RVUs"),
        (("knee", "--release", "RVU99A"), "no release 'RVU99A'"),
    ],
)
def test_a_wrong_question_says_what_is_valid(medpay: Medpay, arguments: tuple[str, ...], said: str) -> None:
    result = medpay("search", *arguments)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"error: {said}")


def test_pages_put_together_are_the_whole(medpay: Medpay) -> None:
    whole = found(medpay, "knee", "--limit", "1000")
    pages = [
        code
        for offset in range(0, len(whole), 40)
        for code in found(medpay, "knee", "--limit", "40", "--offset", f"{offset}")
    ]
    assert pages == whole
    assert len(whole) == len(set(whole)) > 80
    first = medpay("search", "knee", "--limit", "40")
    assert f"1 to 40 of {len(whole)} codes; --offset 40 shows more" in first.out
    past = medpay("search", "knee", "--offset", "5000")
    assert (past.code, past.out) == (0, f"{len(whole)} codes fit: --offset 5000 passes over all of them\n")


def test_nothing_and_not_quite(medpay: Medpay) -> None:
    nothing = medpay("search", "zzzqq")
    assert (nothing.code, nothing.out) == (0, "No code has 'zzzqq' in its descriptor\n")
    partly = medpay("search", "kidney", "zzzqq", "--format", "csv")
    assert "no code has all of 'kidney zzzqq': these have most of the words" in partly.err


def test_every_format_has_the_same_codes(medpay: Medpay) -> None:
    as_json = json.loads(medpay("search", "knee", "--format", "json").out)
    as_csv = list(csv.DictReader(io.StringIO(medpay("search", "knee", "--format", "csv").out)))
    assert [row["code"] for row in as_csv] == [row["code"] for row in as_json]
    assert medpay("search", "knee", "--format", "md").out.count("| 27") == medpay("search", "knee").out.count("\n27")
    # Totals as CMS's file adds them; a code that does not apply in an office has none there.
    [total] = json.loads(medpay("search", "27447", "--format", "json").out)
    assert (total["rvu_nonfacility"], Decimal(total["rvu_facility"]) > 30) == (None, True)


def test_abbreviations_are_read_from_descriptors() -> None:
    """Most forms stand in descriptors: the others are words people use where CMS has an abbreviation."""
    connection = connect()
    words = (
        "select distinct unnest(regexp_extract_all(replace(lower(descriptor), 'w/o', 'wo '), '[a-z0-9]+'))"
        f" from ({table_sql('fee_schedule')})"
    )
    [(missing,)] = connection.execute(
        f"select list(distinct form) from ({table_sql('abbreviation')}) where word <> form and form not in ({words})"
    ).fetchall()
    # A form that CMS does not write is a word in full.
    assert [form for form in missing if len(form) < 4] == []
    assert len(missing) < 20
