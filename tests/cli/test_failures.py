"""What an error of the database is called: the machine, the dataset, or a bug."""

from __future__ import annotations

import duckdb
import pytest

from medpay_cli.cli.main import database_failure
from medpay_cli.errors import ExitCode


@pytest.mark.parametrize(
    ("error", "said", "code"),
    [
        (duckdb.OutOfMemoryException("Out of Memory Error: failed to pin block"), "--memory-limit", ExitCode.USAGE),
        (
            duckdb.IOException('IO Error: Could not write file "/tmp/x": No space left on device'),
            "--temp-dir",
            ExitCode.USAGE,
        ),
        (duckdb.InvalidInputException("Invalid Input Error: No magic bytes found"), "data verify", ExitCode.DATASET),
        (duckdb.Error("Footer length error in file '/x/release.parquet'"), "data verify", ExitCode.DATASET),
        (duckdb.ConversionException("Conversion Error: x"), "a bug in medpay", ExitCode.USAGE),
    ],
)
def test_each_failure_is_called_what_it_is(error: Exception, said: str, code: ExitCode) -> None:
    message, exit_code = database_failure(error)
    assert said in message
    assert exit_code is code


def test_too_little_memory_is_said_as_such() -> None:
    connection = duckdb.connect(config={"memory_limit": "10MB", "temp_directory": ""})
    with pytest.raises(duckdb.Error) as error:
        connection.execute("create table t as select range as a, hash(range) as b from range(5000000) order by b")
    assert "--memory-limit" in database_failure(error.value)[0]
