"""The rows behind a figure of a sheet, unit by unit."""

import numpy as np

from riskmap.domain.assessment import Unit
from riskmap.domain.columns import to_day
from riskmap.metrics import drill
from riskmap.metrics.assessed import AMONG, rows_of
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import Ints
from riskmap.metrics.index import Index


def counted(index: Index, where: Filter, unit: Unit, code: str, name: str) -> Ints:
    """The rows of the index that a count of a unit stands for, in the order of the ledger."""
    word, _ = rows_of(unit, name)
    column = index.at(to_day(where.as_of))[unit.value].to_numpy(dtype=object).astype(str)
    return np.flatnonzero(drill.rows(index, where, word, AMONG[unit]) & (column == code))
