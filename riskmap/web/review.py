"""One re-inspection paper for what an enterprise has waiting: each item is ticked as passed or failed, one save."""

from datetime import date
from typing import Any, Final

import streamlit as st

from riskmap.domain.actions import Action
from riskmap.domain.codes import Grade, Status
from riskmap.domain.gates import short_loop
from riskmap.domain.hazard import Hazard
from riskmap.ledger.errors import NotFound, PartsRefused, Refused
from riskmap.ledger.permission import able
from riskmap.ledger.reviewing import Outcome, ReviewPaper
from riskmap.views.html import actions
from riskmap.views.html.markup import e, link
from riskmap.views.html.parts import sequence
from riskmap.web import data, form_draft, meanwhile, officer, paper_numbers, session, uploading
from riskmap.web.fields import Fields, touched
from riskmap.web.session import Run

PREFIX, ERRORS, DONE, SEEN, WHOLE = "review_", "_review_errors", "_review_done", "_review_seen", "_review_whole"
LATE = "_review_late"  # id of an item → the version of it that the form was opened on
FILES, TOKEN = "_review_paper", "_review_draft"  # field of scans; name of the draft
PASSED, FAILED = "passed", "failed"
WORDS: Final = {PASSED: "review|Passed", FAILED: "review|Failed"}
MOST: Final = 40  # items on one paper
PAPER: Final = frozenset({"on", "reviewers", "number", "opinion"})


def waiting(run: Run, hazard: Hazard) -> list[Hazard]:
    """What the same enterprise has waiting for a re-inspection by the reader, this hazard first."""
    if hazard.status is not Status.AWAITING_REVIEW:
        return []
    frame = run.view.snapshot.hazards
    name, code = ("enterprise_id", hazard.enterprise_id) if hazard.enterprise_id else ("id", hazard.id)
    fits = (frame[name] == code) & (frame["status"] == Status.AWAITING_REVIEW)
    found = [hazard]
    for one in frame["id"][fits.to_numpy()]:
        if one == hazard.id or len(found) >= MOST:
            continue
        try:
            found.append(data.hazard(str(one)))
        except NotFound:
            continue
    actor = officer.actor()
    return [one for one in found if Action.PASS in able(actor, one) and not short_loop(one)]


def show(run: Run, hazard: Hazard) -> None:
    """Draw the paper where more than one item waits; it reruns without the rest of the page."""
    _told(run, hazard)
    found = waiting(run, hazard)
    if len(found) > 1 or (found and _stands(hazard)):
        st.fragment(_form)(found)


def _stands(hazard: Hazard) -> bool:
    """Whether the paper stood open about a hazard in the run before."""
    return f"{PREFIX}on" in st.session_state and hazard.id in dict(st.session_state.get(SEEN, ()))


def _form(found: list[Hazard]) -> None:
    run = session.current()
    if st.session_state.pop(WHOLE, False):
        st.rerun()
    t, errors = run.t, st.session_state.get(ERRORS, {})
    _begin(run, found)
    with st.container(key="review"):
        st.html(f'<h3 class="w-h3">{e(t("One re-inspection paper for several items"))}</h3>')
        st.caption(t("{n} items of this enterprise wait for re-inspection.", n=len(found)))
        if errors:
            general = actions.reasons(t, errors.get("", ()))
            lines = [t("Not saved; see what is said beside the fields."), *(f"- {one}" for one in general)]
            st.error("\n".join(lines))
        form_draft.told(run, draft_of(found), _discard)
        _paper(run, found)
        waits = {one.id for one in found}
        for hazard_id, version in st.session_state[LATE].items():
            if hazard_id not in waits:
                meanwhile.line(run, hazard_id, version)
        for one in found:
            _item(run, one)
        _keep(found)
        _end(run, found)


def draft_of(found: list[Hazard]) -> form_draft.Form:
    """How the paper is kept while it is not saved: one for an enterprise."""
    token = st.session_state[TOKEN] = f"review:{found[0].enterprise_id or found[0].id}" if found else ""
    days = frozenset({"on", *(f"{one.id}_due" for one in found)})
    return form_draft.Form(token, PREFIX, FILES, days, sum(one.version for one in found))


