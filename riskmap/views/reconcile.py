"""Differences of two ledgers in words: fields by the headers of a ledger, values as people write them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from riskmap.domain.hazard import Hazard
from riskmap.i18n import Translator
from riskmap.metrics.balance import PARTS, Line
from riskmap.views.export_columns import COLUMNS
from riskmap.views.names import WORDS, Label

OTHER = {  # fields of a hazard that a ledger has no single column for
    "rounds": "Failed re-inspections",
    "extensions": "Extensions",
    "listings": "Listings",
    "controls": "Control records",
    "five": "Five implementations",
    "evidence": "Evidence",
    "chain": "Responsibility chain",
    "extra": "Other columns",
    "suspended": "Production stopped",
    "due": "export|Due on",
    "enterprise_name": "export|Enterprise",
}
HEADERS: Mapping[str, str] = {**{one.name: one.header for one in COLUMNS}, **OTHER}
BALANCE = {
    "opening": "balance|Opening",
    "confirmed": "balance|Confirmed new",
    "transferred_in": "balance|Transferred in",
    "transferred_out": "balance|Transferred out",
    "voided": "balance|Voided",
    "closed": "balance|Crossed off",
    "closing": "balance|Closing",
}
TOTALS = ("found", "rectified", "closed", "stock", "stock_overdue", "stock_major")  # counts of both sides
PROTECTED = {
    "closed_not_changed": "Closed or void here: correction by field only.",
    "touched_not_changed": "Had a step in the program: correction by field only.",
}
SHOWN = 60  # characters of a value


def field(t: Translator, name: str) -> str:
    """Name of a field as the header of a ledger."""
    return t(HEADERS[name]) if name in HEADERS else name


def value(t: Translator, label: Label, name: str, one: Any) -> str:
    """A value in words; "—" for none."""
    if one in (None, "", ()):
        return "—"
    if isinstance(one, bool):
        return t("cover|yes") if one else t("cover|no")
    if isinstance(one, date):
        return one.isoformat()
    if isinstance(one, tuple):
        return t("{n} entries", n=len(one))
    text = str(getattr(one, "value", one))
    if name in {"township", "sector", "department"} or text in WORDS.get(name, {}):
        return label(name, text)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def parts(line: Line) -> list[int]:
    """The numbers of a balance in their order."""
    return [getattr(line, name) for name in PARTS]


def short(hazard: Hazard) -> str:
    """A hazard in one line: enterprise, place, problem."""
    return " · ".join(text for text in (hazard.enterprise_name, hazard.place, hazard.description[:SHOWN]) if text)
