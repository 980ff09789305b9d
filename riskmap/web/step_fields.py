"""The fields of a step's form, from the domain's own tables: what must be told first, then the papers of its gate."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from riskmap.domain import forms, roles
from riskmap.domain.actions import Action
from riskmap.domain.codes import Control, EvidenceKind, Grade, Item, LateReason, Level, Post, Sampled, Step, System
from riskmap.domain.corrections import NAMES
from riskmap.domain.evidence import FRESH, RULES
from riskmap.domain.gates import short_loop
from riskmap.domain.hazard import Hazard
from riskmap.ledger.permission import corrects
from riskmap.views.html import actions
from riskmap.web import data, officer, paper_numbers
from riskmap.web.session import Run

PREFIX = "step_field_"
DAYS = frozenset({"due", "rectified", "new_due", "requested_to", "approved_to", "found", "expected"})
AREAS = frozenset(
    {"opinion", "report", "reason", "measures", "note", "content", "in_place", "description", "measure", "progress",
     "coordination"}
)  # fmt: skip
CODES: Mapping[str, tuple[str, ...]] = {
    "grade": tuple(Grade),
    "level": (Level.COUNTY, Level.CITY, Level.PROVINCE),
    "item": tuple(Item),
    "status": tuple(Control),
    "post": tuple(Post),
    "step": tuple(one for one in Step if one is not Step.LIST),
    "system": tuple(System),
    "late_reason": tuple(LateReason),
    "result": (Sampled.HOLDS, Sampled.FAILS),
}
# asked in their own way, or not here
NOT_ASKED = frozenset({"evidence", "chain", "plan", "dropped_listing", "sampled", "keeps_due"})
BY_ID = {"enterprise_id", "inspection_id", "plan_filed"}  # not for typing
AS_WRITTEN = {"township_raw", "sector_raw", "grade_raw", "status_raw"}
CORRECTABLE = (*sorted(NAMES - {"lon", "lat"} - BY_ID - AS_WRITTEN), "lon", "lat")


def key(name: str) -> str:
    """Key of a field."""
    return PREFIX + name


def field_to_correct(run: Run, hazard: Hazard) -> str:
    """Ask which field a correction is about, of those that the person may correct in the present state."""

    def word(name: str) -> str:
        return actions.field(run.t, name)

    return str(st.selectbox(word("field"), correctable(hazard), key=key("field"), format_func=word))


def correctable(hazard: Hazard) -> list[str]:
    """The fields that the person may correct in the present state of a hazard."""
    return [name for name in CORRECTABLE if corrects(officer.actor(), hazard, name)]


def blank(run: Run, hazard: Hazard, action: Action) -> dict[str, Any]:
    """What an empty form says, by key: told to each field, for one keeps what it shows as long as nobody does."""
    found: dict[str, Any] = {"on": run.today, "other_kind": None, "other_reference": ""}
    for name in forms.FORMS[action]:
        if name not in NOT_ASKED:
            typed = name not in DAYS and name not in CODES and name not in {"new", "area_stopped"}
            found[name] = "" if typed else False if name == "area_stopped" else None
    found |= {f"plan_{part}": "" for part in actions.PLAN} if action is Action.START else {}
    found |= {f"paper_{kind}": "" for kind in EvidenceKind}
    if action is Action.CORRECT:
        found["field"] = correctable(hazard)[0]
    if for_another(hazard, action):
        found["on_behalf_of"] = hazard.enterprise_name
    return {key(name): value for name, value in found.items()}


def show(run: Run, hazard: Hazard, action: Action, field: str) -> None:
    """Fields in the order of the domain's form: what must be told first, then the gate's papers."""
    t = run.t
    st.date_input(t("Day of the step"), value=None, key=key("on"), format="YYYY-MM-DD", max_value=run.today)
    if for_another(hazard, action):
        st.text_input(t("On behalf of"), key=key("on_behalf_of"))
    also = _needed(hazard, action)
    for name, ask in forms.FORMS[action].items():
        if name in NOT_ASKED or name == "field":
            continue
        if name == "new":
            _new(run, field)
        else:
            _field(run, name, ask, action, also)
    if action is Action.START and hazard.grade is Grade.MAJOR:
        star = "" if hazard.plan_filed else " *"
        for part, title in actions.PLAN.items():
            st.text_area(f"{t('Treatment plan')} · {t(title)}{star}", key=key(f"plan_{part}"), height=68)
    _papers(run, hazard, action)


def for_another(hazard: Hazard, action: Action) -> bool:
    """Whether a step is recorded on behalf of the enterprise: its own people take it themselves."""
    own = any(one.role is roles.Role.ENTERPRISE and one.scope.covers(hazard) for one in officer.actor().held)
    return roles.enterprise_step(action, hazard) and not own


def _needed(hazard: Hazard, action: Action) -> frozenset[str]:
    """Fields that this hazard's step cannot do without, though the form of it in general can."""
    found = {"new_due"} if action is Action.FAIL and not short_loop(hazard) else set()
    asked = _gate(hazard, action)
    if "basis" in asked and not hazard.basis:
        found.add("basis")
    return frozenset(found | ({"report"} if EvidenceKind.REPORT in asked else set()))


