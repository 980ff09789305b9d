"""What happened within a period, beside the flows of the balance: rectified, passed, extended, ordered, listed, …"""

from typing import Final

import numpy as np
import pandas as pd

from riskmap.domain.codes import Control, Step
from riskmap.domain.columns import REVIEWED, to_day
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import Bools, Ints, days, entry_day, equals, flags, passed_day, rectified_day
from riskmap.metrics.index import Index

DONE: Final = ("rectified", "passed", "extended", "rejected", "recurred")
TAKEN: Final = {
    "supervised": Step.SUPERVISE, "criticised": Step.CRITICISE, "interviewed": Step.INTERVIEW,
    "handed_over": Step.TRANSFER,
}  # fmt: skip
ENFORCED: Final = ("on_the_spot", "ordered", "stopped", "reviewed", "listed", "delisted", *TAKEN)
FLOWS: Final = (*DONE, *ENFORCED)
REPLACED: Final = ("stopped", "listed", "delisted")  # a later record takes their place, and they happened all the same


def flow(index: Index, where: Filter, name: str) -> Bools:
    """Return the hazards of a filter to which something happened in its period, as known on its day.

    `name`: one of FLOWS. What a later round withdrew counts until that round; what happened to one hazard several times
    in a period counts once. `stopped`: production stopped and people withdrawn (管控状态), whatever was recorded
    afterwards; `listed`, `delisted`: each of several listings; `reviewed`: re-inspected, whatever came of it; those of
    TAKEN: a step of the ladder was taken.
    """
    day, start = to_day(where.as_of), to_day(where.from_)
    frame = index.at(day)
    kept: Bools = index.mask(where) & (days(frame, "voided") > day)
    if name in TAKEN:
        return kept & _acted(index, frame, TAKEN[name], start, day)
    if name in REPLACED:
        return kept & _ever(index, _within(_day(index.states.all, name), start, day))
    happened = _within(_day(frame, name), start, day)
    if name == "reviewed":
        happened |= _acted(index, frame, REVIEWED, start, day)
    return kept & happened


def _within(on: Ints, start: int, day: int) -> Bools:
    return np.asarray((on >= start) & (on <= day), dtype=np.bool_)


def _ever(index: Index, marks: Bools) -> Bools:
    """Which hazards have a mark in any of their states; `marks`: one a state of the index."""
    found = marks[: index.size].copy()
    found[index.states.row[marks[index.size :]]] = True
    return found


def _acted(index: Index, frame: pd.DataFrame, act: str, start: int, day: int) -> Bools:
    """Which hazards have an act of a kind within the days."""
    acts = index.acts[equals(index.acts, "act", act)]
    some = acts["hazard_id"][_within(acts["on"].to_numpy(), start, day)]
    return np.asarray(frame["id"].isin(set(some)), dtype=np.bool_)


def _day(frame: pd.DataFrame, name: str) -> Ints:
    """The day it happened; -1 or NEVER where it did not."""
    if name == "rectified":
        return rectified_day(frame)
    if name in {"passed", "reviewed"}:
        return passed_day(frame)
    if name == "recurred":
        again = frame["recurs_of"].to_numpy(dtype=object).astype(str) != ""
        return np.where(again, entry_day(frame), -1)
    if name == "on_the_spot":
        return np.where(flags(frame, "on_the_spot"), days(frame, "found"), -1)
    if name == "stopped":
        return np.where(equals(frame, "control", Control.SUSPENDED), days(frame, "control_on"), -1)
    return days(frame, name)
