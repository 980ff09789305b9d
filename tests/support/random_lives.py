"""Random lives of a hazard: every action is one that somebody is shown a button for (Hypothesis)."""

from typing import Any

from hypothesis import strategies as st

from riskmap.domain.actions import Action
from riskmap.domain.codes import Item, Step
from riskmap.domain.events import Event
from riskmap.domain.hazard import Hazard
from riskmap.domain.lifecycle import allowed, apply
from support.lives import DAY, FOUND, facts, judged, step

STEPS = [one for one in Step if one is not Step.LIST]
ROLES = ("department", "committee", "enterprise", "township")
picks = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 9), st.booleans()), min_size=1, max_size=40)
sources = st.sampled_from(["self", "department", "superior"])
grades = st.sampled_from(["general", "major"])


def history(source: str, grade: str, choices: list[tuple[int, int, bool]]) -> tuple[list[Event], list[Hazard]]:
    """Events of a random life and the hazard after each: every action is one that somebody is shown a button for."""
    on = FOUND
    first = judged(None, step(Action.REGISTER, on, None, facts=facts(source=source, grade=grade)), on)
    assert isinstance(first, Event)
    events, states = [first], [apply(None, first)]
    for pick, wait, other in choices:
        hazard = states[-1]
        on += DAY * wait
        shown = sorted({action for role in ROLES for action in allowed(hazard, role)} - {Action.RECUR})
        if not shown:
            break
        action = shown[pick % len(shown)]
        over: dict[str, Any] = {}
        if action is Action.MARK_FIVE:
            over["item"] = list(Item)[pick % 5].value
        if action is Action.STATE_PROGRESS and other:
            over["coordination"] = "请协调供货"
        if action is Action.TAKE_STEP:
            over["step"] = STEPS[pick % len(STEPS)].value
            over["due"] = (on + DAY * wait).isoformat() if other else ""
        if action is Action.CONFIRM and other:
            over["grade"] = grade
        answer = judged(hazard, step(action, on, hazard, **over), on)
        if isinstance(answer, Event):
            events.append(answer)
            states.append(apply(hazard, answer))
    return events, states


lives = st.builds(history, sources, grades, picks)
