"""One account: name and post, roles, who stands in; disabling, unlocking, signing out, a new first password."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from riskmap.domain.people import Person
from riskmap.ledger.accounts import Accounts
from riskmap.ledger.errors import Refused
from riskmap.views.html import accounts as drawn
from riskmap.views.html.accounts import Account
from riskmap.views.html.markup import card, e, empty, link
from riskmap.web import data, granting, officer, session, telling
from riskmap.web.session import Run
from riskmap.web.telling import Outcome


def show(run: Run, found: Sequence[Account]) -> None:
    """Draw the account of the address."""
    one = next((one for one in found if one.person.id == run.own["id"]), None)
    if one is None:
        back = link(run.context.href("accounts"), e(run.t("← All accounts")), "w-text")
        st.html(card(run.t("Accounts"), empty(run.t("There is no account under this address."), back)))
        return
    own = one.person.id == run.reader.person.id
    left, right = st.columns([1, 2])
    with left:
        st.html(drawn.facts(run.context, one))
        _steps(run, one, own=own)
    with right:
        _names(run, one.person)
        _roles(run, one.person, own=own)
        _deputy(run, one.person, [other.person for other in found if other.person.active])


def _steps(run: Run, one: Account, *, own: bool) -> None:
    t, person = run.t, one.person
    with st.container(key="account_steps", horizontal=True):
        if person.active:
            st.button(t("Disable"), key="account_disable", on_click=_switch, args=(person, False), disabled=own)
        else:
            st.button(t("Enable"), key="account_enable", on_click=_switch, args=(person, True), disabled=own)
        if one.locked is not None and one.password:
            st.button(t("Unlock"), key="account_unlock", on_click=_unlock, args=(person,))
        st.button(t("Sign out everywhere"), key="account_out", on_click=_out, args=(person,))
        if one.password:
            st.button(t("New first password"), key="account_reset", on_click=_reset, args=(person,))


def _names(run: Run, person: Person) -> None:
    t = run.t
    with st.container(key="account_names", horizontal=True, vertical_alignment="bottom"):
        st.text_input(t("person|Name"), value=person.name, key=f"name_{person.version}", max_chars=40)
        st.text_input(t("Position held"), value=person.post, key=f"post_{person.version}", max_chars=40)
        st.button(t("Save"), key="account_save", on_click=_save, args=(person,))


def _roles(run: Run, person: Person, *, own: bool) -> None:
    t, names = run.t, granting.label(run)
    with st.container(key="account_roles"):
        st.html(f'<h3 class="w-h3">{e(t("Roles and part"))}</h3>')
        for place, grant in enumerate(person.grants):
            with st.container(horizontal=True, vertical_alignment="center", key=f"role_{place}"):
                st.html(drawn.held(t, names, grant, run.today))
                st.button(t("Remove"), key=f"role_remove_{place}", on_click=_take, args=(person, place), disabled=own)
        if own:
            st.html(f'<p class="w-mu">{e(t(drawn.FAULTS["own:account"]))}</p>')
            return
        with st.container(horizontal=True, vertical_alignment="bottom", key="role_new"):
            granting.ask(run, "more", granting.GIVEN, t("One more role"))
            st.button(t("Add role"), key="role_add", on_click=_give, args=(person,))


def _deputy(run: Run, person: Person, others: Sequence[Person]) -> None:
    t = run.t
    named = {one.id: f"{one.name} ({one.login})" for one in others if one.id not in (person.id, run.reader.person.id)}
    with st.container(key="account_deputy"):
        st.html(f'<h3 class="w-h3">{e(t("Who stands in for {name} (deputy)", name=person.name))}</h3>')
        with st.container(horizontal=True, vertical_alignment="bottom"):
            granting.ask_deputy(run, "deputy", named)
            st.button(t("Name the deputy"), key="deputy_add", on_click=_lend, args=(person,))


def _door() -> Accounts:
    return Accounts(data.engine(), data.county())


def _done(step: Callable[[], Any]) -> None:
    """Take a step of which nothing more is to be told."""

    def taken() -> Outcome:
        step()
        return Outcome(session.current().t("Done; it takes effect at once."))

    telling.tell(taken)


def _change(person: Person, **facts: Any) -> None:
    _done(lambda: _door().change_person(replace(person, **facts), officer.keeper()))


def _switch(person: Person, active: bool) -> None:
    _change(person, active=active)


def _save(person: Person) -> None:
    state = st.session_state
    _change(person, name=str(state[f"name_{person.version}"]), post=str(state[f"post_{person.version}"]))


def _take(person: Person, place: int) -> None:
    _change(person, grants=tuple(grant for at, grant in enumerate(person.grants) if at != place))


def _give(person: Person) -> None:
    def step() -> Any:
        grant = granting.told("more")
        kept = tuple(one for one in person.grants if one != grant)
        return _door().change_person(replace(person, grants=(*kept, grant)), officer.keeper())

    _done(step)


def _unlock(person: Person) -> None:
    _done(lambda: _door().unlock(person.id, officer.keeper()))


def _out(person: Person) -> None:
    _done(lambda: _door().end_sessions(person.id, officer.keeper()))


def _reset(person: Person) -> None:
    t = session.current().t

    def step() -> Outcome:
        password = _door().reset_password(person.id, officer.keeper())
        over = t("First password, shown this once; it is changed at the first sign-in")
        return Outcome(t("{name} is signed out everywhere.", name=person.name), password, over)

    telling.tell(step)


def _lend(person: Person) -> None:
    state = st.session_state
    deputy, first, last = state.get("deputy"), state["deputy_first"], state["deputy_last"]

    def step() -> Any:
        if not deputy or not isinstance(first, date) or not isinstance(last, date):
            raise Refused(("bad:deputy",))
        return _door().deputise(deputy, person.id, first, last, officer.keeper())

    _done(step)
