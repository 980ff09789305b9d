"""Tokens on the page of accounts: a new one, the list, and taking one back."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import streamlit as st

from riskmap.domain.roles import Role
from riskmap.domain.tokens import CARRIED, LONGEST, NAME, Token
from riskmap.ledger.tokens import Listed, Tokens
from riskmap.views.html import accounts as drawn
from riskmap.views.html.accounts import Shown
from riskmap.views.html.markup import e
from riskmap.web import data, granting, officer, session, telling
from riskmap.web.gate import DEVICE
from riskmap.web.session import Run
from riskmap.web.telling import Outcome

ROLES: Final = (Role.DEVICE, *(role for role in Role if role in CARRIED and role is not Role.DEVICE))
YEAR: Final = 365


def show(run: Run) -> None:
    """Draw the form of a new token, the list, and the choice of one to revoke."""
    t, zone = run.t, ZoneInfo(data.county().time_zone)
    found = [_shown(one, zone) for one in _tokens().listed()]
    with st.container(key="token_new"):
        st.html(f'<h3 class="w-h3">{e(t("A token for a program or a screen on a wall"))}</h3>')
        with st.container(horizontal=True, vertical_alignment="bottom", key="token_fields"):
            st.text_input(t("Name of the program, place of the screen"), key="token_name", max_chars=NAME)
            granting.ask(run, "token", ROLES, t("Reads as"))
            st.number_input(t("Days"), 1, LONGEST.days, YEAR, key="token_days")
            st.button(t("Make the token"), key="token_add", on_click=_add)
    st.html(f'<div class="w-stack">{drawn.tokens(run.context, found, granting.label(run), run.today)}</div>')
    standing = {one.token.id: one.token.name for one in found if not one.token.revoked}
    if standing:
        with st.container(horizontal=True, vertical_alignment="bottom", key="token_revoke_row"):
            st.selectbox(
                t("Revoke a token"), list(standing), index=None, key="token_chosen",
                format_func=lambda one: standing.get(one, one), placeholder=t("Choose a token"),
            )  # fmt: skip
            chosen = st.session_state.get("token_chosen")
            st.button(t("Revoke"), key="token_revoke", on_click=_revoke, disabled=chosen not in standing)


def _tokens() -> Tokens:
    return Tokens(data.engine(), data.county())


def _shown(one: Listed, zone: ZoneInfo) -> Shown:
    used = _moment(one.used, zone) if one.used else None
    late = one.waiting and not one.token.admits(data.now())
    return Shown(one.token, _moment(one.token.created, zone), used, one.waiting, late)


def _moment(at: str, zone: ZoneInfo) -> datetime:
    return datetime.fromisoformat(at).astimezone(zone)


def _add() -> None:
    state, run = st.session_state, session.current()
    t = run.t
    last = run.today + timedelta(days=int(state["token_days"]) - 1)

    def step() -> Outcome:
        token = Token("", str(state["token_name"]), replace(granting.told("token"), last=last))
        made, secret = _tokens().add(token, run.today, officer.keeper())
        if made.device:
            return Outcome(
                t("Open this address on the screen {name}.", name=made.name), f"{address()}{DEVICE}#{secret}",
                t("Shown this once, good for one screen: what stands behind # is used up when it is opened"),
            )  # fmt: skip
        over = t("Shown this once; the program sends it as Authorization: Bearer …")
        return Outcome(t("{name} can read now.", name=made.name), secret, over)

    if telling.tell(step):
        state["token_name"] = ""


def address() -> str:
    """Scheme and host under which the reader sees the program."""
    return "/".join(str(st.context.url or "").split("/")[:3])


def _revoke() -> None:
    token, t = str(st.session_state["token_chosen"]), session.current().t

    def step() -> Outcome:
        after = _tokens().revoke(token, officer.keeper())
        return Outcome(t("{name} opens nothing any more.", name=after.name))

    telling.tell(step)
    st.session_state["token_chosen"] = None
