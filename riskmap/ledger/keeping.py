"""What is kept beside the ledger: figures of official forms as they were published."""

from riskmap.ledger.batch import Published
from riskmap.ledger.journal import Journal
from riskmap.store import events
from riskmap.store import published as store
from riskmap.store.shapes import dumps


def publish(book: Journal, told: Published) -> int:
    """Keep published figures in the place of what was entered before; the event holds both."""
    connection, county = book.connection, book.county.code
    before = store.one(connection, county, told.form, told.period, cumulative=told.cumulative)
    figures = {line: dict(columns) for line, columns in told.figures.items()}
    payload = {
        "form": told.form, "period": told.period, "cumulative": told.cumulative, "figures": figures,
        "source": told.source.strip(), "before": before.figures if before else "",
    }  # fmt: skip
    way = "cumulative" if told.cumulative else "single"
    number = book.note("published", events.PUBLISHED, f"{told.form}/{told.period}/{way}", None, payload)
    row = store.Row(
        told.form, told.period, told.cumulative, dumps(figures), told.source.strip(), book.actor.id, book.at, number
    )
    store.save(connection, county, row)
    return number
