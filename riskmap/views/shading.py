"""Townships shaded by a measure: which one, which class of the ramp, what the label prints (DESIGN.md §2, §4).

Rates are those of the rank table and have fixed classes. Counts (stock, overdue, density) are of all that lies in the
township, also of what stands apart in the rank table (general hazards found by enterprises, those that city or province
supervise). They have five classes of one round width that hold the largest township, so that the picture says more and
less, never good and bad: finding more is no fault.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from riskmap.metrics import ranking
from riskmap.metrics.counts import by_code
from riskmap.metrics.filters import Filter
from riskmap.metrics.format import half_up, pct
from riskmap.metrics.index import Index
from riskmap.metrics.measures import COLUMNS
from riskmap.metrics.ranking import Line
from riskmap.metrics.rates import RATES

BREAKS = (85, 90, 95, 98)  # %, intervals [a, b); reading aids, not targets
UNRANKED = -1  # fewer than five in the denominator: hatched, n/m only
LEAST = 5
CLASSES = len(BREAKS) + 1

TITLES = {  # what a township may be shaded by
    "due_rate_passed": "Due-item rate (confirmed)",
    "due_rate": "Due-item rate (reported)",
    "on_time_rate": "On-time rate",
    "rectification_rate": "Rectification rate",
    "closing_rate": "Closing rate",
    "overdue": "Overdue items",
    "stock": "Standing items",
    "density": "Hazards per enterprise inspected",
}
DEFINITIONS = {
    "due_rate_passed": (
        "Due in the period and passed re-inspection ÷ due in the period. Not yet due is in neither part."
    ),
    "due_rate": "Due in the period and declared rectified ÷ due in the period. Late work counts.",
    "on_time_rate": "Rectified by the due date ÷ due in the period. Late work does not count.",
    "rectification_rate": "General passed re-inspection plus major closed ÷ found in the period.",
    "closing_rate": "Closed ÷ found in the period.",
    "overdue": "Past the date in force and not rectified, of all that stand on the day (n/m).",
    "stock": "Found by the day, neither crossed off nor void, whenever found.",
    "density": "Found in the period ÷ enterprises inspected in the period. A reading aid, never a rank.",
}
COUNTS = ("overdue", "stock", "density")
WIDTHS = (1, 2, 5)  # of a class, times a power of ten
NOTHING = dict.fromkeys(COLUMNS, 0)  # of a township without a row


def ramp_class(part: int, whole: int) -> int:
    """Class 0 … 4 of part/whole on the ramp, compared in whole numbers; UNRANKED below five."""
    if whole < LEAST:
        return UNRANKED
    return sum(part * 100 >= mark * whole for mark in BREAKS)


def asked(index: Index, where: Filter, inspected: Mapping[str, int]) -> list[dict[str, Any]]:
    """Figures of the townships for a filter (`shades`). `inspected`: township → enterprises inspected in its period."""
    lines = ranking.ranked(index, "township", where.as_of, where.from_, where)
    return shades(lines, by_code(index, where, "township"), inspected)


def shades(
    lines: Iterable[Line], counted: Mapping[str, Mapping[str, int]], inspected: Mapping[str, int] | None = None
) -> list[dict[str, Any]]:
    """Figures of each township: {"code", "rates": {measure: [n, m, printed, class]}}; m = 0 where there is no whole.

    `lines` are those of the township rank table, so that a map and a table never print two rates of one township;
    `counted`: township → counts of all its hazards, so that a count opens exactly its rows; `inspected`: township →
    enterprises inspected in the period.
    """
    ranked, visited = {line.code: line.counts for line in lines}, inspected or {}
    codes = [*ranked, *(code for code in dict.fromkeys([*counted, *visited]) if code not in ranked)]
    values = {code: _counted(counted.get(code, NOTHING), visited.get(code, 0)) for code in codes}
    steps = {name: _step([one[name][0] for one in values.values()], name) for name in COUNTS}
    return [
        {
            "code": code,
            "rates": {rate: _rate(rate, ranked.get(code, NOTHING)) for rate in TITLES if rate in RATES}
            | {name: _class(*values[code][name], steps[name]) for name in COUNTS},
        }
        for code in codes
    ]


def scales(shades: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Words of the five classes of each count, as its legend prints them, for the figures `shades` has made."""
    shades = list(shades)
    values = {name: [_value(one["rates"][name]) for one in shades] for name in COUNTS}
    return {name: _words(_step(values[name], name), _unit(name)) for name in COUNTS}


def _counted(counts: Mapping[str, int], inspected: int) -> dict[str, tuple[float, int, int]]:
    """Value, numerator and denominator of each count; NaN without a denominator."""
    found = counts["found"]
    return {
        "overdue": (counts["stock_overdue"], counts["stock_overdue"], counts["stock"]),
        "stock": (counts["stock"], counts["stock"], 0),
        "density": (float(half_up(found, 100 * inspected)) if inspected else math.nan, found, inspected),
    }


def _value(figure: Sequence[int | str]) -> float:
    return math.nan if figure[2] == "/" else float(figure[2])


def _unit(name: str) -> float:
    """Smallest difference that is printed."""
    return 0.1 if name == "density" else 1.0


def _step(values: Iterable[float], name: str) -> float:
    """Width of a class, the smallest round one of which five hold the largest value."""
    most = max((value for value in values if not math.isnan(value)), default=0.0)
    unit = _unit(name)
    widths = (width * unit * 10.0**power for power in range(12) for width in WIDTHS)
    return next(width for width in widths if CLASSES * width > most)


def _class(value: float, n: int, m: int, step: float) -> Sequence[int | str]:
    if math.isnan(value):
        return [n, m, "/", UNRANKED]
    return [n, m, f"{value:g}", min(CLASSES - 1, int(value / step + 1e-9))]


def _words(step: float, unit: float) -> list[str]:
    last = step - unit
    spans = [(number * step, number * step + last) for number in range(CLASSES - 1)]
    words = [f"{low:g}" if last < unit / 2 else f"{low:g}–{high:g}" for low, high in spans]
    return [*words, f"≥{(CLASSES - 1) * step:g}"]


def _rate(rate: str, figures: Mapping[str, Any]) -> Sequence[int | str]:
    n, m = RATES[rate].parts(figures)
    return [n, m, pct(n, m), ramp_class(n, m)]
