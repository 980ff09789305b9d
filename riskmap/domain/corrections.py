"""Changes of single facts: corrections by a person, revisions by a file (DOMAIN.md §2.3)."""

from dataclasses import fields

from riskmap.domain.case import Case, Codes
from riskmap.domain.hazard import Hazard
from riskmap.domain.roles import OFFICE

FIXED = frozenset(
    {
        "id", "hazard_no", "status", "version", "touched", "judged", "demo", "batch_id", "closed_by_ledger", "legacy",
        "undated", "suspended", "restart_no", "restart_on", "recurs_of", "rectified_by", "closed_by",
    }
)  # fmt: skip
OFFICE_ONLY = frozenset({"grade", "source"})  # they decide which loop a hazard takes
COURSE_DATES = frozenset({"confirmed", "started", "declared", "rectified", "passed", "closed", "voided"})
NAMES = frozenset(spec.name for spec in fields(Hazard) if not str(spec.type).startswith("tuple")) - FIXED


def correction(case: Case) -> Codes:
    """Why a field may not be corrected (更正): not_correctable, judged by a gate, not this role, no such value."""
    name, h = case.data["field"], case.standing
    if name not in NAMES:
        yield f"not_correctable:{name}"
        return
    if name in h.judged.split(","):
        yield f"judged:{name}"
    if name in OFFICE_ONLY and case.role not in OFFICE:
        yield "role:not_allowed"
    try:
        new = case.new_value()
    except (TypeError, ValueError, KeyError, ArithmeticError):
        yield "bad:new"
        return
    if new == getattr(h, name):
        yield "no_change"
    if name in COURSE_DATES and (new is None or getattr(h, name) is None):
        yield f"not_correctable:{name}"


def revision(case: Case) -> Codes:
    """Why a file may not change a hazard: it has had a step in the program, or the change touches our own marks."""
    if case.standing.touched:
        yield "touched"
    if {"id", "hazard_no", "version", "touched", "judged"} & case.data["changes"].keys():
        yield "bad:changes"
