"""Stored rows → the frame of who held a post of the responsibility chain (riskmap.domain.columns.POSTS)."""

from operator import itemgetter
from typing import Any, Final

import pandas as pd
from sqlalchemy import Connection

from riskmap.domain.codes import Post
from riskmap.domain.columns import NEVER, POSTS, to_day
from riskmap.domain.county import County
from riskmap.ledger import beside
from riskmap.ledger.beside import Row, Select
from riskmap.store.shapes import as_date

ALWAYS: Final = -NEVER  # since ever: a holder whose first day nobody wrote down


def load(connection: Connection, county: County, known: pd.DataFrame | None = None, after: int = 0) -> pd.DataFrame:
    """Who held which post from which day on, by hazard in the order of entry; `known`, `after`: see beside.load.

    The leader of a listing answers for the supervision until it is delisted, unless the chain names somebody later.
    """
    return beside.load(connection, county, POSTS, _read, known, after)


def _read(select: Select) -> list[Row]:
    return sorted([*_listed(select), *_named(select)], key=itemgetter(0))


def _named(select: Select) -> list[Row]:
    found = select("responsible", ("hazard_id", "post", "unit", "person", "since"))
    return [(*row[:4], _day(row[4], ALWAYS), NEVER) for row in found]


def _listed(select: Select) -> list[Row]:
    return [
        (hazard, Post.SUPERVISION.value, unit, leader, _day(listed, NEVER), _day(delisted, NEVER))
        for hazard, unit, leader, listed, delisted in select(
            "listing", ("hazard_id", "unit", "leader", "listed", "delisted")
        )
        if listed and (unit or leader)
    ]


def _day(value: Any, missing: int) -> int:
    day = as_date(value)
    return missing if day is None else to_day(day)
