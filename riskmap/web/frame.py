"""The frame around every page: navigation, top bar, filter bar, and what is said when the address cannot be read."""

from pathlib import Path
from zoneinfo import ZoneInfo

import streamlit as st

from riskmap.domain.roles import Right
from riskmap.i18n import Translator
from riskmap.views.html import door, record, top, trouble
from riskmap.web import data, filterbar, identity, session
from riskmap.web.identity import Reader
from riskmap.web.session import Run

ROOT = Path(__file__).resolve().parents[2]
REACHES = ("sector", "department", "township")
FILTERED = frozenset({"overview", "battle_map", "closure_rates", "ledger", "reconcile"})


def run() -> None:
    """Draw the page of the address; whoever is signed out is led to the door."""
    t = Translator(session.language())
    try:
        identity.reader()
    except identity.SignedOut:
        st.html(door.gone(t))
        return
    st.set_page_config(layout="wide", initial_sidebar_state="collapsed")
    page = st.navigation(
        [
            st.Page(
                ROOT / "pages" / f"{name}.py",
                title=t(title),
                url_path="" if name == "overview" else name,
                default=name == "overview",
            )
            for name, title in top.TITLES.items()
        ],
        position="hidden",
    )
    now = session.begin(page.url_path or "overview")
    standing = _standing(now)
    with st.container(key="top"):
        st.html(top.bar(now.context, now.page, standing, now.own) + top.notices(now.context, standing))
    if now.problem is not None:
        with st.container(key="problem"):
            st.error(trouble.said(now.t, now.problem))
            st.html(trouble.ways_out(now.context, now.page, now.problem))
        return
    if now.page not in _pages(now.reader):
        st.html(trouble.closed(now.t, now.reader.may(Right.READ)))
        return
    if now.page in FILTERED:
        filterbar.show()
    page.run()


def _pages(reader: Reader) -> frozenset[str]:
    """The pages that are open to a reader."""
    return frozenset(name for name in top.TITLES if reader.may(top.RIGHTS.get(name, Right.READ)))


def _who(now: Run) -> top.Who:
    reader, demo = now.reader, {}
    if reader.demo:
        demo = {one.login: record.role(now.t, one.login) for one in identity.demo_officers(data.county())}
    return top.Who(reader.person.name, record.role(now.t, reader.role), _reach(now), _pages(reader), demo)


def _reach(now: Run) -> str:
    """The part of the county that is seen, in words; "" for the whole."""
    found: dict[str, None] = {}
    for scope in now.reader.scopes or ():
        for kind, codes in zip(REACHES, (scope.sectors, scope.departments, scope.townships), strict=True):
            found |= {now.label(kind, code): None for code in codes}
    return "、".join(found) if now.lang == "zh_CN" else ", ".join(found)


def _standing(now: Run) -> top.Standing:
    snapshot, county = now.view.snapshot, data.county()
    updated, hours = snapshot.updated_at, None
    if updated is not None:
        hours = int((data.now() - updated).total_seconds() // 3600)
        updated = updated.astimezone(ZoneInfo(county.time_zone))
    return top.Standing(county.label(now.lang), snapshot.demo, updated, hours, _who(now), now.view.failed)
