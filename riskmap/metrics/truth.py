"""Is the rate true? (真实性检查, DOMAIN.md §3.3): what stands beside every rate so that it cannot flatter."""

from dataclasses import dataclass

import numpy as np

from riskmap.domain.codes import Source
from riskmap.domain.columns import DUE_CORRECTED, NEVER
from riskmap.metrics import frame
from riskmap.metrics.counts import total
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import Bools
from riskmap.metrics.index import Index
from riskmap.metrics.scope import Figure, Scope, scope
from riskmap.metrics.stock import weighted_median

PENDING_WORKDAYS = 3
LONG_GENERAL, LONG_MAJOR = 60, 365


@dataclass(frozen=True, slots=True)
class Truth:
    """The checks; each Figure is a number of items with its rows, each (n, m) a rate by its parts."""

    pending_late: Figure  # 待核实超时: more than 3 working days since found
    review_late: Figure  # 复查超时: more than 10 days since declared, charged to the department; none in the short loop
    passed_not_closed: Figure  # 合格未销号
    left_to_close: Figure  # of these, what the department crosses off: general, not found by the enterprise itself
    deadline_median: float | None  # days given, items found in the period
    deadline_long: Figure  # general > 60 days, major > 1 year
    extended: Figure
    due_corrected: Figure  # the due date of an order was put right, not extended
    on_time_original: tuple[int, int]  # against the date first ordered
    downgraded: Figure  # 重大→一般 within the period
    voided: Figure
    on_the_spot: Figure  # 当场整改 among those found in the period
    found: int
    without_on_the_spot: dict[str, int]  # the counts of the contract without them
    failed: Figure  # 虚报整改: declared, then failed, among those found in the period
    declared: int  # ever declared, the denominator of 虚报整改率
    closed_by_ledger: Figure  # closings taken over from a file
    legacy: Figure  # 历史台账: done before the 启用日, taken over with its old status
    unproven: Figure  # of those, without any evidence
    no_due: Figure  # 整改期限缺失: in no due-based rate
    undated: Figure  # done without any date: a data fault


def truth(index: Index, where: Filter) -> Truth:
    """Return the checks for the hazards of a filter, its period and day."""
    return index.answers.get(("truth", where), lambda: _truth(index, where))


def _truth(index: Index, where: Filter) -> Truth:
    s = scope(index, where)
    spot = frame.days(s.frame, "rectified") == s.facts.found
    cohort = s.holds.cohort
    rejected = frame.days(s.frame, "rejected") <= s.day
    ever = s.holds.rect | rejected
    unclosed, given = s.holds.stock & s.holds.passed, _given(s)
    in_time, dues = original_dues(s)
    return Truth(
        pending_late=s.figure(_pending_late(index, s)),
        review_late=s.figure(s.holds.stock & s.holds.late),
        passed_not_closed=s.figure(unclosed),
        left_to_close=s.figure(unclosed & ~s.facts.major & ~frame.equals(s.frame, "source", Source.SELF)),
        deadline_median=_median(s, cohort & (given != NEVER), given),
        deadline_long=s.figure(cohort & (given != NEVER) & (given > np.where(s.facts.major, LONG_MAJOR, LONG_GENERAL))),
        extended=s.figure(extended(s)),
        due_corrected=s.figure(extension_base(s) & _due_corrected(index, s)),
        on_time_original=(s.figure(in_time & dues).n, s.figure(dues).n),
        downgraded=s.figure(downgraded(index, s.start, s.day)),
        voided=s.figure((s.facts.voided >= s.start) & (s.facts.voided <= s.day)),
        on_the_spot=s.figure(cohort & spot),
        found=s.figure(cohort).n,
        without_on_the_spot=total(index, where.as_of, where.from_, where, only=~spot),
        failed=s.figure(cohort & rejected),
        declared=s.figure(cohort & ever).n,
        closed_by_ledger=s.figure(cohort & s.holds.closed & frame.flags(s.frame, "closed_by_ledger")),
        legacy=s.figure((cohort | s.holds.in_due_set) & s.holds.closed & frame.flags(s.frame, "legacy")),
        unproven=s.figure((cohort | s.holds.in_due_set) & s.holds.closed & frame.flags(s.frame, "unproven")),
        no_due=s.figure(cohort & s.holds.no_due & (frame.days(s.frame, "due_original") == NEVER)),
        undated=s.figure(cohort & frame.flags(s.frame, "undated")),
    )


