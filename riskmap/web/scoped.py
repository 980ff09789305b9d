"""The part of the ledger a reader may see, as frames of their own: what is not in them is in no figure and no layer."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from riskmap.domain.hazard import Hazard
from riskmap.domain.masking import hidden_numbers, hidden_person
from riskmap.domain.nameless import FRAMES, Told, without_names
from riskmap.domain.people import Scope, names
from riskmap.metrics.frame import equals

if TYPE_CHECKING:
    from riskmap.ledger.queries import Snapshot
    from riskmap.store.events import StoredEvent
    from riskmap.web.identity import Reader

Bools = npt.NDArray[np.bool_]
COLUMNS = dict(zip(names(), ("sector", "department", "township", "enterprise_id"), strict=True))


def within(frame: pd.DataFrame, scopes: tuple[Scope, ...], enterprise: str = "enterprise_id") -> Bools:
    """Which rows of a frame lie in one of the scopes; `enterprise`: its column of enterprises' ids."""
    nowhere: Bools = np.zeros(len(frame), dtype=np.bool_)
    return reduce(lambda found, scope: found | _in(frame, scope, enterprise), scopes, nowhere)


def _in(frame: pd.DataFrame, scope: Scope, enterprise: str) -> Bools:
    kept: Bools = np.ones(len(frame), dtype=np.bool_)
    for name, column in COLUMNS.items():
        wanted = getattr(scope, name)
        if wanted:
            kept &= equals(frame, enterprise if column == "enterprise_id" else column, *wanted)
    return kept


def snapshot(whole: "Snapshot", scopes: tuple[Scope, ...]) -> "Snapshot":
    """The snapshot of these scopes. An enterprise is seen where it lies within, or where a hazard that is seen does."""
    keep = within(whole.hazards, scopes)
    hazards = whole.hazards[keep].reset_index(drop=True)
    place = np.cumsum(keep) - 1
    row = whole.spells["row"].to_numpy() if len(whole.spells) else np.zeros(0, dtype=np.int64)
    spells = whole.spells[keep[row]].reset_index(drop=True) if len(row) else whole.spells
    if len(spells):
        spells = spells.assign(row=place[row[keep[row]]])
    seen = set(hazards["enterprise_id"])
    firms = whole.enterprises
    near = within(firms, scopes, "id") | firms["id"].isin(seen).to_numpy(dtype=np.bool_)
    firms = firms[near].reset_index(drop=True)
    visits = whole.inspections
    visits = visits[visits["enterprise_id"].isin(set(firms["id"])).to_numpy(dtype=np.bool_)].reset_index(drop=True)
    acts = whole.acts[whole.acts["hazard_id"].isin(set(hazards["id"])).to_numpy(dtype=np.bool_)].reset_index(drop=True)
    posts = whole.posts[whole.posts["hazard_id"].isin(set(hazards["id"])).to_numpy(dtype=np.bool_)]
    kept = replace(whole, acts=acts, posts=posts.reset_index(drop=True))
    return replace(kept, hazards=hazards, spells=spells, enterprises=firms, inspections=visits)


def nameless(whole: "Snapshot") -> "Snapshot":
    """The snapshot with names of persons to their first character, telephone and identity numbers hidden."""
    changes: dict[str, Any] = {name: _masked(getattr(whole, name), told) for name, told in FRAMES.items()}
    return replace(whole, **changes)


def named(hazard: Hazard, asks: "Reader") -> Hazard:
    """A hazard with the names of persons if who asks may read them in it, else without."""
    return hazard if asks.sees_names(hazard) else without_names(hazard)


def bare(events: "Iterable[StoredEvent]") -> "list[StoredEvent]":
    """Events without what they were told, and without the names of who took the steps and for whom."""
    return [
        one._replace(
            payload="{}", actor_name=hidden_person(one.actor_name), on_behalf_of=hidden_person(one.on_behalf_of)
        )
        for one in events
    ]


def _masked(frame: pd.DataFrame, told: Told) -> pd.DataFrame:
    if not len(frame):
        return frame
    hidden = {name: _each(frame[name], hidden_person) for name in told.persons}
    hidden |= {name: _each(frame[name], hidden_numbers) for name in told.words}
    return frame.assign(**hidden)


def _each(column: "pd.Series[str]", hide: Callable[[str], str]) -> "pd.Series[str]":
    known = {text: hide(text) for text in column.unique()}
    return column.map(known).astype(column.dtype)
