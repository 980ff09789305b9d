"""The identities of DOMAIN.md §3.2-3.3 hold for any histories, any period, any past day."""

from datetime import date
from random import Random

import numpy as np
import pytest
from histories import FIRST, NEVER, SPAN, State, as_date, day, facts, frames, random_history, single
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.metrics.bridge import bridge
from riskmap.metrics.contract import document
from riskmap.metrics.counts import DimensionError, counts, total
from riskmap.metrics.filters import Filter
from riskmap.metrics.index import Index
from riskmap.metrics.measures import CONTRACT
from riskmap.metrics.scope import rows_of
from riskmap.metrics.stock import ages

many = st.builds(
    lambda seed, size: [random_history(Random(seed * 1000 + number)) for number in range(size)],
    st.integers(0, 10**6),
    st.integers(0, 25),
)
period = st.tuples(st.integers(FIRST - 5, FIRST + SPAN + 5), st.integers(0, 60)).map(lambda p: (p[0], p[0] - p[1]))
by_codes = st.lists(st.sampled_from(["sector", "township", "grade", "department"]), max_size=2, unique=True).map(tuple)


@settings(max_examples=70, deadline=None)
@given(many, period, by_codes)
def test_what_was_there_plus_what_came_less_what_went_is_what_stands_in_every_cell(histories, days, by):
    table = counts(Index(*frames(histories)), as_date(days[0]), as_date(days[1]), by)
    left = table["opening"] + table["new_in_period"] - table["closed_in_period"] - table["voided_in_period"]
    assert (left + table["transferred"]).tolist() == table["stock"].tolist()


@settings(max_examples=30, deadline=None)
@given(many, period, by_codes)
def test_the_balance_adds_up_from_the_document_alone(histories, days, by):
    made = document(Index(*frames(histories)), Filter(as_of=as_date(days[0]), from_=as_date(days[1])), by)
    for row in (*made["rows"], made["total"]):
        gone = row["closed_in_period"] + row["voided_in_period"]
        assert row["opening"] + row["new_in_period"] - gone + row["transferred"] == row["stock"]


@settings(max_examples=70, deadline=None)
@given(many, period, by_codes)
def test_rates_lie_in_their_order_and_due_items_are_rectified_or_overdue(histories, days, by):
    table = counts(Index(*frames(histories)), as_date(days[0]), as_date(days[1]), by)
    assert (table["due_rectified"] + table["overdue"] == table["due"]).all()
    assert (table["on_time"] <= table["due_rectified"]).all()
    assert (table["due_passed"] <= table["due_rectified"]).all()
    assert (table["closed"] <= table["passed"]).all()
    assert (table["passed"] <= table["rectified"]).all()
    assert (table["rectified"] <= table["found"]).all()
    assert (table["closed"] <= table["general_passed"] + table["major_closed"]).all()
    assert (table["general_passed"] + table["major_closed"] <= table["passed"]).all()
    parts = table["stock_overdue"] + table["not_yet_due"] + table["awaiting"] + table["stock_no_due"]
    assert (parts == table["stock"]).all()


@settings(max_examples=50, deadline=None)
@given(many, st.integers(1, 60))
def test_moving_the_day_over_new_year_drops_no_open_hazard(histories, later):
    index = Index(*frames(histories))
    old, new = date(2025, 12, 31), as_date(day(2025, 12, 31) + later)
    before = total(index, old, date(2025, 1, 1))
    after = total(index, new, date(2026, 1, 1))
    assert after["opening"] == before["stock"]
    gone = after["closed_in_period"] + after["voided_in_period"] - after["new_in_period"] - after["transferred"]
    assert after["stock"] == before["stock"] - gone


@settings(max_examples=40, deadline=None)
@given(many, period, period)
def test_stocks_do_not_depend_on_the_period(histories, days, other):
    index = Index(*frames(histories))
    one = total(index, as_date(days[0]), as_date(days[1]))
    two = total(index, as_date(days[0]), as_date(min(days[0], other[1])))
    for name in ("stock", "stock_overdue", "stock_major", "stock_listed", "not_yet_due", "awaiting", "review_late"):
        assert one[name] == two[name]


@settings(max_examples=40, deadline=None)
@given(many, period)
def test_the_bridge_foots_above_and_below_the_line(histories, days):
    where = Filter(as_of=as_date(days[0]), from_=as_date(days[1]))
    index = Index(*frames(histories))
    way, whole = bridge(index, where), total(index, where.as_of, where.from_)
    assert way.reported == (whole["rectified"], whole["found"])
    assert way.assessed == (whole["due_passed"], whole["due"])
    assert way.reported[0] + sum(step.numerator for step in way.steps) == way.assessed[0]
    assert way.reported[1] + sum(step.denominator for step in way.steps) == way.assessed[1]


@settings(max_examples=40, deadline=None)
@given(many, period)
def test_every_number_opens_as_many_items_as_it_says(histories, days):
    where = Filter(as_of=as_date(days[0]), from_=as_date(days[1]))
    index = Index(*frames(histories))
    whole, weight = total(index, where.as_of, where.from_), index.facts.weight[: index.size]
    for name in CONTRACT:
        if name != "transferred":
            assert weight[rows_of(index, where, name)].sum() == whole[name], name
    standing = ages(index, where)
    assert sum(standing.general) + sum(standing.major) == whole["stock"]
    assert sum(standing.overdue) == whole["stock_overdue"]


