"""The own deputy: each person names and withdraws who stands in for him; the ledger judges it once more."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import streamlit as st

from riskmap.domain.people import Person, deputies, may_stand_in
from riskmap.ledger import people
from riskmap.ledger.accounts import Accounts
from riskmap.ledger.errors import Refused
from riskmap.views.html import deputies as drawn
from riskmap.views.html.deputies import Standing
from riskmap.views.html.markup import e, empty
from riskmap.web import data, granting, officer, session, telling
from riskmap.web.session import Run
from riskmap.web.telling import Outcome


def show() -> None:
    """Draw who stands in for the reader, for whom the reader does, and the form that names one."""
    run = session.current()
    telling.outcome()
    left, right = st.columns([1.62, 1], gap="small")
    if run.reader.demo:
        left.html(drawn.rules(run.context, demo=True))
        return
    persons = people.persons(data.engine(), data.county())
    own = next((one for one in persons if one.id == run.reader.person.id), run.reader.person)
    with left:
        _named(run, drawn.standings(persons, own, run.today))
        _form(run, own, persons)
    with right:
        found = drawn.principals(persons, own, run.today)
        mine = drawn.mine(run.context, granting.label(run), found, run.today)
        st.html(f'<div class="w-stack">{mine}{drawn.rules(run.context, demo=False)}</div>')


def _named(run: Run, found: Sequence[Standing]) -> None:
    t, names = run.t, granting.label(run)
    with st.container(key="deputies_named"):
        st.html(f'<h3 class="w-h3">{e(t("Who stands in for me"))}</h3>')
        if not found:
            st.html(empty(t("Nobody stands in for you.")))
        for place, one in enumerate(found):
            with st.container(horizontal=True, vertical_alignment="center", key=f"deputies_row_{place}"):
                st.html(drawn.line(t, names, one, run.today))
                st.button(t("Withdraw"), key=f"deputies_out_{one.person.id}", on_click=_withdraw, args=(one.person.id,))


def _form(run: Run, own: Person, persons: Sequence[Person]) -> None:
    t = run.t
    with st.container(key="deputies_new"):
        st.html(f'<h3 class="w-h3">{e(t("Name my deputy"))}</h3>')
        if not deputies(own, run.today, run.today):
            st.html(empty(t("You hold no role that can be lent.")))
            return
        named = {one.id: _said(one) for one in persons if one.active and may_stand_in(one, own)}
        if not named:
            st.html(empty(t("There is nobody who could stand in for you.")))
            return
        with st.container(horizontal=True, vertical_alignment="bottom"):
            granting.ask_deputy(run, "my_deputy", named)
            st.button(t("Name the deputy"), key="my_deputy_add", type="primary", on_click=_name)


def _said(person: Person) -> str:
    return f"{person.name} ({person.post})" if person.post else f"{person.name} ({person.login})"


def _done(step: Callable[[Accounts], Any], words: str) -> None:
    def taken() -> Outcome:
        step(Accounts(data.engine(), data.county()))
        return Outcome(words)

    telling.tell(taken)


def _name() -> None:
    state, t = st.session_state, session.current().t
    deputy, first, last = (state.get(name) for name in ("my_deputy", "my_deputy_first", "my_deputy_last"))

    def step(door: Accounts) -> Any:
        if not deputy or not isinstance(first, date) or not isinstance(last, date):
            raise Refused(("bad:deputy",))
        keeper = officer.keeper()
        return door.deputise(deputy, keeper.id, first, last, keeper)

    _done(step, t("Named; it takes effect on the first day."))


def _withdraw(person_id: str) -> None:
    def step(door: Accounts) -> Any:
        keeper = officer.keeper()
        return door.withdraw(person_id, keeper.id, keeper)

    _done(step, session.current().t("Withdrawn; it takes effect at once."))
