"""Weeks and months: their borders, their figures against a count hazard by hazard, and what stands beside them."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import numpy as np
import pandas as pd
from histories import FIRST, SPAN, History, as_date, frames, random_history
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from reference import count

from riskmap.domain import periods
from riskmap.domain.periods import Kind, Period
from riskmap.metrics import drill, filters
from riskmap.metrics.filters import Filter
from riskmap.metrics.index import Index
from riskmap.metrics.timeline import FLOWS, KINDS, STOCK, beside, first_day, lately, line, named, own_period, timeline

quick = settings(max_examples=10, deadline=None, phases=(Phase.explicit, Phase.generate))
any_day = st.dates(date(2019, 12, 20), date(2030, 1, 12))


def ledger(seed: int, size: int) -> list[History]:
    """Random histories, one item each."""
    made = (random_history(Random(seed * 1000 + number)) for number in range(size))
    return [tuple(replace(one, facts={**one.facts, "n": 1}) for one in history) for history in made]


ledgers = st.builds(ledger, st.integers(0, 10**6), st.integers(0, 50))
days = st.integers(FIRST + 30, FIRST + SPAN + 20)


@settings(max_examples=200, deadline=None)
@given(any_day, st.sampled_from(KINDS), st.integers(1, 60))
def test_periods_lie_side_by_side_without_a_gap_and_end_on_the_day(day: date, kind: Kind, length: int) -> None:
    found = lately(kind, day, length)
    assert len(found) == length
    assert found[-1].end == day
    for one, after in pairwise(found):
        assert one.end + timedelta(1) == after.start
        assert not one.is_partial
        if kind is Kind.WEEK:
            assert (one.start.isoweekday(), one.end.isoweekday(), one.days) == (1, 7, 7)
        else:
            assert one.start.day == after.start.day == 1
    frame = pd.Series(1, pd.to_datetime([day])).to_period("W-SUN" if kind is Kind.WEEK else "M")
    assert pd.Timestamp(found[-1].start) == frame.index[0].start_time


@settings(max_examples=200, deadline=None)
@given(any_day, st.sampled_from(KINDS))
def test_a_running_period_stands_beside_as_many_days(day: date, kind: Kind) -> None:
    now = lately(kind, day, 1)[0]
    before, year = periods.previous(now), periods.last_year(now)
    assert before.end < now.start
    assert year.end < now.start
    if now.is_partial:
        assert before.days == min(now.days, periods.whole(kind, before.start).days)
        assert year.days in {now.days, now.days - 1}  # 29 February answers to the 28th
    if kind is Kind.WEEK:
        assert before.start.isoweekday() == year.start.isoweekday() == 1


@quick
@given(ledgers, days, st.sampled_from(KINDS), st.sampled_from([{}, {"township": ("141034100",)}]))
def test_figures_are_those_of_a_count_hazard_by_hazard_on_each_last_day(histories, day, kind, narrowed) -> None:
    index = Index(*frames(histories))
    where = filters.changed(filters.default(as_date(day)), **narrowed)
    kept = (lambda facts: facts["township"] == "141034100") if narrowed else (lambda facts: True)
    for one in timeline(index, where, kind, 4):
        for point in (one.now, one.before):
            end, start, since = (
                (at - date(1970, 1, 1)).days for at in (point.period.end, point.period.start, point.since)
            )
            assert point.since == date(point.period.end.year, 1, 1)
            cohort = count(histories, end, since, (), kept).get((), {})
            assert {name: number for name, number in point.year.items() if number} == cohort
            alone = count(histories, end, start, (), kept).get((), {})
            assert {name: number for name, number in point.stock.items() if number} == {
                name: alone[name] for name in STOCK if name in alone
            }


@quick
@given(ledgers, days, st.sampled_from(KINDS), st.sampled_from([{}, {"sector": ("coal",)}, {"overdue": True}]))
def test_each_flow_opens_its_rows(histories, day, kind, narrowed) -> None:
    index = Index(*frames(histories))
    where = filters.changed(filters.default(as_date(day)), **narrowed)
    for one in timeline(index, where, kind, 3):
        for point in (one.now, one.before, one.last_year):
            own = own_period(where, point.period)
            behind = {name: int(np.count_nonzero(drill.rows(index, own, name))) for name in FLOWS}
            assert dict(point.flows) == behind


@settings(max_examples=100, deadline=None)
@given(any_day, st.sampled_from(KINDS), st.integers(0, 400))
def test_a_period_is_found_by_its_name_and_no_other_word_is_one(day: date, kind: Kind, ago: int) -> None:
    period = periods.whole(kind, day - timedelta(ago))
    assert named(kind, period.label, day) == Period(kind, period.start, min(period.end, day))
    later = periods.whole(kind, day + timedelta(40)).label
    assert [named(kind, word, day) for word in (later, "", "2026", "2026-W54", "2026-13", "last_year")] == [None] * 6


def test_a_running_week_is_compared_with_as_many_days_of_any_other() -> None:
    index, where = Index(*frames(ledger(1, 20))), filters.default(date(2026, 1, 7))
    running = lately(Kind.WEEK, where.as_of, 1)[0]
    assert running.days == 3
    for than, start in (("", date(2025, 12, 29)), ("2025-W50", date(2025, 12, 8)), ("last_year", date(2025, 1, 6))):
        other = beside(index, where, running, than).period
        assert (other.start, other.days) == (start, 3)


def test_rates_over_new_year_are_not_compared_and_a_chosen_first_day_goes_a_year_back() -> None:
    index = Index(*frames(ledger(1, 30)))
    where = filters.default(date(2026, 1, 11))
    second = line(index, where, Period(Kind.WEEK, date(2026, 1, 5), date(2026, 1, 11)))
    first = line(index, where, Period(Kind.WEEK, date(2025, 12, 29), date(2026, 1, 4)))
    assert (second.comparable, first.comparable) == (True, False)
    chosen = Filter(as_of=date(2026, 1, 11), from_=date(2025, 12, 15), set_from=True)
    one = line(index, chosen, Period(Kind.WEEK, date(2026, 1, 5), date(2026, 1, 11)))
    assert (one.now.since, one.last_year.since) == (date(2025, 12, 15), date(2024, 12, 15))
    early = line(index, chosen, Period(Kind.WEEK, date(2025, 12, 8), date(2025, 12, 14)))
    assert early.now.year is None
    assert first_day(
        filters.default(date(2026, 3, 1)), Period(Kind.MONTH, date(2026, 2, 1), date(2026, 2, 28))
    ) == date(2026, 1, 1)
