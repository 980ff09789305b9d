"""五落实完成率 of a past day: from the proofs that stood on it, whatever was proved since (DOMAIN.md §3.2)."""

from datetime import timedelta
from random import Random

from histories import NEVER, State, as_date, day, facts, frames
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.domain.columns import FIVE_DAYS
from riskmap.metrics import filters
from riskmap.metrics.frame import proved
from riskmap.metrics.index import Index
from riskmap.metrics.quality import quality

START = day(2026, 1, 1)
Proofs = dict[str, int]


def proofs(dice: Random) -> Proofs:
    """Days of the proofs of the five: missing, undated (0) or a day of the year; `five_on` follows from them."""
    each = {name: dice.choice((0, NEVER, *(START + dice.randrange(300) for _ in range(8)))) for name in FIVE_DAYS}
    return each | {"five_on": max(each.values())}


def hazards(seed: int, size: int) -> list[tuple[State, ...]]:
    dice = Random(seed)
    made = []
    for _ in range(size):
        found = START + dice.randrange(200)
        voided = found + dice.randrange(200) if dice.random() < 0.1 else NEVER
        grade = dice.choice(("general", "major", "major"))
        given_ = facts(found=found, confirmed=found, voided=voided, grade=grade, due=found + 30, **proofs(dice))
        made.append((State(-NEVER, given_),))
    return made


def until(rows: list[tuple[State, ...]], last: int) -> list[tuple[State, ...]]:
    """The same ledger as it was on a day: what was proved later is not there yet."""
    then = []
    for (state,) in rows:
        known = {name: value if (value := state.facts[name]) <= last else NEVER for name in FIVE_DAYS}
        then.append((State(state.since, dict(state.facts) | known | {"five_on": max(known.values())}),))
    return then


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 30), st.integers(0, 320))
def test_a_past_day_knows_nothing_of_later_proofs(seed: int, size: int, after: int) -> None:
    rows, last = hazards(seed, size), START + after
    where = filters.changed(filters.default(as_date(last)), from_=as_date(START))
    now, then = (quality(Index(*frames(one)), where).five_complete for one in (rows, until(rows, last)))
    assert now == then
    majors = [one.facts for (one,) in rows if one.facts["grade"] == "major"]
    standing = [one for one in majors if one["found"] <= last < one["voided"]]
    whole = [one for one in standing if all(one[name] <= last for name in FIVE_DAYS)]
    assert now == (len(whole), len(standing))


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 10**6))
def test_the_rate_grows_with_the_proofs_and_never_reaches_back(seed: int) -> None:
    rows = [row for row in hazards(seed, 20) if row[0].facts["voided"] == NEVER]
    index = Index(*frames(rows))
    day_, seen = as_date(START + 210), 0  # all are found by then
    while day_ < as_date(START + 310):
        n, m = quality(index, filters.changed(filters.default(day_), from_=as_date(START))).five_complete
        assert seen <= n <= m == sum(row[0].facts["grade"] == "major" for row in rows)
        seen, day_ = n, day_ + timedelta(days=20)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 320))
def test_how_many_are_proved_is_counted_item_by_item(seed: int, after: int) -> None:
    rows = hazards(seed, 12)
    frame, last = frames(rows)[0], START + after
    wanted = [sum(one.facts[name] <= last for name in FIVE_DAYS) for (one,) in rows]
    assert proved(frame, last).tolist() == wanted
