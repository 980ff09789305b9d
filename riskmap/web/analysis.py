"""The page of analysis: one part at a time, kept in the address (`part=…`); every part follows the filter bar."""

from collections.abc import Callable
from typing import Final, NamedTuple

import streamlit as st

from riskmap.views.html import analysis, overview, top
from riskmap.views.html.markup import card, empty
from riskmap.web import (
    analysis_coming,
    analysis_duration,
    analysis_origin,
    analysis_rates,
    analysis_time,
    cache,
    session,
    taking,
)
from riskmap.web.session import Run


class Part(NamedTuple):
    """A part of the page: its word in the address, its title (an English text), and who draws it."""

    key: str
    title: str
    draw: Callable[[Run], None]


PARTS: Final = (
    Part("rates", "Rates", analysis_rates.draw),
    Part("time", "analysis|Time", analysis_time.draw),
    Part("duration", "How long", analysis_duration.draw),
    Part("origin", "Where from", analysis_origin.draw),
    Part("coming", "What is coming", analysis_coming.draw),
)


def show() -> None:
    """Draw the page of the present run: the row of parts, then the part of the address (the first one by default)."""
    run = session.current()
    part = chosen(run)
    told = taking.said(run)
    own = run.own if told is not None else None
    st.html(analysis.parts(run.context, {one.key: one.title for one in PARTS}, part.key, own, told or ""))
    if not run.view.index.mask(run.where).any():
        st.html(card("", empty(*overview.nothing(run.context, "analysis"))))
        return
    part.draw(run)
    st.html(cache.html(run, "analysis.foot", lambda: top.foot(run.context)))


def chosen(run: Run) -> Part:
    """The part that the address asks for; a word that names none asks for the first."""
    asked = run.own.get("part", "")
    return next((part for part in PARTS if part.key == asked), PARTS[0])
