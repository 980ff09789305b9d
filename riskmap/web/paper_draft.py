"""The form of a new office paper: the filter bar says of which hazards, the kind what it has to say.

What it says is kept as a draft of its writer, one for each kind, and for each hazard whose page led here.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

import streamlit as st

from riskmap.domain.papers import LONGEST, TOLD, Move, PaperKind, drafters, rules
from riskmap.ledger import drafts
from riskmap.ledger.errors import NotFound, Refused
from riskmap.views import papers as words
from riskmap.web import book, data, form_draft, officer, once, seen, session
from riskmap.web.session import Run

OUTCOME, KIND = "paper_outcome", "paper_kind"  # KIND: the kind in sight
TOKEN, REFUSED, WHOLE = "_paper_token", "_paper_refused", "_paper_whole"
ABOUT, BEGUN, OPEN = "_paper_about", "_paper_begun", "_paper_open"  # what the form is of; drafts there were; in sight
MOST: Final = 200  # hazards offered for one draft; a narrower filter brings the others
FIELDS: Final = TOLD[Move.EDIT]


def show(run: Run) -> None:
    """Draw the form where the reader may draft a paper; it reruns without the rest of the page."""
    kinds, state = _kinds(run), st.session_state
    state.pop(WHOLE, None)
    if not kinds:
        return
    t, offered = run.t, _offered(run)
    if offered:
        _resume(run, kinds)
    first = not seen.papers()  # an empty list has nothing else to show
    opened = first or bool(run.own.get("hazard")) or state.get(REFUSED, False) or state.get(OPEN, False)
    with st.expander(t("Draft a paper"), expanded=opened, key=f"paper_new_{opened}"), st.container(key="paper_draft"):
        if offered:
            st.fragment(_form)(offered)
        else:
            st.caption(t("No open hazard under this filter."))


def _kinds(run: Run) -> tuple[PaperKind, ...]:
    roles = frozenset(grant.role for grant in run.reader.grants)
    return tuple(kind for kind in PaperKind if drafters(kind) & roles)


def _form(offered: Mapping[str, str]) -> None:
    run, state = session.current(), st.session_state
    if state.pop(WHOLE, False):
        st.rerun()  # the list, or the paper that was made
    t, kinds = run.t, _kinds(run)
    word: Callable[[str], str] = lambda one: t(words.KINDS[PaperKind(one)])  # noqa: E731
    kind = PaperKind(st.selectbox(t(words.FIELDS["kind"]), kinds, key=KIND, format_func=word) or kinds[0])
    _begin(run, kind, offered)
    draft = form_of(run, kind)
    form_draft.told(run, draft, _discard)
    known = {**_chosen(kind, offered), **offered}
    title = t(words.FIELDS["hazards"]) + " *"
    name: Callable[[str], str] = lambda one: known.get(one, one)  # noqa: E731
    st.multiselect(title, tuple(known), key=_key("hazards", kind), format_func=name, placeholder=t("choose"))
    left, right = st.columns(2)
    for field, (at, star) in {"title": (left, ""), "to": (right, " *"), "copies": (left, "")}.items():
        at.text_input(t(words.FIELDS[field]) + star, key=_key(field, kind), max_chars=LONGEST[field])
    due = t(words.FIELDS["due"]) + (" *" if rules()[kind].due else "")
    right.date_input(due, value=None, key=_key("due", kind), min_value=run.today, format="YYYY-MM-DD")
    st.text_area(t(words.FIELDS["text"]), key=_key("text", kind), height=90, max_chars=LONGEST["text"])
    form_draft.keep(draft)
    kept = form_draft.standing(run, draft)
    st.caption(" ".join(one for one in (kept, t("Never enter classified information.")) if one))
    token = state.setdefault(TOKEN, once.token())
    st.button(t("Save the draft"), type="primary", key="save_paper", on_click=_save, args=(kind.value, token))


def form_of(run: Run, kind: PaperKind) -> form_draft.Form:
    """How the form of a kind is kept while no paper was made of it."""
    return form_draft.Form(_head(run) + kind, _key("", kind), "", frozenset({"due"}))


def _head(run: Run) -> str:
    return f"paper:{run.own.get('hazard', '')}:"


def _resume(run: Run, kinds: tuple[PaperKind, ...]) -> None:
    """Who comes back to the page finds the kind that was being drafted."""
    state, who = st.session_state, officer.actor().id
    if state.get(BEGUN, ("", "", ()))[:2] == (who, _head(run)) and KIND in state:
        return
    found = drafts.tokens(data.engine(), data.county(), who, _head(run))
    begun = tuple(one for token in found if (one := token.removeprefix(_head(run))) in kinds)
    state[BEGUN], state[OPEN] = (who, _head(run), begun), bool(begun)
    state.pop(ABOUT, None)
    if begun:
        state[KIND] = PaperKind(begun[0])


def _begin(run: Run, kind: PaperKind, offered: Mapping[str, str]) -> None:
    """A form of another kind opens from its draft, else with what the address and the kind say."""
    state, head = st.session_state, _head(run)
    before = state.get(ABOUT)
    if before == (head, kind) and _key("to", kind) in state:
        return
    if before is not None and before[0] == head and _key("to", before[1]) in state:
        form_draft.keep(form_of(run, before[1]))  # its last word came with the choice of this one
    state[ABOUT] = (head, kind)
    own = run.own.get("hazard", "")
    blank: dict[str, Any] = {"to": "", "copies": "", "text": "", "title": run.t(words.KINDS[kind]), "due": None}
    blank["hazards"] = [own] if own in offered else []
    state.update({_key(name, kind): value for name, value in blank.items()})

    def mend(said: dict[str, Any]) -> None:
        if date.fromisoformat(said.get("due") or date.max.isoformat()) < run.today:
            said.pop("due")  # no day for a new paper any longer

    form_draft.restore(run, form_of(run, kind), mend)


def _offered(run: Run) -> dict[str, str]:
    """Open hazards of the filter → how they are named in the list of choices; the one of the address first."""
    rows = book.rows(run.view, run.where, {"rows": "stock", "sort": "urgency"})[:MOST]
    found = book.named(run.view, run.where.as_of, rows)
    own = run.own.get("hazard", "")
    return found if own in found else {**_named([own] if own else []), **found}


def _chosen(kind: PaperKind, offered: Mapping[str, str]) -> dict[str, str]:
    """Those chosen before under another filter, or left in a draft; what the reader may not see any longer goes."""
    chosen = st.session_state[_key("hazards", kind)]
    others = _named([one for one in chosen if one not in offered])
    st.session_state[_key("hazards", kind)] = [one for one in chosen if one in offered or one in others]
    return others


def _named(ids: list[str]) -> dict[str, str]:
    found = {}
    for one in ids:
        try:
            seen = data.hazard(one)
        except NotFound:
            continue
        found[one] = book.call(seen.hazard_no, seen.enterprise_name or seen.place, seen.description)
    return found


def _key(name: str, kind: str) -> str:
    return f"paper_{kind}_{name}"


def values(names: Mapping[str, str]) -> dict[str, Any]:
    """What fields say, by name → key of the widget; those that say nothing are left out."""
    found: dict[str, Any] = {}
    for name, key in names.items():
        value = st.session_state.get(key)
        if value:
            found[name] = value.isoformat() if isinstance(value, date) else list(value) if name == "hazards" else value
    return found


def _save(kind: str, token: str) -> None:
    run, state, actor = session.current(), st.session_state, officer.actor()
    told = {"kind": kind, "hazards": [], "to": "", **values({name: _key(name, kind) for name in FIELDS})}
    state[REFUSED] = state[WHOLE] = True
    form_draft.keep(form_of(run, PaperKind(kind)))
    try:
        paper = data.ledger().draft_paper(told, actor, run.today, token)
    except Refused as refused:
        if "form:entered" in refused.codes:
            state.pop(TOKEN)  # to save once more says that it is meant
        state[OUTCOME] = ("refused", list(refused.codes))
        return
    except NotFound:
        state[OUTCOME] = ("stale", [])
        return
    state[OUTCOME] = ("drafted", [])
    form_draft.drop(form_of(run, PaperKind(kind)))
    _empty(kind)
    state.pop(REFUSED)
    st.query_params.pop("hazard", None)
    st.query_params["id"] = paper.id


def _discard() -> None:
    run, kind = session.current(), st.session_state[KIND]
    form_draft.drop(form_of(run, PaperKind(kind)))
    _empty(kind)


def _empty(kind: str) -> None:
    """Forget what was typed; the form opens anew."""
    for name in (*(_key(name, kind) for name in FIELDS), KIND, TOKEN, ABOUT, BEGUN):
        st.session_state.pop(name, None)
