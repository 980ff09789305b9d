"""Changes since a day: what is new, closed or newly late, and the rows behind each."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from riskmap.domain.codes import Progress
from riskmap.domain.columns import from_day
from riskmap.metrics import changes, drill, filters
from riskmap.metrics.frame import progress_at
from riskmap.metrics.index import Index
from support.hazard_frames import AS_OF, T, facts, frame, random_rows


def test_each_kind_is_told_apart() -> None:
    rows = [
        facts(1, found=T - 3, confirmed=T - 3, due=T + 9),
        facts(2, found=T - 60, due=T - 2),
        facts(3, found=T - 60, due=T - 30),
        facts(4, found=T - 60, due=T - 30, rectified=T - 20, passed=T - 9, closed=T - 1),
    ]
    found = changes.between(Index(frame(*rows)), filters.default(AS_OF), from_day(T - 7))
    assert {kind: places.tolist() for kind, places in found.items()} == {"new": [0], "closed": [3], "late": [1]}


@given(seed=st.integers(0, 30), ago=st.integers(1, 200))
def test_newly_late_is_late_today_and_was_not_then_and_opens_its_rows(seed: int, ago: int) -> None:
    index, where, day = Index(frame(*random_rows(seed, 60))), filters.default(AS_OF), from_day(T - ago)
    late = changes.between(index, where, day)["late"]
    now, then = progress_at(index.at(T), T), progress_at(index.at(T - ago), T - ago)
    assert late.tolist() == np.flatnonzero((now == Progress.OVERDUE) & (then != Progress.OVERDUE)).tolist()
    behind = drill.rows(index, changes.since(where, day), changes.SINCE["late"])
    assert late.tolist() == np.flatnonzero(behind).tolist()
