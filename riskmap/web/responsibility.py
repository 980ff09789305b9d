"""The page of responsibility: who holds which post, and one form that hands a holder's open items to another."""

from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

import streamlit as st

from riskmap.domain.actions import Action
from riskmap.domain.codes import Post
from riskmap.domain.columns import to_day
from riskmap.domain.roles import MAY
from riskmap.ledger.batch import Actor
from riskmap.ledger.errors import NotFound, Refused, Stale
from riskmap.metrics.responsibility import Line, lacking, lines
from riskmap.views.html import actions, responsibility
from riskmap.views.html.markup import e
from riskmap.views.names import POSTS
from riskmap.web import cache, data, officer, once, session
from riskmap.web.filterbar import plain
from riskmap.web.session import Run

OUTCOME, FROM, PERSON, UNIT, ON, TOKEN = (
    "handover_outcome", "handover_from", "handover_person", "handover_unit", "handover_on", "_handover_token",
)  # fmt: skip
SHOWN: Final = 12  # items of a preview; the count of the list above opens all


class Item(NamedTuple):
    """One hazard of a handover as the preview showed it."""

    id: str
    number: str
    version: int


def show() -> None:
    """Draw the page of the present run."""
    run = session.current()
    post = _post(run)
    _outcome(run)
    st.html(cache.html(run, "responsibility", lambda: responsibility.page(run.context, run.view.index, post), post))
    _hand_over(run, post)


def _post(run: Run) -> Post:
    """The post of the address, else the first one that lacks somebody."""
    asked = run.own.get("post", "")
    if asked in set(Post):
        return Post(asked)
    index, where = run.view.index, run.where
    return next((one for one in Post if lacking(index, where, one).any()), Post.DEPARTMENT)


def _able(run: Run) -> bool:
    """Whether the reader may hand over, sees whom, and looks at today."""
    may = any(grant.role in MAY[Action.HANDOVER] for grant in run.reader.grants)
    return may and run.reader.shows_names and run.where.as_of == run.today


def _hand_over(run: Run, post: Post) -> None:
    """From whom, to whom, which items: each is judged by itself."""
    holders = {line.key: line for line in lines(run.view.index, run.where, post)}
    if not _able(run) or not holders:
        return
    t = run.t
    with st.container(key="handover"):
        title = t("Hand over: {post}", post=t(POSTS[post]))
        st.html(f'<h3 class="w-h3">{e(title)}</h3>')
        if st.session_state.get(FROM) not in holders:
            st.session_state[FROM] = None
        chosen = st.selectbox(
            t("Who held it"), tuple(holders), index=None, key=FROM, placeholder=t("choose"),
            format_func=lambda key: _named(run, post, holders[key]),
        )  # fmt: skip
        if chosen is None:
            st.caption(t("Choose who leaves the post, or a unit where nobody is named; the items are shown first."))
            return
        items = _items(run, holders[chosen])
        with st.form("handover_form", border=False):
            _fields(run)
            st.caption(t("Never enter classified information."))
            token = st.session_state.setdefault(TOKEN, once.token())
            words = t("Hand over {n} items", n=t.number(len(items)))
            st.form_submit_button(
                words, type="primary", on_click=_submit, args=(post.value, holders[chosen], items, token)
            )


def _named(run: Run, post: Post, line: Line) -> str:
    return f"{responsibility.holder(run.context, post, line)} ({run.t.number(len(line.rows))})"


def _items(run: Run, line: Line) -> tuple[Item, ...]:
    """The items as they stand, the first of them shown."""
    t = run.t
    frame = run.view.index.at(to_day(run.where.as_of)).take(line.rows)
    columns = (frame[name] for name in ("hazard_no", "enterprise", "place", "description"))
    rows = [(number, firm or place, what) for number, firm, place, what in zip(*columns, strict=True)]
    whole = t("{n} open items would change hands:", n=t.number(len(rows)))
    if run.where.narrows:
        whole = t("{n} open items under the filter would change hands; those outside of it stay:", n=len(rows))
    st.html(responsibility.preview(rows[:SHOWN], whole))
    if len(rows) > SHOWN:
        st.caption(t("… and {n} more; the count in the list opens all.", n=t.number(len(rows) - SHOWN)))
    told = zip(frame["id"], frame["hazard_no"], frame["version"], strict=True)
    return tuple(Item(one, number, int(version)) for one, number, version in told)


def _fields(run: Run) -> None:
    t = run.t
    person, unit, on = st.columns([1, 1.4, 0.8])
    person.text_input(t("Who takes over") + " *", key=PERSON, max_chars=200)
    unit.text_input(t("Unit, where it changes"), key=UNIT, max_chars=200)
    on.date_input(t("From which day"), value=run.today, key=ON, max_value=run.today, format="YYYY-MM-DD")


def _submit(post: str, line: Line, items: tuple[Item, ...], token: str) -> None:
    """Hand each item over by itself; what is refused is told by its number, the others stand."""
    run, state, sent, actor = session.current(), st.session_state, once.sent(), officer.actor()
    person, unit = (str(state.get(key) or "").strip() for key in (PERSON, UNIT))
    day, known = state.get(ON) or run.today, responsibility.unit(run.context, Post(post), line.unit)
    kept = line.unit if known == line.unit else ""  # a code is the hazard's own fact, not words of it
    told = {"post": post, "person": person} | ({"unit": unit or kept} if unit or kept else {})
    vain = not person or (person, unit or line.unit) == (line.person, line.unit)
    with sent.writing:
        outcome = sent.became(token)
        if outcome is None and not vain:
            outcome = (post, person, *_handed(items, told, actor, day), "")
            sent.keep(token, outcome)
    if outcome is None:
        state[OUTCOME] = (post, person, [], [], "same" if person else "missing")
        return
    state[OUTCOME] = outcome
    state.pop(TOKEN, None)
    if not outcome[3]:
        for key in (FROM, PERSON, UNIT, ON):
            state.pop(key, None)


def _handed(
    items: tuple[Item, ...], told: Mapping[str, str], actor: Actor, day: date
) -> tuple[list[str], list[tuple[str, list[str]]]]:
    """Numbers of what was handed over, and of what was not with the codes of why; the session is not looked at."""
    done: list[str] = []
    refused: list[tuple[str, list[str]]] = []
    for item in items:
        try:
            data.ledger().act(item.id, Action.HANDOVER.value, told, actor, item.version, day)
            done.append(item.number)
        except Refused as why:
            refused.append((item.number, list(why.codes)))
        except (Stale, NotFound):
            refused.append((item.number, ["stale"]))
    return done, refused


def _outcome(run: Run) -> None:
    said = st.session_state.pop(OUTCOME, None)
    if said is None:
        return
    t, (post, person, done, refused, fault) = run.t, said
    if fault:
        st.warning(t("Say who takes over.") if fault == "missing" else t("That is who holds the post already."))
    if done:
        told = {"post": t(POSTS[Post(post)]), "person": person, "n": len(done)}
        st.success(plain(t("{post}: {person} answers for {n} items now.", **told)))
    if refused:
        lines_ = [(number, " ".join(actions.reasons(t, codes, Action.HANDOVER))) for number, codes in refused]
        st.error("\n".join([t("Not recorded:"), *(f"- {plain(number)}: {plain(why)}" for number, why in lines_)]))
