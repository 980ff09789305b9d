"""The ledger page."""

import streamlit as st

from riskmap.domain.columns import to_day
from riskmap.metrics.filters import FilterError
from riskmap.views.html import trouble
from riskmap.views.html.book import Book
from riskmap.views.html.book import book as drawn
from riskmap.web import book, bulk, cache, session, taking


def show() -> None:
    """Draw the page of the present run."""
    run = session.current()
    many = bulk.offered(run)
    try:
        rows = book.rows(run.view, run.where, run.own)
        found = Book(
            rows,
            book.page_of(run.own, len(rows)),
            run.own.get("sort", ""),
            run.own.get("rows", ""),
            run.own.get("among", ""),
            bulk.ON if many and run.own.get("bulk") == bulk.ON else "",
        )
    except FilterError as error:
        st.error(trouble.said(run.t, error))
        st.html(trouble.ways_out(run.context, "ledger", error))
        return

    if many and bulk.show(run, found):
        return

    def make() -> str:
        frame = run.view.index.at(to_day(run.where.as_of))[list(book.COLUMNS)].iloc[found.shown]
        taken = taking.said(run, lambda view: len(book.rows(view, run.where, run.own)))
        return drawn(run.context, frame, found, book.sort_of(run.own), taken=taken, many=many)

    st.html(cache.html(run, "ledger", make, found.page, *found.own.values()))
