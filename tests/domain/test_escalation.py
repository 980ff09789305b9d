"""The escalation ladder: when each step is due, that none is proposed twice on one occasion, and who may take it."""

from datetime import date, timedelta
from typing import Any

import pytest

from riskmap.domain.actions import Action
from riskmap.domain.codes import Grade, Status, Step
from riskmap.domain.escalation import LadderError, Units, due_steps, load_ladder, taken
from riskmap.domain.hazard import Hazard
from support.lives import DAY, FOUND, made, refused, take

LADDER = load_ladder()
DUE = FOUND + 10 * DAY


def proposed(hazard: Hazard, day: date) -> list[tuple[Step, date, str]]:
    return [(one.step, one.since, one.why) for one in due_steps(hazard, day, LADDER)]


def ordered(hazard: Hazard, on: date, **over: Any) -> Hazard:
    return take(hazard, Action.TAKE_STEP, on, **over)


def test_a_general_hazard_is_reminded_then_supervised_then_proposed_for_listing() -> None:
    one = made()
    assert proposed(one, DUE - 4 * DAY) == []
    assert proposed(one, DUE - 3 * DAY) == [(Step.REMIND, DUE - 3 * DAY, "before_due")]
    assert proposed(one, DUE + 2 * DAY) == [(Step.REMIND, DUE - 3 * DAY, "before_due")]
    assert proposed(one, DUE + 3 * DAY) == [(Step.SUPERVISE, DUE + 3 * DAY, "overdue")]
    assert proposed(one, DUE + 30 * DAY)[1:] == [(Step.LIST, DUE + 30 * DAY, "overdue")]


def test_a_major_hazard_is_proposed_for_listing_at_once_and_for_an_interview_when_late() -> None:
    one = made(grade=Grade.MAJOR)
    assert proposed(one, FOUND) == [(Step.LIST, FOUND, "major")]
    assert proposed(one, DUE - 7 * DAY)[0] == (Step.REMIND, DUE - 7 * DAY, "before_due_major")
    late = DUE + DAY
    assert proposed(one, late) == [
        (Step.SUPERVISE, late, "overdue_major"), (Step.LIST, FOUND, "major"), (Step.INTERVIEW, late, "overdue_major"),
    ]  # fmt: skip


def test_a_step_that_was_taken_is_not_proposed_again_until_a_new_occasion() -> None:
    late = DUE + 3 * DAY
    one = ordered(made(), late, due=(late + 5 * DAY).isoformat())
    assert taken(one, Step.SUPERVISE, late)
    assert not taken(one, Step.SUPERVISE, late - DAY)
    assert proposed(one, late + 5 * DAY) == []
    assert proposed(one, late + 6 * DAY) == [(Step.CRITICISE, late + 6 * DAY, "order_past")]
    again = take(take(one, Action.DECLARE, late + DAY), Action.FAIL, late + 2 * DAY)
    assert proposed(again, late + 2 * DAY) == [(Step.SUPERVISE, late + 2 * DAY, "failed_review")]


def test_an_order_without_a_date_is_past_after_the_days_of_the_ladder() -> None:
    one = ordered(made(), DUE + 3 * DAY, due="")
    assert proposed(one, DUE + 10 * DAY) == []
    assert proposed(one, DUE + 11 * DAY) == [(Step.CRITICISE, DUE + 11 * DAY, "order_past")]


def test_an_overdue_listing_asks_for_an_interview() -> None:
    one = take(take(made(), Action.PROPOSE_LISTING, FOUND), Action.LIST, FOUND, due=(FOUND + 5 * DAY).isoformat())
    assert proposed(one, FOUND + 5 * DAY) == []
    assert proposed(one, FOUND + 6 * DAY) == [(Step.INTERVIEW, FOUND + 6 * DAY, "listing_past")]


