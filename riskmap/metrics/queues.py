"""What waits for somebody (我的工作): hazards that wait for the same step, by the roles that take it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from riskmap.domain.codes import Grade, Progress, Status, Step
from riskmap.domain.columns import ASKED, DELISTING, PROPOSED, SAMPLED, WISHED, to_day
from riskmap.domain.roles import OFFICE, RECORDERS, SUPERVISORS, Role
from riskmap.metrics import drill, filters, named
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import Ints, equals, progress_and_left
from riskmap.metrics.index import Index

OWNERS: Final = RECORDERS | {Role.ENTERPRISE}
ALL: Final = OWNERS | {Role.LEADER, Role.ANALYST, Role.INSPECTOR}
MANAGERS: Final = OWNERS | {Role.LEADER}
FIRM: Final = frozenset({Role.ENTERPRISE})
OWN, OTHERS = "self_found", "sector"  # the short loop's steps are the enterprise's own; the other loop's are not
REVIEW, CLOSE = (Status.AWAITING_REVIEW.value,), (Status.VERIFIED.value,)
UNRECTIFIED = (Status.OPEN.value, Status.RECTIFYING.value, Status.REJECTED.value)


@dataclass(frozen=True, slots=True)
class Queue:
    """Hazards that wait for the same step, for `roles`. `rows`, `only`, `among`: what the ledger shows of them."""

    name: str
    rows: str
    roles: frozenset[Role]
    only: Mapping[str, object] = field(default_factory=dict)
    among: str = ""


# In the order of urgency; what a queue is called stands in riskmap.views.html.my_work.
QUEUES: Final = (
    Queue("alarm", drill.ALARM, MANAGERS),
    Queue("overdue", "stock_overdue", MANAGERS),
    Queue("rejected", "", OWNERS, {"status": (Status.REJECTED.value,)}),
    Queue("rectify", "", FIRM, {"status": (Status.OPEN.value, Status.RECTIFYING.value)}),
    Queue("today", "soon.0", OWNERS),
    Queue("soon", "soon.3", OWNERS),
    Queue("week", "soon.7", OWNERS),
    Queue("unexplained", drill.UNEXPLAINED, OWNERS),
    Queue("confirm", "", SUPERVISORS, {"status": (Status.PENDING.value,)}),
    Queue("review_late", "review_late", SUPERVISORS, among=OTHERS),
    Queue("review", "", SUPERVISORS, {"status": REVIEW}, OTHERS),
    Queue("review_own", "", FIRM, {"status": REVIEW}, OWN),
    Queue("close", "", SUPERVISORS, {"status": CLOSE, "grade": (Grade.GENERAL.value,)}, OTHERS),
    Queue("close_major", "", OFFICE, {"status": CLOSE, "grade": (Grade.MAJOR.value,)}),
    Queue("close_own", "", FIRM, {"status": CLOSE}, OWN),
    Queue("sample", drill.WAITING + SAMPLED, SUPERVISORS),
    Queue("extension", drill.WAITING + ASKED, SUPERVISORS),
    Queue("listing", drill.WAITING + PROPOSED, OFFICE),
    Queue("delisting", drill.WAITING + DELISTING, OFFICE),
    Queue("coordination", drill.WAITING + WISHED, OFFICE | {Role.LEADER}),
    Queue("unreported", drill.UNREPORTED, SUPERVISORS),
    Queue("unreported_closed", drill.UNREPORTED, SUPERVISORS, {"status": (Status.CLOSED.value,)}),
    Queue("remind", drill.LADDER + Step.REMIND, SUPERVISORS),
    *(Queue(str(step), drill.LADDER + step, OFFICE) for step in Step if step not in {Step.REMIND, Step.TRANSFER}),
)


def queues(roles: frozenset[Role], name: str = "") -> tuple[Queue, ...]:
    """The queues that somebody with these roles works on; an inspector's are those of the visits that name him."""
    return (*(_inspected(name) if Role.INSPECTOR in roles and name else ()), *(q for q in QUEUES if q.roles & roles))


def _inspected(name: str) -> tuple[Queue, ...]:
    rows, whose = drill.NAMED + named.key(name), frozenset({Role.INSPECTOR})
    return (
        Queue("visit_review", rows, whose, {"status": REVIEW}, OTHERS),
        Queue("visit_open", rows, whose, {"status": UNRECTIFIED}),
    )


def rows(index: Index, where: Filter, queue: Queue) -> Ints:
    """Return the hazards of a queue within a filter, the most urgent first, what is crossed off last; a part of the
    filter that the queue itself sets is the queue's.
    """
    return index.answers.get(("queue", queue.name, queue.rows, where), lambda: _rows(index, where, queue))


def _rows(index: Index, where: Filter, queue: Queue) -> Ints:
    own = filters.changed(where, **queue.only) if queue.only else where
    found = np.flatnonzero(drill.rows(index, own, queue.rows, queue.among))
    frame = index.at(to_day(where.as_of)).take(found)
    major = equals(frame, "grade", "major")
    progress, left = progress_and_left(frame, to_day(where.as_of))
    number, closed = frame["hazard_no"].to_numpy(dtype=object).astype(str), progress == Progress.CLOSED
    return np.asarray(found[np.lexsort((number, ~major, left, closed))])
