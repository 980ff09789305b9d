"""The page of official forms: choose form and period, read it with its rows, compare it with what was published."""

from typing import Any

import streamlit as st

from riskmap.ledger import queries
from riskmap.ledger.batch import Published
from riskmap.ledger.errors import Refused
from riskmap.metrics.bridge import bridge
from riskmap.metrics.declared import FormError
from riskmap.metrics.filters import FilterError, to_query
from riskmap.metrics.forms import Filled
from riskmap.views import forms as words
from riskmap.views.forms import TOTAL
from riskmap.views.html import actions, honesty, trouble
from riskmap.views.html import forms as drawn
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, empty
from riskmap.web import cache, data, form_data, officer, session, taking
from riskmap.web.filterbar import plain
from riskmap.web.form_data import WAYS, Asked
from riskmap.web.session import Run

SAID = "forms_said"
EVERYWHERE = ""


def show() -> None:
    """Draw the page of the present run."""
    run = session.current()
    try:
        if not form_data.forms():
            st.html(card(run.t("Forms"), empty(run.t("The county declares no forms (county.toml, forms)."))))
            return
        asked = form_data.read(run.own, run.today)
    except FilterError as error:
        st.error(trouble.said(run.t, error))
        st.html(trouble.ways_out(run.context, "forms", error))
        return
    except FormError as error:
        st.error(plain(str(error)))
        return
    _controls(run, asked)
    filled = form_data.filled(run.view, run.where, asked)
    context = _context(run, filled)
    st.html(cache.html(run, "forms", lambda: _sheet(run, context, filled, asked), *asked.words.values()))
    left, right = st.columns(2, gap="small")
    left.html(cache.html(run, "forms.bridge", lambda: _bridge(run, context, filled), *asked.words.values()))
    with right:
        _published(run, context, filled, asked)


def _context(run: Run, filled: Filled) -> Context:
    """The filter of the form, so that its numbers open the rows of its own period."""
    query = {**to_query(filled.where), **{key: value for key, value in run.context.query.items() if key == "lang"}}
    return Context(run.t, run.label, filled.where, query, run.context.partial, run.context.files)


def _sheet(run: Run, context: Context, filled: Filled, asked: Asked) -> str:
    kept = {key: value for key, value in context.query.items() if key not in {"from", "as_of"}}
    taken = taking.said(run, lambda view: int(view.index.mask(filled.where).sum()))
    return drawn.sheet(context, filled, {**kept, "lang": context.t.lang, **asked.words}, taken)


def _bridge(run: Run, context: Context, filled: Filled) -> str:
    return honesty.bridge(context, bridge(run.view.index, filled.where))


def _controls(run: Run, asked: Asked) -> None:
    t, known = run.t, form_data.forms()
    labels = words.labels_of(asked.form.period, form_data.first_day(run.view, run.today), run.today)
    labels = labels if asked.period.label in labels else [asked.period.label, *labels]
    towns = [EVERYWHERE, *(one.code for one in data.county().regions.townships)]
    town = run.where.township[0] if len(run.where.township) == 1 else EVERYWHERE
    with st.container(key="formbar", horizontal=True, vertical_alignment="bottom"):
        _choice(t("Form"), "form", list(known), asked.form.name, lambda name: known[name].title[t.lang], 540)
        _choice(t("Period"), "period", labels, asked.period.label, str, 150)
        way = WAYS[not asked.cumulative]
        _choice(t("Counting"), "counted", list(WAYS), way, lambda one: t(WAY[one]), 230)
        place = {code: run.label("township", code) if code else run.context.whole for code in towns}
        _choice(t("Township"), "township", towns, town, place.__getitem__, 170)


WAY = {"cumulative": "Cumulative from 1 January", "single": "This period only"}


def _choice(title: str, key: str, options: list[str], value: str, said: Any, width: int) -> None:
    name = f"forms_{key}"
    st.session_state[name] = value
    st.selectbox(title, options, key=name, format_func=said, on_change=_chosen, args=(key,), width=width)


def _chosen(key: str) -> None:
    """A choice goes into the address; another form starts at its own last period."""
    run, value = session.current(), st.session_state[f"forms_{key}"]
    query = {**run.context.query, **{one: run.own[one] for one in ("form", "period", "counted") if one in run.own}}
    if key == "form":
        query = {name: word for name, word in query.items() if name not in {"period", "counted"}}
    query[key] = value
    st.query_params.from_dict({name: word for name, word in query.items() if word})


def _published(run: Run, context: Context, filled: Filled, asked: Asked) -> None:
    form, label, t = asked.form, asked.period.label, run.t
    told = queries.published(data.engine(), data.county(), form.name, label, cumulative=asked.cumulative)
    narrowed = filled.where.narrows
    found = words.compared(filled, told.figures) if told and not narrowed else []
    st.html(drawn.published(context, filled, found, told.source if told else ""))
    kind, text = st.session_state.pop(SAID, ("", ""))
    if kind == "refused":
        st.error(plain(text))
    if narrowed:
        return
    with st.expander(t("Enter figures as they were published"), key="published_entry"):
        st.html(f'<p class="w-mu">{e(t("Of the total line. Ours are compared with them and stay as they are."))}</p>')
        with st.form("published", border=False):
            before = told.figures.get(TOTAL, {}) if told else {}
            columns = [one for one in form.columns if one.rate is None]
            for start in range(0, len(columns), 3):
                for place, one in zip(_three(), columns[start : start + 3], strict=False):
                    title = drawn.full_title(one, t)
                    place.text_input(title, before.get(one.key, ""), key=f"published_{one.key}", max_chars=20)
            source = told.source if told else ""
            st.text_input(t("The paper they stand in"), source, key="published_source", max_chars=120)
            st.form_submit_button(t("Keep and compare"), on_click=_keep, args=(asked,), key="published_keep")


def _three() -> Any:
    return st.columns(3, vertical_alignment="bottom")


def _keep(asked: Asked) -> None:
    typed = {one.key: str(st.session_state.get(f"published_{one.key}", "")).strip() for one in asked.form.columns}
    figures = {key: text.replace(",", "") for key, text in typed.items() if text}
    source = str(st.session_state.get("published_source", ""))
    told = Published(asked.form.name, asked.period.label, asked.cumulative, {TOTAL: figures}, source)
    try:
        data.ledger().publish(told, officer.actor())
    except Refused as refused:
        st.session_state[SAID] = ("refused", said(asked, refused.codes))


def said(asked: Asked, codes: tuple[str, ...]) -> str:
    """A refusal in words: which figure is none."""
    t = session.current().t
    titles = {f"bad:{one.key}": drawn.full_title(one, t) for one in asked.form.columns}
    wrong = [titles[code] for code in codes if code in titles]
    if wrong:
        return t("Not kept; these are no numbers: {columns}", columns=t("cover|, ").join(wrong))
    if "missing:figures" in codes:
        return t("Not kept: no figure was entered.")
    return "; ".join(actions.reasons(t, list(codes)))
