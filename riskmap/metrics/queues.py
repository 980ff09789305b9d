"""What waits for somebody (我的工作): hazards that wait for the same step, by the roles that take it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from riskmap.domain.codes import Status, Step
from riskmap.domain.columns import ASKED, DELISTING, PROPOSED, WISHED, to_day
from riskmap.domain.roles import OFFICE, RECORDERS, SUPERVISORS, Role
from riskmap.metrics import drill, filters
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import Ints, days_left, equals
from riskmap.metrics.index import Index

OWNERS: Final = RECORDERS | {Role.ENTERPRISE}
ALL: Final = OWNERS | {Role.LEADER, Role.ANALYST, Role.INSPECTOR}
MANAGERS: Final = OWNERS | {Role.LEADER}


@dataclass(frozen=True, slots=True)
class Queue:
    """Hazards that wait for the same step. `rows` and `only`: what the ledger shows of them; `roles`: for whom."""

    name: str
    rows: str
    roles: frozenset[Role]
    only: Mapping[str, object] = field(default_factory=dict)


# In the order of urgency; what a queue is called stands in riskmap.views.html.my_work.
QUEUES: Final = (
    Queue("alarm", drill.ALARM, MANAGERS),
    Queue("overdue", "stock_overdue", MANAGERS),
    Queue("rejected", "", OWNERS, {"status": (Status.REJECTED.value,)}),
    Queue("today", "soon.0", OWNERS),
    Queue("soon", "soon.3", OWNERS),
    Queue("week", "soon.7", OWNERS),
    Queue("unexplained", drill.UNEXPLAINED, OWNERS),
    Queue("confirm", "", SUPERVISORS, {"status": (Status.PENDING.value,)}),
    Queue("review_late", "review_late", SUPERVISORS),
    Queue("review", "", SUPERVISORS, {"status": (Status.AWAITING_REVIEW.value,)}),
    Queue("close", "", SUPERVISORS, {"status": (Status.VERIFIED.value,)}),
    Queue("extension", drill.WAITING + ASKED, SUPERVISORS),
    Queue("listing", drill.WAITING + PROPOSED, OFFICE),
    Queue("delisting", drill.WAITING + DELISTING, OFFICE),
    Queue("coordination", drill.WAITING + WISHED, OFFICE | {Role.LEADER}),
    Queue("sampled", drill.SAMPLED, SUPERVISORS),
    Queue("unreported", drill.UNREPORTED, SUPERVISORS),
    Queue("remind", drill.LADDER + Step.REMIND, SUPERVISORS),
    *(Queue(str(step), drill.LADDER + step, OFFICE) for step in Step if step not in {Step.REMIND, Step.TRANSFER}),
)


def queues(roles: frozenset[Role]) -> tuple[Queue, ...]:
    """The queues that somebody with these roles works on."""
    return tuple(queue for queue in QUEUES if queue.roles & roles)


def rows(index: Index, where: Filter, queue: Queue) -> Ints:
    """Return the hazards of a queue within a filter, the most urgent first; a part of the filter that the queue
    itself sets is the queue's.
    """
    return index.answers.get(("queue", queue.name, where), lambda: _rows(index, where, queue))


def _rows(index: Index, where: Filter, queue: Queue) -> Ints:
    own = filters.changed(where, **queue.only) if queue.only else where
    found = np.flatnonzero(drill.rows(index, own, queue.rows))
    frame = index.at(to_day(where.as_of)).take(found)
    major = equals(frame, "grade", "major")
    left = days_left(frame, to_day(where.as_of))
    return np.asarray(found[np.lexsort((frame["hazard_no"].to_numpy(dtype=object).astype(str), ~major, left))])
