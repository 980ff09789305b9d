"""What a part of the map holds, for the charts beside it: by progress, sector group, township, days late."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from riskmap.domain.codes import Progress
from riskmap.domain.columns import to_day
from riskmap.metrics import counts, drill, ranking, stock
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import progress_at
from riskmap.metrics.index import Index
from riskmap.metrics.ranking import RankTable

SHOWN: tuple[Progress, ...] = tuple(code for code in Progress if code != Progress.VOID)


@dataclass(frozen=True, slots=True)
class Selection:
    """Figures of one filter. `progress`: (general, major) items that the map shows, by progress, those without
    coordinates among them; `counts`: measures.COLUMNS of the whole; `groups`, `townships`: rank tables (DOMAIN.md
    §3.3); `late`: overdue items by class of days late, the classes of `stock.late_from`.
    """

    progress: Mapping[Progress, tuple[int, int]]
    counts: Mapping[str, int]
    groups: RankTable
    townships: RankTable
    late: tuple[int, ...]

    @property
    def shown(self) -> int:
        """All items that the map shows."""
        return sum(general + major for general, major in self.progress.values())


def selection(index: Index, where: Filter) -> Selection:
    """Return the figures of a filter, its part of the map included, as of its day and for its period."""
    day, start = where.as_of, where.from_
    return Selection(
        progress=_progress(index, where),
        counts=counts.total(index, day, start, where),
        groups=ranking.table(index, "group", day, start, where),
        townships=ranking.table(index, "township", day, start, where),
        late=stock.ages(index, where).overdue,
    )


def _progress(index: Index, where: Filter) -> dict[Progress, tuple[int, int]]:
    """Count what `drill.shown` finds by progress and grade."""
    day = to_day(where.as_of)
    rows = np.flatnonzero(drill.shown(index, where))
    facts = index.facts.take(index.positions(day)[rows])
    state = progress_at(index.at(day), day)[rows]
    table: dict[Progress, tuple[int, int]] = {}
    for code in SHOWN:
        weight = np.bincount(facts.major[state == code], weights=facts.weight[state == code], minlength=2)
        table[code] = (round(float(weight[0])), round(float(weight[1])))
    return table
