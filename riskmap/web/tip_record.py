"""One report of a whistle-blower: its plain part for any officer; words and steps for its named receiver alone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import streamlit as st

from riskmap.domain.people import Person
from riskmap.domain.tips import FROM, LONGEST, Tip, TipMove, officer
from riskmap.ledger.errors import Refused
from riskmap.ledger.sealing import Keyring
from riskmap.ledger.tips import Tips
from riskmap.views.html import tips as drawn
from riskmap.views.html.markup import card, e, empty, link
from riskmap.web import data, session, telling
from riskmap.web import officer as acting
from riskmap.web.filterbar import plain
from riskmap.web.session import Run
from riskmap.web.telling import Outcome


@dataclass(frozen=True, slots=True)
class Desk:
    """What an officer sees without a word: the reports, everybody, and who may be a receiver (id → person)."""

    tips: Sequence[Tip] = ()
    persons: Mapping[str, Person] = field(default_factory=dict)
    named: Mapping[str, Person] = field(default_factory=dict)

    def staff(self, run: Run) -> drawn.Staff:
        """The same as who is spoken of on the page."""
        return drawn.Staff(self.persons, frozenset(self.named), run.reader.person.id, run.today)


def door() -> Tips:
    """The door to the reports, with the key of this installation."""
    return Tips(data.engine(), data.county(), Keyring(data.settings().tip_key_file))


def desk(run: Run) -> Desk:
    """What the reader of a run sees; nothing for who may see nothing."""
    from riskmap.ledger import people

    actor = acting.actor()
    try:
        found, able = door().every(actor), door().receivers(actor, run.today)
    except Refused:
        return Desk()
    named = {one.id: one for one in able}
    own = run.reader.person
    if officer(run.reader.grants):
        named.setdefault(own.id, own)
    known = {one.id: one for one in people.persons(data.engine(), data.county())}
    return Desk(found, {**named, **known}, named)


def receiver(run: Run, of: Desk, at: Any, key: str, offered: Sequence[str]) -> None:
    """The field for a named receiver; the reader's own name first."""
    t, own = run.t, run.reader.person.id
    ids = sorted(offered, key=lambda one: (one != own, of.named[one].login))

    def called(one: str) -> str:
        person = of.named.get(one)
        return "" if person is None else f"{person.name} · {person.post}" if person.post else person.name

    at.selectbox(
        t("tip|Named receiver") + " *", ids, index=None, key=key, placeholder=t("choose"), format_func=called
    )


def show(run: Run, of: Desk) -> None:
    """Draw the report of the address."""
    t = run.t
    one = next((tip for tip in of.tips if tip.number == run.own["id"]), None)
    back = link(run.context.href("tips"), e(t("← All reports")), "w-text")
    if one is None:
        st.html(card(t("Reports received"), empty(t("There is no report under this number."), back)))
        return
    own = run.reader.person.id
    facts = drawn.facts(run.context, one, of.staff(run), _hazard(run, one))
    st.html(f'<p class="w-back">{back}</p>')
    if one.receiver != own:
        st.html(facts)
        return
    left, right = st.columns([1.62, 1], gap="small")
    try:
        opened = door().opened(one.number, acting.actor())
    except Refused as closed:
        left.error("\n".join(plain(line) for line in drawn.why(t, closed.codes)))
        left.html(facts)
        return
    left.html(f'<div class="w-stack">{facts}{drawn.words(run.context, opened.words)}</div>')
    with right:
        _steps(run, opened.tip)
        _link(run, opened.tip)
        _hand_over(run, of, opened.tip)


def _hazard(run: Run, one: Tip) -> str:
    """The address of the hazard that came of it, if it is there."""
    frame = run.view.snapshot.hazards
    found = frame.loc[frame["hazard_no"] == one.hazard, "id"]
    return run.context.href("hazard", {"id": str(found.iloc[0])}) if one.hazard and len(found) else ""


def _steps(run: Run, one: Tip) -> None:
    t = run.t
    moves = tuple(move for move in TipMove if FROM[move] is one.state)
    if not moves:
        return
    with st.container(key="tip_step"):
        st.html(f'<h3 class="w-h3">{e(t("tip|Next step"))}</h3>')
        asked = st.radio(
            t("Step"), moves, key=f"tip_move_{one.version}", label_visibility="collapsed",
            format_func=lambda code: t(drawn.MOVES[TipMove(code)]),
        )  # fmt: skip
        chosen = TipMove(asked or moves[0])
        if chosen is not TipMove.CHECK:
            st.text_area(t("tip|Answer") + " *", key=_key("answer", one), height=110, max_chars=LONGEST["answer"])
            st.caption(t("The answer is stored encrypted. Never enter classified information."))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.date_input(
                t("Day of the step"), value=run.today, key=_key("on", one), min_value=min(one.received, run.today),
                max_value=run.today, format="YYYY-MM-DD",
            )  # fmt: skip
            st.button(t("Record"), type="primary", key="tip_record", on_click=_move, args=(one, chosen))


def _link(run: Run, one: Tip) -> None:
    t = run.t
    with st.container(key="tip_link"):
        st.html(f'<h3 class="w-h3">{e(t("tip|Hazard that came of it"))}</h3>')
        way = link(run.context.href("register", {"form": "one", "source": "report"}), e(t("Register the hazard")),
                   "w-text")  # fmt: skip
        hint = t("It is registered as any other, without a word of the reporter; then enter its number here.")
        st.html(f'<p class="w-hint">{e(hint)} {way}</p>')
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.text_input(
                t("Number"), value=one.hazard, key=_key("hazard", one), max_chars=40,
                placeholder=f"{data.county().prefix}-{run.today.year}-000123",
            )  # fmt: skip
            st.button(t("tip|Link"), key="tip_link_save", on_click=_linked, args=(one,))


def _hand_over(run: Run, of: Desk, one: Tip) -> None:
    t = run.t
    others = [person for person in of.named if person != one.receiver]
    with st.container(key="tip_hand_over"):
        st.html(f'<h3 class="w-h3">{e(t("tip|Hand over"))}</h3>')
        if not others:
            st.caption(t("There is no other officer of the committee to hand it to."))
            return
        st.caption(t("The new receiver reads it from then on, and you no longer."))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            receiver(run, of, st, _key("to", one), others)
            st.button(t("tip|Hand over"), key="tip_hand_over_save", on_click=_handed, args=(one,))


def _key(name: str, one: Tip) -> str:
    return f"tip_{name}_{one.number}_{one.version}"


def _done(step: Callable[[], Any]) -> None:
    """Take a step of which nothing more is to be told than that it is recorded."""

    def taken() -> Outcome:
        step()
        return Outcome(session.current().t("tip|Recorded."))

    telling.tell(taken, drawn.why)


def _move(one: Tip, chosen: TipMove) -> None:
    on, answer = st.session_state.get(_key("on", one)), str(st.session_state.get(_key("answer", one)) or "")

    def step() -> Any:
        if not isinstance(on, date):
            raise Refused(("missing:on",))
        return door().move(one.number, chosen, answer, acting.actor(), one.version, on)

    _done(step)


def _linked(one: Tip) -> None:
    hazard, day = str(st.session_state.get(_key("hazard", one)) or ""), session.current().today
    _done(lambda: door().link(one.number, hazard, acting.actor(), one.version, day))


def _handed(one: Tip) -> None:
    to, day = st.session_state.get(_key("to", one)), session.current().today

    def step() -> Any:
        if not to:
            raise Refused(("missing:receiver",))
        return door().hand_over(one.number, str(to), acting.actor(), one.version, day)

    _done(step)
