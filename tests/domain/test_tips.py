"""Reports of whistle-blowers: what may be entered, which step follows which, who may be the named receiver."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from riskmap.domain.people import Grant, Person
from riskmap.domain.roles import RIGHTS, Right, Role
from riskmap.domain.tips import (
    FROM,
    LONGEST,
    TO,
    Channel,
    Tip,
    TipMove,
    TipState,
    Words,
    faults,
    moved,
    nameable,
    number,
    officer,
    refusals,
)

DAY = date(2026, 11, 18)
TIP = Tip("JB-2026-0001", DAY, Channel.PHONE, "1", DAY + timedelta(days=10))
WORDS = Words("井下瓦斯超限仍在作业", reporter="孙某", contact="0357-0000000")
OWN, LENT = Grant(Role.COMMITTEE), Grant(Role.COMMITTEE, deputy_of="wang")


@pytest.mark.parametrize(
    ("tip", "words", "codes"),
    [
        ({}, {}, ()),
        ({}, {"anonymous": True, "reporter": "", "contact": ""}, ()),
        ({}, {"contact": ""}, ()),
        ({"received": DAY + timedelta(days=1)}, {}, ("future:received",)),
        ({"due": DAY - timedelta(days=1)}, {}, ("bad_order:due<received",)),
        ({"due": DAY}, {}, ()),
        ({}, {"reported": "  "}, ("missing:reported",)),
        ({}, {"reporter": " "}, ("missing:reporter",)),
        ({}, {"anonymous": True}, ("tip:anonymous_named",)),
        ({}, {"anonymous": True, "reporter": ""}, ("tip:anonymous_named",)),
        ({}, {"reported": "x" * (LONGEST["reported"] + 1)}, ("too_long:reported",)),
        ({}, {"contact": "1" * (LONGEST["contact"] + 1)}, ("too_long:contact",)),
    ],
)
def test_what_may_be_entered(tip: dict[str, Any], words: dict[str, Any], codes: tuple[str, ...]) -> None:
    assert faults(replace(TIP, **tip), replace(WORDS, **words), DAY) == codes


@pytest.mark.parametrize("state", list(TipState))
@pytest.mark.parametrize("move", list(TipMove))
def test_a_step_is_taken_from_its_own_state_alone(state: TipState, move: TipMove) -> None:
    one = replace(TIP, state=state)
    if FROM[move] is not state:
        assert refusals(one, move, "已答复", DAY) == ("tip:not_in_state",)
        return
    assert refusals(one, move, "已答复", DAY) == ()
    after = moved(one, move, DAY)
    assert (after.state, after.version) == (TO[move], 2)
    assert (after.checked, after.answered) == ((DAY, None) if move is TipMove.CHECK else (None, DAY))


def test_an_end_has_words_and_no_step_lies_before_the_one_before() -> None:
    checking = moved(TIP, TipMove.CHECK, DAY + timedelta(days=3))
    assert refusals(TIP, TipMove.CHECK, "", DAY - timedelta(days=1)) == ("bad_order:on<received",)
    assert refusals(checking, TipMove.ANSWER, " ", DAY) == ("missing:answer", "bad_order:on<received")
    assert refusals(checking, TipMove.DISMISS, "x" * 4_001, DAY + timedelta(days=3)) == ("too_long:answer",)


def test_a_reply_is_late_after_its_day_until_it_is_given() -> None:
    assert not TIP.late(TIP.due)
    assert TIP.late(TIP.due + timedelta(days=1))
    for end in (TipState.ANSWERED, TipState.UNFOUNDED):
        assert not replace(TIP, state=end).late(TIP.due + timedelta(days=1))


@pytest.mark.parametrize(
    ("grants", "able"),
    [((OWN,), True), ((LENT,), False), ((LENT, OWN), True), ((), False), ((Grant(Role.LEADER),), False),
     ((Grant(Role.COMMITTEE, first=DAY + timedelta(days=1)),), False)],
)  # fmt: skip
def test_the_named_receiver_is_an_officer_of_the_committee_in_person(grants: tuple[Grant, ...], able: bool) -> None:
    person = Person("1", "wang", "王某", grants)
    assert nameable(person, DAY) is able
    assert not nameable(replace(person, active=False), DAY)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COMMITTEE])
def test_no_other_role_has_the_right(role: Role) -> None:
    assert role not in RIGHTS[Right.TIPS]
    assert not officer((Grant(role),))


def test_numbers_run_by_year() -> None:
    assert [number(2026, 1), number(2027, 10_000)] == ["JB-2026-0001", "JB-2027-10000"]
