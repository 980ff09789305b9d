"""The page on which a person registers a hazard: what was found, at whose place, on which visit, and what follows."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from riskmap.domain.codes import EvidenceKind, Grade, InspectionKind, Source
from riskmap.domain.hazard import Hazard
from riskmap.ledger.errors import Refused, Stale
from riskmap.views import names
from riskmap.views.html import actions
from riskmap.views.html.markup import e, link
from riskmap.web import data, map_data, officer, registering, session
from riskmap.web.session import Run

PREFIX, ERRORS, DONE = "register_", "_register_errors", "_register_done"
KEPT = frozenset(  # after saving: the next finding of the same visit needs no second typing (DOMAIN.md §7.2)
    {"enterprise", "township", "sector", "department", "source", "found", "kind", "inspectors", "way", "system"}
)
WAYS = {
    registering.REGISTER: "Register only",
    registering.ORDER: "Confirm and order rectification",
    registering.FIX: "Was fixed on the spot",
}
SYSTEMS = {"wgs84": "CGCS2000 / WGS 84", "gcj02": "GCJ-02 (Amap, Tencent)", "bd09": "BD-09 (Baidu)"}


def show() -> None:
    """Draw the page of the present run."""
    run = session.current()
    _outcome(run)
    values = told()
    with st.container(key="register"):
        left, right = st.columns([1, 1], gap="large")
        with left:
            st.html(f'<h3 class="w-h3">{e(run.t("Register a hazard"))}</h3>')
            _found(run, values)
        with right:
            _followed(run, values)
        with st.container(key="register_end", horizontal=True, vertical_alignment="center"):
            st.button(run.t("Save"), type="primary", key="save_hazard", on_click=_submit)
            st.button(run.t("Clear the form"), key="clear_hazard", on_click=clear)
            st.html(f'<span class="w-mu">{e(run.t("Never enter classified information."))}</span>', width="content")


def told() -> dict[str, Any]:
    """Values of the form by field."""
    every = st.session_state.items()
    return {str(key).removeprefix(PREFIX): value for key, value in every if str(key).startswith(PREFIX)}


def clear(kept: frozenset[str] = frozenset()) -> None:
    """Empty the form but for what is kept."""
    for key in [str(key) for key in st.session_state if str(key).startswith(PREFIX)]:
        if key.removeprefix(PREFIX) not in kept:
            del st.session_state[key]
    st.session_state.pop(ERRORS, None)


def _found(run: Run, values: dict[str, Any]) -> None:
    """What was found, where, by whom."""
    t = run.t
    _enterprise(run, values)
    one, two, three = st.columns(3, gap="small")
    with one:
        _choice(run, "township", t("Township"), _codes(run, "township"))
    with two:
        _choice(run, "sector", t("Sector"), _codes(run, "sector"))
    with three:
        _choice(run, "department", t("Department"), _codes(run, "department"), placeholder=t("by the sector"))
    _line(run, "place", t("Place") + " *")
    _area(run, "description", t("Problem") + " *")
    one, two, three = st.columns(3, gap="small")
    with one:
        _choice(run, "grade", t("Grade") + " *", tuple(Grade))
    with two:
        known = tuple(one for one in Source if one is not Source.UNKNOWN)
        _choice(run, "source", t("Source") + " *", known)
    with three:
        _day(run, "found", t("day|Found") + " *")
    one, two = st.columns([1, 2], gap="small")
    with one:
        kinds = tuple(one for one in InspectionKind if one is not InspectionKind.UNKNOWN)
        none = t("found without a visit")
        _choice(run, "kind", t("Kind of inspection"), kinds, placeholder=none, dim="inspection_kind")
    with two:
        _line(run, "inspectors", t("Inspectors (two or more)"))
    if registering.same_visit(values, run.view):
        st.caption(t("A visit of this enterprise, day and kind is in the ledger; the hazard joins it."))


def _followed(run: Run, values: dict[str, Any]) -> None:
    """What happens at once, what proves it, and where it is."""
    t = run.t
    st.html(f'<h3 class="w-h3">{e(t("What happens now"))}</h3>')
    ways = registering.ways(values)
    if st.session_state.get(f"{PREFIX}way") not in ways:
        st.session_state[f"{PREFIX}way"] = registering.REGISTER
    st.segmented_control(
        t("What happens now"), ways, key=f"{PREFIX}way", format_func=lambda one: t(WAYS[one]),
        label_visibility="collapsed", required=True,
    )  # fmt: skip
    _ordered(run, values)
    st.html(f'<h3 class="w-h3">{e(t("Evidence"))}</h3>')
    for kind in registering.papers(values, data.county().gates()):
        _line(run, f"paper_{kind}", t("{kind}: reference", kind=actions.code_word(t, "kind", kind)))
    one, two = st.columns([1, 1.4], gap="small")
    with one:
        word: Callable[[str], str] = lambda code: actions.code_word(t, "kind", code)  # noqa: E731
        _choice(run, "other_kind", t("Other evidence"), tuple(EvidenceKind), word=word)
    with two:
        _line(run, "other_reference", t("Reference"))
    _placed(run, values)


def _ordered(run: Run, values: dict[str, Any]) -> None:
    """The order's own fields, or the due date of what the enterprise found itself."""
    t, way = run.t, registering.way(values)
    if way == registering.FIX:
        st.caption(t("Registered and closed in one step: every day is the day it was found."))
        return
    if way == registering.REGISTER and not registering.inside(values):
        st.caption(t("To be confirmed: in no rate and never overdue until a department confirms it."))
        return
    one, two, three = st.columns(3, gap="small")
    star = " *" if way == registering.ORDER else ""
    with one:
        _day(run, "due", t("day|Due") + star, future=True)
    with two:
        _line(run, "responsible_person", t("Responsible person") + star)
    if way != registering.ORDER:
        return
    with three:
        _day(run, "order_on", t("Day of the order"))
    if values.get("grade") == Grade.MAJOR:
        _line(run, "basis", t("Basis of judgement (document and clause)") + " *")
    _line(run, "measure", t("Measure"))


