"""Coverage of inspections by township (排查覆盖率, DOMAIN.md §3.3): enterprises inspected, of those that were to be."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from riskmap.domain.codes import ProductionState
from riskmap.domain.columns import to_day
from riskmap.metrics.filters import Filter
from riskmap.metrics.index import Index
from riskmap.metrics.inspected import of_firms
from riskmap.metrics.scope import scope


@dataclass(frozen=True, slots=True)
class Covered:
    """Enterprises of a township ("" = none known): inspected, of those that were to be; the ids of the others."""

    code: str
    n: int
    m: int
    without: tuple[str, ...]


def covered(index: Index, where: Filter, visits: pd.DataFrame, firms: pd.DataFrame) -> tuple[Covered, ...]:
    """Return the coverage of a filter's period by township, in the county's order, only those with enterprises.

    应排查: registered, not closed, and of the filter's parts that ask of an enterprise. 实际排查: of these, with a
    visit or with a hazard found in the period (as the form of coverage counts them).
    """
    due = of_firms(firms, where) & (firms["status"].astype(str) != ProductionState.CLOSED.value).to_numpy()
    on = visits["on"].to_numpy(np.int64)
    within = (on >= to_day(where.from_)) & (on <= to_day(where.as_of))
    seen = set(visits["enterprise_id"].to_numpy(dtype=object)[within].tolist())
    s = scope(index, where)
    seen |= set(s.frame["enterprise_id"].to_numpy(dtype=object)[s.holds.cohort].tolist())
    columns = (firms[name].to_numpy(dtype=object)[due].tolist() for name in ("id", "township"))
    parts: dict[str, tuple[list[str], list[str]]] = {}
    for one, town in zip(*columns, strict=True):
        parts.setdefault(str(town), ([], []))[one not in seen].append(str(one))
    known = dict.fromkeys([*index.dim("township")[1], *parts])
    return tuple(
        Covered(code, len(parts[code][0]), sum(map(len, parts[code])), tuple(parts[code][1]))
        for code in known
        if code in parts
    )
