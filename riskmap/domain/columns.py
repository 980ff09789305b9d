"""The columns of the frames that the ledger gives and metrics and views read: one contract, written once.

Days are int32 days since 1970-01-01; a missing day is NEVER. Types are written as pandas names them.
"""

from datetime import date
from typing import Final

from riskmap.domain.codes import Item

NEVER: Final = 2_000_000
EPOCH: Final = date(1970, 1, 1)
_ORDINAL: Final = EPOCH.toordinal()

TEXT: Final = "str"
DAY: Final = "int32"
COUNT: Final = "int64"
CODE: Final = "category"
FLAG: Final = "bool"
NUMBER: Final = "float64"
SMALL: Final = "int8"

COAL_SECTORS: Final = frozenset({"coal", "coalwash"})  # where the rules for coal hold (DOMAIN.md §2.3, §5)

HAZARD_TEXTS: Final = (
    "id", "hazard_no", "ledger_no", "sender", "enterprise_id", "enterprise", "place", "description", "measure",
    "category", "cause", "responsible_unit", "responsible_person", "regulator_person", "basis", "remark", "inspectors",
    "restart_no", "recurs_of", "listing_number",
)  # fmt: skip
HAZARD_COUNTS: Final = ("n", "version", "round_no")
# `extended`: when an extension was last granted, even late; `extended_to`: to which day; `due_moved`: when one that
# was applied for in time moved the due date last. `five_…`: the day from which the proof of one of the five holds (0:
# undated); `five_paper`: which of them have content, bit by bit in the order of Item.
FIVE_DAYS: Final = tuple(f"five_{item.value}" for item in Item)
HAZARD_DAYS: Final = (
    "found", "confirmed", "due", "due_original", "round_due", "declared", "rectified", "passed", "closed", "voided",
    "started", "rejected", "listed", "delisted", "control_on", "ordered", "restart_on", "extended",
    "extended_to", "due_moved", "entered", "plan_filed", "five_on", *FIVE_DAYS,
)  # fmt: skip
HAZARD_CODES: Final = (
    "township", "sector", "group", "grade", "department", "source", "inspection_kind", "status", "supervision",
    "listed_level", "control", "batch",
)  # fmt: skip
HAZARD_FLAGS: Final = (
    "undated", "closed_by_ledger", "demo", "suspended", "self_found", "on_the_spot", "coal", "legacy", "unproven",
)  # fmt: skip
HAZARD_NUMBERS: Final = ("lon", "lat", "funds_planned", "funds_secured", "funds_paid")
HAZARD_SMALL: Final = ("five_content", "five_paper")

HAZARDS: Final[dict[str, str]] = {
    **dict.fromkeys(HAZARD_TEXTS, TEXT),
    **dict.fromkeys(HAZARD_COUNTS, COUNT),
    **dict.fromkeys(HAZARD_DAYS, DAY),
    **dict.fromkeys(HAZARD_CODES, CODE),
    **dict.fromkeys(HAZARD_FLAGS, FLAG),
    **dict.fromkeys(HAZARD_NUMBERS, NUMBER),
    **dict.fromkeys(HAZARD_SMALL, SMALL),
}

# An earlier state: the same columns, its row in the hazards frame, and since ≤ T < until, the days it held.
SPELLS: Final[dict[str, str]] = {**HAZARDS, "row": COUNT, "since": DAY, "until": DAY}

ENTERPRISES: Final[dict[str, str]] = {
    **dict.fromkeys(("id", "uscc", "name", "short", "address", "principal", "safety_person", "leader"), TEXT),
    **dict.fromkeys(("standard_grade", "licence", "size"), TEXT),
    **dict.fromkeys(("township", "sector", "group", "department", "supervision", "risk", "status"), CODE),
    **dict.fromkeys(("headcount", "lon", "lat"), NUMBER),
    **dict.fromkeys(("confirmed", "demo", "sensitive", "major_source"), FLAG),
    "licence_to": DAY,
}

INSPECTIONS: Final[dict[str, str]] = {
    **dict.fromkeys(("id", "enterprise_id", "inspectors", "result"), TEXT),
    "on": DAY,
    **dict.fromkeys(("kind", "township", "department"), CODE),
    "found_nothing": FLAG,
}

# What was done about a hazard beside its loop: each taken step of the escalation ladder by its code, `list` for a
# listing on the day it was proposed, and these. `due`: the date given with it.
LISTED: Final = "listed"  # the day a listing began, with its date
GRADED: Final = "graded"  # upgraded or downgraded
DUE_CORRECTED: Final = "due_corrected"  # the due date of an order was put right
SAMPLED: Final = "sampled"  # a self-closed hazard was drawn for the department's sample
CHECKED: Final = "checked"  # … and looked at
STATED: Final = "stated"  # progress and reasons; `due`: when it is expected to be done
REVIEWED: Final = "reviewed"  # a re-inspection that failed; `due`: the day its rectification was declared
REASON: Final = "reason."  # with a LateReason: the same statement says why it is, or will be, late
WISHED: Final = "wished"  # the same statement names something that the county must coordinate
ASKED: Final = "asked"  # an extension was applied for; `due`: the day it was decided
PROPOSED: Final = "proposed"  # a listing; `due`: the day it was listed or the proposal dropped
DELISTING: Final = "delisting"  # applied for; `due`: the day of delisting, or of its refusal
REPORTED: Final = "reported."  # with the system: a number there was recorded
ACTS: Final[dict[str, str]] = {"hazard_id": TEXT, "act": CODE, "on": DAY, "due": DAY}

# Who held a post of the responsibility chain of a hazard: since ≤ T < until.
POSTS: Final[dict[str, str]] = {
    "hazard_id": TEXT, "post": CODE, "unit": TEXT, "person": TEXT, "since": DAY, "until": DAY,
}  # fmt: skip


def to_day(day: date | None) -> int:
    """Days from 1970-01-01 to `day`; NEVER for None."""
    return NEVER if day is None else day.toordinal() - _ORDINAL


def from_day(number: int) -> date:
    """The date of a day number; ask for NEVER first."""
    return date.fromordinal(int(number) + _ORDINAL)
