"""The seven rates of the contract: which count over which, and how each is printed."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from riskmap.metrics import format as printing


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate by name: the counts added up above the line and the count below it."""

    name: str
    above: tuple[str, ...]
    below: str

    def parts(self, counts: Mapping[str, int]) -> tuple[int, int]:
        """Return (numerator, denominator)."""
        return sum(int(counts[name]) for name in self.above), int(counts[self.below])

    def value(self, counts: Mapping[str, int]) -> float | None:
        """Return the nearest double to n/m, None when m is 0."""
        n, m = self.parts(counts)
        return n / m if m else None

    def text(self, counts: Mapping[str, int]) -> str:
        """Return the printed percentage or "/"."""
        return printing.pct(*self.parts(counts))


RATES = {
    rate.name: rate
    for rate in (
        Rate("rectification_rate", ("general_passed", "major_closed"), "found"),  # 整改率
        Rate("major_rate", ("major_closed",), "major_found"),  # 重大隐患整改率
        Rate("due_rate", ("due_rectified",), "due"),  # 到期整改率, 企业报告
        Rate("due_rate_passed", ("due_passed",), "due"),  # 到期整改率, 复查确认: the one that ranks
        Rate("on_time_rate", ("on_time",), "due"),  # 按期整改率
        Rate("overdue_rate", ("overdue",), "due"),  # 超期率
        Rate("closing_rate", ("closed",), "found"),  # 销号率
    )
}
REPORTED = Rate("reported_rate", ("rectified",), "found")  # 上报口径: the monthly form, as declared
CONFIRMED = (  # the other form of rates that the contract has as declared: only what re-inspection passed counts
    Rate("on_time_rate_passed", ("on_time_passed",), "due"),
    Rate("overdue_rate_passed", ("due_unpassed",), "due"),
)
ALL = {**RATES, **{rate.name: rate for rate in (REPORTED, *CONFIRMED)}}


def with_rates(table: pd.DataFrame) -> pd.DataFrame:
    """Return a counts table with a float column a rate, NaN where the denominator is 0."""
    rated = table.copy()
    for rate in RATES.values():
        above = table[list(rate.above)].sum(axis=1).to_numpy(dtype=np.float64)
        below = table[rate.below].to_numpy(dtype=np.float64)
        rated[rate.name] = np.divide(above, below, out=np.full(len(table), np.nan), where=below != 0)
    return rated
