"""The one filter bar of all pages: reads the address, writes the address, keeps nothing of its own."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import streamlit as st

from riskmap.domain.codes import Progress
from riskmap.metrics import filters
from riskmap.metrics.filters import Filter
from riskmap.metrics.index import Memory
from riskmap.views.html.context import address
from riskmap.views.html.markup import e, link
from riskmap.views.html.trouble import FILTERS
from riskmap.views.names import STATUS
from riskmap.web.session import Run, alone, current, put

PREFIX, CHANGED = "filter_", "filter_changed"
KEPT = ("part", "by", "across", "rate", "every", "point", "than")  # what a page is asked beside the filter
OTHERS = ("department", "source", "supervision", "size", "listed")
PROGRESS = {
    Progress.OVERDUE: "Overdue",
    Progress.DUE_SOON: "Due within 7 days",
    Progress.IN_PROGRESS: "In time",
    Progress.WAITING: "Awaiting review or closing",
    Progress.PENDING: "To be confirmed",
    Progress.CLOSED: "Closed",
    Progress.VOID: "Void",
}
LISTED = {
    "any": "Any listing",
    "province": "Province level",
    "city": "City level",
    "county": "County level",
    "none": "Not listed",
}
LOCATED = {"1": "With coordinates", "0": "Without coordinates"}
GRADES = ("general", "major")
_options = Memory(64)


@st.fragment
def show(more: Callable[[Run], None] | None = None) -> None:
    """Draw the bar, `more` in it. What a popover holds travels only while open, and opening one draws the bar alone."""
    if st.session_state.pop(CHANGED, False) and alone():
        st.rerun()  # the address is another one: the whole page follows it
    run = current()
    with st.container(key="filters", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(_fold(run))
        for key, title, draw in POPOVERS:
            popover = st.popover(title(run), key=f"open_{key}", on_change="rerun")
            if popover.open:
                with popover:
                    draw(run)
        _grade(run)
        _overdue(run)
        _search(run)
        if more:
            more(run)
        where = run.where
        if where.narrows or where.set_as_of or where.set_from:
            kept = {"lang": run.context.query.get("lang", "")} | {key: run.own.get(key, "") for key in KEPT}
            st.html(link(address(run.page, kept), e(run.t("Reset")), "w-reset"), width="content")


def _fold(run: Run) -> str:
    """What stands for the bar on a phone until it is opened (pages.js)."""
    said = _period(run) + (f" · {run.t('narrowed')}" if run.where.narrows else "")
    return f'<a class="w-fold" href="#filters"><b>{e(run.t("Filter"))}</b> {e(said)}</a>'


def _dates(run: Run) -> None:
    _date(run, "from", run.where.from_)
    _date(run, "as_of", run.where.as_of)


def _sectors(run: Run) -> None:
    _list(run, "group")
    _list(run, "sector")


def _townships(run: Run) -> None:
    _list(run, "township")


def _progress(run: Run) -> None:
    _pills(run, "progress", tuple(PROGRESS), lambda code: run.t(PROGRESS[Progress(code)]))
    _list(run, "status")


def _others(run: Run) -> None:
    for key in OTHERS:
        _list(run, key)
    _located(run)
    _list(run, "enterprise")
    if run.where.batch:
        st.button(run.t("Not only this file"), key="filter_every_file", on_click=_changed, args=("batch",))
    if run.where.area:
        st.button(run.t("Whole map"), key="filter_whole_map", on_click=_changed, args=("area",))


def _period(run: Run) -> str:
    t, where = run.t, run.where
    same = where.from_.year == where.as_of.year
    end = t.date(where.as_of, "short") if same and t.lang == "zh_CN" else t.date(where.as_of)
    return t("Period {start} to {end}", start=t.date(where.from_), end=end)


def _said(run: Run, *keys: str) -> str:
    """Label of a button: what is asked for, the first word and how many more."""
    t = run.t
    words = [_word(run, key, code) for key in keys for code in getattr(run.where, key)]
    value = (
        t("all") if not words else words[0] if len(words) == 1 else t("{word} +{n}", word=words[0], n=len(words) - 1)
    )
    return plain(t("{name}: {value}", name=t(FILTERS[keys[0] if keys[0] != "group" else "sector"]), value=value))


def _more(run: Run) -> str:
    words = [
        _word(run, key, code)
        for key in (*OTHERS, "enterprise", "batch")
        for code in getattr(run.where, key)
    ]
    t = run.t
    if run.where.located is not None:
        words.append(t(LOCATED[str(int(run.where.located))]))
    if run.where.area:
        words.append(t("Part of the map"))
    if not words:
        return t("More filters")
    return plain(
        t("More: {value}", value=words[0] if len(words) == 1 else t("{word} +{n}", word=words[0], n=len(words) - 1))
    )


def plain(text: str) -> str:
    """Text in which nothing is Markdown."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()#+!|<>$:~" else sign for sign in text)


def _word(run: Run, key: str, code: str) -> str:
    t = run.t
    if key == "progress":
        return t(PROGRESS[Progress(code)])
    if key == "listed":
        return t(LISTED[code])
    if key == "status":
        return t({str(one): word for one, word in STATUS.items()}[code])
    return run.label(key, code)


