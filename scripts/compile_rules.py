"""Compiles the rule catalogue, src/medpay_cli/rules/*.toml, into src/medpay_cli/rules/compiled. Needs no CMS file.

    python scripts/compile_rules.py [--check]

`--check` writes nothing and exits 1 when what is committed is not what the TOML files give.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import medpay_cli
from medpay_cli.dataset.schema import RULE_TABLES
from medpay_cli.dataset.store import COMPILED, connect, table_sql
from medpay_cli.edits import sentence_fact
from medpay_cli.engine import step
from medpay_cli.errors import MedpayError
from medpay_cli.pricing import note_fact
from medpay_cli.rules import catalogue
from medpay_cli.rules.compiler import Grain, condition_sql, finding_sql
from medpay_cli.rules.notes import FILE, note_tsv
from medpay_cli.rules.reasons import STEPS, reason_sql
from medpay_cli.sources.write import write_table

PACKAGE = Path(medpay_cli.__file__).parent
RULES = PACKAGE / "rules"
# Grain -> the step that gives its facts, and the key that a finding carries.
FACTS = {
    "code": ("advice/code_fact.sql", ("code", "release", "locality_key")),
    "line": ("findings/line_fact.sql", ("line",)),
    "pair": ("findings/pair_fact.sql", ("line", "column1_line")),
    "row": ("auditing/row_fact.sql", ("line",)),
}
# The same for the reasons of a line without an amount (rules/reasons.py).
REASON_FACTS = {"reason": "pricing/reason_fact.sql", "claim_reason": "pricing/claim_fact.sql"}


def grains() -> list[Grain]:
    """The grains whose facts exist, with the columns their headers name."""
    found = []
    for name, (path, key) in FACTS.items():
        if (PACKAGE / path).exists():
            fact = step.read(PACKAGE / path)
            found.append(Grain(name, fact.name, key, {column: kind for column, (kind, _) in fact.columns.items()}))
    return found


def reason_grains() -> list[Grain]:
    """The grains of reasons, with the columns their facts' headers name."""
    steps = {name: step.read(PACKAGE / path) for name, path in REASON_FACTS.items()}
    return [
        Grain(name, fact.name, ("line",), {column: kind for column, (kind, _) in fact.columns.items()})
        for name, fact in steps.items()
    ]


def said_grains() -> dict[str, Grain]:
    """What notes and sentences are asked of, by what they are about."""
    facts = {"price": note_fact.COLUMNS, **sentence_fact.COLUMNS}
    return {
        about: Grain(about, f"{about}_fact", (), {name: kind for name, (kind, _) in columns.items()})
        for about, columns in facts.items()
    }


def compile_into(folder: Path, written: Path = RULES) -> None:
    """Write every compiled file of the entries in `written` into `folder`.

    Raises DatasetError naming file and id of a wrong entry.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows = catalogue.load(written)
    write_table(RULE_TABLES["rule"], [row for row in rows if row["subject"] != "sentence"], folder / "rule.parquet")
    write_table(RULE_TABLES["rate"], catalogue.rates(rows), folder / "rate.parquet")
    write_table(RULE_TABLES["code_set"], catalogue.code_sets(written), folder / "code_set.parquet")
    write_table(RULE_TABLES["abbreviation"], catalogue.abbreviations(written), folder / "abbreviation.parquet")
    write_table(RULE_TABLES["written_word"], catalogue.written_words(written), folder / "written_word.parquet")
    (folder / "completion.tsv").write_text(completion(rows), encoding="utf-8")
    for grain in grains():
        (folder / f"{grain.name}_finding.sql").write_text(finding_sql(grain, rows), encoding="utf-8")
        (folder / f"{grain.name}_condition.sql").write_text(condition_sql(grain, rows), encoding="utf-8")
    for grain in reason_grains():
        (folder / f"{STEPS[grain.name]}.sql").write_text(reason_sql(grain, rows), encoding="utf-8")
    (folder / FILE).write_text(note_tsv(said_grains(), rows), encoding="utf-8")


def completion(rows: list[dict[str, Any]]) -> str:
    """What a shell completes: rules and terms, localities and releases, a line each: kind, value, what it is."""
    ids = {row["id"]: row["title"] for row in rows if row["subject"] != "sentence"}
    terms = {row["value"]: row["title"] for row in rows if row["subject"] == "term" and " " not in row["value"]}
    connection = connect()
    keys = connection.execute(
        "select locality_key, name || ', ' || state"
        f" from ({table_sql('locality')}) qualify year = max(year) over () order by locality_key"
    ).fetchall()
    releases = connection.execute(
        f"select release, 'from ' || effective_from::varchar from ({table_sql('release')}) order by release"
    ).fetchall()
    values = [("rule", *item) for item in sorted({**ids, **terms}.items())]
    values += [("locality", *item) for item in keys] + [("release", *item) for item in releases]
    return "".join("\t".join(" ".join(cell.split()) for cell in value) + "\n" for value in values)


def main(arguments: list[str]) -> int:
    """Compile, or compare; the exit code."""
    try:
        if arguments != ["--check"]:
            compile_into(COMPILED)
            return 0
        with tempfile.TemporaryDirectory() as name:
            compile_into(Path(name))
            fresh = {path.name: path.read_bytes() for path in Path(name).iterdir()}
    except MedpayError as error:
        print(error, file=sys.stderr)
        return 1
    committed = {path.name: path.read_bytes() for path in COMPILED.iterdir()}
    stale = sorted(name for name in fresh.keys() | committed.keys() if fresh.get(name) != committed.get(name))
    if stale:
        print(f"stale: {', '.join(stale)}: run scripts/compile_rules.py", file=sys.stderr)
    return bool(stale)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