def _field(run: Run, name: str, ask: forms.Ask, action: Action, also: frozenset[str]) -> None:
    title = actions.field(run.t, name, action) + (" *" if ask.required or name in also else "")
    if name in CODES:
        word: Callable[[str], str] = lambda code: actions.code_word(run.t, name, code)  # noqa: E731
        st.selectbox(title, CODES[name], index=None, key=key(name), format_func=word, placeholder=run.t("choose"))
    elif name in DAYS:
        st.date_input(title, value=None, key=key(name), format="YYYY-MM-DD")
    elif name == "area_stopped":
        st.checkbox(title, key=key(name))
    elif name in AREAS:
        st.text_area(title, key=key(name), height=68, max_chars=2000)
    else:
        st.text_input(title, key=key(name), max_chars=200)


def _new(run: Run, field: str) -> None:
    """The new value in the way of its field: a code from a list, else text (dates as 2026-11-22)."""
    title = run.t("New value") + " *"
    known = _choices(run, field)
    if known:
        st.selectbox(
            title,
            known,
            index=None,
            key=key("new"),
            format_func=lambda code: _word(run, field, code),
            placeholder=run.t("choose"),
        )
    else:
        st.text_input(title, key=key("new"), help=run.t("Dates as 2026-11-22."))


def _choices(run: Run, field: str) -> tuple[str, ...]:
    if field in {"township", "sector", "department"}:
        return tuple(code for code in run.view.index.dim(field)[1] if code)
    fixed = {"grade": tuple(Grade), "supervision": tuple(Level)}
    return tuple(str(code) for code in fixed.get(field, ()))


def _word(run: Run, field: str, code: str) -> str:
    return run.label(field, code)


def _gate(hazard: Hazard, action: Action) -> tuple[str, ...]:
    """What the gate of a step asks for; an order by the grade that is chosen for it."""
    told = st.session_state.get(key("grade")) if action is Action.CONFIRM else None
    return data.county().gates().items(action, hazard, Grade(told) if told in set(Grade) else None)


def wanted(hazard: Hazard, action: Action) -> tuple[str, ...]:
    """The kinds of evidence that the gate of a step asks for."""
    wanted = [item for item in _gate(hazard, action) if item not in RULES]
    if for_another(hazard, action):
        wanted += [item for item in data.county().gates().items("on_behalf", hazard) if item not in RULES]
    return tuple(dict.fromkeys(wanted))


def _there(hazard: Hazard, action: Action, kind: str) -> bool:
    """Whether a kind of evidence need not be brought: it lies with the hazard already, or a text stands for it."""
    if kind == EvidenceKind.REPORT and "report" in forms.FORMS[action]:
        return True
    if kind == EvidenceKind.ON_BEHALF or action in (Action.PASS, Action.FAIL) or (hazard.rounds and kind in FRESH):
        return False
    return any(one.kind == kind for one in hazard.evidence)


def _papers(run: Run, hazard: Hazard, action: Action) -> None:
    """Evidence on paper: the kinds that the gate of this step asks for, and one of any kind."""
    t, state = run.t, st.session_state
    on = state.get(key("on"))
    for kind in wanted(hazard, action):
        title = t("{kind}: reference", kind=actions.code_word(t, "kind", kind))
        title += "" if _there(hazard, action, kind) else " *"
        st.text_input(title, key=key(f"paper_{kind}"), max_chars=200)
        paper_numbers.of_step(run, kind, state.get(key(f"paper_{kind}")), hazard, on)
    word: Callable[[str], str] = lambda code: actions.code_word(t, "kind", code)  # noqa: E731
    left, right = st.columns([1, 1.4])
    left.selectbox(
        t("Other evidence"),
        tuple(EvidenceKind),
        index=None,
        key=key("other_kind"),
        format_func=word,
        placeholder=t("choose"),
    )
    right.text_input(t("Reference"), key=key("other_reference"), max_chars=200)
    paper_numbers.of_step(run, state.get(key("other_kind")), state.get(key("other_reference")), hazard, on)
