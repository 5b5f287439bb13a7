"""Which column of a charge list is what: names as practices write them, normalised (RULES.md 7.2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from medpay_cli.dataset.nearest import did_you_mean
from medpay_cli.errors import RequestError

# Field -> names that mean it, in lower case without anything but letters and digits; the better ones first.
ALIASES: dict[str, tuple[str, ...]] = {
    "code": (
        *("cpt", "cptcode", "hcpcs", "hcpcscode", "cpthcpcs", "cpthcpcscode", "hcpcscpt", "hcpcscptcode"),
        *("cpt4", "cpt4code", "cptcd", "hcpcscd", "hcpccode", "hcpc", "procedurecd", "proccd"),
        *("procedurecode", "proccode", "procedure", "servicecode", "code", "code1", "billingcode", "chargecode"),
    ),
    # What kind of code the cell holds, and the further codes of a row: CMS's layout of hospital charges (`code | 2`,
    # `code | 2 | type`).
    "codetype": ("codetype", "code1type", "billingcodetype"),
    "code2": ("code2",),
    "codetype2": ("code2type",),
    "code3": ("code3",),
    "codetype3": ("code3type",),
    "code4": ("code4",),
    "codetype4": ("code4type",),
    "modifier": (
        *("modifiers", "modifier", "mods", "mod", "modifiercode", "modifiercodes", "hcpcsmodifier", "hcpcsmodifiers"),
        *("cptmodifier", "cptmodifiers", "proceduremodifier", "proceduremodifiers", "procmodifier", "procmod"),
    ),
    # ..., `HCPCS_1ST_MDFR_CD` as in CMS's claim files.
    **{
        f"modifier{i}": (
            *(f"modifier{i}", f"mod{i}", f"m{i}", f"modifiercode{i}", f"hcpcsmodifier{i}", f"cptmodifier{i}"),
            *(f"proceduremodifier{i}", f"procmodifier{i}", f"procmod{i}", f"hcpcs{i}{ordinal}mdfrcd"),
        )
        for i, ordinal in enumerate(("st", "nd", "rd", "th"), 1)
    },
    "units": (
        *("units", "unit", "serviceunits", "unitsofservice", "uos", "quantity", "qty", "days", "daysorunits"),
        *("unitsbilled", "billedunits", "numberofunits", "totalunits", "servicequantity", "linesrvccnt"),
    ),
    "date": (
        *("dos", "dateofservice", "servicedate", "svcdate", "servicefromdate", "fromdate", "dosfrom", "datefrom"),
        *("servicedatefrom", "fromdos", "begindate", "dateofsvc", "svcdt", "servicedt", "servicestartdate"),
        *("servicebegindate", "fromservicedate", "line1stexpnsdt", "date"),
    ),
    "pos": ("pos", "placeofservice", "placeofservicecode", "poscode", "placeofsvc", "lineplaceofsrvccd"),
    "setting": ("setting", "facilitysetting"),
    "charge": (
        *("charge", "charges", "billed", "billedamount", "billedcharge", "chargedamount", "chargeamount"),
        *("lineamount", "linecharge", "amountbilled", "billedamt", "chargeamt", "submittedcharge", "submittedcharges"),
        *("linesbmtdchrgamt", "totalcharge", "totalcharges", "standardchargegross", "fee", "price"),
    ),
    "paid": ("paid", "paidamount", "amountpaid", "payment", "paymentamount", "paidamt", "linenchpmtamt"),
    "allowed": ("allowed", "allowedamount", "amountallowed", "allowedamt", "linealowdchrgamt"),
    "claim": (
        *("claim", "claimid", "claimnumber", "claimno", "encounter", "encounterid", "encounternumber"),
        *("visitid", "visitnumber", "invoice", "invoiceid", "clmid"),
    ),
    "patient": (
        *("patientid", "patient", "memberid", "mrn", "patientnumber", "patientaccount", "beneficiaryid", "mbi"),
        *("patientaccountnumber", "patientacct", "patientno", "medicalrecordnumber", "membernumber", "beneid"),
    ),
    "provider": (
        *("renderingnpi", "renderingprovidernpi", "renderingprovider", "providernpi", "npi", "provider", "providerid"),
        *("performingnpi", "performingprovidernpi", "renderingprovnpi", "prfphysnnpi", "billingnpi"),
        *("billingprovidernpi", "billingprovnpi"),
    ),
    "locality": ("locality", "localityid", "localitykey", "medicarelocality"),
    "mac": ("mac", "carrier", "macnumber", "carriernumber", "contractor"),
    "zip": ("zip", "zipcode", "zip5", "servicezip", "posservicezip", "facilityzip"),
    "state": ("state", "statecode"),
    "minutes": ("minutes", "anesthesiaminutes", "timeminutes"),
}
# Each column of codes with the column that says what kind they are.
CODES = (("code", "codetype"), ("code2", "codetype2"), ("code3", "codetype3"), ("code4", "codetype4"))
MODIFIERS = ("modifier", "modifier1", "modifier2", "modifier3", "modifier4")
# Fields whose absence changes what a line is, and what the name of a column that holds them says.
TELLING = {"modifier": "mod|mdfr", "units": "unit|qty|quant", "date": "dos|svc|date", "pos": "place|pos$"}
# Said of a mapping: `code=CPT` may also be written with any alias of the field.
_FIELD_OF = {alias: field for field, aliases in ALIASES.items() for alias in aliases}


def normalised(name: str) -> str:
    """`name` in lower case, letters and digits only."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def asked_mapping(texts: Iterable[str]) -> dict[str, str]:
    """Field -> column name from `--map code=CPT_CD` options, comma lists allowed. Raises RequestError."""
    pairs = []
    for text in texts:
        for part in text.split(","):
            field, equals, column = part.partition("=")
            if not equals or not field.strip() or not column.strip():
                raise RequestError(f"--map {part!r}: write FIELD=COLUMN with a field of {', '.join(ALIASES)}")
            pairs.append((field, column))
    return known_mapping(pairs)


