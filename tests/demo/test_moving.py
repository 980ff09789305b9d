"""Moving facts along the calendar and cutting them at a day."""

from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskmap.domain.codes import Control, EvidenceKind, ExtensionState, Grade, Level, ListingState, Status
from riskmap.domain.hazard import ControlRecord, Evidence, Extension, Hazard, Listing, Round
from riskmap.ingest.moving import moved, until

FOUND = date(2026, 3, 2)


def day(number: int) -> date:
    return FOUND + timedelta(days=number)


FULL = Hazard(
    "h1",
    "",
    FOUND,
    Status.CLOSED,
    Grade.MAJOR,
    confirmed=day(1),
    ordered=day(1),
    due=day(30),
    declared=day(28),
    rectified=day(27),
    passed=day(33),
    reviewers="张某、李某",
    review_result="合格",
    closed=day(40),
    closed_by="安委办",
    closed_by_ledger=True,
    restart_no="复产1号",
    restart_on=day(39),
    plan_filed=day(5),
    rounds=(Round(day(15), day(16), day(20), "张某", "不彻底", day(26)),),
    extensions=(Extension(ExtensionState.APPROVED, day(12), day(30), "设备", day(14), day(30)),),
    listings=(
        Listing(
            ListingState.DELISTED, Level.COUNTY, listed=day(8), due=day(30), delist_applied=day(34), delisted=day(38)
        ),
    ),
    controls=(ControlRecord(Control.SUSPENDED, day(2)),),
    evidence=(
        Evidence(EvidenceKind.PHOTO_BEFORE, FOUND, "a"),
        Evidence(EvidenceKind.PHOTO_AFTER, day(27), "b"),
        Evidence(EvidenceKind.REVIEW_PAPER, day(33), "c"),
    ),
)
STATES = [
    (0, Status.PENDING),
    (1, Status.RECTIFYING),
    (15, Status.RECTIFYING),
    (16, Status.AWAITING_REVIEW),
    (19, Status.AWAITING_REVIEW),
    (20, Status.REJECTED),
    (27, Status.REJECTED),
    (28, Status.AWAITING_REVIEW),
    (33, Status.VERIFIED),
    (39, Status.VERIFIED),
    (40, Status.CLOSED),
    (400, Status.CLOSED),
]
AHEAD = {"due", "new_due", "requested_to", "approved_to"}


def dates(value: Any, name: str = "") -> list[tuple[str, date]]:
    if isinstance(value, date):
        return [(name, value)]
    if isinstance(value, tuple):
        return [found for one in value for found in dates(one, name)]
    if is_dataclass(value) and not isinstance(value, type):
        return [found for f in fields(value) for found in dates(getattr(value, f.name), f.name)]
    return []


@given(st.integers(-2000, 2000))
def test_moving_moves_every_date_by_the_same_days_and_back(days: int) -> None:
    there = moved(FULL, days)
    assert [d - e for (_, d), (_, e) in zip(dates(there), dates(FULL), strict=True)] == [timedelta(days=days)] * len(
        dates(FULL)
    )
    assert moved(there, -days) == FULL


def test_a_hazard_that_is_found_later_is_not_there_yet() -> None:
    assert until(FULL, day(-1)) is None


def test_the_state_of_each_day_follows_from_what_had_happened() -> None:
    for number, status in STATES:
        kept = until(FULL, day(number))
        assert kept is not None
        assert (number, kept.status) == (number, status)


@given(st.integers(0, 60))
def test_nothing_but_due_dates_lies_ahead_of_the_day(number: int) -> None:
    kept = until(FULL, day(number))
    assert kept is not None
    assert [(name, d) for name, d in dates(kept) if d > day(number) and name not in AHEAD] == []


@pytest.mark.parametrize(
    ("one", "at", "state"),
    [
        (Listing(ListingState.DROPPED, Level.COUNTY, day(2), dropped=day(9)), 8, ListingState.PROPOSED),
        (Listing(ListingState.DROPPED, Level.COUNTY, day(2), dropped=day(9)), 9, ListingState.DROPPED),
        (Listing(ListingState.LISTED, Level.COUNTY, listed=day(2), delist_applied=day(5), delist_refused=day(9)), 4,
         ListingState.LISTED),
        (Listing(ListingState.LISTED, Level.COUNTY, listed=day(2), delist_applied=day(5), delist_refused=day(9)), 8,
         ListingState.ACCEPTANCE),
        (Listing(ListingState.LISTED, Level.COUNTY, listed=day(2), delist_applied=day(5), delist_refused=day(9)), 9,
         ListingState.LISTED),
    ],
)  # fmt: skip
def test_an_answer_that_came_later_is_not_known_yet(one: Listing, at: int, state: ListingState) -> None:
    kept = until(replace(FULL, listings=(one,)), day(at))
    assert kept is not None
    assert [x.state for x in kept.listings] == [state]


@given(st.integers(0, 60), st.integers(0, 60))
def test_cutting_twice_is_cutting_at_the_earlier_day(one: int, two: int) -> None:
    first = until(FULL, day(max(one, two)))
    assert first is not None
    assert until(first, day(min(one, two))) == until(FULL, day(min(one, two)))


def test_a_past_hazard_is_left_as_it_is() -> None:
    assert until(FULL, day(41)) == FULL


def test_a_listing_of_the_future_is_a_proposal_or_nothing() -> None:
    early, standing, asked = until(FULL, day(7)), until(FULL, day(8)), until(FULL, day(34))
    assert early is not None
    assert standing is not None
    assert asked is not None
    assert early.listings == ()
    assert standing.listings[0].state == ListingState.LISTED
    assert asked.listings[0].state == ListingState.ACCEPTANCE


def test_evidence_of_later_steps_is_not_there_yet() -> None:
    kept = until(FULL, day(30))
    assert kept is not None
    assert {one.kind for one in kept.evidence} == {EvidenceKind.PHOTO_BEFORE, EvidenceKind.PHOTO_AFTER}
