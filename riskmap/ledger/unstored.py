"""Hazards that are not stored as a frame, so that the figures of a file are counted by the one definition."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from riskmap.domain.columns import CODE, DAY, HAZARDS, NUMBER, TEXT, to_day
from riskmap.domain.county import County
from riskmap.domain.hazard import Hazard
from riskmap.ledger.frames import typed
from riskmap.ledger.spells import VARYING, spells

# Columns that the hazard calls otherwise.
NAMED = {"enterprise": "enterprise_name", "due_original": "due", "batch": "batch_id"}


def frame(hazards: Sequence[Hazard], county: County) -> pd.DataFrame:
    """The latest states of hazards in the columns of riskmap.domain.columns; what only a store knows stays empty."""
    rows = [_row(one, county) for one in hazards]
    return pd.DataFrame({name: typed([row[name] for row in rows], kind) for name, kind in HAZARDS.items()})


def _row(hazard: Hazard, county: County) -> dict[str, Any]:
    facts = spells(hazard)[-1].facts
    row = {name: _value(hazard, NAMED.get(name, name), kind) for name, kind in HAZARDS.items()}
    row |= {name: facts[name] for name in VARYING if name != "group"}
    return row | {"group": county.sectors.group_of(facts["sector"]), "n": 1, "entered": to_day(hazard.found)}


def _value(hazard: Hazard, name: str, kind: str) -> Any:
    value = getattr(hazard, name, None)
    if kind == DAY:
        return to_day(value)
    if value is None:
        return "" if kind in {TEXT, CODE} else np.nan if kind == NUMBER else 0
    return getattr(value, "value", value)
