"""How long rectifying and closing take, open items censored; SciPy is the independent reference."""

import warnings
from datetime import date
from random import Random

import numpy as np
import pytest
from histories import FIRST, NEVER, SPAN, aggregated, as_date, day, frames, random_history, single
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from riskmap.metrics.durations import CLOSED, EVENTS, FEWEST_ENDS, RECTIFIED, Curve, by_unit, closing, curve, graded
from riskmap.metrics.filters import Filter
from riskmap.metrics.index import Index
from riskmap.metrics.quality import quality
from riskmap.metrics.scope import scope

YEAR = Filter(as_of=date(2026, 5, 31), from_=date(2026, 1, 1))


def test_open_items_leave_the_count_on_the_day_they_were_last_seen():
    # closed after 2, 4 and 4 days; last seen open after 3 and 9 days
    found = curve(np.array([2, 3, 4, 4, 9]), np.array([True, False, True, True, False]))
    assert found.days == (0, 2, 4)
    assert np.allclose(found.share, (0, 1 / 5, 1 - (4 / 5) * (1 / 3)))
    assert (found.items, found.ends, found.median) == (5, 3, 4)


def test_nothing_closed_has_no_median():
    found = curve(np.array([5, 6]), np.array([False, False]))
    assert (found.ends, found.median) == (0, None)
    assert curve(np.array([], dtype=int), np.array([], dtype=bool)).items == 0


def test_a_past_day_sees_as_open_what_was_closed_later():
    row = single(found=day(2026, 5, 1), passed=day(2026, 5, 11), closed=day(2026, 5, 11))
    curves = closing(Index(*frames([row])), YEAR)
    assert (curves["general"].ends, curves["general"].median) == (1, 10)
    early = Filter(as_of=YEAR.as_of.replace(day=5), from_=YEAR.from_)
    assert closing(Index(*frames([row])), early)["general"].ends == 0


times = st.lists(st.tuples(st.integers(0, 30), st.booleans(), st.integers(1, 3)), min_size=1, max_size=60)


@settings(max_examples=60, deadline=None)
@given(times)
def test_curve_interval_and_median_are_those_of_scipy(items):
    waited, done, weight = (np.array(column) for column in zip(*items, strict=True))
    found = curve(waited, done, weight)
    long, ended = np.repeat(waited, weight), np.repeat(done, weight)
    assert (found.items, found.ends) == (len(long), ended.sum())
    if not ended.any():
        return
    reference = ecdf(CensoredData(uncensored=long[ended], right=long[~ended]))
    with np.errstate(all="ignore"), warnings.catch_warnings(action="ignore"):
        bounds = reference.sf.confidence_interval(method="log-log")
    at = np.isin(reference.sf.quantiles, found.days[1:])
    assert np.allclose(reference.sf.evaluate(found.days[1:]), 1 - np.array(found.share[1:]))
    open_ = np.array(found.share[1:]) < 1  # beyond, SciPy divides by zero and we say nothing
    for ours, theirs in ((found.low, bounds.high), (found.high, bounds.low)):
        assert np.allclose(np.array(ours[1:])[open_], 1 - theirs.probabilities[at][open_])
    reached = [value for value in found.days[1:] if reference.sf.evaluate(value) <= 0.5 + 1e-9]
    assert found.median == (min(reached) if reached else None)
    first, last = found.between
    assert found.median is None or (first is not None and first <= found.median)
    assert last is None or (found.median is not None and last >= found.median)


def test_the_interval_of_the_median_is_that_of_a_published_worked_example():
    """Remission under 6-MP (Freireich et al. 1963): median 23 weeks, 95 % interval from 13, no upper end (log-log)."""
    ends = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    found = curve(np.array(ends + censored), np.array([True] * 9 + [False] * 12))
    assert (found.items, found.ends, found.median, found.between) == (21, 9, 23, (13, None))
    waiting = [round(1 - share, 4) for share in found.share[1:]]
    assert waiting == [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]


many = st.builds(
    lambda seed, size: [random_history(Random(seed * 1000 + number)) for number in range(size)],
    st.integers(0, 10**6), st.integers(0, 25),
)  # fmt: skip
period = st.tuples(st.integers(FIRST - 5, FIRST + SPAN + 5), st.integers(0, 60))


@settings(max_examples=20, deadline=None)
@given(many, period, st.sampled_from(EVENTS))
def test_on_any_ledger_each_part_is_the_curve_of_its_rows_counted_one_by_one(histories, span, event):
    where = Filter(as_of=as_date(span[0]), from_=as_date(span[0] - span[1]))
    index = Index(*frames(histories))
    told = _plain(index, where, event)
    for grade, found in graded(index, where, event).items():
        rows = [row for row in told if grade in ("all", row["grade"])]
        assert found.items == len(rows)
        assert found.ends == sum(row["done"] for row in rows)
        if found.ends:
            parts = [[row["days"] for row in rows if row["done"] is done] for done in (True, False)]
            reference = ecdf(CensoredData(uncensored=parts[0], right=parts[1])).sf
            assert np.allclose(reference.evaluate(found.days[1:]), 1 - np.array(found.share[1:]))
    for dim in ("township", "group"):
        units = by_unit(index, where, event, dim)
        assert {one.code: one.curve.items for one in units} == {
            code: n for code in {row[dim] for row in told} if (n := sum(row[dim] == code for row in told))
        }


def _plain(index, where, event):
    """One dict an item, from the frame of the day, with the sets of the contract only."""
    s = scope(index, where)
    keep = np.flatnonzero(s.holds.cohort)
    rows = []
    for number, row in s.frame.iloc[keep].iterrows():
        name = {CLOSED: ("closed",), RECTIFIED: ("rectified", "declared", "passed", "closed")}[event]
        done = bool((s.holds.closed if event == CLOSED else s.holds.rect)[number])
        end = next((row[one] for one in name if row[one] != NEVER), s.day)
        if event == RECTIFIED and row["rectified"] == NEVER:
            end = s.facts.rect[number]
        waited = max(min(int(end), s.day) - row["found"], 0) if done else max(s.day - row["found"], 0)
        rows += [{"grade": row["grade"], "township": row["township"], "group": row["group"],
                  "done": done, "days": waited}] * int(row["n"])  # fmt: skip
    return rows


@settings(max_examples=6, deadline=None)
@given(many, period)
def test_weights_count_as_rows_do(histories, span):
    where = Filter(as_of=as_date(span[0]), from_=as_date(span[0] - span[1]))
    one, other = (graded(Index(*frames(form)), where, CLOSED)["all"] for form in (histories, aggregated(histories)))
    assert (one.days, one.items, one.ends, one.median, one.between) == (
        other.days, other.items, other.ends, other.median, other.between)  # fmt: skip


def test_a_curve_of_finished_items_has_the_median_that_the_other_pages_print():
    rows = [single(found=day(2026, 5, 1), declared=day(2026, 5, 1 + wait), rectified=day(2026, 5, 1 + wait))
            for wait in (2, 3, 3, 8, 9)]  # fmt: skip
    index = Index(*frames(rows))
    assert graded(index, YEAR, RECTIFIED)["general"].median == quality(index, YEAR).median_days == 3


@pytest.mark.parametrize(("ends", "shown"), [(FEWEST_ENDS, 4), (FEWEST_ENDS - 1, None)])
def test_few_ends_show_no_median(ends, shown):
    found = curve(np.full(ends, 4), np.ones(ends, dtype=bool))
    assert (found.median, found.shown_median) == (4, shown)
    assert Curve((0,), (0.0,), 0, 0, None).shown_median is None
