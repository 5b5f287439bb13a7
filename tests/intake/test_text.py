"""Lists of codes as programs write them: encodings, line ends, quotes, comments, headings, control characters."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from medpay_cli.errors import RequestError
from medpay_cli.intake.text import Kind, numbered_lines, read_list, read_stdin
from medpay_cli.intake.visible import visible

CASES = Path(__file__).parent.parent / "fixtures" / "cases"


def texts(data: bytes) -> list[str]:
    """The lines that ask for an answer."""
    return [line.text for line in numbered_lines(data).asked]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"99213\n99214\n", "utf-8"),
        (b"\xef\xbb\xbf99213\n99214\n", "utf-8"),
        ("99213\n99214\n".encode("utf-16"), "utf-16-le"),
        (b"\xfe\xff" + "99213\n99214\n".encode("utf-16-be"), "utf-16-be"),
        ("99213\n99214\n".encode("utf-16-le"), "utf-16-le"),
        ("99213\n99214\n".encode("utf-16-be"), "utf-16-be"),
        ("99213\n99214\n".encode("utf-32"), "utf-32-le"),
        (b"99213\r99214\r", "utf-8"),
        (b"99213\r\n99214", "utf-8"),
        (b'"99213"\n" 99214 "\n', "utf-8"),
        (b'="99213"\n99214\xc2\xa0\n', "utf-8"),
        # No end of line is lost or made up by a mark in the middle, as `cat a.txt b.txt` leaves one.
        (b"99213\n\xef\xbb\xbf99214\n", "utf-8"),
    ],
)
def test_every_encoding_and_line_end_is_the_same_two_lines(data: bytes, encoding: str) -> None:
    found = numbered_lines(data)
    assert [(line.number, line.text) for line in found.lines] == [(1, "99213"), (2, "99214")]
    assert found.encoding == encoding


def test_cp1252_is_what_is_not_utf8() -> None:
    found = numbered_lines("99213\n99214\u201325\ncaf\u00e9\n".encode("cp1252"))
    assert ([line.text for line in found.lines], found.encoding) == (["99213", "99214–25", "café"], "cp1252")


def test_blanks_comments_and_heading_keep_their_number() -> None:
    lines = numbered_lines(b"# mine\n\nCPT Code\n99213\n  \n#N/A\nhcpcs\n").lines
    assert [(line.number, line.kind) for line in lines] == [
        (1, Kind.comment),
        (2, Kind.blank),
        (3, Kind.header),
        (4, Kind.text),
        (5, Kind.blank),
        # Excel's error value stands where a code was lost: it gets its answer, and so does a name further down.
        (6, Kind.text),
        (7, Kind.text),
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "cpt",
        "CPT",
        "hcpcs",
        "HCPCS Code",
        "code",
        "procedure_code",
        "CPT/HCPCS",
        '"cpt_code"',
        "code,charge",
        "Code\tMod",
    ],
)
def test_headings(heading: str) -> None:
    found = numbered_lines(f"{heading}\n99213\n".encode())
    assert found.header is not None
    assert [line.number for line in found.asked] == [2]


@pytest.mark.parametrize("first", ["MISC", "99213", "D0120", "charge", "code,what is this", "99213,25"])
def test_a_first_line_that_is_no_heading_asks_for_an_answer(first: str) -> None:
    assert texts(f"{first}\n99213\n".encode()) == [first, "99213"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        # Cells of a csv line are not guessed; a quote inside is not taken for one around.
        (b'"99213","25"\n', '"99213","25"'),
        (b'"99213\n', '"99213'),
        (b'"a ""b"" c"\n', 'a "b" c'),
        (b"99213\x1b[31m\n", "99213␛[31m"),
        (b"992\x0013\n", "992␀13"),
        # Form feed and next line end no line in an editor.
        ("99213\u0085\n".encode(), "99213"),
        ("992\u008513\n".encode(), "992<U+0085>13"),
        (b"992\x0c13\n", "992␌13"),
    ],
)
def test_a_line_is_shown_as_it_stands(data: bytes, expected: str) -> None:
    assert texts(data) == [expected]


def test_what_hides_or_reorders_text_is_seen() -> None:
    assert visible("99213\u202e\u200b\x7f\x9b31m") == "99213<U+202E><U+200B>␡<U+009B>31m"
    assert visible("Ünïcode – ok ＊") == "Ünïcode – ok ＊"


@pytest.mark.parametrize(("magic", "word"), [(b"PK\x03\x04", "Excel"), (b"PAR1", "Parquet"), (b"\x1f\x8b", "gzip")])
def test_a_workbook_is_refused(magic: bytes, word: str) -> None:
    with pytest.raises(RequestError, match=rf"^stdin is a.* {word}.*, not text"):
        numbered_lines(magic + b"\x00\x01", "stdin")


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("bom_codes.txt", [(1, "99213"), (2, "99214")]),
        ("cr_only.txt", [(1, "99213"), (2, "99214")]),
        ("utf16.txt", [(1, "99213"), (2, "99214")]),
        ("misaligned_codes.txt", [(1, "99213"), (3, "99214"), (4, "#N/A"), (5, "36415")]),
        ("misaligned_charges.csv", [(2, "99213,150"), (3, ",0"), (4, "99214,210"), (5, "#N/A,0"), (6, "36415,12")]),
    ],
)
def test_public_cases(file: str, expected: list[tuple[int, str]]) -> None:
    assert [(line.number, line.text) for line in read_list(CASES / file).asked] == expected


def test_odd_lines_lose_nothing() -> None:
    found = read_list(CASES / "odd.txt")
    assert len(found.lines) == (CASES / "odd.txt").read_bytes().count(b"\n")
    by_number = {line.number: line.text for line in found.asked}
    assert (by_number[3], by_number[4], by_number[14], by_number[22]) == ("99213", "99213", "00100", "99213")
    assert by_number[5] == "99213,25"


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(RequestError, match=r"cannot read nowhere\.txt: No such file"):
        read_list(Path("nowhere.txt"))


@pytest.mark.parametrize("stream", [None, io.StringIO("99213\n"), io.TextIOWrapper(io.BytesIO(b"99213\r"))])
def test_stdin_may_be_missing_text_or_bytes(stream: io.TextIOBase | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", stream)
    assert [line.text for line in read_stdin().lines] == ([] if stream is None else ["99213"])


def test_a_closed_stdin_has_no_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr(sys, "stdin", closed)
    assert read_stdin().lines == ()
