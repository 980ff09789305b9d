"""A file against the ledger that this process serves. No streamlit here."""

from typing import Any

import numpy as np

from riskmap.domain.hazard import Hazard
from riskmap.ingest.reconcile import CODES, Reconciled, Scope, reconcile, told_fields
from riskmap.ledger import queries, unstored
from riskmap.metrics.balance import in_play
from riskmap.metrics.filters import Filter
from riskmap.metrics.index import Index
from riskmap.web import data
from riskmap.web.data import View

Told = tuple[str, str, tuple[str, int], list[tuple[str, Any, Any]], str]


def scope(ids: Any, index: Index, where: Filter) -> Scope:
    """The period of a filter with the hazards of ours that are in it."""
    ours = frozenset(np.asarray(ids, dtype=object)[in_play(index, where)].astype(str).tolist())
    codes = {name: frozenset(getattr(where, name)) for name in CODES if getattr(where, name)}
    return Scope(where.from_, where.as_of, ours, codes)


def compared(view: View, where: Filter, content: bytes, name: str, sender: str) -> Reconciled:
    """The comparison of a file with our ledger in the period of a filter."""
    return reconcile(
        content,
        county=data.county(),
        index=queries.match_index(data.engine(), data.county(), demo=view.snapshot.demo),
        scope=scope(view.snapshot.hazards["id"], view.index, where),
        today=data.today(),
        name=name,
        sender=sender,
    )


def index_of(found: Reconciled) -> Index:
    """Their ledger, counted as ours is."""
    firms = data.whole().snapshot.enterprises
    return Index(unstored.frame(found.theirs, data.county()), None, data.county().orders(), firms=firms)


def numbers(view: View) -> dict[str, str]:
    """Permanent numbers by id."""
    frame = view.snapshot.hazards
    return dict(zip(frame["id"].astype(str), frame["hazard_no"].astype(str), strict=True))


def told(view: View, found: Reconciled, most: int) -> list[Told]:
    """The first differences, field by field: (id, number, place, [(field, ours, theirs)], why only corrections)."""
    first = found.different[:most]
    stored: dict[str, Hazard] = {
        one.id: one for one in queries.hazards(data.engine(), data.county(), (m.hazard_id for m in first))
    }
    names = numbers(view)
    return [
        (
            one.hazard_id, names.get(one.hazard_id, one.hazard_id), (one.sheet, one.row),
            [(name, getattr(stored[one.hazard_id], name), one.changes[name]) for name in told_fields(one.changes)],
            one.code,
        )
        for one in first
    ]  # fmt: skip
