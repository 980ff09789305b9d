"""Townships shaded by a closure rate: which rate, which class of the ramp, what the label prints (DESIGN.md §2, §4)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from riskmap.metrics.format import pct
from riskmap.metrics.ranking import Line
from riskmap.metrics.rates import RATES

BREAKS = (85, 90, 95, 98)  # %, intervals [a, b); reading aids, not targets
UNRANKED = -1  # fewer than five in the denominator: hatched, n/m only
LEAST = 5

TITLES = {  # the rates a township may be shaded by
    "due_rate_passed": "Due-item rate (confirmed)",
    "due_rate": "Due-item rate (reported)",
    "on_time_rate": "On-time rate",
    "rectification_rate": "Rectification rate",
    "closing_rate": "Closing rate",
}
DEFINITIONS = {
    "due_rate_passed": (
        "Due in the period and passed re-inspection ÷ due in the period. Not yet due is in neither part."
    ),
    "due_rate": "Due in the period and declared rectified ÷ due in the period. Late work counts.",
    "on_time_rate": "Rectified by the due date ÷ due in the period. Late work does not count.",
    "rectification_rate": "General passed re-inspection plus major closed ÷ found in the period.",
    "closing_rate": "Closed ÷ found in the period.",
}


def ramp_class(part: int, whole: int) -> int:
    """Class 0 … 4 of part/whole on the ramp, compared in whole numbers; UNRANKED below five."""
    if whole < LEAST:
        return UNRANKED
    return sum(part * 100 >= mark * whole for mark in BREAKS)


def shades(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Figures of each township: {"code", "rates": {rate: [n, m, printed, class]}}.

    `lines` are those of the township rank table, so that a map and a table never print two rates of one township.
    """
    return [{"code": line.code, "rates": {rate: _rate(rate, line.counts) for rate in TITLES}} for line in lines]


def _rate(rate: str, figures: Mapping[str, Any]) -> Sequence[int | str]:
    n, m = RATES[rate].parts(figures)
    return [n, m, pct(n, m), ramp_class(n, m)]
