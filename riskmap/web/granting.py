"""A role with its part of the county, asked on a page: one choice of role, one of places, sectors, departments."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

import streamlit as st

from riskmap.domain.people import LONGEST_DEPUTY, NEEDED, NOBODY, Grant, Scope
from riskmap.domain.roles import Role
from riskmap.ledger.errors import Refused
from riskmap.views.html import record
from riskmap.views.html.accounts import PARTS
from riskmap.views.html.trouble import FILTERS
from riskmap.views.names import Label
from riskmap.web import data, session
from riskmap.web.session import Run

GIVEN: Final = tuple(role for role in Role if role not in NOBODY)  # roles of persons
WEEK: Final = timedelta(days=6)  # from the first day to the last that is offered for a deputy
OF_READERS: Final = ("townships", "sectors", "departments")
OF: Final = {  # role → the parts of the county that it can be narrowed to
    Role.DEPARTMENT: ("departments", "sectors", "townships"),
    Role.TOWNSHIP: ("townships", "sectors"),
    Role.ENTERPRISE: ("enterprises",),
    Role.LEADER: OF_READERS,
    Role.ANALYST: OF_READERS,
    Role.INSPECTOR: OF_READERS,
    Role.DEVICE: OF_READERS,
}


def label(run: Run) -> Label:
    """Names of codes, those of enterprises among them: who keeps accounts reads no rows, but names a role's part."""
    return session.label_of(data.whole(), run.lang)


def ask(run: Run, key: str, roles: Sequence[Role], title: str) -> None:
    """Draw the two choices side by side where the layout has room; `told` reads them. No role is chosen beforehand."""
    t = run.t
    role = st.selectbox(
        title, roles, index=None, key=f"{key}_role", format_func=lambda one: record.role(t, one),
        placeholder=t("Choose a role"),
    )  # fmt: skip
    parts = OF.get(Role(role), ()) if role else ()
    if not parts:
        return
    names = label(run)
    st.multiselect(
        t("Part of the county"), _codes(parts), key=f"{key}_part_{role}",
        format_func=lambda one: _said(run, names, one),
        placeholder=t("Choose at least one") if role in NEEDED else t("Whole county"),
    )  # fmt: skip


def ask_deputy(run: Run, key: str, named: Mapping[str, str]) -> None:
    """Draw the choice of a deputy (id → name) and of the first and last day: `key`, `key`_first, `key`_last."""
    t, latest = run.t, run.today + 2 * LONGEST_DEPUTY
    st.selectbox(
        t("Deputy"), list(named), index=None, key=key, format_func=lambda one: named.get(one, one),
        placeholder=t("Choose a person"),
    )  # fmt: skip
    for part, title, day in (("first", t("First day"), run.today), ("last", t("Last day"), run.today + WEEK)):
        st.date_input(title, day, key=f"{key}_{part}", min_value=run.today, max_value=latest, format="YYYY-MM-DD")


def told(key: str) -> Grant:
    """The role that was chosen. Raises Refused without one."""
    state = st.session_state
    if not state.get(f"{key}_role"):
        raise Refused(("missing:role",))
    role = Role(state[f"{key}_role"])
    chosen = [str(one).split(":", 1) for one in state.get(f"{key}_part_{role}", ())]
    parts = {name: tuple(code for part, code in chosen if part == name) for name in PARTS}
    return Grant(role, Scope(**parts))


def _codes(parts: Sequence[str]) -> list[str]:
    county = data.county()
    known: dict[str, Sequence[str]] = {
        "townships": [region.code for region in county.regions.townships],
        "sectors": list(county.sectors.codes),
        "departments": list(county.departments.codes),
    }
    if "enterprises" in parts:
        known["enterprises"] = [str(one) for one in data.whole().snapshot.enterprises["id"]]
    return [f"{part}:{code}" for part in parts for code in known[part]]


def _said(run: Run, names: Label, word: str) -> str:
    part, _, code = word.partition(":")
    return f"{run.t(FILTERS[PARTS[part]])} · {names(PARTS[part], code)}"
