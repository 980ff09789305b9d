"""The form of a visit: enterprise, day, inspectors, what was found problem by problem, one paper for all of it."""

from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st

from riskmap.domain.codes import Grade, InspectionKind
from riskmap.domain.roles import Role
from riskmap.ledger.errors import PartsRefused, Refused, Stale
from riskmap.ledger.visiting import Entered
from riskmap.views.html import actions, entered
from riskmap.views.html.markup import SEE, e
from riskmap.web import data, map_data, officer, paper_numbers, registering, session, uploading, visiting
from riskmap.web import visit_draft as draft
from riskmap.web.fields import Fields, codes, touched
from riskmap.web.registering import FIX, ORDER, REGISTER
from riskmap.web.session import Run
from riskmap.web.visit_draft import PREFIX, key

ERRORS, DONE, WHOLE, SAY = "_visit_errors", "_visit_done", "_visit_whole", "_visit_say"
WAYS: Final = {REGISTER: "way|Register only", ORDER: "way|Order rectification", FIX: "way|Fixed on the spot"}
GRADES: Final = (Grade.GENERAL, Grade.MAJOR)
KEPT: Final = ("on", "kind", "inspectors")  # the next visit of the day begins with them


def show() -> None:
    """Draw the form; it reruns without the rest of the page."""
    st.fragment(_form)()


def _form() -> None:
    run = session.current()
    if st.session_state.pop(WHOLE, False):
        st.rerun()  # the top bar and the lists know what was entered
    if f"{PREFIX}on" not in st.session_state:
        draft.begin(run, officer.actor().id)
    draft.keep(officer.actor().id)
    _told(run)
    told = draft.told()
    with st.container(key="visit"):
        st.html(f'<h3 class="w-h3">{e(run.t("Visit"))}</h3>')
        _head(run, told)
        if not told.head["nothing"] or visiting.filled(told).rows:
            _problems(run, told)
            _paper(run, told)
        else:
            _record(run, told)
        _end(run, told)


def _fields(run: Run) -> Fields:
    return Fields(run, PREFIX, ERRORS)


def _roles(run: Run) -> tuple[Role, ...]:
    return tuple(grant.role for grant in run.reader.grants)


def _head(run: Run, told: visiting.Values) -> None:
    """Where, when, by whom."""
    t, fields = run.t, _fields(run)
    kinds = visiting.kinds(_roles(run))
    one, two, three = st.columns([2, 1, 1], gap="small")
    with one:
        fields.enterprise(_chosen)
    with two:
        fields.day("on", t("Day of the visit") + " *", latest=run.today)
    with three:
        fields.choice("kind", t("Kind of inspection") + " *", kinds, dim="inspection_kind")
    known = registering.firm_of(told.head, run.view)
    if told.head["enterprise"] and not (known and known["township"]):
        _unknown(run, known is None)
    one, two = st.columns(2, gap="small")
    with one:
        own = told.head["kind"] == InspectionKind.SELF
        fields.line("inspectors", t("visit|Who found it" if own else "Inspectors (two or more)") + " *")
    with two:
        st.checkbox(t("Nothing was found"), key=f"{PREFIX}nothing", on_change=touched, args=(ERRORS, "nothing"))
        fields.wrong("nothing")
    if not told.head["nothing"] and registering.same_visit({**told.head, "found": told.head["on"]}, run.view):
        st.caption(t("A visit of this enterprise, day and kind is in the ledger; the problems join it."))


def _unknown(run: Run, new: bool) -> None:
    """What the register does not tell of an enterprise."""
    fields = _fields(run)
    if new:
        st.caption(run.t("Not in the register: it will be added as to be confirmed."))
    one, two = st.columns(2, gap="small")
    with one:
        fields.choice("township", run.t("Township"), codes(run, "township"))
    with two:
        fields.choice("sector", run.t("Sector"), codes(run, "sector"))


def _chosen() -> None:
    """A known enterprise brings the person who answers for it; nobody types that twice."""
    run = session.current()
    touched(ERRORS, "enterprise")
    known = registering.firm_of(draft.told().head, run.view) or {}
    st.session_state[f"{PREFIX}responsible_person"] = str(known.get("principal") or known.get("safety_person") or "")


def _problems(run: Run, told: visiting.Values) -> None:
    for place, number in enumerate(told.rows, start=1):
        with st.container(key=key(number), border=True):
            _problem(run, told, number, place)
    st.button(run.t("Add a problem"), key="add_problem", on_click=_add, icon=":material/add:", args=(tuple(told.rows),))