def _placed(run: Run, values: dict[str, Any]) -> None:
    t = run.t
    st.html(f'<h3 class="w-h3">{e(t("Coordinates (may be left out)"))}</h3>')
    one, two, three = st.columns(3, gap="small")
    with one:
        _line(run, "lon", t("Longitude"), placeholder="111.57")
    with two:
        _line(run, "lat", t("Latitude"), placeholder="36.65")
    with three:
        st.selectbox(
            t("Coordinate system"), registering.SYSTEMS, key=f"{PREFIX}system", format_func=lambda one: t(SYSTEMS[one])
        )
    shapes = map_data.county_shapes()
    lon, lat, wrong = registering.point(values, shapes)
    near = "" if wrong else shapes.township_of(lon, lat) or ""
    if near and near != values.get("township"):
        name = run.label("township", near)
        st.caption(t("By the schematic map this is in {township}; the map never decides.", township=name))


def _enterprise(run: Run, values: dict[str, Any]) -> None:
    t = run.t
    known = _firms(run)
    st.selectbox(
        t("Enterprise") + " *", tuple(known), index=None, key=f"{PREFIX}enterprise",
        format_func=lambda code: known.get(code, code), accept_new_options=True, on_change=_chosen,
        placeholder=t("search by name, or type a new one"),
    )  # fmt: skip
    _wrong(run, "enterprise")
    if values.get("enterprise") and registering.firm_of(values, run.view) is None:
        st.caption(t("Not in the register: it will be added as to be confirmed."))


def _firms(run: Run) -> dict[str, str]:
    """Known enterprises by id; where two have one name, with their township."""
    frame = run.view.snapshot.enterprises
    twice = set(frame["name"][frame["name"].duplicated()])
    return {
        code: f"{name} · {run.label('township', township)}" if name in twice else name
        for code, name, township in zip(frame["id"], frame["name"], frame["township"], strict=True)
    }


