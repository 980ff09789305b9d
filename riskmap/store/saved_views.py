"""The stored views of pages."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection

from riskmap.domain.codec import from_json, to_json
from riskmap.domain.saved_views import SavedView
from riskmap.store import rows, schema_views
from riskmap.store.shapes import dumps, loads

NAMES: Final = ("id", "owner", "shared", "told", "demo", "last_event")


def views(connection: Connection, county: str, where: str = "", values: Sequence[Any] = ()) -> list[SavedView]:
    """Views by page and name. `where` is our own SQL over the table saved_view."""
    condition = "county_code = ?" + (f" AND {where}" if where else "")
    found = rows.select(connection, "saved_view", ("told",), condition, (county, *values))
    read = [from_json(SavedView, loads(told)) for (told,) in found]
    return sorted(read, key=lambda one: (one.page, one.name, one.id))


def write(connection: Connection, county: str, view: SavedView, seq: int) -> None:
    """Put a view in the place of its former self, with the number of its event."""
    delete(connection, county, view.id)
    row = (county, view.id, view.owner, view.shared, dumps(to_json(view)), view.demo, seq)
    rows.insert(connection, schema_views.saved_view, ("county_code", *NAMES), [row])


def delete(connection: Connection, county: str, view_id: str) -> None:
    """Remove a view."""
    rows.execute(connection, "DELETE FROM saved_view WHERE county_code = ? AND id = ?", (county, view_id))


def delete_demo(connection: Connection, county: str) -> None:
    """Remove the views that were kept while the demo stood."""
    rows.execute(connection, "DELETE FROM saved_view WHERE county_code = ? AND demo", (county,))


def marks(connection: Connection, county: str) -> dict[str, int]:
    """Number of the last event of each view."""
    found = rows.select(connection, "saved_view", ("id", "last_event"), "county_code = ?", (county,))
    return {view: int(number) for view, number in found}
