"""The page of reports of whistle-blowers: the list, a new one, and one report in the hands of its named receiver.

Nothing of it is cached: words are read from the ledger in the run that shows them.
"""

from typing import Any, Final

import streamlit as st

from riskmap.domain.tips import LONGEST, Channel, Tip, Words
from riskmap.ledger.errors import Refused
from riskmap.views.html import tips as drawn
from riskmap.views.html.markup import e
from riskmap.web import officer, once, session, telling, tip_record
from riskmap.web.session import Run
from riskmap.web.telling import Outcome
from riskmap.web.tip_record import Desk

FIELDS: Final = ("received", "channel", "receiver", "due", "reported", "anonymous", "reporter", "contact")
NEEDED: Final = ("received", "channel", "receiver", "due")


def show() -> None:
    """Draw the list, or the report of the address."""
    run = session.current()
    telling.outcome()
    desk = tip_record.desk(run)
    if run.own.get("id"):
        tip_record.show(run, desk)
        return
    with st.expander(run.t("Record a report"), expanded=not desk.tips), st.container(key="tip_new"):
        _new(run, desk)
    st.html(drawn.listed(run.context, desk.tips, desk.staff(run)))


def _new(run: Run, desk: Desk) -> None:
    t, state = run.t, st.session_state
    state.setdefault("tip_received", run.today)
    if len(desk.named) == 1:
        state.setdefault("tip_receiver", next(iter(desk.named)))
    one, two, three, four = st.columns([1, 1, 1.4, 1], gap="small")
    one.date_input(t("tip|Received on") + " *", key="tip_received", max_value=run.today, format="YYYY-MM-DD")
    two.selectbox(
        t("tip|Channel") + " *", tuple(Channel), index=None, key="tip_channel", placeholder=t("choose"),
        format_func=lambda code: t(drawn.CHANNELS[Channel(code)]),
    )  # fmt: skip
    tip_record.receiver(run, desk, three, "tip_receiver", tuple(desk.named))
    four.date_input(t("tip|Reply due") + " *", value=None, key="tip_due", format="YYYY-MM-DD")
    st.text_area(
        t("tip|What was reported") + " *", key="tip_reported", height=120, max_chars=LONGEST["reported"]
    )
    one, two, three = st.columns([1, 1.4, 2], gap="small", vertical_alignment="bottom")
    one.checkbox(t("tip|Anonymous"), key="tip_anonymous", on_change=_nobody)
    hidden = bool(state.get("tip_anonymous"))
    star = "" if hidden else " *"
    plain: dict[str, Any] = {"disabled": hidden, "autocomplete": "off"}  # the browser keeps no name either
    two.text_input(t("tip|Reporter") + star, key="tip_reporter", max_chars=LONGEST["reporter"], **plain)
    three.text_input(t("tip|Contact"), key="tip_contact", max_chars=LONGEST["contact"], **plain)
    with st.container(horizontal=True, vertical_alignment="center", key="tip_end"):
        once.sent()
        st.button(t("Save"), type="primary", key="tip_save", on_click=_save)
        closed = t("Report and reporter are stored encrypted; the named receiver alone reads them.")
        never = t("Never enter classified information.")
        st.html(f'<span class="w-mu">{e(closed)} {e(never)}</span>', width="content")


def _nobody() -> None:
    """Who is anonymous has no name and no contact."""
    if st.session_state.get("tip_anonymous"):
        st.session_state["tip_reporter"] = st.session_state["tip_contact"] = ""


def _told() -> dict[str, Any]:
    return {name: st.session_state.get(f"tip_{name}") for name in FIELDS}


def _save() -> None:
    run = session.current()
    told = _told()

    def step() -> Outcome:
        if missing := tuple(f"missing:{name}" for name in NEEDED if not told[name]):
            raise Refused(missing)
        plain = Tip("", told["received"], Channel(told["channel"]), told["receiver"], told["due"])
        sealed = Words(
            str(told["reported"] or ""), bool(told["anonymous"]), str(told["reporter"] or "").strip(),
            str(told["contact"] or "").strip(),
        )  # fmt: skip
        made = tip_record.door().receive(plain, sealed, officer.actor(), run.today)
        return Outcome(run.t("Recorded under {number}; its words are encrypted.", number=made.number))

    if once.written("tip", told, lambda: telling.tell(step, drawn.why)):
        for name in FIELDS:
            st.session_state.pop(f"tip_{name}", None)
