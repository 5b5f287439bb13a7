"""A file of claims priced in many parts gives what it gives at once, byte for byte, in the order of the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.shell import Medpay

CODES = ("45385", "45380", "45380-59", "99213", "99213x3", "77417", "11046", "MISC", "00100", "20610-RT")
PLACE = ("--locality", "1320201", "--dos", "2026-07-15")


def lines(claims: list[str]) -> str:
    rows = [f'{claim},{CODES[i % len(CODES)]},"note, {i}"\n' for i, claim in enumerate(claims)]
    return "claim,code,note\n" + "".join(rows)


# Claims one after another, claims scattered over the file, and lines among them that name none.
CASES = {
    "in order": ("csv", [f"{i // 4}" for i in range(24)]),
    "scattered": ("json", [f"{i * 7 % 6}" for i in range(24)]),
    "scattered lines": ("jsonl", [f"{i * 7 % 6}" for i in range(24)]),
    "nameless": ("tsv", ["" if i % 5 == 0 else f"{i * 7 % 6}" for i in range(24)]),
    "in rows": ("table", [f"{i * 7 % 8}" for i in range(40)]),
}


@pytest.mark.parametrize(("format", "claims"), CASES.values(), ids=CASES)
def test_parts_change_nothing(
    medpay: Medpay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format: str, claims: list[str]
) -> None:
    path, out = tmp_path / "claims.csv", tmp_path / f"out.{format}"
    path.write_text(lines(claims), encoding="utf-8")
    whole = medpay("claim", str(path), *PLACE, "--format", format)
    monkeypatch.setattr("medpay_cli.pricing.claim_file.LINES_A_PART", len(claims) // 2)
    assert medpay("claim", str(path), *PLACE, "--format", format, "-o", str(out)) == whole._replace(out="")
    assert out.read_text(encoding="utf-8") == whole.out


def test_a_claim_larger_than_a_part(medpay: Medpay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "claims.csv"
    path.write_text(lines(["A"] * 9 + ["B"]), encoding="utf-8")
    whole = medpay("claim", str(path), *PLACE, "--format", "csv")
    monkeypatch.setattr("medpay_cli.pricing.claim_file.LINES_A_PART", 3)
    assert medpay("claim", str(path), *PLACE, "--format", "csv") == whole
