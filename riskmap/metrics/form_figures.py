"""Our ledger's own figures for the monthly form, by unit and sector, to hold against what units report."""

from decimal import Decimal
from typing import Final

import numpy as np
import pandas as pd

from riskmap.domain.codes import Level
from riskmap.domain.columns import to_day
from riskmap.metrics.filters import Filter
from riskmap.metrics.index import Index
from riskmap.metrics.scope import scope
from riskmap.metrics.sending import COLUMN, TOWNSHIPS_ANSWER_FOR

# What the frames can tell; whether a treatment plan was filed (column 8) is not in them.
COUNTED: Final = (
    "units", "general", "general_done", "major", "major_done", "five", "listed", "listed_province", "funds",
)  # fmt: skip


def figures(index: Index, where: Filter, by: str) -> dict[tuple[str, str, str], Decimal]:
    """Return (unit, sector, column) → value of the cohort of the filter's period; zeros are left out.

    General hazards count as rectified once re-inspected and passed, major ones once closed (DOMAIN.md §3.3). Townships
    answer for what the county or a township supervises. `by`: township or department. Raises KeyError otherwise.
    """
    found, day = scope(index, where), to_day(where.as_of)
    frame, holds = found.frame, found.holds
    keep = holds.cohort & found.kept
    if by == "township":
        keep = keep & frame["supervision"].isin(TOWNSHIPS_ANSWER_FOR).to_numpy()
    major = holds.major
    listed = major & (frame["listed"].to_numpy() <= day)
    province = listed & (frame["listed_level"].astype("str").to_numpy() == Level.PROVINCE.value)
    funds = frame["funds_secured"].to_numpy(np.float64)
    table = pd.DataFrame({
        "unit": frame[COLUMN[by]].astype("str").to_numpy(),
        "row": frame["sector"].astype("str").to_numpy(),
        "enterprise": frame["enterprise_id"].to_numpy(dtype=object),
        "general": ~major,
        "general_done": ~major & holds.passed,
        "major": major,
        "major_done": major & holds.closed,
        "five": major & (frame["five_in_place"].to_numpy() == 5),
        "listed": listed,
        "listed_province": province,
        "funds": [Decimal(0) if value != value else Decimal(str(value)) for value in funds.tolist()],  # noqa: PLR0124
    })[keep]  # fmt: skip
    told: dict[tuple[str, str, str], Decimal] = {}
    for (unit, row), own in table.groupby(["unit", "row"], sort=False):
        counted = {name: Decimal(int(own[name].sum())) for name in COUNTED if name not in {"units", "funds"}}
        counted["units"] = Decimal(own.loc[own["enterprise"] != "", "enterprise"].nunique())
        counted["funds"] = sum(own["funds"], Decimal(0))
        told.update({(str(unit), str(row), name): value for name, value in counted.items() if value and str(unit)})
    return told
