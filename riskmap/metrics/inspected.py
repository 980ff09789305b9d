"""Visits in a period, and the enterprises inspected: the denominator of density (隐患密度, found ÷ inspected, §3.3)."""

from collections import Counter
from typing import Any

import numpy as np
import pandas as pd

from riskmap.domain.codes import InspectionKind
from riskmap.domain.columns import to_day
from riskmap.metrics import filters, sizes
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import Bools, Ints, equals

OF_FIRM = ("sector", "group", "township", "department", "supervision")  # what a filter may ask of an enterprise


def of_firms(firms: pd.DataFrame, where: Filter) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Which enterprises the parts of a filter allow that ask of an enterprise; one mark a row."""
    keep = np.ones(len(firms), dtype=np.bool_)
    for key in OF_FIRM:
        wanted = getattr(where, key)
        if wanted:
            codes = ["" if code == filters.UNKNOWN else code for code in wanted]
            keep &= firms[key].isin(codes).to_numpy(dtype=np.bool_)
    if where.size:
        wanted = np.array([(code or filters.UNKNOWN) in where.size for code in (*sizes.SIZES, "")])
        keep &= wanted[sizes.codes(firms["headcount"].to_numpy(np.float64))]
    if where.enterprise:
        keep &= firms["id"].isin(where.enterprise).to_numpy(dtype=np.bool_)
    return keep


def by_township(visits: pd.DataFrame, firms: pd.DataFrame, where: Filter) -> dict[str, int]:
    """Return distinct enterprises with at least one visit in the filter's period, by the township of the enterprise.

    `visits`, `firms`: the frames of inspections and enterprises (riskmap.domain.columns). The filter's parts that ask
    of an enterprise narrow it; those that ask of hazards (grade, status …) do not: a visit is a visit.
    """
    seen = set(visits["enterprise_id"].to_numpy(dtype=object)[_within(visits, where)].tolist())
    columns = (firms[name].to_numpy(dtype=object).tolist() for name in ("id", "township"))
    allowed = of_firms(firms, where).tolist()
    return dict(Counter(str(town) for one, town, fits in zip(*columns, allowed, strict=True) if fits and one in seen))


def visits(made: pd.DataFrame, firms: pd.DataFrame, where: Filter) -> Ints:
    """Return the rows of visits by authorities in the filter's period, by day; self-checks of enterprises are none.

    `made`, `firms`: the frames of inspections and enterprises. Parts of the filter that ask of an enterprise narrow
    them, so that a visit to an enterprise that is not registered counts only where nothing of the kind is asked.
    """
    keep = _within(made, where) & ~equals(made, "kind", InspectionKind.SELF)
    if where.enterprise or where.size or any(getattr(where, key) for key in OF_FIRM):
        keep &= made["enterprise_id"].isin(set(firms["id"][of_firms(firms, where)])).to_numpy(dtype=np.bool_)
    rows = np.flatnonzero(keep)
    order = np.lexsort((made["id"].to_numpy(dtype=object).astype(str)[rows], made["on"].to_numpy(np.int64)[rows]))
    return np.asarray(rows[order], dtype=np.int64)


def _within(visits: pd.DataFrame, where: Filter) -> Bools:
    on = visits["on"].to_numpy(np.int64)
    return np.asarray((on >= to_day(where.from_)) & (on <= to_day(where.as_of)), dtype=np.bool_)
