"""Every action has the one who may and the one who may not; the outsiders may nothing."""

from dataclasses import replace

import pytest

from riskmap.domain.actions import ENTERPRISE_STEPS, Action
from riskmap.domain.codes import Grade, Source, Status
from riskmap.domain.events import Refusal
from riskmap.domain.hazard import Hazard
from riskmap.domain.roles import MAY, RECORDERS, Role, actors, refusals
from riskmap.domain.table import TRANSITIONS
from support.lives import FIRM, FOUND, judged, made, step

A = Action
WRONG: dict[Action, str] = {
    A.REGISTER: "leader",
    A.FIX: "analyst",
    A.CONFIRM: "township",
    A.VOID: "enterprise",
    A.START: "inspector",
    A.DECLARE: "inspector",
    A.PASS: "enterprise",
    A.FAIL: "enterprise",
    A.RESUME: "auditor",
    A.CLOSE: "enterprise",
    A.UPGRADE: "enterprise",
    A.DOWNGRADE: "department",
    A.RECUR: "enterprise",
    A.REQUEST_EXTENSION: "leader",
    A.APPROVE_EXTENSION: "enterprise",
    A.REFUSE_EXTENSION: "township",
    A.PROPOSE_LISTING: "enterprise",
    A.DROP_LISTING: "department",
    A.LIST: "department",
    A.APPLY_DELISTING: "admin",
    A.REFUSE_DELISTING: "enterprise",
    A.DELIST: "department",
    A.MARK_FIVE: "inspector",
    A.ADD_EVIDENCE: "auditor",
    A.RECORD_CONTROL: "analyst",
    A.APPROVE_RESTART: "enterprise",
    A.HANDOVER: "enterprise",
    A.STATE_PROGRESS: "leader",
    A.TAKE_STEP: "township",
    A.RECORD_REPORT: "township",
    A.CHECK_SAMPLE: "enterprise",
    A.CORRECT: "enterprise",
    A.REVISE: "department",
}


def hazard_for(action: Action) -> Hazard | None:
    """A hazard in a state that knows the action."""
    status = next(state for state, known in TRANSITIONS if known is action)
    return None if status is None else made(status=status, confirmed=None if status is Status.PENDING else FOUND)


@pytest.mark.parametrize("action", list(Action))
def test_the_wrong_person_is_refused_and_the_right_one_is_not_for_being_wrong(action: Action) -> None:
    hazard = hazard_for(action)
    right = step(action, FOUND, hazard)
    assert not refusals(action, hazard, right.role, "")
    wrong = judged(hazard, replace(right, role=WRONG[action]), FOUND)
    assert wrong == Refusal(("role:not_allowed",))


@pytest.mark.parametrize("role", ["leader", "analyst", "admin", "auditor", "outsider", ""])
@pytest.mark.parametrize("action", list(Action))
def test_readers_administrators_and_outsiders_change_nothing(action: Action, role: str) -> None:
    assert refusals(action, hazard_for(action), role, "") == ("role:not_allowed",)


@pytest.mark.parametrize("action", sorted(ENTERPRISE_STEPS))
def test_an_enterprises_step_is_its_own_or_recorded_on_its_behalf(action: Action) -> None:
    hazard = hazard_for(action)
    assert not refusals(action, hazard, "enterprise", "")
    for role in RECORDERS:
        assert refusals(action, hazard, role, "") == ("missing:on_behalf_of",)
        assert not refusals(action, hazard, role, FIRM)
    assert refusals(action, hazard, "enterprise", FIRM) == ("role:on_behalf",)


@pytest.mark.parametrize("action", [A.CONFIRM, A.PASS, A.FAIL, A.CLOSE, A.LIST, A.CORRECT, A.APPROVE_EXTENSION])
def test_the_authorities_own_steps_are_nobodys_behalf(action: Action) -> None:
    assert refusals(action, hazard_for(action), "committee", FIRM) == ("role:on_behalf",)


def test_a_major_hazard_is_crossed_off_by_the_office_alone() -> None:
    major = made(status=Status.VERIFIED, grade=Grade.MAJOR)
    assert refusals(A.CLOSE, major, "department", "") == ("role:not_allowed",)
    assert not refusals(A.CLOSE, major, "committee", "")


def test_a_closed_hazard_is_corrected_by_the_office_alone() -> None:
    closed = made(status=Status.CLOSED)
    assert refusals(A.CORRECT, closed, "department", "") == ("role:not_allowed",)
    assert not refusals(A.CORRECT, closed, "committee", "")


def test_in_the_short_loop_the_enterprise_accepts_and_closes() -> None:
    own = made(status=Status.AWAITING_REVIEW, source=Source.SELF)
    assert Role.ENTERPRISE in actors(A.PASS, own)
    major = made(status=Status.AWAITING_REVIEW, source=Source.SELF, grade=Grade.MAJOR)
    assert Role.ENTERPRISE not in actors(A.PASS, major)


def test_the_table_of_roles_knows_every_action() -> None:
    assert set(MAY) == set(Action) == set(WRONG)
