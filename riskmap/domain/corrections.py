"""Changes of single facts: corrections by a person, revisions by a file (DOMAIN.md §2.3)."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any, Final

from riskmap.domain.actions import Action
from riskmap.domain.case import Case, Codes
from riskmap.domain.codes import Grade, Source
from riskmap.domain.hazard import Hazard
from riskmap.domain.roles import OFFICE, refusals
from riskmap.domain.text import people

FIXED = frozenset(
    {
        "id", "hazard_no", "status", "version", "touched", "judged", "demo", "batch_id", "closed_by_ledger", "legacy",
        "undated", "suspended", "restart_no", "restart_on", "recurs_of", "rectified_by", "closed_by",
    }
)  # fmt: skip
OFFICE_ONLY = frozenset({"grade", "source"})  # they decide which loop a hazard takes
COURSE_DATES = frozenset({"confirmed", "started", "declared", "rectified", "passed", "closed", "voided"})
NAMES = frozenset(spec.name for spec in fields(Hazard) if not str(spec.type).startswith("tuple")) - FIXED
# A fact that a step decided, and the step: who may not take it does not correct it either, on rows of a file alike.
DECIDED: Final[Mapping[str, Action]] = {
    "confirmed": Action.CONFIRM,
    "ordered": Action.CONFIRM,
    "started": Action.START,
    "declared": Action.DECLARE,
    "rectified": Action.DECLARE,
    "passed": Action.PASS,
    "reviewers": Action.PASS,
    "review_result": Action.PASS,
    "closed": Action.CLOSE,
    "voided": Action.VOID,
    "void_reason": Action.VOID,
}
# Facts that no step lets be left out, once they are told; and those an order needs.
REQUIRED = frozenset({"found", "place", "description", "reviewers", "review_result", "void_reason", "ordered", "due"})
OF_ORDER = frozenset({"responsible_person", "inspectors"})
# earlier ≤ later (DOMAIN.md §2.5); `reviewed`: the last re-inspection that failed, `on`: the day of the correction.
ORDER: Final = (
    *(
        ("found", later)
        for later in ("ordered", "confirmed", "due", "started", "plan_filed", "reviewed", "rectified", "declared",
                      "passed", "closed", "voided")
    ),
    ("ordered", "rectified"), ("reviewed", "rectified"), ("reviewed", "declared"), ("confirmed", "passed"),
    ("rectified", "declared"), ("rectified", "passed"), ("declared", "passed"), ("passed", "closed"),
    ("rectified", "closed"), ("declared", "closed"), ("delisted", "closed"), ("restart_on", "closed"),
    *((day, "on") for day in ("found", "ordered", "plan_filed", *sorted(COURSE_DATES))),
)  # fmt: skip


def correction(case: Case) -> Codes:
    """Why a field may not be corrected (更正).

    not_correctable, judged by a gate, role, decided by a step of others, due:by_extension, required, bad_order with
    both days, same_person, no such value.
    """
    name, h = case.data["field"], case.standing
    if name not in NAMES:
        yield f"not_correctable:{name}"
        return
    yield from barred(h, case.role, name)
    try:
        new = case.new_value()
    except (TypeError, ValueError, KeyError, ArithmeticError):
        yield "bad:new"
        return
    if new == getattr(h, name):
        yield "no_change"
    if name in COURSE_DATES and (new is None or getattr(h, name) is None):
        yield f"not_correctable:{name}"
    elif _emptied(h, name, new):
        yield f"required:{name}"
    else:
        yield from _worse(h, replace(h, **{name: new}), case.on)
    if name == "reviewers" and h.rectified_by and h.rectified_by in people(new or ""):
        yield "same_person:rectifier"


def barred(h: Hazard, role: str, name: str) -> Codes:
    """Why nobody, or not this role, corrects a field of a hazard, whatever the new value."""
    office = role in OFFICE
    ordered_due = name == "due" and h.due is not None and h.confirmed is not None
    # A due date mistyped in the order is put right until a re-inspection has judged by it; the first one stays known.
    if name in h.judged.split(",") and not (ordered_due and h.passed is None):
        yield f"judged:{name}"
    elif ordered_due and not office:
        yield "due:by_extension"
    if name in OFFICE_ONLY and not office:
        yield "role:not_allowed"
    if name in DECIDED and not office and refusals(DECIDED[name], h, role, ""):
        yield f"decided:{name}"


def _emptied(h: Hazard, name: str, new: Any) -> bool:
    """Whether a correction takes away what the hazard has to say."""
    if new not in (None, "") and new is not Source.UNKNOWN and str(new).strip():
        return False
    if getattr(h, name) in (None, "", Source.UNKNOWN):
        return False
    other = {"enterprise_id": h.enterprise_name, "enterprise_name": h.enterprise_id}
    needed = name in REQUIRED or name == "source" or (name in OF_ORDER and h.confirmed is not None)
    basis = name == "basis" and h.grade is Grade.MAJOR and h.confirmed is not None
    return needed or basis or (name in other and not other[name])


def disorder(h: Hazard, on: date) -> dict[tuple[str, str], int]:
    """By how many days the facts of a hazard contradict each pair of ORDER on a day; pairs in order are left out."""
    days = _days(h, on)
    found = {}
    for before, after in ORDER:
        first, second = days.get(before), days.get(after)
        if first is not None and second is not None and second < first:
            found[before, after] = (first - second).days
    return found


def _days(h: Hazard, on: date) -> dict[str, date | None]:
    own = {name: getattr(h, name) for pair in ORDER for name in pair if name not in ("reviewed", "delisted", "on")}
    reviewed = max((one.reviewed for one in h.rounds), default=None)
    delisted = max((one.delisted for one in h.listings if one.delisted), default=None)
    return own | {"reviewed": reviewed, "delisted": delisted, "on": on}


def _worse(h: Hazard, after: Hazard, on: date) -> Codes:
    """Pairs of days that a correction puts out of order, or further: an old row may be bettered, never worsened."""
    before, days = disorder(h, on), _days(after, on)
    for (first, second), gap in disorder(after, on).items():
        if gap > before.get((first, second), 0):
            yield f"bad_order:{second}={days[second]}<{first}={days[first]}"


def revision(case: Case) -> Codes:
    """Why a file may not change a hazard: it has had a step in the program, or the change touches our own marks."""
    if case.standing.touched:
        yield "touched"
    if {"id", "hazard_no", "version", "touched", "judged"} & case.data["changes"].keys():
        yield "bad:changes"