def _keep(found: list[Hazard]) -> None:
    """Keep what the paper says, each result with the version of the item that it was given for."""
    for one in found:
        name = f"{PREFIX}{one.id}"
        if st.session_state.get(f"{name}_result"):
            st.session_state[f"{name}_seen"] = one.version
        else:
            st.session_state.pop(f"{name}_seen", None)
    if found:
        form_draft.keep(draft_of(found))


def _restore(run: Run, found: list[Hazard]) -> None:
    """Bring back the paper that was left; of an item that changed since then the result is told anew."""
    versions = {f"{one.id}_seen": one.version for one in found}

    def mend(said: dict[str, Any]) -> None:
        for name in [one for one in said if one.endswith("_seen") and said[one] != versions.get(one)]:
            said.pop(name)
            said.pop(name.replace("_seen", "_result"), None)

    form_draft.restore(run, draft_of(found), mend)


def _discard() -> None:
    form_draft.drop(_left())
    wipe()
    del st.session_state[SEEN]


def _left() -> form_draft.Form:
    return form_draft.Form(st.session_state.get(TOKEN, ""), PREFIX, FILES, frozenset())


def _begin(run: Run, found: list[Hazard]) -> None:
    """A new paper for other items; of one that changed meanwhile the result is told anew."""
    seen, before = {one.id: one.version for one in found}, dict(st.session_state.get(SEEN, ()))
    others = not before.keys() & seen.keys()
    if others:
        wipe()
    if others or f"{PREFIX}on" not in st.session_state:  # or the page was left meanwhile
        st.session_state[f"{PREFIX}on"], st.session_state[LATE], before = run.today, {}, {}
        if found:
            _restore(run, found)
    late = st.session_state.setdefault(LATE, {})
    for hazard_id, version in before.items():
        if seen.get(hazard_id) != version:
            late.setdefault(hazard_id, version)
            st.session_state.pop(f"{PREFIX}{hazard_id}_result", None)
    st.session_state[SEEN] = tuple(seen.items())


def wipe() -> None:
    """Empty the form."""
    for one in [str(one) for one in st.session_state if str(one).startswith(PREFIX)]:
        del st.session_state[one]
    for word in (ERRORS, LATE):
        st.session_state.pop(word, None)
    uploading.clear(FILES)


def head(run: Run, fields: Fields) -> None:
    """Ask for the day, the reviewers and the number of a re-inspection paper."""
    t = run.t
    one, two, three = st.columns([1, 1.6, 1.4], gap="small")
    with one:
        fields.day("on", t("Day of the re-inspection") + " *", latest=run.today)
    with two:
        fields.line("reviewers", t("Reviewers (two or more)") + " *")
    with three:
        fields.line("number", t("Number of the paper"))


def _paper(run: Run, found: list[Hazard]) -> None:
    t, fields, state = run.t, Fields(run, PREFIX, ERRORS), st.session_state
    head(run, fields)
    number = str(state.get(f"{PREFIX}number") or "")
    paper_numbers.warn(run, number, paper_numbers.of_hazards(number, found, state.get(f"{PREFIX}on")))
    fields.line("opinion", t("Opinion on what passed"), placeholder=t("rectified as ordered"))
    uploading.picker(run, FILES, t("Photo or scan of the paper"))


def _item(run: Run, one: Hazard) -> None:
    """One item: what it is, whether it passed; of one that failed, why and until when."""
    t, fields, late = run.t, Fields(run, PREFIX, ERRORS), st.session_state[LATE]
    with st.container(key=f"{PREFIX}item_{one.id}", border=True):
        if one.id in late:
            meanwhile.line(run, one.id, late[one.id])
        left, right = st.columns([2.6, 1.4], gap="small", vertical_alignment="center")
        address = run.context.href("hazard", {"id": one.id})
        about = sequence([run.label("grade", one.grade), one.place, t.date(one.rectified) if one.rectified else ""])
        number = link(address, e(one.hazard_no), "w-text w-nobr")
        left.html(f'<p class="w-checked">{number} {e(one.description)}<br>{about}</p>')
        with right:
            name = f"{one.id}_result"
            st.segmented_control(
                one.hazard_no, tuple(WORDS), key=PREFIX + name, format_func=lambda code: t(WORDS[code]),
                label_visibility="collapsed", on_change=touched, args=(ERRORS, one.id),
            )  # fmt: skip
        if st.session_state.get(PREFIX + name) == FAILED:
            left, right = st.columns([2.6, 1.4], gap="small")
            with left:
                fields.line(f"{one.id}_opinion", t("Why it failed") + " *")
            with right:
                fields.day(f"{one.id}_due", t("New date of this round") + " *")
        fields.wrong(one.id)


