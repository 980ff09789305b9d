"""What the office shows on the walls: said through the one door, each time with one event, which is all that is kept.

No table repeats it: the last event of a wall is what it shows, and the clock ends it.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine

from riskmap.domain.county import County
from riskmap.domain.presenting import EVERY, Presented, Scene, Show, scene_faults
from riskmap.domain.roles import RIGHTS, Right
from riskmap.ledger import permission
from riskmap.ledger.batch import Actor
from riskmap.ledger.errors import NotFound, Refused
from riskmap.ledger.journal import Journal, journal
from riskmap.store import events, hazards, rows, tokens
from riskmap.store.engine import reading
from riskmap.store.shapes import loads

SHOWN, RELEASED = "wall_presented", "wall_released"


@dataclass(frozen=True, slots=True)
class Walls:
    """The walls of one county. Every change is one transaction with one event; raises Refused, NotFound."""

    engine: Engine
    county: County

    def present(self, wall: str, scene: Scene, minutes: int, actor: Actor) -> Presented:
        """Show a scene on a wall (the id of its token, or EVERY) for some minutes, in the place of what it shows."""
        actor = permission.permit(actor, RIGHTS[Right.SCREENS])
        townships = {region.code for region in self.county.regions.townships}
        if codes := scene_faults(scene, minutes, self.county.sectors.codes, townships):
            raise Refused(codes)
        with journal(self.engine, self.county, actor) as book:
            name = _name(book, wall)
            _reached(book, scene)
            until = (datetime.fromisoformat(book.at) + timedelta(minutes=minutes)).isoformat()
            told = {"name": name, "scene": asdict(scene), "until": until}
            book.note(SHOWN, events.WALL, wall, None, told)
            return Presented(wall, scene, actor.name, book.at, until)

    def release(self, wall: str, actor: Actor) -> None:
        """Let a wall go back to its own pages, whatever it or all of them were told before."""
        actor = permission.permit(actor, RIGHTS[Right.SCREENS])
        with journal(self.engine, self.county, actor) as book:
            book.note(RELEASED, events.WALL, wall, None, {"name": _name(book, wall)})

    def told(self, wall: str) -> Presented | None:
        """What a wall was told last, itself or with all of them, whether its time is over or not."""
        return self.all_told((wall,)).get(wall)

    def all_told(self, walls: Iterable[str]) -> dict[str, Presented]:
        """The same of several walls, by wall; those that were told nothing, or to go back, are left out."""
        with reading(self.engine) as connection:
            code, own = self.county.code, {}
            names = ("seq", "at", "actor_name", "action", "payload")
            where = "county_code = ? AND entity_id = ? AND entity = ?"
            for wall in dict.fromkeys((EVERY, *walls)):
                found = rows.select(connection, "event", names, where, (code, wall, events.WALL), "seq DESC LIMIT 1")
                own[wall] = found[0] if found else (0, "", "", RELEASED, "")
        last = {wall: max(row, own[EVERY]) for wall, row in own.items()}
        return {wall: _presented(wall, row) for wall, row in last.items() if row[3] == SHOWN}


def _presented(wall: str, row: tuple[int, str, str, str, str]) -> Presented:
    facts = loads(row[4])
    scene = Scene(**{**facts["scene"], "show": Show(facts["scene"]["show"])})
    return Presented(wall, scene, row[2], row[1], facts["until"])


def _name(book: Journal, wall: str) -> str:
    """The name of a wall's token, "" for all walls. Raises NotFound for what is no screen that stands."""
    if wall == EVERY:
        return ""
    found = tokens.tokens(book.connection, book.county.code, "id = ? AND revoked = ''", (wall,))
    if not found or not found[0].device:
        raise NotFound(wall)
    return found[0].name


def _reached(book: Journal, scene: Scene) -> None:
    """A hazard in focus is one that the actor reads and that lies within the part that is shown."""
    if not scene.hazard:
        return
    hazard = hazards.one(book.connection, book.county.code, scene.hazard)
    if hazard is None:
        raise NotFound(scene.hazard)
    if not any(grant.role in RIGHTS[Right.READ] and grant.scope.covers(hazard) for grant in book.actor.held):
        raise Refused(("scope:outside",))
    if scene.sector not in ("", hazard.sector) or scene.township not in ("", hazard.township):
        raise Refused(("bad:focus",))
