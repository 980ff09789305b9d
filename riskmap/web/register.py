"""The page on which a person registers a hazard: what was found, at whose place, on which visit, and what follows."""

from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from riskmap.domain.codes import Grade, InspectionKind, Source
from riskmap.domain.hazard import Hazard
from riskmap.ledger.errors import Refused, Stale
from riskmap.views import names
from riskmap.views.html import actions
from riskmap.views.html.markup import SEE, e, link
from riskmap.web import (
    data,
    evidence_files,
    form_draft,
    map_data,
    officer,
    once,
    paper_numbers,
    register_draft,
    registering,
    session,
    uploading,
    visit,
)
from riskmap.web.fields import Fields, codes, touched
from riskmap.web.register_draft import FILES, PREFIX
from riskmap.web.session import Run

ERRORS, DONE = "_register_errors", "_register_done"
TOKEN, SAY = f"{PREFIX}token", "_register_say"  # TOKEN is kept with the draft: another session sends the same form
KEPT = frozenset(  # after saving: the next finding of the same visit needs no second typing (DOMAIN.md §7.2)
    {"enterprise", "township", "sector", "department", "source", "found", "kind", "inspectors", "way", "system"}
)
LINES = frozenset(
    {"place", "description", "inspectors", "responsible_person", "basis", "measure", "lon", "lat", "other_reference"}
)
MODE, VISIT, ONE = "entering", "visit", "one"
MODES = {VISIT: "A visit and what it found", ONE: "One hazard"}
WAYS = {
    registering.REGISTER: "Register only",
    registering.ORDER: "Confirm and order rectification",
    registering.FIX: "Was fixed on the spot",
}
SYSTEMS = {"wgs84": "CGCS2000 / WGS 84", "gcj02": "GCJ-02 (Amap, Tencent)", "bd09": "BD-09 (Baidu)"}