def _problem(run: Run, told: visiting.Values, number: int, place: int) -> None:
    """One problem: where, what, how grave, what happens at once, what shows it."""
    t, fields = run.t, Fields(run, PREFIX, ERRORS)
    name = f"p{number}_"
    with st.container(key=f"{key(number)}_head", horizontal=True, vertical_alignment="center"):
        st.html(f'<h4 class="w-h4">{e(t("Problem {n}", n=place))}</h4>')
        st.button(t("Remove"), key=f"drop_p{number}", on_click=_drop, args=(number,), type="tertiary")
    one, two = st.columns([1, 2.4], gap="small")
    with one:
        fields.line(f"{name}place", t("Place") + " *")
    with two:
        fields.area(f"{name}description", t("Problem") + " *", 68)
    row = told.rows[number]
    ordered = registering.way(visiting.whole(told, number, _roles(run), run.view)) == ORDER
    one, two, three, four = st.columns([1, 1.7, 1.2, 1.2], gap="small")
    with one:
        _segments(run, f"{name}grade", t("Grade"), GRADES, lambda code: run.label("grade", code))
    with two:
        _way(run, told, number)
    with three:
        fields.choice(f"{name}sector", t("Sector"), codes(run, "sector"), placeholder=t("as the enterprise"))
    if ordered:
        with four:
            fields.day(f"{name}due", t("Due, if not as below"))
    if ordered and row["grade"] == Grade.MAJOR:
        fields.line(f"{name}basis", t("Basis of judgement (document and clause)") + " *")
    _photos(run, told, number)


def _way(run: Run, told: visiting.Values, number: int) -> None:
    ways = visiting.ways(visiting.whole(told, number, _roles(run), run.view), _roles(run))
    if st.session_state.get(key(number, "way")) not in ways:
        st.session_state[key(number, "way")] = REGISTER
    _segments(run, f"p{number}_way", run.t("What happens now"), ways, lambda code: run.t(WAYS[code]))


def _segments(run: Run, name: str, title: str, options: Sequence[str], word: Callable[[str], str]) -> None:
    st.segmented_control(
        title, options, key=PREFIX + name, format_func=word, required=True, on_change=touched, args=(ERRORS, name)
    )
    _fields(run).wrong(name)


def _photos(run: Run, told: visiting.Values, number: int) -> None:
    t = run.t
    fixed = registering.way(visiting.whole(told, number, _roles(run), run.view)) == FIX
    title = t("Photo after rectification") if fixed else t("Photo of the problem")
    one, two = st.columns([3.4, 1], gap="small")
    with one:
        offer = uploading.Offer(_put(number), _on)
        uploading.picker(run, key(number), title, offer)
    with two:
        _fields(run).line(f"p{number}_reference", t("or its number on paper"))
    row = told.rows[number]
    if row["lon"] is not None:
        with st.container(key=f"{key(number)}_point", horizontal=True, vertical_alignment="center"):
            st.caption(t("Place on the map: {lon}, {lat}", lon=f"{row['lon']:.5f}", lat=f"{row['lat']:.5f}"))
            st.button(t("Remove"), key=f"unplace_p{number}", on_click=_put(number), args=(None, None), type="tertiary")
    _fields(run).wrong(f"p{number}_files")


def _put(number: int) -> uploading.Taken:
    """Give a problem a place, or none."""

    def put(lon: float | None, lat: float | None) -> None:
        st.session_state[key(number, "lon")], st.session_state[key(number, "lat")] = lon, lat
        touched(ERRORS, f"p{number}_files")

    return put


def _on(day: str) -> None:
    """The day of the visit is that of a photo."""
    st.session_state[f"{PREFIX}on"] = min(draft.day(day), session.current().today)


def _paper(run: Run, told: visiting.Values) -> None:
    """One paper, one date, one person for every problem of the visit."""
    t, fields = run.t, _fields(run)
    ways = {registering.way(visiting.whole(told, number, _roles(run), run.view)) for number in told.rows}
    st.html(f'<h3 class="w-h3">{e(t("One paper for all of them"))}</h3>')
    one, two, three, four = st.columns(4, gap="small")
    with one:
        fields.line("paper", t("Number of the order or record"))
    with two:
        fields.day("paper_on", t("Its date, if not that of the visit"), latest=run.today)
    inside = visiting.source(told.head, _roles(run)) == "self"
    if ORDER in ways or (inside and REGISTER in ways):
        star = " *" if ORDER in ways or inside else ""
        with three:
            fields.day("due", t("Due, for all") + star)
        with four:
            fields.line("responsible_person", t("Responsible person") + (" *" if ORDER in ways else ""))
    paper_numbers.warn(run, told.head["paper"], visiting.numbered(told.head, run.view))
    uploading.picker(run, f"{PREFIX}paper", t("Photo or scan of the paper"))


