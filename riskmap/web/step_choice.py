"""The buttons of a hazard's steps: exactly those that its reader may take, the commonest first; why others wait."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from riskmap.domain import roles
from riskmap.domain.actions import Action
from riskmap.domain.checks import before
from riskmap.domain.escalation import due_steps
from riskmap.domain.hazard import Hazard
from riskmap.domain.lifecycle import TRANSITIONS
from riskmap.views.html import actions
from riskmap.views.html.markup import e
from riskmap.web import data, officer
from riskmap.web.session import Run

A = Action
CHOSEN, FOLLOWED = "step_action", "step_followed"
LOOP: Final = (  # what carries a hazard onward, in the order in which it is wanted where several can be taken
    A.CONFIRM, A.START, A.RESUME, A.DECLARE, A.PASS, A.FAIL, A.APPROVE_EXTENSION, A.REFUSE_EXTENSION, A.DELIST,
    A.REFUSE_DELISTING, A.APPROVE_RESTART, A.CLOSE, A.CHECK_SAMPLE, A.LIST,
)  # fmt: skip
BESIDE: Final = (
    A.STATE_PROGRESS, A.ADD_EVIDENCE, A.MARK_FIVE, A.RECORD_CONTROL, A.TAKE_STEP, A.REQUEST_EXTENSION,
    A.APPLY_DELISTING, A.PROPOSE_LISTING,
)  # fmt: skip
AHEAD: Final = (A.PASS, A.DELIST, A.CLOSE, A.REQUEST_EXTENSION, A.LIST, A.DOWNGRADE)  # what is asked for in vain
QUIET: Final = frozenset({  # codes of what nobody has begun
    "listing:not_in_state", "extension:not_requested", "grade:already",
})  # fmt: skip


def ordered(hazard: Hazard, can: Sequence[Action]) -> list[Action]:
    """Steps with the commonest for this reader first; those he records on the enterprise's behalf stand last."""
    firm = any(one.role is roles.Role.ENTERPRISE and one.scope.covers(hazard) for one in officer.actor().held)
    wanted = [A.TAKE_STEP] if due_steps(hazard, data.today(), data.county().ladder()) else []
    rank = {action: place for place, action in reversed([*enumerate((*LOOP, *wanted, *BESIDE))])}

    def place(action: Action) -> tuple[bool, int]:
        return not firm and roles.enterprise_step(action, hazard), rank.get(action, len(rank))

    return sorted(can, key=place)


def follow(run: Run, hazard: Hazard, can: Sequence[Action]) -> None:
    """Open the form of the step that the address names, once."""
    asked = (hazard.id, run.own.get("action", ""))
    if asked[1] in can and st.session_state.get(FOLLOWED) != asked:
        st.session_state[FOLLOWED], st.session_state[CHOSEN] = asked, Action(asked[1])


def show(run: Run, hazard: Hazard, can: Sequence[Action]) -> Action:
    """Draw the buttons and what cannot be taken yet; the step whose form is open."""
    t = run.t
    if st.session_state.get(CHOSEN) not in can:
        st.session_state[CHOSEN] = can[0]
    chosen = st.pills(
        t("Step"), can, key=CHOSEN, format_func=lambda one: actions.action(t, one), required=True,
        label_visibility="collapsed", width="stretch",
    )  # fmt: skip
    if waits := _waiting(run, hazard, can):
        rows = "".join(f"<li><b>{e(name)}</b> {e(why)}</li>" for name, why in waits)
        st.html(f'<details class="w-waits"><summary>{e(t("Not possible yet"))}</summary><ul>{rows}</ul></details>')
    return Action(chosen or can[0])


def _waiting(run: Run, hazard: Hazard, can: Sequence[Action]) -> list[tuple[str, str]]:
    """Steps of this reader's roles that the facts forbid now, each with what is missing."""
    found = []
    held = {grant.role for grant in officer.actor().held if grant.scope.covers(hazard)}
    for action in AHEAD:
        if action in can or not held & roles.actors(action, hazard) or (action is A.DELIST and not hazard.listings):
            continue
        stands = (hazard.status, action) in TRANSITIONS
        codes = before(action, hazard) if stands else (f"not_in_state:{hazard.status}",)
        if codes and not QUIET & {*codes}:
            found.append((actions.action(run.t, action), " ".join(actions.reasons(run.t, codes, action))))
    return found
