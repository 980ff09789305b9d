"""What happened within a period, beside the flows of the balance: rectified, passed, extended, rejected, recurred."""

from typing import Final

import numpy as np
import pandas as pd

from riskmap.domain.columns import to_day
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import Bools, Ints, days, entry_day, passed_day, rectified_day
from riskmap.metrics.index import Index

FLOWS: Final = ("rectified", "passed", "extended", "rejected", "recurred")


def flow(index: Index, where: Filter, name: str) -> Bools:
    """Return the hazards of a filter to which something happened in its period, as known on its day.

    `name`: one of FLOWS. What a later round withdrew counts until that round; of several extensions, or failed
    re-inspections, of one hazard in a period the hazard counts once.
    """
    day, start = to_day(where.as_of), to_day(where.from_)
    frame = index.at(day)
    on = _day(frame, name)
    kept: Bools = index.mask(where) & (days(frame, "voided") > day)
    return np.asarray(kept & (on >= start) & (on <= day), dtype=np.bool_)


def _day(frame: pd.DataFrame, name: str) -> Ints:
    if name == "rectified":
        return rectified_day(frame)
    if name == "passed":
        return passed_day(frame)
    if name == "recurred":
        again = frame["recurs_of"].to_numpy(dtype=object).astype(str) != ""
        return np.where(again, entry_day(frame), -1)
    return days(frame, name)