def _record(run: Run, told: visiting.Values) -> None:
    """The number of the paper that says that nothing was found."""
    one, two = st.columns([1, 2], gap="small", vertical_alignment="bottom")
    with one:
        _fields(run).line("paper", run.t("Number of the inspection record"))
    two.caption(run.t("A reference: the paper of the enforcement system holds. It can be added later."))
    paper_numbers.warn(run, told.head["paper"], visiting.numbered(told.head, run.view))


def _end(run: Run, told: visiting.Values) -> None:
    t, count = run.t, len(visiting.filled(told).rows)
    if errors := st.session_state.get(ERRORS):
        st.html(
            f'<div class="w-wrong" role="alert"><p>{e(t("Not saved. Places to look at: {n}", n=len(errors)))}</p></div>'
        )
    with st.container(key="visit_end", horizontal=True, vertical_alignment="center"):
        word = t("Save the visit (problems: {n})", n=count) if count else t("Save the visit")
        token = st.session_state[draft.TOKEN]
        st.button(word, type="primary", key="save_visit", on_click=_submit, args=(token,))
        st.button(t("Discard the draft"), key="discard_visit", on_click=_discard, args=(token,))
        said = " ".join(one for one in (draft.standing(run), t("Never enter classified information.")) if one)
        st.html(f'<span class="w-mu">{e(said)}</span>', width="content")


def _add(rows: Sequence[int]) -> None:
    """A further problem, with the grade and the way of the one before."""
    last = rows[-1] if rows else None
    taken = {} if last is None else {name: st.session_state.get(key(last, name)) for name in ("grade", "way")}
    draft.add(taken)
    touched(ERRORS, "nothing")


def _drop(number: int) -> None:
    gone = uploading.files(key(number))
    st.session_state[draft.ROWS] = [one for one in st.session_state[draft.ROWS] if one != number]
    draft.keep(officer.actor().id)
    uploading.forget(one["sha256"] for one in gone)


def _discard(token: str) -> None:
    if token == st.session_state.get(draft.TOKEN):
        draft.drop(officer.actor().id)
    st.session_state.pop(ERRORS, None)
    st.session_state.pop(DONE, None)


def _submit(token: str) -> None:
    """Write what the form says, or keep it with what is wrong beside each field; a click too many does nothing."""
    if token != st.session_state.get(draft.TOKEN):
        return
    run, values = session.current(), visiting.filled(draft.told())
    st.session_state.pop(DONE, None)
    st.session_state[SAY] = True
    made = visiting.read(values, token, _roles(run), run.view, map_data.county_shapes())
    if made.entry is None:
        st.session_state[ERRORS] = made.errors
        return
    try:
        found: Entered = data.ledger().enter_visit(made.entry, officer.actor())
    except PartsRefused as refused:
        st.session_state[ERRORS] = visiting.errors_of(refused.parts, values)
        return
    except Refused as refused:
        if "form:entered" in refused.codes:
            draft.another()  # to save once more says that it is meant
        st.session_state[ERRORS] = visiting.errors_of({"": refused.codes}, values)
        return
    except Stale:
        st.session_state[ERRORS] = {"": ["stale"]}
        return
    kept = {name: values.head[name] for name in KEPT}
    draft.drop(officer.actor().id)
    st.session_state[draft.NEXT] = kept
    st.session_state.pop(ERRORS, None)
    st.session_state[DONE] = entered.of(found.visit, found.hazards, again=found.again)
    st.session_state[WHOLE] = True


def _told(run: Run) -> None:
    """What became of the last try, and what was brought back."""
    t, errors = run.t, st.session_state.get(ERRORS)
    if st.session_state.pop(SAY, False):
        st.html(SEE)  # who stands at the end of a long form is brought here
    if errors:
        general = actions.reasons(t, errors.get("", ()))
        st.error("\n".join([t("Not saved; see what is said beside the fields."), *(f"- {one}" for one in general)]))
    if done := st.session_state.get(DONE):
        st.html(entered.told(run.context, done))
    if moment := st.session_state.get(draft.RESTORED):
        st.html(f'<div class="w-kept" role="status">{e(t("Draft of {moment} restored.", moment=moment))}</div>')
