"""What a sheet would say if (试算): other weights and targets, or some overdue items crossed off by the day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

import numpy as np
import pandas as pd

from riskmap.domain.assessment import Scheme, Unit
from riskmap.domain.columns import NEVER, to_day
from riskmap.metrics import drill
from riskmap.metrics.assessed import AMONG, Figures, figures, townships
from riskmap.metrics.assessment import Sheet, of_figures
from riskmap.metrics.assessment_rows import counted
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import Bools, Ints
from riskmap.metrics.index import Index

DONE = ("declared", "rectified", "passed", "closed")


@dataclass(frozen=True, slots=True)
class Trial:
    """What is supposed. `weights`, `targets`: place of an indicator → its other number; `closed`: ids of hazards."""

    weights: Mapping[int, Decimal] = field(default_factory=dict)
    targets: Mapping[int, Decimal] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()


def overdue(index: Index, where: Filter, unit: str) -> Ints:
    """The rows of the overdue items that a township answers for, which may be supposed to be crossed off."""
    key = ("assessed_overdue", where, unit)
    return index.answers.get(key, lambda: counted(index, where, Unit.TOWNSHIP, unit, "stock_overdue"))


def supposed(scheme: Scheme, trial: Trial) -> Scheme:
    """The scheme with the supposed weights and targets."""
    lines = tuple(
        replace(one, weight=trial.weights.get(at, one.weight), target=trial.targets.get(at, one.target))
        for at, one in enumerate(scheme.indicators)
    )
    return replace(scheme, indicators=lines)


def tried(index: Index, scheme: Scheme, where: Filter, units: Sequence[str], trial: Trial) -> Sheet:
    """The sheet as it would be. What a department does is its own: nothing of it changes with what is crossed off."""
    if scheme.unit is Unit.DEPARTMENT or not trial.closed:
        told = figures(index, where, scheme.unit, units)
    else:
        told = _closed(index, where, units, trial.closed)
    return of_figures(supposed(scheme, trial), where, told)


def _closed(index: Index, where: Filter, units: Sequence[str], ids: frozenset[str]) -> dict[str, Figures]:
    """The figures of all other hazards, and those of the chosen ones, crossed off on the day, added up."""
    day, part = to_day(where.as_of), drill.part(index, where, AMONG[Unit.TOWNSHIP])
    frame = index.at(day)
    late = drill.rows(index, where, "stock_overdue") & part
    chosen: Bools = late & frame["id"].isin(ids).to_numpy(dtype=np.bool_)
    others = townships(index, where, units, part & ~chosen)
    small = Index(_done(frame[chosen], day), None, index.order)
    own = townships(small, where, units, np.ones(small.size, dtype=np.bool_))
    return {code: _added(others[code], own[code]) for code in units}


def _done(frame: pd.DataFrame, day: int) -> pd.DataFrame:
    """Hazards as they would be had they been rectified, passed and crossed off on a day."""
    days = {name: np.full(len(frame), day, dtype=np.int32) for name in DONE}
    rejected = np.full(len(frame), NEVER, dtype=np.int32)
    return frame.assign(**days, rejected=rejected).reset_index(drop=True)


def _added(one: Figures, other: Figures) -> Figures:
    return {
        name: (n + other[name][0], None if m is None else m + (other[name][1] or 0)) for name, (n, m) in one.items()
    }
