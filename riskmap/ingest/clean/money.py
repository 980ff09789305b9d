"""Amounts with units → 万元 (DOMAIN.md §6.3)."""

import re
from decimal import Decimal, InvalidOperation

from riskmap.ingest.clean.text import EMPTY, flat
from riskmap.ingest.sheet import Cell

AMOUNT = re.compile(
    r"^(?:约|共|计|人民币|rmb|[¥￥$])*(?P<n>\d[\d,]*(?:\.\d+)?|\.\d+)(?P<u>亿元?|万元?|千元?|百元?|元整?|块)?(?:整|左右|人民币)?$",
    re.IGNORECASE,
)
YUAN = Decimal("0.0001")
UNITS = {"亿": Decimal(10_000), "万": Decimal(1), "千": Decimal("0.1"), "百": Decimal("0.01"), "元": YUAN, "块": YUAN}
NOUGHT = frozenset({"无", "无需", "0", "不需要", "无需资金", "零", "不涉及"})


def unit_of(header: str) -> str:
    """The unit a header names: 元, 千 or 万 (万元 where it names none)."""
    plain = flat(header)
    if "万" in plain:
        return "万"
    if "千元" in plain:
        return "千"
    return "元" if re.search(r"[(\[]元[)\]]|单位:?元", plain) else "万"


def amount(cell: Cell, unit: str = "万") -> tuple[Decimal | None, str]:
    """The amount in 万元 and a finding; the cell's own unit overrides the header's; 无 and / are nothing."""
    if cell is None or cell == "" or isinstance(cell, bool):
        return None, ""
    text = flat(str(cell))
    if text.lower() in EMPTY or text in NOUGHT:
        return (Decimal(0), "") if text in {"0", "零"} else (None, "")
    found = AMOUNT.match(text)
    if found is None:
        return None, "bad_amount"
    try:
        number = Decimal(found["n"].replace(",", ""))
    except InvalidOperation:
        return None, "bad_amount"
    own = (found["u"] or "")[:1]
    value = (number * UNITS[own or unit]).normalize()
    suspicious = "amount_looks_like_yuan" if not own and unit == "万" and number > 10_000 else ""
    return _plain(value), suspicious


def _plain(value: Decimal) -> Decimal:
    """Without exponent: 1E+1 → 10."""
    return value.quantize(Decimal(1)) if value == value.to_integral() else value
