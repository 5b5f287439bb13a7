"""What is wrong with a request that a record shows: errors with the nearest valid values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from medpay_cli.dataset import places, releases
from medpay_cli.dataset.nearest import did_you_mean, did_you_mean_code
from medpay_cli.dataset.store import table_sql
from medpay_cli.errors import RequestError
from medpay_cli.pricing import engine
from medpay_cli.pricing.record import PricedLine

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def mistake(connection: DuckDBPyConnection, record: PricedLine) -> RequestError | None:
    """The error for a record whose code or modifier is unknown, with the nearest known ones."""
    if record.reason_code == "unknown_code":
        codes = connection.execute(f"select distinct hcpcs from ({table_sql('fee_schedule')})").fetchall()
        return RequestError(f"{record.reason}{did_you_mean_code(record.code, (code for (code,) in codes))}")
    if record.reason_code == "unknown_modifier":
        known = [rule[4:] for rule in engine.rule_texts(connection) if rule.startswith("MOD-")]
        wrong = next(modifier for modifier in record.modifiers if modifier not in known)
        alike = did_you_mean(wrong, known) or "; two characters such as 26, TC, 59 or LT"
        return RequestError(f"{record.reason}{alike}")
    return None


def refuse_wrong_request(connection: DuckDBPyConnection, record: PricedLine) -> None:
    """Raises RequestError where the record's date, locality or place of service does not exist."""
    if record.reason_code == "no_release" and record.date is not None:
        raise releases.date_not_covered(connection, record.date)
    if record.reason_code == "unknown_locality":
        raise places.not_a_locality(connection, record.locality)
    if record.reason_code == "unknown_place_of_service":
        known = [pos for (pos,) in connection.execute(f"select pos from ({table_sql('place_of_service')})").fetchall()]
        raise RequestError(f"no place of service {record.pos}{did_you_mean(record.pos or '', known)} (office is 11)")
