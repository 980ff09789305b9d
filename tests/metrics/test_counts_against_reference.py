"""The counting engine against the same definitions written out hazard by hazard."""

from random import Random

import numpy as np
import pytest
from histories import FIRST, SPAN, aggregated, as_date, frames, random_history, with_weight_one
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import count

from riskmap.domain.columns import to_day
from riskmap.metrics import direct, fast
from riskmap.metrics.counts import COLUMNS, counts
from riskmap.metrics.filters import Filter
from riskmap.metrics.index import Index

DIMS = [
    "sector",
    "group",
    "township",
    "grade",
    "department",
    "enterprise",
    "source",
    "inspection_kind",
    "week",
    "month",
]

many = st.builds(
    lambda seed, size: [random_history(Random(seed * 1000 + number)) for number in range(size)],
    st.integers(0, 10**6),
    st.integers(0, 25),
)
period = st.tuples(st.integers(FIRST - 5, FIRST + SPAN + 5), st.integers(0, 60)).map(lambda p: (p[0], p[0] - p[1]))
some_dims = st.lists(st.sampled_from(DIMS), max_size=2, unique=True).map(tuple)


def as_table(frame, by):
    rows = {}
    for row in frame.to_dict("records"):
        kept = {name: int(row[name]) for name in COLUMNS if row[name]}
        if kept:
            rows[tuple(row[name] for name in by)] = kept
    return rows


@settings(max_examples=120, deadline=None)
@given(many, period, some_dims)
def test_every_count_by_any_two_dimensions_on_any_day_is_what_the_definitions_say(histories, days, by):
    day, start = days
    index = Index(*frames(histories))
    got = as_table(counts(index, as_date(day), as_date(start), by), by)
    assert got == count(histories, day, start, by)


@settings(max_examples=70, deadline=None)
@given(many, period, st.sampled_from(["sector", "township", "grade", "enterprise", "department"]), st.data())
def test_a_filter_by_codes_counts_hazards_moved_into_it_as_transferred(histories, days, key, data):
    day, start = days
    values = {"sector": ["coal", "gas"], "township": ["141034100"], "grade": ["major"], "enterprise": ["e1", "e2"]}
    wanted = values.get(key, ["yingji"])
    column = "enterprise_id" if key == "enterprise" else key
    by = data.draw(some_dims)
    where = Filter(as_of=as_date(day), from_=as_date(start), **{key: tuple(wanted)})
    got = as_table(counts(Index(*frames(histories)), as_date(day), as_date(start), by, where), by)
    assert got == count(histories, day, start, by, lambda facts: facts[column] in wanted)


@settings(max_examples=50, deadline=None)
@given(many, period, some_dims)
def test_raw_rows_and_preaggregated_rows_give_the_same_counts(histories, days, by):
    day, start = days
    tables = [
        as_table(counts(Index(*frames(form)), as_date(day), as_date(start), by), by)
        for form in (histories, with_weight_one(histories), aggregated(with_weight_one(histories)))
    ]
    assert tables[0] == tables[1] == tables[2]


@settings(max_examples=50, deadline=None)
@given(many, period, some_dims)
def test_the_total_is_the_sum_of_the_parts(histories, days, by):
    day, start = days
    index = Index(*frames(histories))
    parts = counts(index, as_date(day), as_date(start), by)[list(COLUMNS)].sum()
    whole = counts(index, as_date(day), as_date(start))[list(COLUMNS)].iloc[0]
    assert parts.to_dict() == whole.to_dict()


@settings(max_examples=50, deadline=None)
@given(many, period)
def test_the_one_pass_way_and_the_long_way_agree_cell_by_cell(histories, days):
    day, start = days
    index, by = Index(*frames(histories)), ("sector", "township")
    plain = np.setdiff1d(np.arange(index.size), index.special)
    keys, table = fast.tally(index, day, start, by, None)
    other_keys, other = direct.tally(index, plain, day, start, by)
    assert keys.tolist() == other_keys.tolist()
    assert table.tolist() == other.tolist()


@pytest.mark.parametrize("found", [-640_000, 40_000])
def test_a_date_from_another_century_changes_no_other_count(found):
    histories = [random_history(Random(number)) for number in range(40)]
    far = [(type(h[0])(h[0].since, {**h[0].facts, "found": found, "confirmed": found}),) for h in histories[:1]]
    day, start = FIRST + 60, FIRST + 42
    got = as_table(counts(Index(*frames(histories + far)), as_date(day), as_date(start), ("sector",)), ("sector",))
    assert got == count(histories + far, day, start, ("sector",))
    assert to_day(as_date(day)) == day
