"""A fee schedule of constructed dollars, so that a worked example is priced with the very fees it states.

One RVU is one dollar: every fee is a malpractice RVU times a conversion factor of 1 and no locality.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from medpay_cli.dataset.store import connect
from medpay_cli.pricing import engine
from medpay_cli.pricing.lines import ChargeLine

RELEASE = "RVU26C"


class Fee(NamedTuple):
    """One row of the constructed schedule; dollars as text."""

    hcpcs: str
    dollars: str
    modifier: str = ""
    columns: Mapping[str, str] = {}


def price(fees: Sequence[Fee], lines: Sequence[str], **asked: Any) -> list[dict[str, Any]]:
    """The engine's rows for `lines`, written 29807-50,LTx2, as one claim."""
    connection = connect()
    charged = [_line(i, text, asked) for i, text in enumerate(lines)]
    engine.open_for(connection, charged)
    connection.execute(f"update conversion_factor set factor = 1 where release = '{RELEASE}'")
    for fee in fees:
        values = {"work_rvu": "0", "pe_rvu_nonfacility": "0", "pe_rvu_facility": "0", "mp_rvu": fee.dollars}
        values |= {"status": "'A'", "pctc": "'0'", "global_days": "'000'", "bilateral": "'0'", "endoscopic_base": "''"}
        values |= {"opps_work_rvu": "0", "opps_pe_nonfacility": "0", "opps_pe_facility": "0", "opps_mp": "0"}
        values |= {"not_paid_flag": "''", "descriptor": "'constructed'", "multiple_procedure": "'0'"}
        values |= {"assistant": "'2'", "co_surgeon": "'2'", "team": "'0'"}
        values |= {"preoperative_share": "0", "intraoperative_share": "0", "postoperative_share": "0"}
        values |= {"hcpcs": f"'{fee.hcpcs}'", "modifier": f"'{fee.modifier}'", "release": f"'{RELEASE}'"}
        values |= {name: f"'{value}'" for name, value in fee.columns.items()}
        connection.execute(
            f"delete from fee_schedule where hcpcs = '{fee.hcpcs}' and modifier = '{fee.modifier}';"
            f"insert into fee_schedule ({', '.join(values)}) values ({', '.join(values.values())})"
        )
    return engine.price_rows(connection, charged)


def _line(number: int, text: str, asked: Mapping[str, Any]) -> ChargeLine:
    code, _, units = text.partition("x")
    hcpcs, _, modifiers = code.partition("-")
    return ChargeLine(
        line=number,
        claim="1",
        hcpcs=hcpcs,
        modifiers=tuple(modifiers.split(",")) if modifiers else (),
        units=Decimal(units or 1),
        named_release=RELEASE,
        **asked,
    )