def _end(run: Run, found: list[Hazard]) -> None:
    t = run.t
    general = [one for one in found if one.grade is Grade.GENERAL]
    with st.container(key="review_end", horizontal=True, vertical_alignment="center"):
        st.button(t("Save the re-inspection"), type="primary", key="save_review", on_click=_submit)
        if general:
            st.checkbox(t("Close general items that passed"), key=f"{PREFIX}close")
        kept = form_draft.standing(run, draft_of(found))
        said = " ".join(one for one in (kept, t("Never enter classified information.")) if one)
        st.html(f'<span class="w-mu">{e(said)}</span>', width="content")


def told(run: Run, seen: tuple[tuple[str, int], ...], values: dict[str, Any]) -> ReviewPaper:
    """The paper from the values of the widgets (by name without prefix); items without a result are not on it."""
    opinion = str(values.get("opinion") or "").strip() or run.t("rectified as ordered")
    outcomes = tuple(
        Outcome(
            hazard_id, version, passed := result == PASSED,
            opinion if passed else str(values.get(f"{hazard_id}_opinion") or ""),
            None if passed else values.get(f"{hazard_id}_due"),
        )
        for hazard_id, version in seen
        if (result := values.get(f"{hazard_id}_result"))
    )  # fmt: skip
    scans = uploading.files(FILES)
    return ReviewPaper(
        on=values["on"] if isinstance(values.get("on"), date) else run.today,
        reviewers=str(values.get("reviewers") or ""),
        number=str(values.get("number") or ""),
        outcomes=outcomes,
        close=bool(values.get("close")),
        scans=tuple((one["sha256"], one["name"]) for one in scans),
        files=uploading.paths(scans),
    )


def _submit() -> None:
    """Write what the paper says, or keep it with what is wrong beside each item."""
    run, seen = session.current(), st.session_state.get(SEEN)
    if not seen:
        return
    every = st.session_state.items()
    values = {str(name).removeprefix(PREFIX): value for name, value in every if str(name).startswith(PREFIX)}
    paper = told(run, seen, values)
    try:
        data.ledger().review(paper, officer.actor())
    except PartsRefused as refused:
        st.session_state[ERRORS] = errors_of(refused.parts)
        st.session_state[WHOLE] = "stale" in refused.codes  # the items are read anew
        return
    except Refused as refused:
        st.session_state[ERRORS] = errors_of({"": refused.codes})
        return
    form_draft.drop(_left(), files=False)
    wipe()
    uploading.forget(sha256 for sha256, _ in paper.scans)
    del st.session_state[SEEN]
    meanwhile.follow(*(one.hazard_id for one in paper.outcomes))
    passed = sum(one.passed for one in paper.outcomes)
    st.session_state[DONE] = (tuple(one.hazard_id for one in paper.outcomes), passed, len(paper.outcomes) - passed)
    st.session_state[WHOLE] = True


def errors_of(parts: dict[str, tuple[str, ...]]) -> dict[str, list[str]]:
    """The codes by the field of the form that each belongs to: of the paper, or of an item by its id."""
    found: dict[str, list[str]] = {}
    for part, codes in parts.items():
        for code in codes:
            name = _field(code) or part
            if code not in found.setdefault(name, []):
                found[name].append(code)
    return found


def _field(code: str) -> str:
    if code.partition(":")[0] in {"missing_reviewers", "same_person"} or code == "missing:reviewers":
        return "reviewers"
    return "number" if code == "missing_evidence:review_paper" else ""


def _told(run: Run, hazard: Hazard) -> None:
    """What the last paper did, on the page of a hazard that was on it."""
    done = st.session_state.get(DONE)
    if not done or hazard.id not in done[0]:
        return
    del st.session_state[DONE]
    said = run.t("Re-inspection saved: {passed} passed, {failed} failed.", passed=done[1], failed=done[2])
    st.html(f'<div class="w-saved" role="status">{e(said)}</div>')
