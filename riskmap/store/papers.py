"""The stored office papers."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection

from riskmap.domain.codec import from_json, to_json
from riskmap.domain.papers import Paper
from riskmap.store import rows, schema_papers
from riskmap.store.shapes import dumps, loads

NAMES: Final = ("id", "kind", "state", "told", "demo", "last_event")


def papers(connection: Connection, county: str, where: str = "", values: Sequence[Any] = ()) -> list[Paper]:
    """Papers in order of their ids, which is that of their drafts. `where` is our own SQL over the table paper."""
    condition = "county_code = ?" + (f" AND {where}" if where else "")
    found = rows.select(connection, "paper", ("told",), condition, (county, *values), "id")
    return [from_json(Paper, loads(told)) for (told,) in found]


def of_hazard(connection: Connection, county: str, hazard_id: str) -> list[Paper]:
    """The papers that name a hazard."""
    where = "id IN (SELECT paper_id FROM paper_hazard WHERE county_code = ? AND hazard_id = ?)"
    return papers(connection, county, where, (county, hazard_id))


def scans(connection: Connection, county: str = "", sha256: str = "") -> dict[str, set[str]]:
    """Hash of a stamped scan → ids of the hazards of its papers; of one county, or of one hash, or of all."""
    told = f'%"scan":"{sha256}%'
    where, values = ("told LIKE ? AND county_code = ?", (told, county)) if county else ("told LIKE ?", (told,))
    found: dict[str, set[str]] = {}
    for (one,) in rows.select(connection, "paper", ("told",), where, values):
        paper = from_json(Paper, loads(one))
        if paper.scan and sha256 in {"", paper.scan}:
            found.setdefault(paper.scan, set()).update(paper.hazards)
    return found


def write(connection: Connection, county: str, paper: Paper, seq: int) -> None:
    """Put a paper in the place of its former self, with the number of its event."""
    for table, key in (("paper", "id"), ("paper_hazard", "paper_id")):
        statement = f"DELETE FROM {table} WHERE county_code = ? AND {key} = ?"  # noqa: S608
        rows.execute(connection, statement, (county, paper.id))
    row = (county, paper.id, paper.kind.value, paper.state.value, dumps(to_json(paper)), paper.demo, seq)
    rows.insert(connection, schema_papers.paper, ("county_code", *NAMES), [row])
    named = [(county, paper.id, hazard) for hazard in dict.fromkeys(paper.hazards)]
    rows.insert(connection, schema_papers.paper_hazard, ("county_code", "paper_id", "hazard_id"), named)


def marks(connection: Connection, county: str) -> dict[str, int]:
    """Number of the last event of each paper."""
    return dict(rows.select(connection, "paper", ("id", "last_event"), "county_code = ?", (county,)))


def delete_demo(connection: Connection, county: str) -> int:
    """Delete the papers that were drafted over demo rows; how many."""
    rows.execute(
        connection,
        "DELETE FROM paper_hazard WHERE county_code = ? AND paper_id IN "
        "(SELECT id FROM paper WHERE county_code = ? AND demo)",
        (county, county),
    )
    return rows.execute(connection, "DELETE FROM paper WHERE county_code = ? AND demo", (county,))
