"""Properties of the loop: no illegal move, replay of any history, derived states of facts and day only."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.domain.actions import Action
from riskmap.domain.codec import hazard_from_json, hazard_to_json
from riskmap.domain.codes import Grade, Progress, Source, Status
from riskmap.domain.due import due_eff
from riskmap.domain.events import Event, Refusal
from riskmap.domain.hazard import Hazard
from riskmap.domain.lifecycle import allowed, apply, decide, replay
from riskmap.domain.progress import days_left, is_overdue, progress, standing, status_at
from riskmap.domain.roles import Role
from riskmap.domain.table import OPEN_STATES, TRANSITIONS
from support.lives import FOUND, made, step
from support.random_lives import lives


@settings(max_examples=150, deadline=None)
@given(lives)
def test_any_history_replays_from_its_events_to_the_present_state(life: tuple[list[Event], list[Hazard]]) -> None:
    events, states = life
    assert replay(events) == states[-1]
    assert states[-1].version == len(events)


@settings(max_examples=100, deadline=None)
@given(lives)
def test_every_step_follows_the_table_and_nothing_leaves_a_terminal_state(
    life: tuple[list[Event], list[Hazard]],
) -> None:
    events, states = life
    for before, event, after in zip(states, events[1:], states[1:], strict=False):
        assert after.status in TRANSITIONS[(before.status, Action(event.action))]
        assert before.status is not Status.VOID
        if before.status is Status.CLOSED:
            assert event.action in {"correct", "check_sample"}


@settings(max_examples=100, deadline=None)
@given(lives)
def test_any_state_survives_the_way_through_json(life: tuple[list[Event], list[Hazard]]) -> None:
    for hazard in life[1]:
        assert hazard_from_json(hazard_to_json(hazard)) == hazard


@settings(max_examples=100, deadline=None)
@given(lives, st.integers(-5, 200))
def test_what_is_derived_depends_on_facts_and_day_only(life: tuple[list[Event], list[Hazard]], shift: int) -> None:
    hazard = life[1][-1]
    as_of = FOUND + timedelta(days=shift)
    copy = hazard_from_json(hazard_to_json(hazard))
    later = replace(copy, version=99, touched=False, remark="anderes", batch_id="b")
    assert standing(hazard, as_of) == standing(copy, as_of) == standing(later, as_of)


@settings(max_examples=150, deadline=None)
@given(lives)
def test_the_state_of_a_past_day_is_the_state_it_had_that_day(life: tuple[list[Event], list[Hazard]]) -> None:
    events, states = life
    last = {event.on: state for event, state in zip(events, states, strict=True)}
    for on, then in last.items():
        assert status_at(states[-1], on) == then.status, (on, then.status)
        assert due_eff(states[-1], on) == due_eff(then, on) or then.status is Status.PENDING


@settings(max_examples=150, deadline=None)
@given(lives, st.integers(0, 300))
def test_overdue_is_past_the_effective_date_and_unrectified_whatever_else(
    life: tuple[list[Event], list[Hazard]], shift: int
) -> None:
    hazard, as_of = life[1][-1], FOUND + timedelta(days=shift)
    if progress(hazard, as_of) is Progress.OVERDUE:
        due = due_eff(hazard, as_of)
        assert due is not None
        assert as_of > due
        assert days_left(hazard, as_of) == (due - as_of).days
        assert status_at(hazard, as_of) in {Status.OPEN, Status.RECTIFYING, Status.REJECTED}
    assert is_overdue(hazard, as_of) == (progress(hazard, as_of) is Progress.OVERDUE)


@settings(max_examples=100, deadline=None)
@given(lives)
def test_a_major_hazard_never_closes_without_its_guards(life: tuple[list[Event], list[Hazard]]) -> None:
    for hazard in life[1]:
        if hazard.status is Status.CLOSED:
            assert not hazard.suspended or hazard.restart_no
            assert not [one for one in hazard.listings if one.state in {"listed", "acceptance"}]
            if hazard.grade is Grade.MAJOR:
                assert len([one for one in hazard.five if one.in_place]) == 5


statuses = st.sampled_from([None, *Status])
states = st.builds(
    lambda status, grade, source, suspended: (
        status and made(status=status, grade=grade, source=source, suspended=suspended)
    ),
    statuses,
    st.sampled_from(Grade),
    st.sampled_from([Source.SELF, Source.DEPARTMENT]),
    st.booleans(),
)


@settings(max_examples=400, deadline=None)
@given(states, st.sampled_from(Action), st.sampled_from(Role), st.integers(0, 30))
def test_no_move_outside_the_table_is_possible(hazard: Hazard | None, action: Action, role: Role, wait: int) -> None:
    on = FOUND + timedelta(days=wait)
    one = step(action, on, hazard)
    for behalf in ("", "示例煤业一矿"):
        answer = decide(hazard, action, one.data, role, on, actor="somebody", on_behalf_of=behalf)
        if (hazard.status if hazard else None, action) not in TRANSITIONS:
            assert isinstance(answer, Refusal)
            assert answer.codes[0].startswith("not_in_state")
        elif isinstance(answer, Event) and action is not Action.RECUR:
            assert apply(hazard, answer).status in TRANSITIONS[(hazard.status if hazard else None, action)]


@settings(max_examples=200, deadline=None)
@given(states, st.sampled_from(Action), st.sampled_from(Role))
def test_a_button_that_is_not_shown_is_not_taken(hazard: Hazard | None, action: Action, role: Role) -> None:
    one = step(action, FOUND, hazard)
    answer = decide(hazard, action, one.data, role, FOUND, actor="somebody")
    if isinstance(answer, Event) and action is not Action.REVISE:
        assert action in allowed(hazard, role)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.dates().map(date.isoformat),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=5,
)
_KEYS = st.sampled_from(["grade", "due", "evidence", "facts", "reason", "changes", "new", "field", "plan", "item", "x"])


@settings(max_examples=300, deadline=None)
@given(states, st.sampled_from(Action), st.dictionaries(_KEYS, _JSON, max_size=5))
def test_no_data_whatever_raises(hazard: Hazard | None, action: Action, data: dict[str, Any]) -> None:
    for role in ("committee", "enterprise", "nobody"):
        assert isinstance(decide(hazard, action, data, role, FOUND), Event | Refusal)


def test_the_table_has_all_twelve_transitions() -> None:
    expected = {
        (None, "register"): {"pending", "open"},
        ("pending", "confirm"): {"open"},
        ("pending", "void"): {"void"},
        ("open", "start"): {"rectifying"},
        ("open", "declare"): {"awaiting_review"},
        ("rectifying", "declare"): {"awaiting_review"},
        ("rejected", "declare"): {"awaiting_review"},
        ("awaiting_review", "pass"): {"verified"},
        ("awaiting_review", "fail"): {"rejected"},
        ("rejected", "resume"): {"rectifying"},
        ("verified", "close"): {"closed"},
        ("closed", "recur"): {"closed"},
        **{(status.value, grade): {status.value} for status in OPEN_STATES for grade in ("upgrade", "downgrade")},
    }
    for key, targets in expected.items():
        assert set(TRANSITIONS[key]) == targets, key  # type: ignore[index]  # codes are text
    movers = {key for key, targets in TRANSITIONS.items() if set(targets) - {key[0]} and key[1] is not Action.REVISE}
    assert movers == {key for key in expected if key[1] not in ("recur", "upgrade", "downgrade")} | {(None, Action.FIX)}
