"""Random argument lists and inputs, each from its seed: the same number gives the same request everywhere."""

from __future__ import annotations

import random
from pathlib import Path

CODES = [
    "99213", "99214", "99291", "99292", "45378", "45380", "45385", "77417", "77387", "77402", "77427",
    "20610", "29881", "27447", "93000", "93010", "71046", "97110", "97140", "36415", "80053", "84165",
    "86153", "G2211", "G0463", "J1100", "00142", "0042T", "0001F", "D0120", "GXXX1", "90837", "64483",
    "11042", "76536",
]  # fmt: skip
ODD = [
    *(
        "99213.0",
        '"99213"',
        "99213,25",
        "99213 25",
        "9921",
        "0450",
        "100",
        "1.7417E4",
        "#N/A",
        "MISC",
        "",
        " ",
        "-",
        "--",
    ),
    *("71101LT", "99213x0", "99213x-1", "99213x99999999", "99213*2", "NDC 00003-0293-05", "00003029305", "HCPCS"),
    *(
        "Ｊ3301",
        "99213\u00a0",
        "99213\u2013 25",
        "9921\u0663",
        "\x1b[31m99213",
        "99213\x00",
        "\u202e99213",
        "\udcff99213",
    ),
    *(
        "99201",
        "77385",
        "ZZZZZ",
        "99999",
        "é" * 5,
        "9" * 400,
        "99213" * 60,
        "'; drop table x; --",
        "%s%n",
        "{x}",
        "$(id)",
    ),
    *("../../etc/passwd", "*", "?", "[", "\\", "7738*", "77385-77387", "99213-26-59-LT-RT-XS", "99213:ZZ", "99213-2"),
]
MODIFIERS = ["26", "TC", "53", "25", "59", "50", "51", "LT", "RT", "80", "AS", "62", "66", "22", "54", "XS", "GP", "QW"]
WORDS = [
    "knee",
    "colonoscopy",
    "biopsy",
    "replacment",
    "w/o",
    "mri",
    "59",
    "MAI",
    "indicator",
    "pos",
    "status",
    "b",
    "NOPE",
]
VALUES: dict[str, list[str]] = {
    "--mod": [*MODIFIERS, "26,59", "ZZ", "2", "", "26 TC", "26,59,LT,RT,XS"],
    "--locality": ["1320201", "13202-01", "01", "manhattan", "9999999", "", "king", "%", "7", "0111205", "\x1b"],
    "--zip": ["10001", "1001", "00501", "99999", "20850", "abc", "10001-1234"],
    "--state": ["VA", "NY", "mo", "ZZ", "Virginia", ""],
    "--mac": ["13202", "1", "99999", "abc"],
    "--pos": ["11", "22", "2", "10", "5", "00", "999", "office", "-1"],
    "--dos": [
        "2026-07-15",
        "2025-03-01",
        "2024-01-01",
        "07/15/2026",
        "2026-13-01",
        "today",
        "0001-01-01",
        "9999-12-31",
    ],
    "--release": ["RVU25A", "rvu26c", "RVU26D", "X", ""],
    "--units": ["1", "2", "0", "2.5", "-1", "1e3", "99999999", "two"],
    "--charge": ["100", "$1,250.00", "0", "-5", "1e9", "12.345", "x"],
    "--provider": ["np", "pa", "physician", "x", ""],
    "--deductible": ["100", "0", "-1", "x"],
    "--minutes": ["60", "0", "-1", "x"],
    "--table": ["practitioner", "outpatient", "x"],
    "--with": [*CODES[:6], "x"],
    "--indicator": ["0", "1", "9", "x"],
    "--rationale": ["misuse", "", "%"],
    "--limit": ["1", "5", "0", "-1", "x", "99999999999999999999"],
    "--offset": ["0", "7", "-1", "100000"],
    "--status": ["A", "A,R", "Z", ""],
    "--global": ["090", "90", "XXX", "30"],
    "--pctc": ["1", "x"],
    "--min-rvu": ["5", "0", "-1", "x"],
    "--topic": ["pos", "modifiers", "nope"],
    "--format": ["table", "json", "jsonl", "csv", "tsv", "md", "xml", "JSON"],
    "--out": ["-", "answer.csv", "answer.tsv", "answer.xlsx", "nowhere/answer.csv", ".", "/dev/null", ""],
}
FLAGS = [
    "--national",
    "--facility",
    "--nonfacility",
    "--qp",
    "--nonpar",
    "--separate",
    "--sequestration",
    "--strict",
    "--all",
    "--check",
]
OPTIONS: dict[str, list[str]] = {
    "price": [
        *("--mod", "--locality", "--zip", "--state", "--mac", "--pos", "--dos", "--release", "--units", "--charge"),
        *("--minutes", "--format", "--out"),
    ],
    "claim": [
        *("--locality", "--zip", "--pos", "--dos", "--release", "--provider", "--deductible", "--format", "--out"),
    ],
    "bundle": ["--dos", "--table", "--with", "--indicator", "--rationale", "--limit", "--format", "--out"],
    "tips": ["--locality", "--zip", "--pos", "--dos", "--release", "--format", "--out"],
    "search": ["--status", "--global", "--pctc", "--min-rvu", "--release", "--limit", "--offset", "--format", "--out"],
    "localities": ["--format", "--out"],
    "explain": ["--format", "--out"],
    "rules": ["--topic", "--limit", "--format", "--out"],
    "help": [],
}
ENDINGS = [b"\n", b"\r\n", b"\r", b"\n\n", b"\n \n", b"\n# a comment\n"]
ENCODINGS = ["utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "utf-32"]


def arguments(seed: int) -> list[str]:
    """A command line: mostly of a known command with its options, sometimes anything."""
    chance = random.Random(seed)
    command = chance.choice([*OPTIONS, "price", "price", "bundle"])
    words = [command]
    for _ in range(chance.choice([0, 1, 1, 1, 2, 3])):
        words.append(word(chance, command))
    for _ in range(chance.choice([0, 0, 1, 1, 2, 3])):
        if chance.random() < 0.25:
            words.append(chance.choice([*FLAGS, "--help", "-h", "-x", "--nope"]))
        else:
            option = chance.choice(OPTIONS[command] or list(VALUES))
            if chance.random() < 0.05:
                option = chance.choice(list(VALUES))
            value = chance.choice(VALUES[option] if chance.random() < 0.9 else ODD)
            words += [option, value] if chance.random() < 0.95 else [option]
    if chance.random() < 0.05:
        chance.shuffle(words)
    return words


def word(chance: random.Random, command: str) -> str:
    """A code with modifiers and units, a word, or something odd."""
    if chance.random() < 0.2:
        return chance.choice(ODD)
    if command in ("search", "localities", "explain", "rules", "help") and chance.random() < 0.8:
        return chance.choice([*WORDS, *MODIFIERS, *VALUES["--locality"], "POS-10", "exit", "codes", "price", "7738*"])
    code = chance.choice(CODES)
    for _ in range(chance.choice([0, 0, 1, 2])):
        code += f"-{chance.choice(MODIFIERS)}"
    return code + chance.choice(["", "", "", "x2", "x1.5", "*3"])


def stdin(seed: int) -> bytes:
    """A file of codes or claims as programs and people leave them, or bytes that are no text at all."""
    chance = random.Random(seed)
    if chance.random() < 0.1:
        start = chance.choice([b"", b"", b"PK\x03\x04", b"PAR1", b"%PDF", b"\x1f\x8b", b"\xff\xfe", b"\xef\xbb\xbf"])
        return start + chance.randbytes(chance.choice([0, 1, 7, 300]))
    lines = []
    if chance.random() < 0.2:
        lines.append(chance.choice(["cpt", "HCPCS Code", "code,charge", "# list"]))
    for _ in range(chance.choice([0, 1, 3, 12])):
        several = chance.choice([1, 1, 1, 3])
        line = chance.choice([" ", " ", ",", "\t"]).join(word(chance, "price") for _ in range(several))
        lines.append(f'"{line}"' if chance.random() < 0.1 else line)
    encoding = chance.choice(ENCODINGS)
    ending = chance.choice(ENDINGS)
    data = "\n".join(lines).encode(encoding, "replace")
    if encoding in ("utf-8", "utf-8-sig", "cp1252"):
        data = data.replace(b"\n", ending)
    return data + (b"" if chance.random() < 0.3 or encoding.startswith(("utf-16", "utf-32")) else ending)


def files(folder: Path) -> None:
    """What options may name: a file that is there already."""
    (folder / "answer.csv").write_text("before", encoding="utf-8")
