"""Manners in a shell: help on topics, a configuration file, completion without the data engine."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from support.shell import Medpay

from medpay_cli.cli.help import TOPICS, titles
from medpay_cli.cli.main import COMMANDS

PROGRAM = [sys.executable, "-m", "medpay_cli"]
PRICE = ("price", "99213", "--release", "RVU26C")


def clean(**variables: str) -> dict[str, str]:
    """The environment without settings of medpay, and with `variables`."""
    return {name: value for name, value in os.environ.items() if not name.startswith("MEDPAY_")} | variables


def test_help_lists_topics_and_shows_them(medpay: Medpay) -> None:
    overview = medpay("help")
    assert overview.code == 0
    assert {"modifiers", "localities", "confidence", "outcomes", "exit-codes"} <= titles().keys()
    for name in titles():
        assert f"  {name} " in overview.out
        assert medpay("help", name).out == (TOPICS / f"{name}.txt").read_text(encoding="utf-8")
    assert medpay("help", "exit", "codes").out == medpay("help", "exit-codes").out


def test_help_on_a_command_and_on_nothing(medpay: Medpay) -> None:
    assert medpay("help", "price").out == medpay("price", "--help").out
    wrong = medpay("help", "localty")
    assert (wrong.code, wrong.out) == (2, "")
    assert wrong.err.startswith("error: no help on 'localty'; did you mean localities?")


@pytest.mark.parametrize("topic", sorted(titles()))
def test_what_a_topic_tells_to_type_works(medpay: Medpay, topic: str) -> None:
    text = (TOPICS / f"{topic}.txt").read_text(encoding="utf-8")
    commands = re.findall(r"^  (medpay .*?)(?: \|\| .*)?$", text, re.M)
    for command in commands:
        if "--install-completion" not in command:
            assert medpay(*shlex.split(command)[1:]).code in (0, 1), command
    assert max(map(len, text.splitlines())) <= 80


def test_the_exit_codes_of_the_topic_are_those_of_the_program() -> None:
    from medpay_cli.errors import ExitCode

    text = (TOPICS / "exit-codes.txt").read_text(encoding="utf-8")
    assert {int(code) for code in re.findall(r"^  (\d+) ", text, re.M)} == {code.value for code in ExitCode}


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A configuration file in the user's folder."""
    file = tmp_path / "medpay" / "config.toml"
    file.parent.mkdir()
    file.write_text('locality = "1320201"\nformat = "jsonl"\n', encoding="utf-8")
    return file


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*PROGRAM, *arguments], capture_output=True, text=True, env=clean(**variables))


def test_the_file_gives_defaults_that_anything_else_overrides(config: Path) -> None:
    folder = {"XDG_CONFIG_HOME": str(config.parent.parent)}
    assert '"locality": "1320201"' in run(*PRICE, **folder).stdout
    assert '"locality": "1320202"' in run(*PRICE, **folder, MEDPAY_LOCALITY="1320202").stdout
    assert '"locality": "0000000"' in run(*PRICE, "--national", **folder).stdout
    assert run(*PRICE, "--format", "csv", **folder).stdout.startswith("code,")
    assert run(*PRICE, **folder, MEDPAY_FORMAT="csv").stdout.startswith("code,")
    assert run(*PRICE, **folder, MEDPAY_CONFIG="").stdout.startswith("99213  ")
    assert '"locality": "1320201"' in run(*PRICE, MEDPAY_CONFIG=str(config)).stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('colour = "red"\n', "no setting 'colour': write locality or format"),
        ("locality = 1320201\n", "locality: write a text in quotes"),
        ('format = "xml"\n', "format 'xml': write one of table, json"),
        ("locality = \n", "not TOML: "),
        ("\x00\xff", "not TOML: "),
    ],
)
def test_a_wrong_file_is_one_line(config: Path, text: str, said: str) -> None:
    config.write_bytes(text.encode("latin-1"))
    done = run(*PRICE, MEDPAY_CONFIG=str(config))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert f"{config}: {said}" in done.stderr


def test_a_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    assert "no such file" in run(*PRICE, MEDPAY_CONFIG=str(tmp_path / "none.toml")).stderr
    assert run("--version", XDG_CONFIG_HOME=str(tmp_path)).returncode == 0


def complete(line: str) -> tuple[list[str], set[str]]:
    """What bash is offered for the last word of `line`, and the modules that were loaded for it."""
    code = (
        "import sys, atexit\nfrom medpay_cli.cli.main import run\nsys.argv = ['medpay']\n"
        "atexit.register(lambda: print('\\n'.join(sys.modules), file=sys.stderr))\nrun()"
    )
    count = len(line.split(" ")) - 1
    env = clean(_MEDPAY_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=str(count))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env, check=True)
    return done.stdout.split(), set(done.stderr.split())


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("medpay pri", {"price"}),
        ("medpay ", set(COMMANDS)),
        ("medpay price 99213 --loc", {"--locality"}),
        ("medpay price 99213 --locality 13202", {"1320201", "1320202", "1320203"}),
        ("medpay price 99213 --locality manh", {"manhattan"}),
        ("medpay price --release RVU26", {"RVU26B", "RVU26C"}),
        ("medpay explain PRICE-OPPS", {"PRICE-OPPS-CAP"}),
        ("medpay explain mod-59", {"mod-59"}),
        ("medpay explain MA", {"MAC", "MAI"}),
        ("medpay rules --topic p", {"pctc", "payment", "pos", "ptp"}),
        ("medpay help ex", {"exit-codes", "explain"}),
        ("medpay search knee --format j", {"json", "jsonl"}),
    ],
)
def test_completion_knows_values_and_loads_no_data_engine(line: str, offered: set[str]) -> None:
    found, loaded = complete(line)
    assert set(found) >= offered
    assert all(word.startswith(line.split(" ")[-1]) for word in found)
    assert not loaded & {"duckdb", "rich", "tomllib", "pyarrow"}


def test_help_loads_no_data_engine() -> None:
    code = (
        "import sys\nfrom medpay_cli.cli.main import run\nsys.argv = ['medpay', 'help', 'modifiers']\nrun()\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not set(done.stderr.split()) & {"duckdb", "rich", "tomllib"}
