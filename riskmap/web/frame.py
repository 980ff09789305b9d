"""The frame around every page: navigation, top bar, filter bar, and what is said when the address cannot be read."""

from copy import copy
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from riskmap.i18n import Translator
from riskmap.views.html import door, top, trouble
from riskmap.web import filterbar, identity, saved, session, standing
from riskmap.web.standing import WALL

ROOT = Path(__file__).resolve().parents[2]
FILTERED = frozenset(
    {
        "overview", "my_work", "battle_map", "closure_rates", "analysis", "ledger", "reconcile", "papers",
        "responsibility",
    }
)  # fmt: skip


def run() -> None:
    """Draw the page of the address; whoever is signed out is led to the door."""
    t = Translator(session.language())
    try:
        identity.reader()
    except identity.SignedOut:
        st.html(door.gone(t))
        return
    st.set_page_config(layout="wide", initial_sidebar_state="collapsed")
    page = st.navigation([copy(_page(name, t(title))) for name, title in top.TITLES.items()], position="hidden")
    now = session.begin(page.url_path or "overview")
    reached = standing.pages(now.reader)
    if now.page == WALL and WALL in reached:
        page.run()  # without a frame: nothing of ours or Streamlit's stands around a wall
        return
    if now.reader.device:
        st.html(trouble.closed(now.context, reached))
        return
    told = standing.of(now)
    with st.container(key="top"):
        st.html(top.bar(now.context, now.page, told, now.own) + top.notices(now.context, told))
    if now.problem is not None:
        with st.container(key="problem"):
            st.error(trouble.said(now.t, now.problem))
            st.html(trouble.ways_out(now.context, now.page, now.problem))
        return
    if now.page not in reached:
        st.html(trouble.closed(now.context, reached))
        return
    if now.page in FILTERED:
        filterbar.show(saved.popover)
    page.run()


@cache
def _page(name: str, title: str) -> StreamlitPage:
    """A page in a language, found on the disk once; each run gets copies, as navigation marks the one that may run."""
    first = name == "overview"
    return st.Page(ROOT / "pages" / f"{name}.py", title=title, url_path="" if first else name, default=first)
