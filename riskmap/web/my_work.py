"""The page of one's own work: queues of what waits, and one form that signs a due step for several hazards."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import streamlit as st

from riskmap.domain.actions import Action
from riskmap.domain.codes import Step
from riskmap.domain.roles import OFFICE
from riskmap.ledger.batch import Actor
from riskmap.ledger.errors import NotFound, Refused, Stale
from riskmap.metrics import queues
from riskmap.metrics.escalation_units import units
from riskmap.metrics.queues import Queue
from riskmap.views.html import actions, my_work, my_work_units
from riskmap.views.html.markup import e
from riskmap.views.html.my_work import Waiting
from riskmap.web import book, bulk, bulk_form, cache, data, officer, once, session
from riskmap.web.filterbar import plain
from riskmap.web.session import Run

OUTCOME, STEP, PICKED, TOKEN = "ladder_outcome", "ladder_step", "ladder_picked", "_ladder_token"
MOST = 200  # hazards that one paper may be chosen for; a narrower filter brings the others
FIELDS = bulk_form.REMINDER  # those of any step


def show() -> None:
    """Draw the page of the present run."""
    run = session.current()
    of = queues.queues(frozenset(grant.role for grant in run.reader.grants), run.reader.person.name)

    def make() -> str:
        found = my_work.waiting(run.context, run.view.index, of)
        return my_work.page(run.context, run.view.index, found, many=bulk.offered(run)) + _units(run)

    _outcome(run)
    st.html(cache.html(run, "my_work", make))
    _sign(run, of)


def _units(run: Run) -> str:
    """What the ladder proposes of units, for the office: the rates are those of the whole county."""
    if run.reader.scopes is not None or not any(grant.role in OFFICE for grant in run.reader.grants):
        return ""
    index = run.view.index
    return my_work_units.proposed(run.context, index.ladder.units, units(index, run.where.as_of))


def _signable(run: Run, of: tuple[Queue, ...]) -> dict[Step, Waiting]:
    """The steps that the reader may sign and that are due for some hazard."""
    office = any(grant.role in OFFICE for grant in run.reader.grants)
    may = [Step(one.name) for one in of if one.name in set(Step) and one.name != Step.LIST]
    found = my_work.waiting(run.context, run.view.index, [one for one in of if one.name in set(may)])
    return {step: found[step] for step in may if len(found[step].rows) and (office or step is Step.REMIND)}


def _sign(run: Run, of: tuple[Queue, ...]) -> None:
    """One paper for several hazards: choose the step, the hazards, what the paper says; each is judged by itself."""
    if run.where.as_of != run.today or not (due := _signable(run, of)):
        return
    t = run.t
    with st.container(key="sign"):
        st.html(f'<h3 class="w-h3">{e(t("Sign a step that is due"))}</h3>')
        steps = tuple(due)
        if st.session_state.get(STEP) not in steps:
            st.session_state[STEP] = steps[0]
        word: Callable[[str], str] = lambda one: actions.code_word(t, "step", one)  # noqa: E731
        chosen = st.radio(t("ladder|Step"), steps, key=STEP, horizontal=True, format_func=word)
        words = book.named(run.view, run.where.as_of, due[chosen].rows[:MOST])
        with st.form(f"sign_{chosen}", border=False):
            st.multiselect(
                t("Hazards, one paper for all"), tuple(words), key=PICKED, placeholder=t("choose"),
                format_func=lambda one: words.get(one, one),
            )  # fmt: skip
            if len(due[chosen].rows) > MOST:
                st.caption(t("The {n} most urgent are offered; the filter narrows them.", n=MOST))
            _fields(run)
            st.caption(t("Never enter classified information."))
            token = st.session_state.setdefault(TOKEN, once.token())
            st.form_submit_button(t("Record"), type="primary", on_click=_submit, args=(chosen.value, token))


def _fields(run: Run) -> None:
    places = st.columns([1, 1.4, 0.8, 1.6, 1])
    for at, name in zip(places, FIELDS, strict=True):
        title = actions.field(run.t, name, Action.TAKE_STEP) + (" *" if name == "signed_by" else "")
        if name == "due":
            at.date_input(title, value=None, key=f"sign_{name}", min_value=run.today, format="YYYY-MM-DD")
        else:
            at.text_input(title, key=f"sign_{name}", max_chars=200)


def _submit(step: str, token: str) -> None:
    """Record the step for each chosen hazard; what is refused is told by its number, the others stand."""
    run, state, sent, actor = session.current(), st.session_state, once.sent(), officer.actor()
    told: dict[str, Any] = {"step": step}
    for name in FIELDS:
        value = state.get(f"sign_{name}")
        told |= {name: value.isoformat() if isinstance(value, date) else value} if value else {}
    picked = tuple(state.get(PICKED) or ())
    with sent.writing:
        outcome = sent.became(token) or sent.just("ladder", (picked, told))
        if outcome is None:
            outcome = (step, *_signed(picked, told, actor, run.today), bool(picked))
            if outcome[1]:
                sent.keep(token, outcome, "ladder", (picked, told))
    state[OUTCOME] = outcome
    state.pop(TOKEN, None)
    if picked and not outcome[2]:
        for key in (PICKED, *(f"sign_{name}" for name in FIELDS)):
            state.pop(key, None)


def _signed(
    picked: tuple[str, ...], told: Mapping[str, Any], actor: Actor, today: date
) -> tuple[list[str], list[tuple[str, list[str]]]]:
    """Numbers of those it was recorded for, and of the others the codes of why; the session is not looked at."""
    done: list[str] = []
    refused: list[tuple[str, list[str]]] = []
    for hazard_id in picked:
        try:
            seen = data.hazard(hazard_id)
            data.ledger().act(hazard_id, Action.TAKE_STEP.value, told, actor, seen.version, today)
            done.append(seen.hazard_no)
        except Refused as why:
            refused.append((seen.hazard_no, list(why.codes)))
        except (Stale, NotFound):
            refused.append((hazard_id, ["stale"]))
    return done, refused


def _outcome(run: Run) -> None:
    said = st.session_state.pop(OUTCOME, None)
    if said is None:
        return
    t, (step, done, refused, picked) = run.t, said
    if not picked:
        st.warning(t("Choose at least one hazard."))
    if done:
        what, numbers = actions.code_word(t, "step", step), t(", ").join(done)
        st.success(plain(t("{what} recorded for {n} hazards: {numbers}", what=what, n=len(done), numbers=numbers)))
    if refused:
        said = [(number, " ".join(actions.reasons(t, codes, Action.TAKE_STEP))) for number, codes in refused]
        st.error("\n".join([t("Not recorded:"), *(f"- {plain(number)}: {plain(why)}" for number, why in said)]))
