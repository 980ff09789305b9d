"""The frame around every page: navigation, top bar, filter bar, and what is said when the address cannot be read."""

from pathlib import Path
from zoneinfo import ZoneInfo

import streamlit as st

from riskmap.i18n import Translator
from riskmap.views.html import top, trouble
from riskmap.web import data, filterbar, session
from riskmap.web.session import Run

ROOT = Path(__file__).resolve().parents[2]
FILTERED = frozenset({"overview", "battle_map", "closure_rates", "ledger", "reconcile"})


def run() -> None:
    """Draw the page of the address."""
    t = Translator(session.language())
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
    if now.page in FILTERED:
        filterbar.show()
    page.run()


def _standing(now: Run) -> top.Standing:
    snapshot, county = now.view.snapshot, data.county()
    updated, hours = snapshot.updated_at, None
    if updated is not None:
        hours = int((data.now() - updated).total_seconds() // 3600)
        updated = updated.astimezone(ZoneInfo(county.time_zone))
    return top.Standing(county.label(now.lang), snapshot.demo, updated, hours, now.view.failed)
