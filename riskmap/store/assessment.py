"""The stored assessment schemes: each one row that holds the whole of its newest version."""

from typing import Final

from sqlalchemy import Connection

from riskmap.domain.assessment import Scheme
from riskmap.domain.codec import from_json, to_json
from riskmap.store import rows, schema_assessment
from riskmap.store.shapes import dumps, loads

TABLE: Final = schema_assessment.assessment_scheme.name


def schemes(connection: Connection, county: str) -> dict[str, Scheme]:
    """Every scheme by its id, in order of the ids."""
    found = rows.select(connection, TABLE, ("id", "told"), "county_code = ?", (county,), "id")
    return {key: from_json(Scheme, loads(told)) for key, told in found}


def write(connection: Connection, county: str, scheme: Scheme, seq: int) -> None:
    """Put a scheme in the place of its former version, with the number of its event."""
    rows.execute(connection, f"DELETE FROM {TABLE} WHERE county_code = ? AND id = ?", (county, scheme.id))  # noqa: S608
    row = (county, scheme.id, dumps(to_json(scheme)), scheme.demo, seq)
    names = ("county_code", "id", "told", "demo", "last_event")
    rows.insert(connection, schema_assessment.assessment_scheme, names, [row])


def marks(connection: Connection, county: str) -> dict[str, int]:
    """Number of the last event of each scheme."""
    return dict(rows.select(connection, TABLE, ("id", "last_event"), "county_code = ?", (county,)))


def delete_demo(connection: Connection, county: str) -> None:
    """Delete the schemes that were saved while the demo stood."""
    rows.execute(connection, f"DELETE FROM {TABLE} WHERE county_code = ? AND demo", (county,))  # noqa: S608
