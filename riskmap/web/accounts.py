"""The page of accounts: everybody with roles and state, a new one, and the tokens of programs and screens."""

from datetime import datetime
from zoneinfo import ZoneInfo

import streamlit as st

from riskmap.domain.people import Person
from riskmap.ledger import people
from riskmap.ledger.accounts import Accounts
from riskmap.views.html import accounts as drawn
from riskmap.views.html.accounts import Account
from riskmap.views.html.markup import e
from riskmap.web import account, data, granting, identity, officer, session, telling, token_card
from riskmap.web.session import Run
from riskmap.web.telling import Outcome


def show() -> None:
    """Draw the list, or the account of the address."""
    run = session.current()
    telling.outcome()
    if data.settings().auth == identity.DEMO:
        st.html(f'<p class="w-notice">{e(run.t(drawn.FAULTS["demo:accounts"]))}</p>')
    found = listed()
    if run.own.get("id"):
        account.show(run, found)
        return
    _new(run)
    st.html(f'<div class="w-stack">{drawn.people(run.context, found, granting.label(run), run.today)}</div>')
    token_card.show(run)


def listed() -> list[Account]:
    """Every account as the page shows it."""
    standings, zone = people.standings(data.engine(), data.county()), ZoneInfo(data.county().time_zone)
    now = data.now()
    found = []
    for person in people.persons(data.engine(), data.county()):
        standing = standings.get(person.id)
        last = datetime.fromisoformat(standing.last) if standing and standing.last else None
        locked = datetime.fromisoformat(standing.locked_until) if standing and standing.locked_until else None
        shut = locked.astimezone(zone) if locked is not None and locked > now else None
        found.append(Account(person, last.astimezone(zone) if last else None, shut, identity.passwords()))
    return found


def _new(run: Run) -> None:
    t = run.t
    with st.container(key="account_new"):
        st.html(f'<h3 class="w-h3">{e(t("Add a person"))}</h3>')
        with st.container(horizontal=True, vertical_alignment="bottom", key="account_fields"):
            st.text_input(t("Login"), key="account_login", max_chars=32)
            st.text_input(t("person|Name"), key="account_name", max_chars=40)
            st.text_input(t("Position held"), key="account_post", max_chars=40)
            granting.ask(run, "account", granting.GIVEN, t("Role"))
            st.button(t("Add"), type="primary", key="account_add", on_click=_add)


def _add() -> None:
    state, t = st.session_state, session.current().t
    login, name, post = (str(state[f"account_{key}"]).strip() for key in ("login", "name", "post"))

    def step() -> Outcome:
        person = Person("", login.lower(), name, (granting.told("account"),), post)
        made, password = Accounts(data.engine(), data.county()).add_person(person, officer.keeper())
        words = t("{name} can sign in as {login}.", name=made.name, login=made.login)
        if not identity.passwords():
            return Outcome(words)
        return Outcome(words, password, t("First password, shown this once; it is changed at the first sign-in"))

    if telling.tell(step):
        for key in ("login", "name", "post"):
            state[f"account_{key}"] = ""
        state["account_role"] = None
