"""Figures of official forms as they were published: one row a form, period and way of counting."""

from typing import Final, NamedTuple

from sqlalchemy import Connection

from riskmap.store import rows, schema

NAMES: Final = ("form", "period", "cumulative", "figures", "source", "actor", "at", "last_event")


class Row(NamedTuple):
    """One row; `figures` is JSON."""

    form: str
    period: str
    cumulative: bool
    figures: str
    source: str
    actor: str
    at: str
    last_event: int


def one(connection: Connection, county: str, form: str, period: str, *, cumulative: bool) -> Row | None:
    """The published figures of a form for a period, None where none were entered."""
    condition = "county_code = ? AND form = ? AND period = ? AND cumulative = ?"
    found = rows.select(connection, "published_form", NAMES, condition, (county, form, period, cumulative))
    return Row._make(found[0]) if found else None


def every(connection: Connection, county: str) -> list[Row]:
    """All published figures of a county."""
    found = rows.select(connection, "published_form", NAMES, "county_code = ?", (county,), "form, period, cumulative")
    return [Row._make(row) for row in found]


def save(connection: Connection, county: str, row: Row) -> None:
    """Write a row in the place of the one before it."""
    condition = "county_code = ? AND form = ? AND period = ? AND cumulative = ?"
    rows.execute(
        connection, f"DELETE FROM published_form WHERE {condition}",  # noqa: S608 - our own condition
        (county, row.form, row.period, row.cumulative),
    )  # fmt: skip
    rows.insert(connection, schema.published_form, ("county_code", *NAMES), [(county, *row)])
