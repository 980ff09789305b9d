"""The balance of a period foots in every cell, for any history; and agrees with the counts of the contract."""

from random import Random

from histories import FIRST, NEVER, SPAN, State, as_date, day, facts, frames, random_history, single
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.metrics.balance import balance
from riskmap.metrics.counts import counts, total
from riskmap.metrics.filters import Filter
from riskmap.metrics.index import Index

many = st.builds(
    lambda seed, size: [random_history(Random(seed * 1000 + number)) for number in range(size)],
    st.integers(0, 10**6),
    st.integers(0, 25),
)
period = st.tuples(st.integers(FIRST - 5, FIRST + SPAN + 5), st.integers(0, 60)).map(lambda p: (p[0], p[0] - p[1]))
dims = st.sampled_from(["township", "sector", "grade"])
narrow = st.sampled_from([{}, {"township": ("141034100",)}, {"grade": ("major",)}, {"status": ("open",)}])


@settings(max_examples=60, deadline=None)
@given(many, period, dims, narrow)
def test_what_stood_and_came_less_what_went_is_what_stands_in_every_cell(histories, days, dim, more):
    index = Index(*frames(histories))
    where = Filter(as_of=as_date(days[0]), from_=as_date(days[1]), **more)
    lines, whole = balance(index, where, dim)
    assert all(line.holds for line in [*lines, whole])
    assert all(min(line.opening, line.confirmed, line.transferred_in, line.transferred_out) >= 0 for line in lines)
    table = counts(index, where.as_of, where.from_, (dim,), where).set_index(dim)
    for line in lines:
        found = table.loc[line.code] if line.code in table.index else dict.fromkeys(table.columns, 0)
        assert (line.opening, line.confirmed, line.closed, line.voided, line.closing) == (
            found["opening"], found["new_in_period"], found["closed_in_period"], found["voided_in_period"],
            found["stock"],
        )  # fmt: skip
        assert line.transferred_in - line.transferred_out == found["transferred"]
    assert whole.closing == total(index, where.as_of, where.from_, where)["stock"]


def test_a_township_corrected_in_the_period_goes_out_of_one_and_into_the_other():
    first = facts(found=day(2025, 12, 1), confirmed=day(2025, 12, 1), township="141034100")
    history = (State(-NEVER, first), State(day(2026, 1, 10), {**first, "township": "141034101"}))
    where = Filter(as_of=as_date(day(2026, 1, 31)), from_=as_date(day(2026, 1, 1)))
    lines, whole = balance(Index(*frames([history])), where, "township")
    told = {line.code: (line.opening, line.transferred_in, line.transferred_out, line.closing) for line in lines}
    assert told == {"141034100": (1, 0, 1, 0), "141034101": (0, 1, 0, 1)}
    assert (whole.transferred_in, whole.transferred_out) == (1, 1)


def test_one_found_last_year_and_confirmed_this_year_is_confirmed_and_no_transfer():
    late = single(found=day(2025, 12, 28), confirmed=day(2026, 1, 5))
    where = Filter(as_of=as_date(day(2026, 1, 31)), from_=as_date(day(2026, 1, 1)))
    _, whole = balance(Index(*frames([late])), where, "township")
    assert (whole.opening, whole.confirmed, whole.transferred_in, whole.closing) == (0, 1, 0, 1)


def test_an_empty_ledger_balances_at_nothing():
    where = Filter(as_of=as_date(day(2026, 1, 31)), from_=as_date(day(2026, 1, 1)))
    lines, whole = balance(Index(*frames([])), where, "sector")
    assert (lines, whole.holds, whole.closing) == ([], True, 0)
