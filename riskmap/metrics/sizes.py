"""Size of enterprises by their people (从业人员): the bounds of industry in 统计上大中小微型企业划分办法 (2017).

The rule also asks for turnover, which no register of safety holds: these are classes of headcount and called so. The
register has no history, so a size is that of today, whatever the as-of day.
"""

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

SIZES: Final = ("large", "medium", "small", "micro")  # then "" where nobody entered a headcount
BOUNDS: Final = (1000, 300, 20)  # the least headcount of each but the last


def codes(headcounts: npt.NDArray[np.float64]) -> npt.NDArray[np.int32]:
    """Return the number of each headcount's class in (*SIZES, ""): NaN and what is below 1 have none."""
    with np.errstate(invalid="ignore"):
        known = headcounts >= 1
        found = sum((headcounts < bound).astype(np.int32) for bound in BOUNDS)
    return np.where(known, found, len(SIZES)).astype(np.int32)


def of_firms(firms: pd.DataFrame | None, ids: list[str]) -> npt.NDArray[np.int32]:
    """Return the class of each enterprise of `ids`, none for those that the register (ENTERPRISES) lacks."""
    if firms is None or not len(firms):
        return np.full(len(ids), len(SIZES), dtype=np.int32)
    known = dict(zip(firms["id"].astype(str), codes(firms["headcount"].to_numpy(np.float64)).tolist(), strict=True))
    return np.array([known.get(one, len(SIZES)) for one in ids], dtype=np.int32)
