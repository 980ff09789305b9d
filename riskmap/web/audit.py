"""The page of the audit trail: its own filter, a page of events, the proof of the chain and its heads by day."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

import streamlit as st

from riskmap.domain.roles import Right
from riskmap.ledger import audit
from riskmap.ledger.audit import Asked
from riskmap.views import audit as words
from riskmap.views.html import audit as drawn
from riskmap.views.html.audit import Found
from riskmap.views.html.markup import e
from riskmap.web import audit_data, data, granting, session
from riskmap.web.session import Run

PAGE: Final = 50


def show() -> None:
    """Draw the filter, the events and the proof."""
    run = session.current()
    try:
        wanted = audit_data.asked(run.own)
    except ValueError as error:
        st.error(
            run.t(
                "“{key}” must be a day like 2026-11-22.",
                key=run.t("audit|From" if str(error) == "first" else "audit|To"),
            )
        )
        return
    _proof(run)
    _filter(run, wanted)
    total = audit_data.count(wanted)
    pages = max(1, -(-total // PAGE))
    page = min(max(1, int(run.own["page"]) if run.own.get("page", "").isdecimal() else 1), pages)
    lines = audit.lines(data.engine(), data.county(), wanted, skip=(page - 1) * PAGE, most=PAGE)
    own = {key: run.own[key] for key in audit_data.WORDS if run.own.get(key)}
    found = Found(tuple(lines), total, page, pages, own)
    opens = run.reader.may(Right.READ)
    st.html(f'<div class="w-stack">{drawn.events(run.context, found, granting.label(run), opens=opens)}</div>')


def _proof(run: Run) -> None:
    with st.container(key="audit_proof"):
        st.html(drawn.proof(run.context, audit_data.proved(), audit_data.heads()))
        st.button(run.t("Recompute the chain"), key="audit_prove", on_click=_prove)


def _prove() -> None:
    audit_data.prove()


def _filter(run: Run, wanted: Asked) -> None:
    t, known = run.t, audit_data.choices()
    named = {**known.actors, **({wanted.actor: wanted.actor} if wanted.actor not in {"", *known.actors} else {})}
    with st.container(key="audit_filter", horizontal=True, vertical_alignment="bottom"):
        _choice(
            t("audit|Person"), "actor", wanted.actor, list(named), lambda one: named.get(one) or "—", t("Everybody")
        )
        steps = sorted({*known.actions, *filter(None, [wanted.action])}, key=lambda one: words.action(t, one))
        _choice(t("Action"), "action", wanted.action, steps, lambda one: words.action(t, one), t("Every action"))
        key = _key("number", wanted.number)
        st.text_input(t("Number of the hazard"), wanted.number, key=key, on_change=_ask, args=("number", key))
        for name, label, value in (("first", t("audit|From"), wanted.first), ("last", t("audit|To"), wanted.last)):
            key = _key(name, value)
            st.date_input(label, value, key=key, format="YYYY-MM-DD", on_change=_ask, args=(name, key))
        if any((wanted.actor, wanted.action, wanted.number, wanted.first, wanted.last)):
            st.html(f'<a class="w-reset" href="{e(run.context.href("audit"))}">{e(t("Reset"))}</a>')


def _choice(label: str, name: str, value: str, options: list[str], said: Callable[[str], str], none: str) -> None:
    key, place = _key(name, value), options.index(value) if value else None
    st.selectbox(
        label, options, index=place, key=key, format_func=said, placeholder=none, on_change=_ask, args=(name, key)
    )


def _key(name: str, value: object) -> str:
    """A widget of its own for each value of the address, so that the way back in the browser shows the old one."""
    return f"audit_{name}_{value or ''}"


def _ask(name: str, key: str) -> None:
    value: Any = st.session_state.get(key)
    said = value.isoformat() if isinstance(value, date) else str(value or "").strip()
    st.query_params.pop("page", None)
    if said:
        st.query_params[name] = said
    else:
        st.query_params.pop(name, None)
