"""Defaults from a configuration file: they become the environment that a shell would have set."""

from __future__ import annotations

import os
from pathlib import Path

from medpay_cli.errors import RequestError

# Setting of the file -> the variable of the environment, which wins over the file.
VARIABLES = {"locality": "MEDPAY_LOCALITY", "format": "MEDPAY_FORMAT"}


def path() -> Path | None:
    """Where the configuration is looked for: MEDPAY_CONFIG (empty: nowhere), else the user's configuration folder."""
    named = os.environ.get("MEDPAY_CONFIG")
    if named is not None:
        return Path(named) if named else None
    if os.name == "nt":
        folder = Path(os.environ.get("APPDATA") or "~")
    else:
        folder = Path(os.environ.get("XDG_CONFIG_HOME") or "~/.config")
    try:
        folder = folder.expanduser()
    except RuntimeError:
        # No home folder, no configuration.
        return None
    return folder / "medpay" / "config.toml"


def apply() -> None:
    """Set the variables that the file has a value for and the environment has not.

    Raises RequestError naming the file when it cannot be read or has a setting that there is not.
    """
    file = path()
    if file is None:
        return
    try:
        data = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        if "MEDPAY_CONFIG" in os.environ:
            raise RequestError(f"MEDPAY_CONFIG={file}: no such file") from None
        return
    except OSError as error:
        raise RequestError(f"cannot read {file}: {error.strerror}") from error
    import tomllib

    try:
        settings = tomllib.loads(data.decode("utf-8"))
    except ValueError as error:
        raise RequestError(f"{file}: not TOML: {error}") from error
    for name, value in settings.items():
        if name not in VARIABLES:
            raise RequestError(f"{file}: no setting {name!r}: write {' or '.join(VARIABLES)}")
        if not isinstance(value, str):
            raise RequestError(f'{file}: {name}: write a text in quotes, such as {name} = "{value}"')
        if name == "format" and value:
            from medpay_cli.cli.output import Format

            if value.lower() not in Format.__members__:
                raise RequestError(f"{file}: format {value!r}: write one of {', '.join(Format)}")
        os.environ.setdefault(VARIABLES[name], value)