def _pending_late(index: Index, s: Scope) -> Bools:
    found = s.facts.found
    pending = (found <= s.day) & (s.facts.entry > s.day) & (s.facts.voided > s.day)
    since = found[pending]
    pending[pending] = workdays(index, since, np.full_like(since, s.day)) > PENDING_WORKDAYS
    return pending


def workdays(index: Index, since: frame.Ints, until: frame.Ints) -> frame.Ints:
    """Return working days after `since` up to and with `until`: Monday to Friday less the holidays of the index.

    Days worked in exchange for a holiday (调休) are not known, and count as the Saturdays and Sundays they are.
    """
    first, end = ((days + 1).astype("datetime64[D]") for days in (since, until))
    return np.asarray(np.busday_count(first, end, busdaycal=index.workdays), dtype=np.int64)


def _given(s: Scope) -> "frame.Ints":
    """Days first given: from the order (else from the day found) to the due date first ordered; NEVER without one."""
    ordered, due = frame.days(s.frame, "ordered"), frame.due_day(s.frame, "due_original")
    return np.where(due == NEVER, NEVER, due - np.where(ordered == NEVER, s.facts.found, ordered))


def _due_corrected(index: Index, s: Scope) -> Bools:
    acts = index.acts[frame.equals(index.acts, "act", DUE_CORRECTED)]
    known = set(acts["hazard_id"][acts["on"].to_numpy() <= s.day])
    if not known:
        return np.zeros(len(s.frame), dtype=np.bool_)
    return np.asarray(s.frame["id"].isin(known), dtype=np.bool_)


def _median(s: Scope, mask: Bools, values: "frame.Ints") -> float | None:
    rows = np.flatnonzero(mask & s.kept)
    return weighted_median(values[rows], s.facts.weight[rows])


def extension_base(s: Scope) -> Bools:
    """Return the items of which extensions are counted: found in the period, or due in it."""
    return s.holds.cohort | s.holds.in_due_set


def extended(s: Scope) -> Bools:
    """Return the items whose due date was moved by an extension granted by the day; a late one moves nothing (§2.3)."""
    return np.asarray(extension_base(s) & (frame.days(s.frame, "due_moved") <= s.day), dtype=np.bool_)


def original_dues(s: Scope) -> tuple[Bools, Bools]:
    """Return what was rectified by its original date, and the due set by that date, as if none had been extended."""
    due = frame.due_day(s.frame, "due_original")
    valid = (s.facts.entry <= s.day) & (s.facts.voided > s.day)
    dues = valid & (due >= s.start) & ((due < s.day) | ((due == s.day) & s.holds.rect))
    written = frame.days(s.frame, "rectified")
    in_time = s.holds.rect & (np.where(written != NEVER, written, s.facts.rect) <= due)
    return np.asarray(in_time & dues, dtype=np.bool_), np.asarray(dues, dtype=np.bool_)


def downgraded(index: Index, start: int, day: int) -> Bools:
    """Return which hazards went from major to general within [start, day]."""
    states, result = index.states, np.zeros(index.size, dtype=np.bool_)
    ended = np.flatnonzero((states.until >= start) & (states.until <= day))
    was = index.facts.major[index.size + ended]
    for spell in ended[was]:
        row = states.row[spell]
        after = np.flatnonzero((states.row == row) & (states.since == states.until[spell]))
        place = index.size + after[0] if len(after) else row
        result[row] |= not index.facts.major[place]
    return result
