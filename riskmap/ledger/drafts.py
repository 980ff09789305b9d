"""Forms that a person began and has not entered: kept with the ledger, so that a lost connection loses nothing.

They are no facts: no event speaks of them, no figure counts them, nobody but their writer reads them.
"""

from datetime import datetime

from sqlalchemy import Engine

from riskmap.domain.county import County
from riskmap.store import drafts as store
from riskmap.store.drafts import Draft
from riskmap.store.engine import reading, writing


def latest(engine: Engine, county: County, person_id: str) -> Draft | None:
    """The draft of a visit that a person kept last; None without one."""
    with reading(engine) as connection:
        return store.latest(connection, county.code, person_id)


def of(engine: Engine, county: County, person_id: str, token: str) -> Draft | None:
    """The draft of a person under a token; None without one."""
    with reading(engine) as connection:
        return store.of(connection, county.code, person_id, token)


def tokens(engine: Engine, county: County, person_id: str, head: str) -> list[str]:
    """Tokens of the open drafts of a person that begin with `head`, the one kept last first."""
    with reading(engine) as connection:
        return store.tokens(connection, county.code, person_id, head)


def keep(engine: Engine, county: County, person_id: str, token: str, content: str, at: datetime) -> bool:
    """Keep what a form says (JSON) in the place of what it said before; False: it was entered, and is left alone."""
    with writing(engine) as connection:
        return store.write(connection, county.code, person_id, Draft(token, content, at.isoformat()))


def discard(engine: Engine, county: County, person_id: str, token: str) -> None:
    """Remove a draft."""
    with writing(engine) as connection:
        store.discard(connection, county.code, person_id, token)


def mentioned(engine: Engine, county: County, name: str) -> bool:
    """Whether any open draft of the county speaks of a file (its hash)."""
    with reading(engine) as connection:
        return any(name in content for content in store.contents(connection, county.code))
