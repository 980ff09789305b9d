"""What is kept beside the ledger: figures of official forms as they were published."""

from collections.abc import Iterator

from sqlalchemy import Connection

from riskmap.ledger.batch import Published
from riskmap.ledger.journal import Journal
from riskmap.store import events
from riskmap.store import published as store
from riskmap.store.shapes import dumps, loads


def publish(book: Journal, told: Published) -> int:
    """Keep published figures in the place of what was entered before; the event holds both."""
    connection, county = book.connection, book.county.code
    before = store.one(connection, county, told.form, told.period, cumulative=told.cumulative)
    figures = {line: dict(columns) for line, columns in told.figures.items()}
    payload = {
        "form": told.form, "period": told.period, "cumulative": told.cumulative, "figures": figures,
        "source": told.source.strip(), "before": before.figures if before else "",
    }  # fmt: skip
    row = store.Row(
        told.form, told.period, told.cumulative, dumps(figures), told.source.strip(), book.actor.id, book.at, 0
    )
    number = book.note("published", events.PUBLISHED, _named(row), None, payload)
    store.save(connection, county, row._replace(last_event=number))
    return number


def problems(connection: Connection, county: str) -> Iterator[str]:
    """What the kept figures say that their last events do not, and the other way round."""
    stored = {_named(row): row for row in store.every(connection, county)}
    last = {event.entity_id: event for event in events.read(connection, county, "entity = ?", (events.PUBLISHED,))}
    yield from (f"published figures of {name} have no event" for name in stored.keys() - last.keys())
    for name, event in last.items():
        if name not in stored:
            yield f"published figures of {name} of event {event.seq} are missing"
            continue
        row, told = stored[name], loads(event.payload)
        kept = (loads(row.figures), row.source, row.actor, row.at, row.last_event)
        if kept != (told["figures"], told["source"], event.actor, event.at, event.seq):
            yield f"published figures of {name} do not say what event {event.seq} says"


def _named(row: store.Row) -> str:
    return f"{row.form}/{row.period}/{'cumulative' if row.cumulative else 'single'}"
