"""Which pages of the wall are shown, for how long each, and how large: the wall's own words of the address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

PAGES = {"main": "wall|Main", "rates": "wall|Due-item rate", "listed": "wall|Listed hazards"}
MAIN = "main"
SHORTEST, LONGEST = 3, 3600  # seconds at a page or a stop of the tour
DWELL, STOP = 40, 12  # seconds at a page, at a stop of a tour
SMALLEST, LARGEST = Decimal("0.75"), Decimal(2)
NEAR, CLOSE = Decimal(1), Decimal("1.6")  # beyond these the main page leaves out cards


@dataclass(frozen=True, slots=True)
class Fault:
    """A word of the address that cannot be used, and what is used in its place."""

    key: str
    value: str
    instead: str


@dataclass(frozen=True, slots=True)
class Choice:
    """`pages`: more than one change by themselves, each after `dwell` seconds; `own`: the wall's own meanwhile."""

    pages: tuple[str, ...] = (MAIN,)
    dwell: int = DWELL
    zoom: Decimal = Decimal(1)
    tour: str = ""
    faults: tuple[Fault, ...] = ()
    own: tuple[str, ...] = ()

    @property
    def drawn(self) -> tuple[str, ...]:
        """Every page that is sent: what is shown for a while joins the wall's own pages, so that none is made anew."""
        return self.own + tuple(page for page in self.pages if page not in self.own) if self.own else self.pages

    def showing(self, page: str) -> "Choice":
        """The same wall while the office shows one page on it."""
        return replace(self, pages=(page,), own=self.pages, tour="")

    @property
    def reach(self) -> str:
        """How much of the usual layout has room at this size of type: "", near or close."""
        return "close" if self.zoom > CLOSE else "near" if self.zoom > NEAR else ""


def choose(own: Mapping[str, str]) -> Choice:
    """Read `wall`, `rotate`, `dwell`, `zoom` and `tour`; what cannot be used is told and its default taken."""
    faults: list[Fault] = []
    wall = own.get("wall", "") or MAIN
    if wall not in PAGES:
        faults.append(Fault("wall", wall, MAIN))
        wall = MAIN
    pages = tuple(dict.fromkeys(one.strip() for one in own.get("rotate", "").split(",") if one.strip())) or (wall,)
    if not set(pages) <= set(PAGES):
        faults.append(Fault("rotate", own["rotate"], wall))
        pages = (wall,)
    tour = own.get("tour", "") if pages == (MAIN,) else ""  # pages that change have stops of their own
    dwell = _dwell(own.get("dwell", ""), STOP if tour else DWELL, faults)
    return Choice(pages, dwell, _zoom(own.get("zoom", ""), faults), tour, tuple(faults))


def _dwell(text: str, default: int, faults: list[Fault]) -> int:
    if not text:
        return default
    if re.fullmatch(r"[0-9]{1,4}", text) and SHORTEST <= int(text) <= LONGEST:
        return int(text)
    faults.append(Fault("dwell", text, str(default)))
    return default


def _zoom(text: str, faults: list[Fault]) -> Decimal:
    if not text:
        return Decimal(1)
    if re.fullmatch(r"[0-9](\.[0-9]{1,2})?", text) and SMALLEST <= Decimal(text) <= LARGEST:
        return Decimal(text)
    faults.append(Fault("zoom", text, "1"))
    return Decimal(1)
