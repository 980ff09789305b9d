"""上报口径 beside 考核口径: how the reported rate becomes the assessed one, item by item (DOMAIN.md §3.3)."""

from dataclasses import dataclass

from riskmap.metrics import frame
from riskmap.metrics.filters import Filter
from riskmap.metrics.index import Index
from riskmap.metrics.scope import Figure, Scope, scope


@dataclass(frozen=True, slots=True)
class Step:
    """One difference: what it adds to the numerator and to the denominator, and its items."""

    code: str
    numerator: int
    denominator: int
    items: Figure


@dataclass(frozen=True, slots=True)
class Bridge:
    """reported (rectified/found) + every step = assessed (due_passed/due), above and below the line.

    `beside`: items that explain without adding up: 待核实 (in neither rate) and 补录 (entered after the day).
    """

    reported: tuple[int, int]
    assessed: tuple[int, int]
    steps: tuple[Step, ...]
    beside: tuple[Step, ...]


def bridge(index: Index, where: Filter) -> Bridge:
    """Return the way from the reported to the assessed figure for the hazards, period and day of a filter.

    Steps: `not_yet_due` 未到期未整改, `done_early` (rectified before a due date still to come), `no_due_date` 期限缺失,
    `due_before_period` (a due date written before the period) leave the denominator; `awaiting_review` 已报整改待复查
    (declared, not confirmed) leaves the numerator; `carried_in` 上年结转 (due in the period, found before it) comes in.
    """
    return index.answers.get(("bridge", where), lambda: _bridge(index, where))


def _bridge(index: Index, where: Filter) -> Bridge:
    s = scope(index, where)
    cohort, dues, rect, passed = s.holds.cohort, s.holds.in_due_set, s.holds.rect, s.holds.passed
    out = cohort & ~dues
    ahead = out & ~s.holds.no_due & (s.facts.due >= s.day)
    unconfirmed = s.figure(cohort & dues & rect & ~passed)
    steps = (
        _step(s, "not_yet_due", ahead & ~rect, -1),
        _step(s, "done_early", ahead & rect, -1),
        _step(s, "no_due_date", out & s.holds.no_due, -1),
        _step(s, "due_before_period", out & (s.facts.due < s.start), -1),
        Step("awaiting_review", -unconfirmed.n, 0, unconfirmed),
        Step("carried_in", s.figure(dues & ~cohort & passed).n, s.figure(dues & ~cohort).n, s.figure(dues & ~cohort)),
    )
    pending = (s.facts.found >= s.start) & (s.facts.found <= s.day) & (s.facts.entry > s.day) & (s.facts.voided > s.day)
    late = (cohort | dues) & (frame.days(s.frame, "entered") > s.day)
    beside = (Step("pending", 0, 0, s.figure(pending)), Step("late_entry", 0, 0, s.figure(late)))
    return Bridge(
        reported=(s.figure(cohort & rect).n, s.figure(cohort).n),
        assessed=(s.figure(dues & passed).n, s.figure(dues).n),
        steps=steps,
        beside=beside,
    )


def _step(s: Scope, code: str, mask: frame.Bools, sign: int) -> Step:
    return Step(code, sign * s.figure(mask & s.holds.rect).n, sign * s.figure(mask).n, s.figure(mask))
