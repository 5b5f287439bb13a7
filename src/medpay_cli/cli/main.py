"""`medpay`: the command group, and how every error becomes one line and an exit code."""

from __future__ import annotations

import errno
import os
import re
import sys
from importlib import import_module
from typing import Annotated

import typer

from medpay_cli import __version__
from medpay_cli.cli import completion, endings, settings
from medpay_cli.cli.output import tell
from medpay_cli.errors import ExitCode, MedpayError

# Command -> module and function. Describing a command to Typer costs milliseconds: only the one asked for is.
COMMANDS = {
    "price": ("medpay_cli.cli.price", "price"),
    "claim": ("medpay_cli.cli.claim", "claim"),
    "compare": ("medpay_cli.cli.compare", "compare"),
    "bundle": ("medpay_cli.cli.bundle", "bundle"),
    "audit": ("medpay_cli.cli.audit", "audit"),
    "tips": ("medpay_cli.cli.tips", "tips"),
    "show": ("medpay_cli.cli.show", "show"),
    "search": ("medpay_cli.cli.search", "search"),
    "localities": ("medpay_cli.cli.localities", "localities"),
    "explain": ("medpay_cli.cli.rules", "explain"),
    "rules": ("medpay_cli.cli.rules", "rules"),
    "data": ("medpay_cli.cli.data", "data"),
    "help": ("medpay_cli.cli.help", "help"),
}

# Errors of a disk, a quota or a limit that holds no more.
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def build(arguments: list[str]) -> typer.Typer:
    """The program with the command that `arguments` begin with, or with all of them (help, a mistyped name)."""
    # Typer's Rich help and tracebacks double the time of --help and of an error (STYLE.md).
    app = typer.Typer(
        name="medpay",
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        # Without it a program of one command would be that command itself.
        callback=medpay,
        invoke_without_command=True,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    asked = arguments[:1] if arguments[:1] and arguments[0] in COMMANDS else list(COMMANDS)
    for name in asked:
        module, function = COMMANDS[name]
        app.command(name)(getattr(import_module(module), function))
    return app


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"medpay {__version__}")
        raise typer.Exit


def medpay(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """What Medicare allows for a code here, with these modifiers, and why: offline, to the cent, cited.

    Exit codes: 0 answered, 1 findings (or not payable under --strict), 2 the request is wrong,
    3 the dataset is missing or damaged.
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(ExitCode.USAGE)


def main() -> None:
    """Run the command line and leave with its exit code; MEDPAY_DEBUG=1 shows tracebacks."""
    if os.environ.get("MEDPAY_DEBUG") == "1":
        sys.exit(build(sys.argv[1:])(prog_name="medpay", standalone_mode=False))
    for stream in (sys.stdout, sys.stderr):
        # An old locale must not turn an answer into a UnicodeEncodeError.
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    endings.listen()
    code = run()
    if endings.received():
        # Ending in full takes temporary folders away, also where a second Ctrl-C came between.
        endings.deafen()
        sys.exit(code)
    # Everything is written and flushed: tearing down DuckDB and the interpreter would add a tenth to the run.
    os._exit(code)


def run() -> int:
    """Run the command line of sys.argv; the exit code. Errors are one line on stderr."""
    try:
        return _run()
    except BaseException:
        if (ended := endings.received()) is None:
            raise
        words, code = ended
        tell(f"error: {words}")
        return code


def _run() -> int:
    try:
        # When the shell completes a line, its words stand in the environment.
        words = completion.typed()
        if words is None:
            settings.apply()
        code = build(sys.argv[1:] if words is None else words)(prog_name="medpay", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
        return int(code or 0)
    except typer.TyperException as error:
        return _fail(error.format_message(), ExitCode.USAGE)
    except MedpayError as error:
        return _fail(str(error), error.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        return _fail("interrupted", ExitCode.INTERRUPTED)
    except BrokenPipeError:
        # The reader of a help text has all it wanted; answers are written by cli.output, which keeps their code.
        return ExitCode.OK
    except OSError as error:
        if error.errno in FULL:
            return _fail(f"the disk is full ({error.strerror}): --temp-dir names another folder", ExitCode.USAGE)
        return _fail(f"{error.filename or 'input or output'}: {error.strerror or error}", ExitCode.USAGE)
    except Exception as error:
        if type(error).__module__ in ("duckdb", "_duckdb"):
            return _fail(*database_failure(error))
        return _fail(f"this is a bug in medpay ({error!r}): MEDPAY_DEBUG=1 shows where", ExitCode.USAGE)


def database_failure(error: Exception) -> tuple[str, ExitCode]:
    """The message and exit code for an error of DuckDB: the machine's memory or disk, the dataset, or a bug."""
    import duckdb

    first = str(error).splitlines()[0]
    if isinstance(error, duckdb.OutOfMemoryException):
        return (
            f"out of memory ({first}): --memory-limit allows more, --temp-dir takes what does not fit",
            ExitCode.USAGE,
        )
    if re.search(
        r"no space left|could not write|failed to write|disk quota|max_temp_directory_size", first, re.IGNORECASE
    ):
        return f"the disk is full or not writable ({first}): --temp-dir names another folder", ExitCode.USAGE
    # A Parquet file that a user gives is read, and told, by the intake: any other is the dataset's.
    unreadable = duckdb.IOException | duckdb.InvalidInputException | duckdb.CatalogException | duckdb.BinderException
    if ".parquet" in first or isinstance(error, unreadable):
        return f"the dataset cannot be read ({first}): `medpay data verify` tells more", ExitCode.DATASET
    return f"this is a bug in medpay ({first}): MEDPAY_DEBUG=1 shows where", ExitCode.USAGE


def _fail(message: str, code: ExitCode) -> ExitCode:
    if endings.received():
        # Whatever it looks like, a signal was the cause.
        raise endings.Ended
    tell(f"error: {' '.join(message.split())}")
    return code
