"""What the office shows on the walls for a while: which page, over which part, what is in focus."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

EVERY: Final = "all"  # the wall that stands for all of them
MINUTES: Final = (5, 720)  # for how long at least and at most
USUAL: Final = 120


class Show(StrEnum):
    """A page of the wall, the wall as it is without any change by itself, or nothing but the county's name."""

    MAIN = "main"
    RATES = "rates"
    LISTED = "listed"
    HOLD = "hold"
    BLANK = "blank"


PAGES: Final = frozenset({Show.MAIN, Show.RATES, Show.LISTED})


@dataclass(frozen=True, slots=True)
class Scene:
    """What is shown. `sector`, `township`: the part of the ledger, "" = all; `place` (a township) or `hazard` (an id):
    what the map of the main page flies to, "" = the whole county.
    """

    show: Show = Show.MAIN
    sector: str = ""
    township: str = ""
    place: str = ""
    hazard: str = ""


@dataclass(frozen=True, slots=True)
class Presented:
    """A scene on a wall (the id of its token, or EVERY), by whom, until when; moments in UTC."""

    wall: str
    scene: Scene
    by: str
    at: str
    until: str

    def stands(self, now: datetime) -> bool:
        """Whether it is still shown at a moment."""
        return now < datetime.fromisoformat(self.until)


def scene_faults(scene: Scene, minutes: int, sectors: Collection[str], townships: Collection[str]) -> tuple[str, ...]:
    """Why a scene cannot be shown: bad:sector, bad:township, bad:focus, bad:minutes.

    A focus is for the main page, a part of the ledger for a page: who holds or blanks a wall says neither.
    """
    found = []
    if scene.sector and (scene.sector not in sectors or scene.show not in PAGES):
        found.append("bad:sector")
    if scene.township and (scene.township not in townships or scene.show not in PAGES):
        found.append("bad:township")
    astray = bool(scene.place or scene.hazard) and scene.show is not Show.MAIN
    if astray or (scene.place and (scene.hazard or scene.place not in townships)):
        found.append("bad:focus")
    if not MINUTES[0] <= minutes <= MINUTES[1]:
        found.append("bad:minutes")
    return tuple(found)
