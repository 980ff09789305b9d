"""The paper over several hazards: its fields, what each hazard is asked beside them, and the requests it becomes."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import streamlit as st

from riskmap.domain.actions import Action
from riskmap.domain.codes import EvidenceKind, Grade, Step
from riskmap.domain.evidence import RULES
from riskmap.domain.hazard import Hazard
from riskmap.ledger.bulk import Request
from riskmap.views.html import actions, bulk
from riskmap.web import data, paper_numbers, uploading
from riskmap.web.fields import Fields
from riskmap.web.review import FAILED, PASSED, WORDS, head
from riskmap.web.session import Run

PREFIX, ERRORS, FILES = "bulk_field_", "_bulk_errors", "_bulk_paper"
ACTIONS: Final = {"confirm": Action.CONFIRM, "review": Action.PASS, "remind": Action.TAKE_STEP}
PAPERS: Final = {"confirm": EvidenceKind.INSPECTION_PAPER, "review": EvidenceKind.REVIEW_PAPER}
REMINDER: Final = ("number", "unit", "due", "reason", "signed_by")
Values = Mapping[str, Any]


def show(run: Run, step: str, hazards: Sequence[Hazard]) -> None:
    """Draw the fields of the paper, then a row for each hazard."""
    fields = Fields(run, PREFIX, ERRORS)
    {"confirm": _order, "review": _review, "remind": _remind}[step](run, fields)
    if step != "remind":
        said = values()
        _numbered(run, said.get("number"), [one for one in hazards if not said.get(f"{one.id}_number")], said)
        uploading.picker(run, FILES, run.t("Photo or scan of the paper"))
    several = len({one.enterprise_id or one.enterprise_name for one in hazards}) > 1
    for one in hazards:
        with st.container(key=f"bulk_item_{one.id}"):
            _item(run, fields, step, one, several=several)


def _numbered(run: Run, number: object, hazards: Sequence[Hazard], said: Values) -> None:
    text = str(number or "")
    paper_numbers.warn(run, text, paper_numbers.of_hazards(text, hazards, said.get("on")))


def begin(run: Run, hazards: Sequence[Hazard]) -> None:
    """An empty form: the day is today, who inspected what the hazards themselves say where they agree."""
    wipe()
    st.session_state[f"{PREFIX}on"] = run.today
    inspectors = {one.inspectors for one in hazards}
    if len(inspectors) == 1 and (known := inspectors.pop()):
        st.session_state[f"{PREFIX}inspectors"] = known


def wipe() -> None:
    """Empty the form; files that were chosen for it go."""
    uploading.forget(one["sha256"] for one in uploading.files(FILES))
    for name in [str(name) for name in st.session_state if str(name).startswith(PREFIX)]:
        del st.session_state[name]
    st.session_state.pop(ERRORS, None)
    uploading.clear(FILES)


def values() -> dict[str, Any]:
    """What the form says, by the names of its fields; its files stay where they are."""
    every = {str(name): value for name, value in st.session_state.items() if str(name).startswith(PREFIX)}
    return {name.removeprefix(PREFIX): value for name, value in every.items()}


def put(said: Values) -> None:
    """Let the form say again what it said: Streamlit forgets fields that were not drawn for a while."""
    st.session_state.update({PREFIX + name: value for name, value in said.items()})


def _order(run: Run, fields: Fields) -> None:
    t = run.t
    one, two, three, four = st.columns([1, 1, 1.6, 1.4], gap="small")
    with one:
        fields.day("on", t("Day of the order") + " *", latest=run.today)
    with two:
        fields.day("due", actions.field(t, "due", Action.CONFIRM) + " *")
    with three:
        fields.line("inspectors", actions.field(t, "inspectors", Action.CONFIRM) + " *")
    with four:
        fields.line("number", t("Number of the paper"))
    one, two = st.columns([1, 2], gap="small")
    with one:
        fields.line("person", t("Responsible person, where the row names none"))
    with two:
        fields.line("measure", t("Measure, where the row names none"))


def _review(run: Run, fields: Fields) -> None:
    t = run.t
    head(run, fields)
    one, two = st.columns([2.6, 1.4], gap="small")
    with one:
        fields.line("opinion", t("Opinion on what passed"), placeholder=t("rectified as ordered"))
    with two:
        fields.day("new_due", t("New date of what failed, where the row names none"))


def _remind(run: Run, fields: Fields) -> None:
    for at, name in zip(st.columns([1, 1.4, 0.8, 1.6, 1], gap="small"), REMINDER, strict=True):
        title = actions.field(run.t, name, Action.TAKE_STEP) + (" *" if name == "signed_by" else "")
        with at:
            fields.day(name, title) if name == "due" else fields.line(name, title)


def _item(run: Run, fields: Fields, step: str, one: Hazard, *, several: bool) -> None:
    """A hazard, and beside it what is its own alone."""
    t, html = run.t, bulk.item(run.context, one)
    asked = _asked(step, one)
    if step == "remind" or not (asked or several or step == "review"):
        st.html(html)
        return
    left, right = st.columns([2, 2.2], gap="small", vertical_alignment="center")
    left.html(html)
    with right, st.container(key=f"bulk_own_{one.id}", horizontal=True, vertical_alignment="center", gap="small"):
        if step == "review":
            st.segmented_control(
                one.hazard_no, tuple(WORDS), key=fields.key(f"{one.id}_result"), label_visibility="collapsed",
                format_func=lambda code: t(WORDS[code]),
            )  # fmt: skip
        own = {f"{one.id}_{name}": _title(run, name, kind) for name, kind in asked.items()}
        for name, title in (own | ({f"{one.id}_number": t("Number of its own paper")} if several else {})).items():
            st.text_input(title, key=fields.key(name), max_chars=200, placeholder=title, label_visibility="collapsed")
    _numbered(run, st.session_state.get(fields.key(f"{one.id}_number")), [one], values())
    if st.session_state.get(fields.key(f"{one.id}_result")) == FAILED:
        left, right = st.columns([2.6, 1.4], gap="small")
        with left:
            fields.line(f"{one.id}_opinion", t("Why it failed") + " *")
        with right:
            fields.day(f"{one.id}_due", t("New date of this round"))


def _title(run: Run, name: str, kind: str) -> str:
    if name == "person":
        return actions.field(run.t, "responsible_person")
    return run.t("{kind}: reference", kind=actions.code_word(run.t, "kind", kind))


def _asked(step: str, one: Hazard) -> dict[str, str]:
    """What an order still needs of a hazard that names none itself: field → kind of evidence, or ""."""
    if step != "confirm":
        return {}
    shown = {proof.kind for proof in one.evidence} | {PAPERS["confirm"]}
    items = data.county().gates().items(Action.CONFIRM, one, Grade.GENERAL)
    lacks = {f"proof_{kind}": kind for kind in items if kind not in RULES and kind not in shown}
    return ({} if one.responsible_person else {"person": ""}) | lacks


def request(run: Run, step: str, one: Hazard, said: Values) -> Request | None:
    """What the form asks of a hazard, by the version that was seen; None where it says nothing of it."""
    if step == "review" and not said.get(f"{one.id}_result"):
        return None
    make = {"confirm": _ordered, "review": _reviewed, "remind": _reminded}[step]
    failed = step == "review" and said.get(f"{one.id}_result") != PASSED
    action = Action.FAIL if failed else ACTIONS[step]
    form = {name: value for name, value in make(run, one, said).items() if value not in (None, "", [])}
    return Request(one.id, one.version, action.value, form)


def on(run: Run, said: Values) -> date:
    """The day of the step."""
    day = said.get("on")
    return day if isinstance(day, date) else run.today


def _ordered(run: Run, one: Hazard, said: Values) -> dict[str, Any]:
    typed = [
        {"kind": name.removeprefix("proof_"), "on": on(run, said).isoformat(), "reference": reference}
        for name in _asked("confirm", one)
        if name.startswith("proof_") and (reference := said.get(f"{one.id}_{name}"))
    ]
    return {
        "grade": Grade.GENERAL.value, "due": said.get("due"), "inspectors": said.get("inspectors"),
        "responsible_person": one.responsible_person or said.get(f"{one.id}_person") or said.get("person"),
        "responsible_unit": one.responsible_unit or one.enterprise_name, "measure": one.measure or said.get("measure"),
        "evidence": _papers(run, "confirm", one, said) + typed,
    }  # fmt: skip


def _reviewed(run: Run, one: Hazard, said: Values) -> dict[str, Any]:
    form = {"reviewers": said.get("reviewers"), "evidence": _papers(run, "review", one, said)}
    if said[f"{one.id}_result"] == PASSED:
        return form | {"opinion": str(said.get("opinion") or "").strip() or run.t("rectified as ordered")}
    due = said.get(f"{one.id}_due") or said.get("new_due")
    return form | {"opinion": said.get(f"{one.id}_opinion"), "new_due": due}


def _reminded(run: Run, one: Hazard, said: Values) -> dict[str, Any]:
    del run, one
    return {"step": Step.REMIND.value, **{name: said.get(name) for name in REMINDER}}


def _papers(run: Run, step: str, one: Hazard, said: Values) -> list[dict[str, Any]]:
    """The paper as evidence of a hazard: by the number of its own where it has one, with the scans of all."""
    number = str(said.get(f"{one.id}_number") or said.get("number") or "").strip()
    own = {"kind": PAPERS[step].value, "on": on(run, said).isoformat(), "reference": number}
    scans = [
        {**own, "sha256": file["sha256"], "reference": " · ".join(part for part in (number, file["name"]) if part)}
        for file in uploading.files(FILES)
    ]
    return scans or ([own] if number else [])
