"""How a hazard stood on a day, where facts were replaced."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from riskmap.domain.codes import Control, ExtensionState, Grade, Level, ListingState, Status
from riskmap.domain.columns import NEVER, from_day, to_day
from riskmap.domain.due import due_eff, round_due
from riskmap.domain.hazard import ControlRecord, Extension, Hazard, Listing, Move, Round
from riskmap.ledger.spells import VARYING, Spell, change_days, facts_on, spells
from support.facts import DAYS, HAZARDS, hazard


def october(day: int) -> date:
    return date(2026, 10, day)


def on(one: Hazard, day: date) -> Spell:
    (found,) = [spell for spell in spells(one) if spell.since <= to_day(day) < spell.until]
    return found


def test_a_hazard_whose_facts_were_never_replaced_has_one_state() -> None:
    (only,) = spells(hazard(rectified=october(9), closed=october(12)))
    assert (only.since, only.until, set(only.facts) | {"group"}) == (0, NEVER, set(VARYING))


def test_a_rectification_that_failed_counts_until_the_day_it_was_rejected() -> None:
    failed = Round(october(5), october(6), october(9), "张某、李某", "不合格", october(30))
    one = hazard(status=Status.AWAITING_REVIEW, rectified=october(20), declared=october(20), rounds=(failed,))
    before, after = on(one, october(8)), on(one, october(9))
    assert (before.facts["rectified"], before.facts["round_no"], before.facts["rejected"]) == (
        to_day(october(5)),
        1,
        NEVER,
    )
    assert before.facts["round_due"] == NEVER
    assert (after.facts["rectified"], after.facts["round_no"]) == (to_day(october(20)), 2)
    assert (after.facts["rejected"], after.facts["round_due"]) == (to_day(october(9)), to_day(october(30)))
    assert before.facts["due"] == after.facts["due"] == to_day(october(15))


def test_an_extension_moves_the_due_day_from_the_day_it_was_decided() -> None:
    granted = Extension(ExtensionState.APPROVED, october(10), date(2026, 11, 1), "设备", october(14), date(2026, 11, 1))
    one = hazard(extensions=(granted,))
    assert on(one, october(13)).facts["due"] == to_day(october(15))
    assert on(one, october(14)).facts["due"] == to_day(date(2026, 11, 1))
    assert on(one, october(13)).facts["extended"] == NEVER
    assert on(one, october(14)).facts["extended"] == to_day(october(14))
    assert [on(one, october(day)).facts["due_moved"] for day in (13, 14)] == [NEVER, to_day(october(14))]
    assert [on(one, october(day)).facts["extended_to"] for day in (13, 14)] == [NEVER, to_day(date(2026, 11, 1))]


def test_an_extension_asked_for_too_late_is_the_rounds_own_date() -> None:
    late = Extension(ExtensionState.APPROVED, october(16), date(2026, 11, 1), "设备", october(18), date(2026, 11, 1))
    after = on(hazard(extensions=(late,)), october(18)).facts
    assert (after["due"], after["round_due"]) == (to_day(october(15)), to_day(date(2026, 11, 1)))
    assert (after["extended"], after["extended_to"]) == (to_day(october(18)), to_day(date(2026, 11, 1)))
    assert after["due_moved"] == NEVER


def test_a_refused_extension_changes_nothing() -> None:
    refused = Extension(ExtensionState.REFUSED, october(10), date(2026, 11, 1), "设备", october(14))
    assert len(spells(hazard(extensions=(refused,)))) == 1


def test_a_moved_fact_has_its_old_value_before_the_move() -> None:
    moves = (Move("township", october(5), "a", "b"), Move("township", october(9), "b", "c"))
    one = hazard(township="c", moves=moves, found=october(1))
    assert [on(one, october(day)).facts["township"] for day in (1, 4, 5, 8, 9, 30)] == ["a", "a", "b", "b", "c", "c"]


def test_a_hazard_made_major_was_general_before() -> None:
    one = hazard(grade=Grade.MAJOR, source="self", moves=(Move("grade", october(7), "general", "major"),))
    assert [on(one, october(day)).facts["self_found"] for day in (6, 7)] == [True, False]


def test_one_listing_needs_no_earlier_state_a_second_one_does() -> None:
    first = Listing(ListingState.DELISTED, Level.COUNTY, number="1号", listed=october(3), delisted=october(8))
    second = Listing(ListingState.LISTED, Level.CITY, number="2号", listed=october(20))
    assert len(spells(hazard(listings=(first,)))) == 1
    one = hazard(listings=(first, second))
    assert [on(one, october(day)).facts["listed_level"] for day in (1, 19, 20)] == ["county", "county", "city"]
    assert on(one, october(20)).facts["delisted"] == NEVER


def test_a_proposed_listing_is_no_listing() -> None:
    proposed = Listing(ListingState.PROPOSED, Level.COUNTY, proposed=october(3))
    assert on(hazard(listings=(proposed,)), october(9)).facts["listed_level"] == ""


def test_the_control_record_of_the_day_holds() -> None:
    records = (ControlRecord(Control.NONE, october(2)), ControlRecord(Control.SUSPENDED, october(5)))
    one = hazard(controls=records)
    assert [on(one, october(day)).facts["control"] for day in (2, 4, 5)] == ["none", "none", "suspended"]


@given(HAZARDS)
def test_states_follow_each_other_without_gap_to_the_end_of_time(one: Hazard) -> None:
    found = spells(one)
    assert found[0].since == 0
    assert found[-1].until == NEVER
    assert all(a.until == b.since and a.since < a.until for a, b in pairwise(found))
    assert all(a.facts != b.facts for a, b in pairwise(found))


@given(HAZARDS, DAYS)
def test_the_state_of_a_day_is_that_of_the_facts_on_that_day(one: Hazard, day: date) -> None:
    facts = on(one, day).facts
    assert facts == facts_on(one, day)
    assert facts["due"] == to_day(due_eff(one, day))
    assert facts["round_due"] == to_day(round_due(one, day))


@given(HAZARDS, st.integers(0, 3))
def test_only_change_days_change_anything(one: Hazard, ahead: int) -> None:
    for day in change_days(one):
        start = from_day(to_day(day))
        nearest = min((d for d in change_days(one) if d > start), default=start + timedelta(days=9))
        assert facts_on(one, start) == facts_on(one, min(start + timedelta(days=ahead), nearest - timedelta(days=1)))


def test_the_latest_state_bears_the_status_that_is_stored() -> None:
    one = hazard(status=Status.RECTIFYING, rounds=(Round(None, october(4), october(6), "x", "y", None),))
    assert [spell.facts["status"] for spell in spells(one)] == ["awaiting_review", "rectifying"]
    assert spells(replace(one, rounds=()))[0].facts["status"] == "rectifying"