def _codes(run: Run, key: str) -> tuple[str, ...]:
    """Codes to choose from, in the order tables print them."""
    if key == "listed":
        return tuple(LISTED)
    if key == "status":
        return tuple(str(code) for code in STATUS)
    allowed = getattr(run.view.vocabulary, key)

    def make() -> tuple[str, ...]:
        order = [code or filters.UNKNOWN for code in run.view.index.dim(key)[1]]
        rest = sorted(allowed - set(order), key=lambda code: run.label(key, code))
        if key == "enterprise":
            return tuple(sorted(allowed, key=lambda code: run.label(key, code)))
        return tuple(dict.fromkeys(code for code in [*order, *rest] if code in allowed))

    return _options.get((run.view.key, run.lang, key), make)


def _set(key: str, value: object) -> str:
    """Give a widget the value of the address before it is drawn; returns its key."""
    name = PREFIX + key
    if name not in st.session_state or st.session_state[name] != value:
        st.session_state[name] = value
    return name


def _list(run: Run, key: str) -> None:
    name = _set(key, list(getattr(run.where, key)))
    st.multiselect(
        run.t(FILTERS[key]),
        _codes(run, key),
        key=name,
        format_func=lambda code: _word(run, key, code),
        on_change=_changed,
        args=(key,),
        placeholder=run.t("all"),
    )


def _pills(run: Run, key: str, codes: tuple[str, ...], word: Callable[[str], str]) -> None:
    name = _set(key, list(getattr(run.where, key)))
    label = run.t(FILTERS[key])
    st.pills(label, codes, selection_mode="multi", key=name, format_func=word, on_change=_changed, args=(key,))


def _grade(run: Run) -> None:
    name = _set("grade", list(run.where.grade))
    st.segmented_control(
        run.t("Grade"),
        GRADES,
        selection_mode="multi",
        key=name,
        format_func=lambda code: run.label("grade", code),
        on_change=_changed,
        args=("grade",),
        label_visibility="collapsed",
    )


def _located(run: Run) -> None:
    located = run.where.located
    name = _set("located", None if located is None else str(int(located)))
    st.pills(
        run.t("Coordinates"),
        tuple(LOCATED),
        key=name,
        format_func=lambda code: run.t(LOCATED[code]),
        on_change=_changed,
        args=("located",),
    )


def _overdue(run: Run) -> None:
    name = _set("overdue", run.where.overdue)
    st.checkbox(run.t("Only overdue"), key=name, on_change=_changed, args=("overdue",))


def _search(run: Run) -> None:
    name = _set("q", run.where.q)
    st.text_input(
        run.t("Search"),
        key=name,
        on_change=_changed,
        args=("q",),
        label_visibility="collapsed",
        placeholder=run.t("Number, enterprise, place, description"),
        max_chars=80,
        width=240,
    )


def _date(run: Run, key: str, value: date) -> None:
    name = _set(key, value)
    st.date_input(
        run.t("Period from" if key == "from" else "As of (last day, inclusive)"),
        key=name,
        on_change=_changed,
        args=(key,),
        format="YYYY-MM-DD",
        min_value=date(2000, 1, 1),
        max_value=date(2100, 12, 31),
    )


def _changed(key: str) -> None:
    """A widget was used: its value goes into the address, and the page's own place in a list is given up."""
    run = current()
    put(run, query(run.where, key, st.session_state.get(PREFIX + key)))
    st.session_state[CHANGED] = True


# Key, what its button says, what it holds.
POPOVERS: tuple[tuple[str, Callable[[Run], str], Callable[[Run], None]], ...] = (
    ("period", _period, _dates),
    ("sector", lambda run: _said(run, "group", "sector"), _sectors),
    ("township", lambda run: _said(run, "township"), _townships),
    ("progress", lambda run: _said(run, "progress", "status"), _progress),
    ("more", _more, _others),
)


def query(where: Filter, key: str, value: Any) -> Mapping[str, str]:
    """Canonical words of a filter in which one part was changed by a widget."""
    if key == "from":
        changed = filters.changed(where, from_=min(value, where.as_of)) if value else where
    elif key == "as_of":
        changed = _as_of(where, value) if value else where
    elif key == "overdue":
        changed = filters.changed(where, overdue=bool(value))
    elif key == "located":
        changed = filters.changed(where, located=filters.FLAGS.get(value or ""))
    elif key in {"q", "area"}:
        changed = filters.changed(where, **{key: (value or "").strip()})
    else:
        changed = filters.changed(where, **{key: tuple(sorted(value or ()))})
    return {name: word for name, word in filters.to_query(changed).items() if name != "lang"}


def _as_of(where: Filter, day: date) -> Filter:
    """Another last day; a period that was not chosen follows to its 1 January."""
    start = where.from_ if where.set_from and where.from_ <= day else date(day.year, 1, 1)
    moved = filters.changed(where, as_of=day)
    return filters.changed(moved, from_=start) if where.set_from else moved
