"""What a channel is told: hazards of the queues of its role within its part of the county."""

from collections.abc import Mapping
from datetime import date
from functools import reduce
from typing import Final

import numpy as np

from riskmap.domain.codes import Step
from riskmap.domain.notices import Kind
from riskmap.domain.people import Grant, Scope
from riskmap.metrics import filters, queues
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import Ints
from riskmap.metrics.index import Index

LADDER: Final = "ladder"
TOLD: Final[Mapping[Kind, Mapping[str, tuple[str, ...]]]] = {  # kind → line → queues that it joins
    Kind.ALARM: {"alarm": ("alarm",)},
    Kind.WAITING: {
        "overdue": ("overdue",),
        "week": ("week",),
        LADDER: tuple(step.value for step in Step),
        "review_late": ("review_late",),
    },
}


def where(scope: Scope, day: date) -> Filter:
    """The filter of a part of the county on a day."""
    parts = {
        "sector": scope.sectors, "department": scope.departments, "township": scope.townships,
        "enterprise": scope.enterprises,
    }  # fmt: skip
    narrowed = {key: tuple(sorted(codes)) for key, codes in parts.items() if codes}
    return filters.changed(filters.default(day), **narrowed)


def waiting(index: Index, grant: Grant, day: date, kind: Kind) -> dict[str, Ints]:
    """Return line → hazards, most urgent first; lines without any are left out, as are queues of other roles."""
    asked, own = where(grant.scope, day), {queue.name: queue for queue in queues.queues(frozenset({grant.role}))}
    found = {}
    for line, joined in TOLD[kind].items():
        pieces = [queues.rows(index, asked, own[name]) for name in joined if name in own]
        rows = reduce(_joined, pieces, np.zeros(0, dtype=np.int64))
        if len(rows):
            found[line] = rows
    return found


def _joined(known: Ints, more: Ints) -> Ints:
    return np.concatenate([known, more[~np.isin(more, known)]])
