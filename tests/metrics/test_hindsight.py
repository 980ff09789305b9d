"""Would last months' lists have helped: against chance, and against most open hazards first."""

from datetime import date

import pytest

from riskmap.domain.columns import to_day
from riskmap.metrics.filters import Filter
from riskmap.metrics.hindsight import hindsight, past
from riskmap.metrics.index import Index
from support.hazard_frames import facts, frame

NOW = Filter(as_of=date(2026, 11, 22), from_=date(2026, 1, 1))


def hazard(number, firm, found, due, **given):
    day = to_day(found)
    return facts(number, enterprise_id=firm, found=day, confirmed=day, due=to_day(due), **given)


def test_an_enterprise_that_fell_behind_is_held_by_the_list_that_named_it():
    index = Index(frame(
        hazard(1, "named", date(2026, 9, 10), date(2026, 9, 20)),  # overdue at the end of September: in the list
        hazard(2, "named", date(2026, 9, 10), date(2026, 10, 9)),  # and newly late in October
        hazard(3, "busy", date(2026, 9, 10), date(2027, 3, 1)),  # much open, nothing due
        hazard(4, "busy", date(2026, 9, 11), date(2027, 3, 1)),
        hazard(5, "busy", date(2026, 9, 11), date(2027, 3, 1)),
        hazard(6, "unseen", date(2026, 10, 3), date(2026, 10, 9)),  # found in October: in no list before it
    ))  # fmt: skip
    (october,) = past(index, NOW, 1)
    assert (october.first, october.last) == (date(2026, 10, 1), date(2026, 10, 31))
    found = hindsight(index, NOW, months=1, first=1)
    assert (found.months, found.late, found.held, found.open_held) == (1, 2, 1, 0)
    assert (found.apart, found.verdict) == (1, 0)  # one enterprise is no proof
    assert found.chance == pytest.approx(0.5)  # one of two known enterprises drawn, one of them fell behind


def test_only_full_months_count_and_none_before_the_ledger():
    index = Index(frame(hazard(1, "a", date(2026, 8, 10), date(2026, 9, 20))))
    assert [one.last for one in past(index, NOW, 6)] == [date(2026, 9, 30), date(2026, 10, 31)]
    last_day = Filter(as_of=date(2026, 10, 31), from_=date(2026, 1, 1))
    assert past(index, last_day, 6)[-1].last == date(2026, 10, 31)
    assert past(Index(frame()), NOW, 6) == ()
