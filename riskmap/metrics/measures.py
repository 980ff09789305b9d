"""The counts of the metrics contract, each defined once (DOMAIN.md §3.2-3.3), for rows or for classes of rows."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from riskmap.metrics.frame import Bools

CONTRACT = (
    "found",
    "rectified",
    "passed",
    "closed",
    "major_found",
    "major_closed",
    "due",
    "due_rectified",
    "due_passed",
    "on_time",
    "overdue",
    "not_yet_due",
    "opening",
    "closed_in_period",
    "voided_in_period",
    "transferred",
    "carried_in",
    "stock",
    "stock_overdue",
    "stock_major",
    "stock_listed",
    "new_in_period",  # not `found`: with it the balance adds up from the document alone
)
EXTRA = ("awaiting", "stock_no_due", "review_late", "general_passed", "on_time_passed", "due_unpassed")
COLUMNS = CONTRACT + EXTRA
BY_DUE = ("due", "due_rectified", "due_passed", "on_time", "overdue", "on_time_passed", "due_unpassed")
BY_CLOSED, BY_VOIDED = "closed_in_period", "voided_in_period"


@dataclass(frozen=True, slots=True)
class Situation:
    """What holds for each row as of T in the period P=[a,T]; arrays of one length, all False for rows not valid at T
    except `opening` (stood the day before P), the flows, `new` (entered the stock in P, whenever it was found) and
    `transferred` (a correction brought it back into the stock, +1, or took it out, -1).
    """

    cohort: Bools  # found in P
    carried: Bools  # found before P
    major: Bools
    rect: Bools
    late: Bools
    passed: Bools
    closed: Bools
    stock: Bools
    in_due_set: Bools
    timely: Bools
    past_due: Bools
    no_due: Bools
    listed: Bools
    opening: Bools
    new: Bools
    closed_out: Bools
    voided_out: Bools
    transferred: npt.NDArray[np.int8]


def measures(s: Situation) -> dict[str, npt.NDArray[np.int8]]:
    """Return, for each name of COLUMNS, 1 where the row counts, else 0 (`transferred`: -1, 0, 1).

    Identities: due = due_rectified + overdue = due_passed + due_unpassed; on_time_passed ≤ on_time ≤ due_rectified;
    closed ≤ passed ≤ rectified ≤ found;
    stock = stock_overdue + not_yet_due + awaiting + stock_no_due; opening + new_in_period - closed_in_period
    - voided_in_period + transferred = stock.
    """
    open_ = s.stock & ~s.rect
    marks = {
        "found": s.cohort,
        "rectified": s.cohort & s.rect,
        "passed": s.cohort & s.passed,
        "closed": s.cohort & s.closed,
        "major_found": s.cohort & s.major,
        "major_closed": s.cohort & s.major & s.closed,
        "due": s.in_due_set,
        "due_rectified": s.in_due_set & s.rect,
        "due_passed": s.in_due_set & s.passed,
        "on_time": s.in_due_set & s.rect & s.timely,
        "overdue": s.in_due_set & ~s.rect,
        "not_yet_due": open_ & ~s.past_due & ~s.no_due,
        "opening": s.opening,
        "closed_in_period": s.closed_out,
        "voided_in_period": s.voided_out,
        "carried_in": s.stock & s.carried,
        "stock": s.stock,
        "stock_overdue": open_ & s.past_due,
        "stock_major": s.stock & s.major,
        "stock_listed": s.stock & s.listed,
        "new_in_period": s.new,
        "awaiting": s.stock & s.rect,
        "stock_no_due": open_ & s.no_due,
        "review_late": s.stock & s.late,
        "general_passed": s.cohort & s.passed & ~s.major,
        "on_time_passed": s.in_due_set & s.passed & s.timely,
        "due_unpassed": s.in_due_set & ~s.passed,
    }
    counted = {name: mark.astype(np.int8) for name, mark in marks.items()}
    return {name: counted.get(name, s.transferred) for name in COLUMNS}
