"""The matrix sector group × township against the definitions written out hazard by hazard, and its sums."""

from random import Random

from histories import FIRST, SPAN, as_date, frames, random_history
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import count, state

from riskmap.metrics.filters import Filter
from riskmap.metrics.index import Index
from riskmap.metrics.matrix import TOTAL, matrix
from riskmap.metrics.measures import COLUMNS
from riskmap.metrics.ranking import FEWEST_DUE, table

many = st.builds(
    lambda seed, size: [random_history(Random(seed * 1000 + number)) for number in range(size)],
    st.integers(0, 10**6),
    st.integers(0, 40),
)
days = st.tuples(st.integers(FIRST, FIRST + SPAN), st.integers(0, 90)).map(lambda p: (p[0], p[0] - p[1]))


def counted(facts) -> bool:
    return not (facts["source"] == "self" and facts["grade"] == "general")


def told(counts) -> dict[str, int]:
    return {name: counts[name] for name in COLUMNS if counts[name]}


@settings(max_examples=60, deadline=None)
@given(many, days)
def test_every_crossing_and_every_end_is_what_the_definitions_say(histories, period) -> None:
    day, start = period
    found = matrix(Index(*frames(histories)), Filter(as_of=as_date(day), from_=as_date(start)))
    crossings = {key: told(row) for key, row in found.cells.items() if TOTAL not in key}
    assert {key: row for key, row in crossings.items() if row} == settled(histories, period, ("group", "township"))
    for place, dim in enumerate(("group", "township")):
        ends = {key[place : place + 1]: told(row) for key, row in found.cells.items() if key[1 - place] == TOTAL}
        ends.pop((TOTAL,), None)
        assert {key: row for key, row in ends.items() if row} == settled(histories, period, (dim,))
    assert told(found.line().counts) == settled(histories, period, ()).get((), {})


def settled(histories, period, by):
    """The reference without self-found general items, by what each hazard is on the day."""
    day, start = period
    return count([one for one in histories if counted(state(one, day))], day, start, by)


@settings(max_examples=40, deadline=None)
@given(many, days)
def test_ends_are_sums_and_the_order_is_that_of_the_ranks(histories, period) -> None:
    day, start = period
    index, where = Index(*frames(histories)), Filter(as_of=as_date(day), from_=as_date(start))
    found = matrix(index, where)
    for group in found.rows:
        crossed = [found.line(group, township).counts["due"] for township in found.columns]
        assert sum(crossed) == found.line(row=group).counts["due"]
    sectors = table(index, "group", where.as_of, where.from_, where).lines
    ours = [(line.code, line.rank, line.counts) for line in found.ranked_rows()]
    assert ours == [(line.code, line.rank, line.counts) for line in sectors]
    ranked = [line.counts["due"] >= FEWEST_DUE and bool(line.code) for line in found.ranked_columns()]
    assert ranked == sorted(ranked, reverse=True)  # those without a rank are last
