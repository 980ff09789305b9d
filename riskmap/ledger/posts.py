"""Stored rows → the frame of who held a post of the responsibility chain (riskmap.domain.columns.POSTS)."""

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
from sqlalchemy import Connection

from riskmap.domain.codes import Post
from riskmap.domain.columns import NEVER, POSTS, to_day
from riskmap.domain.county import County
from riskmap.ledger.frames import typed
from riskmap.store import rows
from riskmap.store.shapes import as_date

ALWAYS: Final = -NEVER  # since ever: a holder whose first day nobody wrote down
ORDER: Final = "hazard_id, seq"
CHANGED: Final = " AND hazard_id IN (SELECT id FROM hazard WHERE county_code = ? AND last_event > ?)"


def load(connection: Connection, county: County, known: pd.DataFrame | None = None, after: int = 0) -> pd.DataFrame:
    """Who held which post from which day on, by hazard in the order of entry.

    `known`: the frame of the revision `after`; then only hazards that changed since are read again. The leader of a
    listing answers for the supervision until it is delisted, unless the chain names somebody later.
    """
    more, values = (CHANGED, (county.code, after)) if known is not None else ("", ())
    listed, named = _listed(connection, county, more, values), _named(connection, county, more, values)
    found = sorted([*listed, *named], key=lambda row: row[0])
    columns = dict(zip(POSTS, zip(*found, strict=True) if found else [()] * len(POSTS), strict=True))
    fresh = pd.DataFrame({name: typed(columns[name], kind) for name, kind in POSTS.items()})
    if known is None:
        return fresh
    changed = rows.select(connection, "hazard", ("id",), "county_code = ? AND last_event > ?", (county.code, after))
    kept = known[~known["hazard_id"].isin([row[0] for row in changed])]
    if not len(fresh):
        return kept.reset_index(drop=True)
    stacked = {name: [*kept[name], *fresh[name]] for name in POSTS}
    return pd.DataFrame({name: typed(stacked[name], kind) for name, kind in POSTS.items()})


def _named(connection: Connection, county: County, more: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    names = ("hazard_id", "post", "unit", "person", "since")
    found = rows.select(connection, "responsible", names, "county_code = ?" + more, (county.code, *values), ORDER)
    return [(*row[:4], _day(row[4], ALWAYS), NEVER) for row in found]


def _listed(connection: Connection, county: County, more: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    names = ("hazard_id", "unit", "leader", "listed", "delisted")
    found = rows.select(connection, "listing", names, "county_code = ?" + more, (county.code, *values), ORDER)
    return [
        (hazard, Post.SUPERVISION.value, unit, leader, _day(listed, NEVER), _day(delisted, NEVER))
        for hazard, unit, leader, listed, delisted in found
        if listed and (unit or leader)
    ]


def _day(value: Any, missing: int) -> int:
    day = as_date(value)
    return missing if day is None else to_day(day)
