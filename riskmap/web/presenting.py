"""What the office shows on this wall now: known by the revision of the ledger, ended by the clock."""

from collections.abc import Mapping

from sqlalchemy.exc import SQLAlchemyError

from riskmap.domain.presenting import EVERY, PAGES, Presented
from riskmap.ledger.presenting import Walls
from riskmap.metrics.index import Memory
from riskmap.views.html.wall.choice import Choice
from riskmap.web import data, identity
from riskmap.web.identity import Reader

REPLACED = ("sector", "group", "township")  # words of the wall's own filter that a page shown has in their place
_told = Memory(256)


def walls() -> Walls:
    """The door to what walls show."""
    return Walls(data.engine(), data.county())


def now() -> Presented | None:
    """What is shown on the wall that asks, None where it is on its own; the last known while no database answers."""
    wall = _wall(identity.reader())
    try:
        known: Presented | None = _told.get((data.whole().key, wall), lambda: walls().told(wall))
    except SQLAlchemyError:
        return None
    return known if known is not None and known.stands(data.now()) else None


def _wall(asks: Reader) -> str:
    return asks.person.id.removeprefix("token:") if asks.device else EVERY


def filtered(shown: Presented | None) -> Mapping[str, str]:
    """Words of the filter in the place of the wall's own."""
    if shown is None or shown.scene.show not in PAGES:
        return {}
    return dict.fromkeys(REPLACED, "") | {"sector": shown.scene.sector, "township": shown.scene.township}


def chosen(own: Choice, shown: Presented | None) -> Choice:
    """The pages of a wall, or the one that is shown on it; who holds or blanks a wall leaves it its own."""
    return own.showing(shown.scene.show.value) if shown is not None and shown.scene.show in PAGES else own
