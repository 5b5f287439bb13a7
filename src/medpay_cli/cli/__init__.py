"""The command line: arguments, exit codes, nothing else."""

from __future__ import annotations

from medpay_cli.cli.main import main

__all__ = ["main"]
