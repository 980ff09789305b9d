"""Annotations as the office enters and withdraws them, beside the time charts."""

from datetime import date
from typing import Any, Final

import streamlit as st

from riskmap.domain.annotations import Annotation, AnnotationKind
from riskmap.domain.nameless import without_names
from riskmap.domain.roles import OFFICE, Role
from riskmap.ledger.annotating import annotations_of
from riskmap.metrics.index import Memory
from riskmap.views.html import annotations
from riskmap.views.html.annotations import KINDS
from riskmap.web import data, officer, once, session, telling
from riskmap.web.session import Run
from riskmap.web.telling import Outcome

FORM: Final = ("kind", "first", "last", "text")
FIRST: Final = date(2000, 1, 1)
_entered = Memory(4)


def entered(run: Run) -> list[Annotation]:
    """What the office of the county entered, as of the run's revision of the ledger; withdrawn ones too."""
    found = _entered.get(run.view.key, lambda: annotations_of(data.engine(), data.county()))
    return found if run.reader.shows_names else [without_names(one) for one in found]


def _able(run: Run) -> bool:
    return any(Role(grant.role) in OFFICE for grant in run.reader.grants)


def draw(run: Run) -> None:
    """What the office does: enter an annotation, or take one back. Its fields travel only while it is open."""
    if not _able(run):
        return
    with st.container(key="annotate"):
        popover = st.popover(run.t("Annotate …"), key="open_annotate", on_change="rerun")
        if popover.open:
            with popover:
                _fields(run)
                _own_entries(run)


def _fields(run: Run) -> None:
    t = run.t
    with st.form("annotate_form", border=False):
        st.selectbox(
            t("annotation|What"), tuple(AnnotationKind), key="annotate_kind", format_func=lambda one: t(KINDS[one])
        )
        first, last = st.columns(2)
        for column, word, name in (
            (first, t("annotation|First day"), "first"),
            (last, t("annotation|Last day"), "last"),
        ):
            column.date_input(word, value=run.where.as_of, key=f"annotate_{name}", format="YYYY-MM-DD", min_value=FIRST)
        st.text_input(t("annotation|In words") + " *", key="annotate_text", max_chars=60)
        st.caption(t("Never enter classified information."))
        st.caption(t("No names of persons: who reads the charts reads it; accidents leaders and the office alone."))
        once.sent()
        st.form_submit_button(t("annotation|Enter"), type="primary", on_click=_enter)


def _own_entries(run: Run) -> None:
    t = run.t
    standing = {one.id: one for one in entered(run) if one.withdrawn is None}
    if not standing:
        return
    st.selectbox(
        t("annotation|Withdraw"), tuple(standing), index=None, key="annotate_gone", placeholder=t("choose"),
        format_func=lambda key: f"{t.date(standing[key].first)} {standing[key].text}",
    )  # fmt: skip
    chosen = standing.get(str(st.session_state.get("annotate_gone") or ""))
    if chosen is not None:
        st.button(t("Withdraw"), key="annotate_withdraw", on_click=_withdraw, args=(chosen.id, chosen.version))


def _enter() -> None:
    run, state = session.current(), st.session_state
    told: dict[str, Any] = {name: str(state.get(f"annotate_{name}") or "") for name in FORM}

    def step() -> Outcome:
        data.ledger().annotate(told, officer.actor(), run.today)
        return Outcome(run.t("The annotation stands in the charts."))

    if once.written("annotation", told, lambda: telling.tell(step, annotations.why)):
        state["annotate_text"] = ""  # a field keeps what it shows when its key is only forgotten


def _withdraw(annotation_id: str, version: int) -> None:
    run = session.current()

    def step() -> Outcome:
        data.ledger().withdraw_annotation(annotation_id, version, officer.actor(), run.today)
        return Outcome(run.t("The annotation is withdrawn."))

    if telling.tell(step, annotations.why):
        st.session_state["annotate_gone"] = None
