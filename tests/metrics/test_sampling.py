"""The sample of the self-found: recent, general, crossed off, drawn by the id alone; the share is the county's."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import numpy as np
import pytest
from histories import FIRST, SPAN, as_date, frames, random_history

from riskmap.domain.sampling import drawn
from riskmap.metrics import drill, queues
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import days
from riskmap.metrics.index import Index
from riskmap.metrics.sampling import DAYS

DAY = as_date(FIRST + SPAN - 5)


@pytest.mark.parametrize("percent", [0, 5, 50, 100])
def test_the_drawn_are_recent_self_found_general_and_crossed_off(percent: int) -> None:
    rnd = Random(7)
    frame, spells = frames([random_history(rnd) for _ in range(400)])
    index, where = Index(frame, spells, sample=percent), Filter(as_of=DAY, from_=DAY.replace(month=1, day=1))
    frame = index.at((DAY - date(1970, 1, 1)).days)
    found = drill.rows(index, where, drill.SAMPLED)
    closed = days(frame, "closed")
    last = (DAY - date(1970, 1, 1)).days
    wanted = (closed <= last) & (closed > last - DAYS) & (frame["source"] == "self") & (frame["grade"] == "general")
    chosen = np.array([drawn(str(one), percent) for one in frame["id"]])
    assert found.tolist() == (index.mask(where) & wanted.to_numpy() & chosen).tolist()
    assert percent != 100 or found.any()
    later = replace(where, as_of=DAY + timedelta(days=DAYS * 99))
    assert not drill.rows(index, later, drill.SAMPLED).any()


def test_it_is_a_queue_of_who_supervises() -> None:
    names = {str(role): [one.name for one in queues.queues(frozenset({role}))] for role in queues.ALL}
    assert "sampled" in names["department"]
    assert "sampled" not in names["enterprise"]