def known_mapping(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Field -> column name; a field may be called by any alias. Raises RequestError for one that is none, or twice."""
    asked: dict[str, str] = {}
    for field, column in pairs:
        known = _FIELD_OF.get(normalised(field), field.strip())
        if known not in ALIASES:
            hint = did_you_mean(field.strip(), ALIASES)
            raise RequestError(
                f"--map {field.strip()}={column.strip()}: no field {field.strip()}{hint};"
                f" fields are {', '.join(ALIASES)}"
            )
        if known in asked:
            raise RequestError(f"--map {known} is given twice: {asked[known]} and {column.strip()}")
        asked[known] = column.strip()
    return asked


def mapping(names: Sequence[str], asked: Mapping[str, str]) -> dict[str, int]:
    """Field -> position of its column among `names`: those asked for, then aliases, each column once.

    A field without a column is left out. Raises RequestError for an asked column that is not there.
    """
    found: dict[str, int] = {}
    plain = [normalised(name) for name in names]
    for field, column in asked.items():
        if column in names:
            found[field] = names.index(column)
        elif normalised(column) in plain:
            found[field] = plain.index(normalised(column))
        elif column.isdigit() and 0 < int(column) <= len(names):
            found[field] = int(column) - 1
        else:
            raise RequestError(f"--map {field}={column}: no such column{did_you_mean(column, names)}{_listed(names)}")
    for field, aliases in ALIASES.items():
        if field in found:
            continue
        for alias in aliases:
            if alias in plain and plain.index(alias) not in found.values():
                found[field] = plain.index(alias)
                break
    if "code" in asked:
        # Who names the column of the codes means that one, whatever its neighbours say.
        others = {field for pair in CODES for field in pair} - asked.keys()
        return {field: position for field, position in found.items() if field not in others}
    for code, kind in CODES[1:]:
        # A second code counts only where its kind is told.
        if not {code, kind} <= found.keys():
            found.pop(code, None)
            found.pop(kind, None)
    return found


def overlooked(names: Sequence[str], fields: Mapping[str, int]) -> list[str]:
    """A sentence for each field that no column is taken for, though the name of an unused one sounds like it."""
    unused = [name for i, name in enumerate(names) if name and i not in fields.values()]
    told = []
    for field, sounds in TELLING.items():
        if any(known.startswith(field) for known in fields):
            continue
        if like := [name for name in unused if re.search(sounds, normalised(name))]:
            told.append(f"no column is taken for {field}: if {' or '.join(like[:3])} is, say --map {field}={like[0]!r}")
    return told


def no_code_column(file: str, names: Sequence[str]) -> RequestError:
    """The error for a table none of whose columns holds codes."""
    return RequestError(
        f"{file}: no column is named like a code (cpt, hcpcs, procedure_code){_listed(names)}; --map code=COLUMN"
    )


def _listed(names: Sequence[str]) -> str:
    shown = [name for name in names if name][:12]
    more = f" and {len(names) - len(shown)} more" if len(names) > len(shown) else ""
    return f" (columns: {', '.join(shown)}{more})" if shown else " (no columns)"
