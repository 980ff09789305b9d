"""The weekly review: the paper of a week, month or quarter, and the meeting item by item."""

from functools import lru_cache

import streamlit as st

from riskmap.domain import periods
from riskmap.domain.columns import to_day
from riskmap.domain.periods import Kind
from riskmap.domain.roles import OFFICE
from riskmap.i18n import Translator
from riskmap.metrics import briefing
from riskmap.metrics.index import Memory
from riskmap.reports.briefing_content import content
from riskmap.views.briefing import called
from riskmap.views.html import meeting, top
from riskmap.views.html import weekly as drawn
from riskmap.views.html import weekly_head as head
from riskmap.views.html.markup import card, empty
from riskmap.views.html.weekly import Paper
from riskmap.web import cache, saved, session, taking, weekly_data, weekly_forms, weekly_place
from riskmap.web.session import Run
from riskmap.web.weekly_data import LAST_YEAR

LONG = 5  # digits that no agenda reaches
BACK = {Kind.WEEK: 106, Kind.MONTH: 36, Kind.QUARTER: 12}  # periods that may be compared with
AGAINST = "against"
_agendas = Memory(8)


def show() -> None:
    """Draw the paper of the period of the address, by default of the last week that is over."""
    run = session.current()
    weekly_forms.outcome(run)
    name = run.own.get("period", "") or run.own.get("week", "")
    paper = weekly_data.paper(run.view, run.reader, name, run.today, run.own.get(AGAINST, ""))
    if paper is None:
        told = run.t("There is no such period; write 2026-W47, 2026-11 or 2026-Q4, one that has begun.")
        st.html(card(run.t("Weekly review"), empty(told)))
        return
    weekly = paper.figures.kind is Kind.WEEK
    if run.own.get("meeting") and weekly:
        _meeting(run, paper)
        return
    _paper(run, paper)
    if weekly and any(grant.role in OFFICE for grant in run.reader.grants):
        weekly_forms.decide(run, paper)
        weekly_forms.ended(run, paper)
        weekly_forms.minutes(run, paper)


def _paper(run: Run, paper: Paper) -> None:
    """Its head, what it is compared with, its parts; the files only for who may take figures out."""

    def opening() -> str:
        told = taking.said(run, lambda view: len(view.snapshot.hazards))
        files = "" if told is None else head.files(run.context, paper, told)
        return head.head(run.context, paper, run.today, files) + head.differences(run.context, run.view.index, paper)

    def rest() -> str:
        return drawn.page(run.context, run.view.index, paper) + top.foot(run.context)

    key = (paper.figures.name, run.own.get(AGAINST, ""))
    st.html(cache.html(run, "weekly head", opening, *key))
    _compared(run, paper)
    st.html(cache.html(run, "weekly", rest, *key))


def _compared(run: Run, paper: Paper) -> None:
    """Which period of the same kind the paper stands beside: the one before, the same a year ago, any other."""
    t, f = run.t, paper.figures
    known = _others(f.name, f.last_year.period.label, run.lang, f.ends)
    usual = next(iter(known))
    now = run.own.get(AGAINST, "")
    now = f.last_year.period.label if now == LAST_YEAR else now
    with st.container(key="against_bar", horizontal=True, vertical_alignment="center", gap="small"):
        st.selectbox(
            t("Compared with"), list(known), index=list(known).index(now) if now in known else 0,
            key=f"against_{f.name}", format_func=lambda one: known.get(one, one), on_change=_choose,
            args=(f.name, usual, f.last_year.period.label), label_visibility="collapsed",
        )  # fmt: skip
        saved.popover(run)


@lru_cache(maxsize=64)
def _others(name: str, last_year: str, lang: str, ends: int) -> dict[str, str]:
    """Earlier periods of a kind, the latest first but for the same one last year, and how each is called.

    `ends`: the day on which the weeks of this paper are over; those beside it are cut at the same day.
    """
    t = Translator(lang)
    names = [briefing.beside(name, -1), last_year]
    at = name
    for _ in range(BACK[periods.parse(name).kind]):
        at = briefing.beside(at, -1)
        names.append(at)
    said = {last_year: t("against|The same period last year"), names[0]: t("against|The period before")}
    told = {one: [t("Compared with"), said.get(one, ""), _called(t, one, ends)] for one in names}
    return {one: " · ".join(filter(None, words)) for one, words in told.items()}


def _called(t: Translator, name: str, ends: int) -> str:
    """A period by its name; a week with its days, which nobody knows by heart."""
    period = periods.parse(name, ends)
    if period.kind is not Kind.WEEK:
        return called(t, period)
    days = t("{start} to {end}", start=t.date(period.start, "short"), end=t.date(period.end, "short"))
    return f"{called(t, period)} · {days}"


def _choose(name: str, usual: str, last_year: str) -> None:
    chosen = st.session_state.get(f"against_{name}") or usual
    if chosen == usual:
        st.query_params.pop(AGAINST, None)
    else:
        st.query_params[AGAINST] = LAST_YEAR if chosen == last_year else chosen


def _meeting(run: Run, paper: Paper) -> None:
    """One item of the agenda; the office records what is decided on the spot."""
    agenda = _agenda(run, paper)
    word = run.own["meeting"]
    at = min(max(int(word), 1), len(agenda)) if word.isascii() and word.isdigit() and len(word) < LONG else 1
    about = agenda[at - 1].hazard

    def item() -> str:
        place = weekly_place.place(run, paper, about) if about else ""
        return meeting.page(run.context, paper.figures.name, agenda, at, head.stated(run.t, paper), place)

    st.html(cache.html(run, "meeting", item, paper.figures.name, run.own.get(AGAINST, ""), at))
    if any(grant.role in OFFICE for grant in run.reader.grants):
        weekly_forms.focus(about)
        weekly_forms.decide(run, paper)
        if at in {1, len(agenda)}:  # who is there is noted at the beginning, what was said until the end
            weekly_forms.minutes(run, paper)


def _agenda(run: Run, paper: Paper) -> list[meeting.Slide]:
    """The items of the meeting, made once a revision."""
    key = (*run.key, paper.figures.name, run.own.get(AGAINST, ""), run.today)
    return _agendas.get(key, lambda: _made(run, paper))


def _made(run: Run, paper: Paper) -> list[meeting.Slide]:
    told = content(weekly_data.asked(run.view, paper, run.t, run.label))
    frame = run.view.index.at(to_day(paper.figures.now.as_of))
    hazards = dict(zip(frame["hazard_no"].tolist(), frame["id"].tolist(), strict=True))
    made = [slide for part in told.parts for slide in meeting.slides(run.context, part, hazards)]
    cache.settle()
    return made
