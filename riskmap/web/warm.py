"""What the first visitor would wait for, made before the door opens."""

from riskmap.metrics import filters
from riskmap.views.html import overview, rates
from riskmap.web import analysis_origin, book, data, identity, map_data


def pages() -> None:
    """Open the ledger and compute what the first visit to each page asks for; keeps what can be kept."""
    with identity.told(identity.house()):
        _pages()


def _pages() -> None:
    view, where = data.view(), filters.default(data.today())
    scene = map_data.picture(where).scene
    overview.figures(view.index, where, scene)
    rates.figures(view.index, where)
    book.rows(view, where, {})
    analysis_origin.prepare(view)
