"""Progress, reasons for lateness: something must be said, by those who answer, about what still stands."""

from datetime import timedelta

import pytest

from riskmap.domain.actions import Action
from riskmap.domain.codes import LateReason, Status
from riskmap.domain.events import Event
from riskmap.domain.lifecycle import apply
from support.lives import FIRM, FOUND, made, refused, step, take

DAY = timedelta(days=1)
STATE = Action.STATE_PROGRESS


def test_statements_are_kept_in_their_order_and_change_nothing_else() -> None:
    before = made(status=Status.RECTIFYING)
    one = take(before, STATE, FOUND + DAY, progress="已订货", stated_by="和平镇")
    two = take(one, STATE, FOUND + 2 * DAY, late_reason="funds", progress="", coordination="请拨款", stated_by="")
    assert [(said.progress, said.late_reason, said.by) for said in two.statements] == [
        ("已订货", LateReason.EQUIPMENT, "和平镇"),
        ("", LateReason.FUNDS, "officer"),
    ]
    assert two.status is Status.RECTIFYING
    assert (two.due, two.rectified, two.judged) == (before.due, before.rectified, before.judged)


def test_a_statement_for_an_enterprise_bears_its_name() -> None:
    event = Event("state_progress", FOUND, {"progress": "已订货"}, "officer", FIRM)
    assert apply(made(), event).statements[0].by == FIRM


def test_something_must_be_said() -> None:
    nothing = ("progress", "late_reason", "expected")
    assert "missing:progress" in refused(made(), STATE, FOUND + DAY, without=nothing)


@pytest.mark.parametrize(
    ("over", "code"), [({"late_reason": "weather"}, "bad:late_reason"), ({"expected": "x"}, "bad:expected")]
)
def test_a_wrong_word_is_refused(over: dict[str, str], code: str) -> None:
    assert code in refused(made(), STATE, FOUND + DAY, **over)


def test_an_expected_day_lies_ahead() -> None:
    assert "bad_order:expected<on" in refused(made(), STATE, FOUND + 3 * DAY, expected=FOUND.isoformat())


@pytest.mark.parametrize("status", [Status.PENDING, Status.CLOSED, Status.VOID])
def test_nothing_is_stated_of_what_does_not_stand_open(status: Status) -> None:
    assert f"not_in_state:{status}" in refused(made(status=status), STATE, FOUND + DAY)


@pytest.mark.parametrize("role", ["township", "department", "enterprise", "committee"])
def test_those_who_answer_may_state(role: str) -> None:
    from riskmap.domain.lifecycle import decide

    one = step(STATE, FOUND + DAY)
    assert isinstance(decide(made(), STATE, one.data, role, FOUND + DAY, actor="x"), Event)
