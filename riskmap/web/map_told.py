"""What the map tells the page: a township opened, a part of the map selected, rows asked for.

The words are our own script's, yet they come from a browser: each is read as any word of an address is.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import streamlit as st

from riskmap.metrics import area, changes, drill, filters
from riskmap.web import map_place, session
from riskmap.web.session import Run

OWN = "#"  # opens every word that is not the number of a hazard


def follow(run: Run, told: str, ledger: str) -> None:
    """Do what the map asked for (`told`: "#word:value"); the page then runs anew. What means nothing is left alone.

    `ledger`: the script of the ledger page.
    """
    word, _, value = told.removeprefix(OWN).partition(":")
    if word == "unplaced":
        _open(run, filters.changed(_drawn(run, value), located=False), drill.SHOWN, ledger)
    elif word == "place":
        map_place.told(value)
        st.rerun()
    elif word == "rows":
        _changed(run, value, ledger)
    elif word in CHANGES:
        words = CHANGES[word](run, value)
        if words is not None:
            session.put(run, {key: text for key, text in filters.to_query(words).items() if key != "lang"})
            st.rerun()


def _open(run: Run, where: filters.Filter, rows: str, ledger: str) -> None:
    """The rows behind a number of the map, in the ledger: no more, no less."""
    lang = run.context.query.get("lang", "")
    st.switch_page(ledger, query_params={**filters.to_query(where), **({"lang": lang} if lang else {}), "rows": rows})


def _township(run: Run, code: str) -> filters.Filter | None:
    known = code in run.view.vocabulary.township
    return filters.changed(run.where, township=(code,) if code else ()) if known or not code else None


def _area(run: Run, text: str) -> filters.Filter | None:
    try:
        if text:
            area.check(text)
    except ValueError:
        return None
    return filters.changed(run.where, area=text)


def _as_of(run: Run, text: str) -> filters.Filter | None:
    """Another day; today is the default again, and a period that was not chosen follows."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    kept = run.where.set_from and run.where.from_ <= day
    start = run.where.from_ if kept else date(day.year, 1, 1)
    return replace(run.where, as_of=day, from_=start, set_as_of=day != run.today, set_from=kept)


def _drawn(run: Run, text: str) -> filters.Filter:
    """What the map counts: the day that it draws, which runs ahead of the page's own; never a selected part alone."""
    return filters.changed(_as_of(run, text) or run.where, area="")


def _changed(run: Run, value: str, ledger: str) -> None:
    """The rows that are new, closed or newly late since a day ("kind,day,drawn day")."""
    kind, text, drawn = (*value.split(",", 2), "", "")[:3]
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return
    if kind in changes.SINCE:
        _open(run, changes.since(_drawn(run, drawn), day), changes.SINCE[kind], ledger)


CHANGES: dict[str, Callable[[Run, str], filters.Filter | None]] = {
    "township": _township,
    "area": _area,
    "as_of": _as_of,
}
