"""What was asked for and stands undecided on a day: extensions, listings, delistings, help of the county."""

from typing import Final

import numpy as np
import pandas as pd

from riskmap.domain.columns import ASKED, CHECKED, DELISTING, PROPOSED, SAMPLED, STATED, WISHED, to_day
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import Bools, equals
from riskmap.metrics.index import Index
from riskmap.metrics.stock import standing

KINDS: Final = (ASKED, PROPOSED, DELISTING, WISHED, SAMPLED)


def waiting(index: Index, where: Filter, kind: str) -> Bools:
    """Return the hazards of a filter with an application, proposal or wish that nobody has decided or met by its day.

    `kind`: ASKED (extension), PROPOSED (listing), DELISTING, WISHED (what the county must coordinate; it stands until
    the next statement), SAMPLED (self-closed, drawn and not looked at: crossed off, so not of the stock).
    """
    day = to_day(where.as_of)
    acts = index.acts[index.acts["on"].to_numpy() <= day]
    if kind == SAMPLED:
        return _unchecked(index, where, acts)
    if kind == WISHED:
        some = _latest(acts[equals(acts, "act", STATED) | equals(acts, "act", WISHED)])
        some = some[equals(some, "act", WISHED)]
    else:
        some = acts[equals(acts, "act", kind) & (acts["due"].to_numpy() > day)]
    ids = index.at(day)["id"]
    asks = np.asarray(ids.isin(set(some["hazard_id"])), dtype=np.bool_)
    return asks & standing(index, where)


def _unchecked(index: Index, where: Filter, acts: pd.DataFrame) -> Bools:
    drawn, looked = (set(acts["hazard_id"][equals(acts, "act", act)]) for act in (SAMPLED, CHECKED))
    if not drawn - looked:
        return np.zeros(index.size, dtype=np.bool_)
    waits = index.at(to_day(where.as_of))["id"].isin(drawn - looked)
    return np.asarray(waits, dtype=np.bool_) & index.mask(where)


def _latest(acts: pd.DataFrame) -> pd.DataFrame:
    """The last of each hazard: of the latest day, and of that day the one recorded last."""
    return acts.sort_values("on", kind="stable").drop_duplicates("hazard_id", keep="last")