def _chosen() -> None:
    """A known enterprise brings its township and sector; nobody types them twice."""
    run = session.current()
    _touched("enterprise")
    known = registering.firm_of(told(), run.view)
    if known is None:
        return
    for name in ("township", "sector"):
        if known[name] and known[name] in _codes(run, name):
            st.session_state[f"{PREFIX}{name}"] = known[name]


def _codes(run: Run, name: str) -> tuple[str, ...]:
    return tuple(code for code in run.view.index.dim(name)[1] if code)


def _choice(
    run: Run, name: str, title: str, codes: Sequence[str], *, placeholder: str = "", dim: str = "",
    word: Callable[[str], str] | None = None,
) -> None:  # fmt: skip
    words = word or (lambda code: run.label(dim or name, code))
    st.selectbox(
        title, codes, index=None, key=f"{PREFIX}{name}", format_func=words,
        placeholder=placeholder or run.t("choose"), on_change=_touched, args=(name,),
    )  # fmt: skip
    _wrong(run, name)


def _line(run: Run, name: str, title: str, placeholder: str = "") -> None:
    key = f"{PREFIX}{name}"
    st.text_input(title, key=key, max_chars=200, placeholder=placeholder, on_change=_touched, args=(name,))
    _wrong(run, name)


def _area(run: Run, name: str, title: str) -> None:
    st.text_area(title, key=f"{PREFIX}{name}", max_chars=2000, height=88, on_change=_touched, args=(name,))
    _wrong(run, name)


def _day(run: Run, name: str, title: str, *, future: bool = False) -> None:
    st.date_input(
        title, value=None, key=f"{PREFIX}{name}", format="YYYY-MM-DD", max_value=None if future else run.today,
        on_change=_touched, args=(name,),
    )  # fmt: skip
    _wrong(run, name)


def _touched(name: str) -> None:
    """A field was changed: what was said of it no longer holds."""
    st.session_state.get(ERRORS, {}).pop(name, None)


def _wrong(run: Run, name: str) -> None:
    """What is wrong with a field, beside it."""
    codes = st.session_state.get(ERRORS, {}).get(name)
    if codes:
        lines = "".join(f"<p>{e(one)}</p>" for one in actions.reasons(run.t, codes))
        st.html(f'<div class="w-wrong" role="alert">{lines}</div>')


def _submit() -> None:
    """Write what the form says, or keep it with what is wrong beside each field."""
    run = session.current()
    st.session_state.pop(DONE, None)
    made = registering.read(told(), run.view, map_data.county_shapes())
    if made.entry is None:
        st.session_state[ERRORS] = made.errors
        return
    try:
        hazard: Hazard = data.ledger().enter(made.entry, officer.actor())
    except Refused as refused:
        st.session_state[ERRORS] = registering.errors_of(refused.codes)
        return
    except Stale:
        st.session_state[ERRORS] = {"": ["stale"]}
        return
    clear(KEPT)
    st.session_state[DONE] = (hazard.id, hazard.hazard_no, str(hazard.status))


def _outcome(run: Run) -> None:
    t, errors = run.t, st.session_state.get(ERRORS)
    if errors:
        general = actions.reasons(t, errors.get("", ()))
        st.error("\n".join([t("Not saved; see what is said beside the fields."), *(f"- {one}" for one in general)]))
    done = st.session_state.get(DONE)
    if done:
        hazard_id, number, status = done
        word = t({str(one): text for one, text in names.STATUS.items()}[status])
        address = run.context.href("hazard", {"id": hazard_id})
        way = link(address, e(t("Open hazard {number}", number=number)), "w-button")
        said = t("Saved as {number}: {status}.", number=number, status=word)
        more = t("The next finding of the same visit can follow.")
        st.html(f'<div class="w-saved" role="status">{e(said)} {e(more)} {way}</div>')
