"""What happened in a period happened, whatever was recorded afterwards: a longer period has all that its parts have."""

from datetime import date, timedelta

from histories import NEVER, History, State, as_date, day, facts, frames
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.domain.codes import Control, Level, ListingState
from riskmap.domain.columns import to_day
from riskmap.domain.hazard import ControlRecord, Listing
from riskmap.ledger.spells import VARYING, spells
from riskmap.metrics import drill
from riskmap.metrics.filters import Filter
from riskmap.metrics.index import Index
from riskmap.metrics.quality import listings, quality
from support.facts import hazard

FIRST = date(2026, 3, 1)
offsets = st.integers(0, 60).map(lambda number: FIRST + timedelta(days=number))
controls = st.lists(st.tuples(st.sampled_from([Control.SUSPENDED, Control.PARTIAL, Control.NONE]), offsets), max_size=4)


@st.composite
def hung(draw: st.DrawFn) -> tuple[Listing, ...]:
    """Up to three listings one after the other, the last of them perhaps not over."""
    edges = sorted(draw(st.lists(offsets, max_size=6, unique=True)))
    pairs = [(edges[at], edges[at + 1] if at + 1 < len(edges) else None) for at in range(0, len(edges), 2)]
    return tuple(
        Listing(ListingState.DELISTED if end else ListingState.LISTED, Level.COUNTY, listed=begin, delisted=end)
        for begin, end in pairs
    )


def history(records: tuple[ControlRecord, ...], hangings: tuple[Listing, ...]) -> History:
    """The states of a major hazard with these records, as the ledger cuts its time line."""
    one = hazard(found=FIRST, controls=records, listings=hangings)
    kept = [name for name in VARYING if name.startswith(("listed", "delisted", "control"))]
    base = {"found": to_day(FIRST), "confirmed": to_day(FIRST), "grade": "major", "source": "department"}
    return tuple(
        State(-NEVER if at == 0 else spell.since, facts(**base, **{name: spell.facts[name] for name in kept}))
        for at, spell in enumerate(spells(one))
    )


def counted(index: Index, name: str, first: date, last: date) -> int:
    return int(drill.rows(index, Filter(as_of=last, from_=first), f"flow.{name}").sum())


@settings(max_examples=25, deadline=None)
@given(controls, hung(), offsets, offsets)
def test_a_period_has_what_was_done_on_its_days_whatever_followed(told, hangings, one, other) -> None:
    records = tuple(ControlRecord(status, on) for status, on in {on: (status, on) for status, on in told}.values())
    index, (first, last) = Index(*frames([history(records, hangings)])), sorted((one, other))
    done = {
        "stopped": [record.on for record in records if record.status is Control.SUSPENDED],
        "listed": [x.listed for x in hangings],
        "delisted": [x.delisted for x in hangings if x.delisted],
    }
    for name, days in done.items():
        assert counted(index, name, first, last) == any(first <= on <= last for on in days), name
    begun, ended = (sum(on <= last for on in done[name]) for name in ("listed", "delisted"))
    assert [int(number[0]) for number in listings(index, to_day(last))] == [begun, ended]
    assert quality(index, Filter(as_of=last, from_=first)).delisted == (ended, begun)


def test_a_hazard_stopped_and_then_restarted_in_part_and_listed_again() -> None:
    records = (ControlRecord(Control.SUSPENDED, date(2026, 3, 5)), ControlRecord(Control.PARTIAL, date(2026, 3, 20)))
    hangings = (
        Listing(ListingState.DELISTED, Level.COUNTY, listed=date(2026, 3, 2), delisted=date(2026, 3, 10)),
        Listing(ListingState.LISTED, Level.COUNTY, listed=date(2026, 3, 20)),
    )
    index = Index(*frames([history(records, hangings)]))
    for first, last in ((date(2026, 3, 2), date(2026, 3, 15)), (FIRST, date(2026, 3, 31)), (FIRST, date(2026, 6, 30))):
        assert [counted(index, name, first, last) for name in ("stopped", "listed", "delisted")] == [1, 1, 1]
    assert quality(index, Filter(as_of=as_date(day(2026, 3, 15)), from_=FIRST)).delisted == (1, 1)
    assert quality(index, Filter(as_of=date(2026, 6, 30), from_=FIRST)).delisted == (1, 2)
