"""Frames of what stands beside the hazards, several rows a hazard: read whole, or again where hazards changed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import pandas as pd
from sqlalchemy import Connection

from riskmap.domain.county import County
from riskmap.ledger.frames import typed
from riskmap.store import rows

ORDER: Final = "hazard_id, seq"
CHANGED: Final = " AND hazard_id IN (SELECT id FROM hazard WHERE county_code = ? AND last_event > ?)"

Row = tuple[Any, ...]  # the hazard's id first
Select = Callable[[str, tuple[str, ...]], list[Row]]  # table, columns → its rows in the order of entry, by hazard
Read = Callable[[Select], Iterable[Row]]


def load(
    connection: Connection,
    county: County,
    kinds: Mapping[str, str],
    read: Read,
    known: pd.DataFrame | None = None,
    after: int = 0,
) -> pd.DataFrame:
    """The frame of the columns `kinds` (name → type), first of them `hazard_id`, with the rows that `read` makes.

    `known`: the frame of the revision `after`; then only the rows of hazards that changed since are read again, and
    stand behind the others; those of one hazard keep their order.
    """
    more, values = (CHANGED, (county.code, after)) if known is not None else ("", ())

    def select(table: str, names: tuple[str, ...]) -> list[Row]:
        return rows.select(connection, table, names, "county_code = ?" + more, (county.code, *values), ORDER)

    columns = list(zip(*read(select), strict=True)) or [()] * len(kinds)
    fresh = _frame(kinds, columns)
    if known is None:
        return fresh
    changed = rows.select(connection, "hazard", ("id",), "county_code = ? AND last_event > ?", (county.code, after))
    kept = known[~known["hazard_id"].isin([row[0] for row in changed])]
    if not len(fresh):
        return kept.reset_index(drop=True)
    return _frame(kinds, [[*kept[name], *fresh[name]] for name in kinds])


def _frame(kinds: Mapping[str, str], columns: Sequence[Sequence[Any]]) -> pd.DataFrame:
    named = zip(kinds.items(), columns, strict=True)
    return pd.DataFrame({name: typed(column, kind) for (name, kind), column in named})
