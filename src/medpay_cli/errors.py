"""Errors a user can cause or meet, each with the exit code it means."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the process tells the shell (DESIGN.md 5)."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    DATASET = 3
    INTERRUPTED = 130


class MedpayError(Exception):
    """Anything that ends a request with one line on stderr instead of a traceback."""

    exit_code: ExitCode = ExitCode.USAGE


class RequestError(MedpayError):
    """The request is wrong: unknown code, place, date, option or file."""


class SourceError(MedpayError):
    """A CMS file is not what its reader knows: names file, line, what was expected and found."""

    def __init__(self, file: str, line: int | None, expected: str, found: str) -> None:
        where = file if line is None else f"{file}, line {line}"
        super().__init__(f"{where}: expected {expected}, found {found}")
        self.file, self.line, self.expected, self.found = file, line, expected, found


class DatasetError(MedpayError):
    """The bundled or imported dataset is missing or damaged."""

    exit_code = ExitCode.DATASET
