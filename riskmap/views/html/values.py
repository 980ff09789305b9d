"""Stored facts in words: the name of a field, and its value as events and reports of files carry it (JSON)."""

from datetime import date
from typing import Any, Final

from riskmap.domain.codes import ProductionState
from riskmap.i18n import Translator
from riskmap.views import names
from riskmap.views.html import actions, reading
from riskmap.views.html.context import Context
from riskmap.views.sheet import RISKS

MOST: Final = 60
ALSO: Final = {  # fields of hazards and enterprises that no step is told and no header names on the page
    "closed_by": "Closed by", "closed_by_ledger": "Closing taken over from a file", "undated": "Done without any date",
    "legacy": "Old ledger: done before the opening day",
    "suspended": "Production stopped", "restart_no": "Restart approval", "extra": "Other columns of the file",
    "rounds": "Failed re-inspections", "extensions": "Extensions", "listings": "Listings for supervision",
    "five": "Five implementations", "controls": "Control status", "short": "Former or short name",
    "aliases": "Other names", "legal_person": "Legal representative", "principal_phone": "Principal's telephone",
    "safety_phone": "Safety person's telephone", "crs_raw": "Coordinate system as written",
    "industry_code": "Industry code", "economic_type": "Economic type", "size": "Scale of production",
    "above_scale": "Above designated size", "high_risk": "High-risk work", "standard_to": "Standardisation valid to",
    "major_source": "Major hazard source", "major_source_raw": "Major hazard source as written",
    "fire_key": "Key fire-safety unit", "video": "Video monitoring connected", "last_drill": "Last drill",
    "sensitive": "Sensitive site", "reviewers": "Reviewers", "inspectors": "Inspectors",
    "basis": "Basis of judgement", "confirmed": "Confirmed", "plan_filed": "Plan filed on",
}  # fmt: skip
STATES: Final = {
    ProductionState.PRODUCING: "state|Producing",
    ProductionState.STOPPED: "state|Stopped",
    ProductionState.BUILDING: "state|Under construction",
    ProductionState.CLOSED: "state|Closed down",
    ProductionState.UPGRADING: "state|Being upgraded",
    ProductionState.UNKNOWN: "state|Not stated",
}
TABLES: Final = {"state": {str(code): word for code, word in STATES.items()}, "risk": {c: w for c, w, _ in RISKS}}


def field(t: Translator, name: str) -> str:
    """Name of a stored field."""
    word = ALSO.get(name) or actions.FIELDS.get(name) or reading.REGISTER.get(name)
    return t(word) if word else name


def value(context: Context, name: str, stored: Any) -> str:
    """A stored value: codes by their names, days as the reader writes them, records by their number."""
    t = context.t
    if stored is None or stored in ("", [], {}):
        return "—"
    if isinstance(stored, bool):
        return t("yes") if stored else t("no")
    if isinstance(stored, list):
        return _pairs(stored) if name == "extra" else t("{n} entries", n=len(stored))
    text = str(stored)
    if name in TABLES:
        return t(TABLES[name][text]) if text in TABLES[name] else text
    if name in names.WORDS or name in names.UNKNOWN:
        return context.label(name, text)
    return (_day(t, text) or text)[:MOST]


def change(context: Context, name: str, old: Any, new: Any) -> str:
    """field: old → new."""
    colon = "：" if context.t.lang == "zh_CN" else ": "
    return f"{field(context.t, name)}{colon}{value(context, name, old)} → {value(context, name, new)}"


def _day(t: Translator, text: str) -> str:
    """The text as a day if it is one, written as the ledger stores days."""
    if len(text) != len("2026-11-22") or text[4] != "-":
        return ""
    try:
        return t.date(date.fromisoformat(text))
    except ValueError:
        return ""


def _pairs(stored: list[Any]) -> str:
    return ", ".join(f"{one[0]} {one[1]}" for one in stored)[:MOST]


def acting(t: Translator, who: str, whose: str) -> str:
    """A person by name, with the one in whose role he acted (AB角); the name alone for an own role."""
    return t("{who}, standing in for {whom}", who=who, whom=whose) if whose else who