def show() -> None:
    """Draw the page of the present run: a visit with what it found, or one hazard without a visit of ours."""
    run = session.current()
    if MODE not in st.session_state:
        st.session_state[MODE] = ONE if run.own.get("form") == ONE or register_draft.begun() else VISIT
        if st.session_state[MODE] == ONE and run.where.source == (Source.REPORT,):
            st.session_state.setdefault(f"{PREFIX}source", Source.REPORT)
    chosen = st.segmented_control(
        run.t("What is entered"), tuple(MODES), key=MODE, format_func=lambda one: run.t(MODES[one]), required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    if chosen == VISIT:
        visit.show()
    else:
        _one(run)


def _one(run: Run) -> None:
    if TOKEN not in st.session_state:
        st.session_state[TOKEN] = once.token()
        form_draft.restore(run, register_draft.FORM, register_draft.check(run))
    _outcome(run)
    form_draft.told(run, register_draft.FORM, clear)
    values = told()
    with st.container(key="register"):
        left, right = st.columns([1, 1], gap="large")
        with left:
            st.html(f'<h3 class="w-h3">{e(run.t("Register a hazard"))}</h3>')
            _found(run, values)
        with right:
            _followed(run, values)
        with st.container(key="register_end", horizontal=True, vertical_alignment="center"):
            args = (st.session_state[TOKEN],)
            st.button(run.t("Save"), type="primary", key="save_hazard", on_click=_submit, args=args)
            st.button(run.t("Clear the form"), key="clear_hazard", on_click=clear)
            form_draft.keep(register_draft.FORM)
            said = form_draft.standing(run, register_draft.FORM), run.t("Never enter classified information.")
            st.html(f'<span class="w-mu">{e(" ".join(filter(None, said)))}</span>', width="content")


def told() -> dict[str, Any]:
    """Values of the form by field."""
    every = st.session_state.items()
    own = {str(key): value for key, value in every if str(key).startswith(PREFIX) and key != TOKEN}
    return {key.removeprefix(PREFIX): value for key, value in own.items()}


def clear() -> None:
    """Empty the form and forget its draft."""
    form_draft.drop(register_draft.FORM)
    _empty(frozenset())
    st.session_state.pop(TOKEN, None)


def _empty(kept: frozenset[str]) -> None:
    """Every field but those that are kept says nothing; each is told so, for a field keeps what it shows."""
    state = st.session_state
    for key in [str(key) for key in state if str(key).startswith(PREFIX)]:
        name = key.removeprefix(PREFIX)
        if name in {"way", "system"} - kept:
            del state[key]  # their first choice stands again
        elif name not in kept:
            state[key] = "" if name in LINES or name.startswith("paper_") else None
    state.pop(ERRORS, None)


def _found(run: Run, values: dict[str, Any]) -> None:
    """What was found, where, by whom."""
    t = run.t
    _enterprise(run, values)
    one, two, three = st.columns(3, gap="small")
    with one:
        _fields(run).choice("township", t("Township"), codes(run, "township"))
    with two:
        _fields(run).choice("sector", t("Sector"), codes(run, "sector"))
    with three:
        _fields(run).choice("department", t("Department"), codes(run, "department"), placeholder=t("by the sector"))
    _fields(run).line("place", t("Place") + " *")
    _fields(run).area("description", t("Problem") + " *")
    one, two, three = st.columns(3, gap="small")
    with one:
        _fields(run).choice("grade", t("Grade") + " *", tuple(Grade))
    with two:
        known = tuple(one for one in Source if one is not Source.UNKNOWN)
        _fields(run).choice("source", t("Source") + " *", known)
    with three:
        _fields(run).day("found", t("day|Found") + " *", latest=run.today)
    one, two = st.columns([1, 2], gap="small")
    with one:
        kinds = tuple(one for one in InspectionKind if one is not InspectionKind.UNKNOWN)
        none = t("found without a visit")
        _fields(run).choice("kind", t("Kind of inspection"), kinds, placeholder=none, dim="inspection_kind")
    with two:
        _fields(run).line("inspectors", t("Inspectors (two or more)"))
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
    asked = registering.papers(values, data.county().gates())
    evidence_files.show(run, FILES, asked, uploading.Offer(_put, _on))
    _fields(run).wrong("files")
    paper_numbers.ask(run, _fields(run), asked, values)
    _placed(run, values)


def _put(lon: float, lat: float) -> None:
    """The place of a photo is that of the hazard."""
    state = st.session_state
    state[f"{PREFIX}lon"], state[f"{PREFIX}lat"], state[f"{PREFIX}system"] = str(lon), str(lat), registering.SYSTEMS[0]
    touched(ERRORS, "lon")


def _on(day: str) -> None:
    """The day of a photo is that on which the hazard was found."""
    st.session_state[f"{PREFIX}found"] = min(date.fromisoformat(day), session.current().today)
    touched(ERRORS, "found")


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
        _fields(run).day("due", t("day|Due") + star)
    with two:
        _fields(run).line("responsible_person", t("Responsible person") + star)
    if way != registering.ORDER:
        return
    with three:
        _fields(run).day("order_on", t("Day of the order"), latest=run.today)
    if values.get("grade") == Grade.MAJOR:
        _fields(run).line("basis", t("Basis of judgement (document and clause)") + " *")
    _fields(run).line("measure", t("Measure"))


def _placed(run: Run, values: dict[str, Any]) -> None:
    t = run.t
    st.html(f'<h3 class="w-h3">{e(t("Coordinates (may be left out)"))}</h3>')
    one, two, three = st.columns(3, gap="small")
    with one:
        _fields(run).line("lon", t("Longitude"), placeholder="111.57")
    with two:
        _fields(run).line("lat", t("Latitude"), placeholder="36.65")
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
    _fields(run).enterprise(_chosen)
    if values.get("enterprise") and registering.firm_of(values, run.view) is None:
        st.caption(t("Not in the register: it will be added as to be confirmed."))


def _chosen() -> None:
    """A known enterprise brings its township and sector; nobody types them twice."""
    run = session.current()
    touched(ERRORS, "enterprise")
    known = registering.firm_of(told(), run.view)
    if known is None:
        return
    for name in ("township", "sector"):
        if known[name] and known[name] in codes(run, name):
            st.session_state[f"{PREFIX}{name}"] = known[name]


def _fields(run: Run) -> Fields:
    return Fields(run, PREFIX, ERRORS)


def _submit(token: str) -> None:
    """Write what the form says, or keep it with what is wrong beside each field; a second click hears of the first."""
    run, state, sent, actor = session.current(), st.session_state, once.sent(), officer.actor()
    state.pop(DONE, None)
    state[SAY] = True
    files, values = uploading.files(FILES), told()
    made = registering.read(values, run.view, map_data.county_shapes(), FILES)
    try:
        with sent.writing:
            done = sent.became(token) or sent.just(FILES, values)
            if done is None and made.entry is not None:
                entry = replace(made.entry, files=uploading.paths(files), token=token)
                hazard: Hazard = data.ledger().enter(entry, actor)
                done = (hazard.id, hazard.hazard_no, str(hazard.status))
                sent.keep(token, done, FILES, values)
    except Refused as refused:
        if "form:entered" in refused.codes:
            state[TOKEN] = once.token()  # to save once more says that it is meant
        state[ERRORS] = registering.errors_of(refused.codes)
        return
    except Stale:
        state[ERRORS] = {"": ["stale"]}
        return
    if done is None:
        state[ERRORS] = made.errors
        return
    form_draft.drop(register_draft.FORM, files=False)
    evidence_files.done(FILES)
    _empty(KEPT)
    state.pop(TOKEN, None)
    state[DONE] = done


def _outcome(run: Run) -> None:
    t, errors = run.t, st.session_state.get(ERRORS)
    if st.session_state.pop(SAY, False):
        st.html(SEE)
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