def test_an_item_due_today_and_still_open_is_not_failed_yet_and_a_rectified_one_counts():
    histories = [
        single(found=day(2026, 5, 1), due=day(2026, 5, 20)),
        single(found=day(2026, 5, 1), due=day(2026, 5, 20), rectified=day(2026, 5, 19)),
    ]
    index = Index(*frames(histories))
    today = total(index, date(2026, 5, 20), date(2026, 1, 1))
    tomorrow = total(index, date(2026, 5, 21), date(2026, 1, 1))
    assert (today["due"], today["on_time"], today["overdue"], today["not_yet_due"]) == (1, 1, 0, 1)
    assert (tomorrow["due"], tomorrow["on_time"], tomorrow["overdue"], tomorrow["stock_overdue"]) == (2, 1, 1, 1)


def test_a_pending_or_void_row_is_in_no_rate_and_in_no_stock():
    histories = [
        single(found=day(2026, 5, 1), confirmed=NEVER, status="pending", due=day(2026, 5, 2)),
        single(found=day(2026, 5, 1), voided=day(2026, 5, 3), status="void", due=day(2026, 5, 2)),
    ]
    whole = total(Index(*frames(histories)), date(2026, 6, 1), date(2026, 1, 1))
    assert {name: n for name, n in whole.items() if n} == {"new_in_period": 1, "voided_in_period": 1}


def test_a_closing_without_a_re_inspection_date_counts_as_passed_and_rectified():
    index = Index(*frames([single(found=day(2026, 5, 1), due=day(2026, 5, 9), closed=day(2026, 5, 8))]))
    whole = total(index, date(2026, 6, 1), date(2026, 1, 1))
    assert (whole["rectified"], whole["passed"], whole["closed"], whole["on_time"]) == (1, 1, 1, 1)


def test_fixed_on_the_spot_without_a_due_date_is_due_when_found_and_on_time():
    on = day(2026, 5, 1)
    whole = total(Index(*frames([single(found=on, rectified=on, passed=on)])), date(2026, 5, 1), date(2026, 1, 1))
    assert (whole["due"], whole["on_time"]) == (1, 1)


def test_an_undated_row_stays_out_of_the_due_set():
    row = single(found=day(2026, 5, 1), due=day(2026, 5, 9), rectified=day(2026, 5, 8), undated=True)
    whole = total(Index(*frames([row])), date(2026, 6, 1), date(2026, 1, 1))
    assert (whole["found"], whole["rectified"], whole["due"]) == (1, 1, 0)


def test_weeks_and_months_carry_iso_labels_and_due_items_stand_in_the_week_they_were_due():
    row = single(found=day(2025, 12, 28), due=day(2025, 12, 30), rectified=day(2026, 1, 4), passed=day(2026, 1, 5))
    index = Index(*frames([row]))
    weeks = counts(index, date(2026, 1, 31), date(2025, 12, 1), ("week",)).set_index("week")
    assert weeks["found"].to_dict() == {"2025-W52": 1, "2026-W01": 0}
    assert weeks["due"].to_dict() == {"2025-W52": 0, "2026-W01": 1}
    months = counts(index, date(2026, 1, 31), date(2025, 12, 1), ("month", "sector"))
    assert months[["month", "sector", "found"]].to_numpy().tolist() == [["2025-12", "coal", 1]]


def test_rows_come_in_the_order_the_county_gives():
    histories = [single(sector=code) for code in ("coal", "gas", "other")]
    index = Index(*frames(histories), order={"sector": ["other", "gas", "coal"]})
    table = counts(index, date(2026, 1, 1), date(2025, 1, 1), ("sector",))
    assert table["sector"].tolist() == ["other", "gas", "coal"]


@pytest.mark.parametrize("by", [("colour",), ("sector", "sector")])
def test_an_unknown_or_repeated_dimension_is_refused(by):
    with pytest.raises(DimensionError):
        counts(Index(*frames([single()])), date(2026, 1, 1), date(2025, 1, 1), by)


def test_an_empty_ledger_counts_nothing_and_does_not_fail():
    index = Index(*frames([]))
    assert set(total(index, date(2026, 1, 1), date(2025, 1, 1)).values()) == {0}
    assert counts(index, date(2026, 1, 1), date(2025, 1, 1), ("sector", "week")).empty
    assert np.array_equal(index.mask(Filter(as_of=date(2026, 1, 1), from_=date(2025, 1, 1))), np.zeros(0, dtype=bool))


def test_the_opening_opens_its_rows_though_a_found_date_was_corrected_to_a_later_one():
    first = facts(found=day(2026, 5, 1), confirmed=day(2026, 5, 1))
    history = (State(-NEVER, first), State(day(2026, 5, 20), {**first, "found": day(2026, 5, 28)}))
    index, where = Index(*frames([history])), Filter(as_of=date(2026, 5, 20), from_=date(2026, 5, 20))
    assert total(index, where.as_of, where.from_)["opening"] == len(rows_of(index, where, "opening")) == 1
