"""The profiles that are kept of senders, before a file is there: whose, how much they know, and how to forget one."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import streamlit as st

from riskmap.ledger import queries
from riskmap.ledger.errors import NotFound, Refused
from riskmap.views.html import actions
from riskmap.views.html.markup import span
from riskmap.web import data, officer
from riskmap.web.filterbar import plain
from riskmap.web.session import Run

FAILED = "import_profile_failed"  # why one could not be removed: codes of a refusal, () where it was gone already


def show(run: Run) -> None:
    """Draw the kept profiles; nothing where there are none."""
    t, county = run.t, data.county()
    kept = queries.profiles(data.engine(), county)
    codes = st.session_state.pop(FAILED, None)
    if codes is not None:
        words = actions.reasons(t, codes) or [t("The profile was removed already.")]
        st.error("\n".join(map(plain, words)))
    if not kept:
        return
    with st.expander(t("Kept profiles of senders: {n}", n=len(kept)), key="import_profiles"):
        for at, one in enumerate(kept.values()):
            saved = t.moment(datetime.fromisoformat(one.at).astimezone(ZoneInfo(county.time_zone)))
            left, right = st.columns([5, 1], vertical_alignment="center")
            about = t("{n} headers, kept on {day}", n=_headers(one.told), day=saved)
            left.html(f"<p>{span(one.sender, 'w-strong')} {span(about, 'w-mu')}</p>")
            right.button(t("Forget"), key=f"forget_{at}", on_click=_forget, args=(one.sender,))


def _headers(told: Mapping[str, object]) -> int:
    headers = told.get("headers")
    return len(headers) if isinstance(headers, dict) else 0


def _forget(sender: str) -> None:
    try:
        data.ledger().remove_profile(sender, officer.actor())
    except Refused as refused:
        st.session_state[FAILED] = refused.codes
    except NotFound:
        st.session_state[FAILED] = ()
