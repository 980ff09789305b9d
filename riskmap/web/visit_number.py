"""The number of the record (现场检查记录) of a visit that found nothing, on its page: added or put right later."""

import streamlit as st

from riskmap.domain.paper_numbers import Use
from riskmap.domain.roles import FIELD
from riskmap.ledger import permission
from riskmap.ledger.errors import NotFound, Refused, Stale
from riskmap.ledger.visit_desk import LONGEST
from riskmap.views.html import actions
from riskmap.views.html.markup import e
from riskmap.views.html.visited import Seen
from riskmap.web import data, officer, paper_numbers
from riskmap.web.filterbar import plain
from riskmap.web.session import Run

NUMBER, OPENED, OUTCOME = "visit_record_no", "visit_record_seen", "visit_record_outcome"


def show(run: Run, seen: Seen) -> None:
    """Draw the form for who may enter visits of this enterprise."""
    t, visit = run.t, seen.visit
    _told(run, visit.id)
    if not _may(seen):
        return
    if st.session_state.get(OPENED, ("", ""))[0] != visit.id:
        st.session_state[OPENED] = (visit.id, visit.record_no)
        st.session_state[NUMBER] = visit.record_no
    with st.container(key="visit_record", border=True):
        st.html(f'<h3 class="w-h3">{e(t("Inspection record"))}</h3>')
        number = st.text_input(t("Number of the inspection record"), key=NUMBER, max_chars=LONGEST)
        firm = visit.enterprise_id or visit.enterprise_name
        paper_numbers.warn(run, number, [Use(number, firm, visit.id, visit.on, "")])
        st.caption(t("A draft or a reference: the paper of the enforcement system holds."))
        st.button(t("Record"), key="record_visit_number", on_click=_record, args=(visit.id,))


def _may(seen: Seen) -> bool:
    actor, firm, visit = officer.actor(), seen.firm, seen.visit
    try:
        known = firm and permission.answered_for(firm, data.county(), visit.on)
        permission.reaches(actor, known, FIELD)
    except Refused:
        return False
    return True


def _record(visit_id: str) -> None:
    """The number that was typed, judged against the one that was shown."""
    shown: tuple[str, str] = st.session_state.get(OPENED, ("", ""))
    try:
        number = str(st.session_state.get(NUMBER) or "")
        data.ledger().number_visit(visit_id, number, officer.actor(), shown[1])
    except Refused as refused:
        st.session_state[OUTCOME] = (visit_id, list(refused.codes))
    except Stale:
        st.session_state[OUTCOME] = (visit_id, ["stale"])
        st.session_state.pop(OPENED, None)
    except NotFound:
        return  # the page says so
    else:
        st.session_state[OUTCOME] = (visit_id, [])
        st.session_state.pop(OPENED, None)


def _told(run: Run, visit_id: str) -> None:
    said = st.session_state.pop(OUTCOME, None)
    if said is None or said[0] != visit_id:
        return
    if not said[1]:
        st.success(run.t("The number is recorded."))
    else:
        st.error("\n".join([run.t("Not recorded:"), *(f"- {plain(one)}" for one in actions.reasons(run.t, said[1]))]))