def test_an_approved_extension_moves_the_term_of_a_listing() -> None:
    listed = take(take(made(), Action.PROPOSE_LISTING, FOUND), Action.LIST, FOUND, due=(FOUND + 5 * DAY).isoformat())
    to = DUE + 40 * DAY
    asked = take(listed, Action.REQUEST_EXTENSION, FOUND + DAY, requested_to=to.isoformat())
    late = FOUND + 20 * DAY
    assert (Step.INTERVIEW, FOUND + 6 * DAY, "listing_past") in proposed(asked, late)
    extended = take(asked, Action.APPROVE_EXTENSION, FOUND + 2 * DAY, approved_to=to.isoformat())
    assert Step.INTERVIEW not in {step for step, *_ in proposed(extended, to)}
    assert (Step.INTERVIEW, to + DAY, "listing_past") in proposed(extended, to + DAY)
    refused_ = take(asked, Action.REFUSE_EXTENSION, FOUND + 2 * DAY)
    assert Step.INTERVIEW in {step for step, *_ in proposed(refused_, late)}


def test_nothing_is_due_for_a_hazard_that_is_rectified_or_not_yet_confirmed() -> None:
    assert proposed(made(status=Status.PENDING, confirmed=None, grade=Grade.MAJOR), DUE) == []
    assert proposed(made(declared=DUE, rectified=DUE, status=Status.AWAITING_REVIEW), DUE + 60 * DAY) == []


def test_transfer_is_never_computed() -> None:
    one = made(grade=Grade.MAJOR)
    steps = {step for days in range(400) for step, _, _ in proposed(one, FOUND + days * DAY)}
    assert steps == {Step.REMIND, Step.SUPERVISE, Step.LIST, Step.INTERVIEW}


@pytest.mark.parametrize("step", ["supervise", "criticise", "interview", "transfer"])
def test_above_a_reminder_only_the_office_signs(step: str) -> None:
    department = {"role": "department"}
    assert "role:not_allowed" in refused(made(), Action.TAKE_STEP, DUE, by=department, step=step)
    for role in ("leader", "analyst", "township", "enterprise", "inspector", "auditor", "admin"):
        assert "role:not_allowed" in refused(made(), Action.TAKE_STEP, DUE, by={"role": role}, step=step)
    assert ordered(made(), DUE, step=step).escalations[-1].step == step


def test_what_a_step_asks_for() -> None:
    assert refused(made(), Action.TAKE_STEP, DUE, without=("signed_by",)) == {"missing:signed_by"}
    assert refused(made(), Action.TAKE_STEP, DUE, step="list") == {"bad:step"}
    assert refused(ordered(made(), DUE), Action.TAKE_STEP, DUE + DAY) == {"step:taken"}
    assert refused(made(), Action.TAKE_STEP, DUE, due=FOUND.isoformat()) == {"bad_order:due<on"}


@pytest.mark.parametrize(
    "own",
    [
        {"shout": {}}, {"remind": 3}, {"remind": {"before": 3}}, {"remind": {"before_due": -1}},
        {"remind": {"before_due": True}}, {"list": {"major": 3}}, {"units": {"below": 101}},
        {"units": {"least": False}},
        {"units": {"above": 3}}, {"units": {"below": True}}, {"units": {"weeks": 0}}, {"units": 3},
    ],
)  # fmt: skip
def test_a_ladder_that_cannot_be_used_stops_the_start(own: dict[str, Any]) -> None:
    with pytest.raises(LadderError, match="escalation"):
        load_ladder(own)


def test_a_county_switches_a_trigger_off_or_moves_it() -> None:
    own = load_ladder({"list": {"major": False}, "remind": {"before_due_major": False, "before_due": 5}})
    assert due_steps(made(grade=Grade.MAJOR), DUE - 7 * DAY, own) == ()
    assert due_steps(made(), DUE - 5 * DAY, own)[0].since == DUE - timedelta(days=5)


def test_no_unit_is_proposed_until_the_county_sets_its_threshold() -> None:
    assert load_ladder().units == Units(None, 10, 2)
    assert load_ladder({"units": {"below": 85}}).units == Units(85, 10, 2)
    assert load_ladder({"units": {"below": False, "weeks": 3}}).units == Units(None, 10, 3)
