"""The lists of a paper as a meeting froze them, row by row, and what became of each row since (DOMAIN.md §3.5 no. 3).

A frozen list has as many rows as its figure says, whatever happens to the ledger: rows that left it since are marked
as corrected (更正), rows that came since stand apart from it (补录).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final

import numpy as np

from riskmap.domain.codes import Step
from riskmap.domain.columns import to_day
from riskmap.domain.meetings import Listed, Lists, Meeting, Moved, Row
from riskmap.metrics.briefing import ENFORCED, LADDER, Figures, ordered, weeks_end
from riskmap.metrics.escalation_units import Unit, standing
from riskmap.metrics.forms import Register
from riskmap.metrics.frame import Bools, Ints, Texts, days, days_left
from riskmap.metrics.index import Index

KEPT: Final = ("overdue", "majors", "listed", "to_list", "to_delist", "next_due", "wished")  # fields of Figures
STEPS: Final = "steps."
STOCK: Final = "stock"
VISITS: Final = "visits"
UNITS: Final = "units"  # proposed for an interview; a row is told by its kind and code, n/m of the rate, overdue items
HAZARDS: Final = (*KEPT, *(STEPS + step for step in LADDER), STOCK, *ENFORCED)
COUNTED: Final = {  # list → the figure that counts it
    "overdue": "stock_overdue", "majors": "stock_major", "listed": "stock_listed", STOCK: "stock", VISITS: VISITS,
    **{name: name for name in ENFORCED},
}  # fmt: skip
NOWHERE: Final = -1  # place of a row that the ledger holds no more


class State(StrEnum):
    """What became of a row since it was frozen."""

    SAME = ""
    CHANGED = "changed"  # it stands there still, with another grade or other days left
    LEFT = "left"  # it would not stand there now
    GONE = "gone"  # the ledger holds it no more


@dataclass(frozen=True, slots=True)
class Held:
    """A frozen list: its rows as they were, the place of each in the index (NOWHERE: gone) and what became of it.

    `came`: the places of the rows that would stand there now and were not printed then; `late`: which of them were
    entered since (补录), the others came by a correction.
    """

    rows: tuple[Row, ...]
    at: Ints
    states: tuple[State, ...]
    came: Ints
    late: Bools

    @property
    def there(self) -> Ints:
        """The places of the frozen rows that the ledger still holds."""
        return np.asarray(self.at[self.at != NOWHERE], dtype=np.int64)


def rows(index: Index, f: Figures, name: str) -> Ints:
    """The rows of a list by its name, in the order in which it is printed; of the index, VISITS of the register,
    UNITS of Figures.units.
    """
    if name == UNITS:
        return np.arange(len(f.units))
    if name in {*KEPT, VISITS}:
        return np.asarray(getattr(f, name), dtype=np.int64)
    if name.startswith(STEPS):
        return f.steps[Step(name.removeprefix(STEPS))]
    return ordered(index, f.now if name == STOCK else f.own, name)


def lists(index: Index, f: Figures, register: Register) -> Lists:
    """What a meeting freezes of the lists of its paper: every row once, and where it stands."""
    told = _Told(index, f, register)
    places: dict[str, int] = {}
    kept: list[Row] = []
    found = []
    for name in (*HAZARDS, VISITS, UNITS):
        at = []
        for row in told.rows(name, rows(index, f, name)):
            if row.id not in places:
                places[row.id] = len(kept)
                kept.append(row)
            at.append(places[row.id])
        found.append(Listed(name, tuple(at)))
    return Lists(tuple(kept), tuple(found))


def held(
    index: Index, live: Figures, register: Register, meeting: Meeting, moved: Moved | None = None
) -> dict[str, Held]:
    """The frozen lists against what would stand there now; {} where none were frozen. `moved`: known late entries."""
    if meeting.closed is None or not meeting.lists:
        return {}
    told = _Told(index, live, register)
    since = {*(moved[0] if moved else ()), *map(str, told.entered(meeting.closed))}
    return {
        name: _held(told, name, was, rows(index, live, name), since)
        for name, was in meeting.listed.items()
        if name in {*HAZARDS, VISITS, UNITS}
    }


def restored(f: Figures, held_: Mapping[str, Held]) -> Figures:
    """The paper with its frozen lists, without the rows that the ledger holds no more (Held.rows names those)."""
    if not held_:
        return f
    found: dict[str, Any] = {name: held_[name].there for name in (*KEPT, VISITS) if name in held_}
    steps = {step: held_[STEPS + step].there if STEPS + step in held_ else at for step, at in f.steps.items()}
    return replace(f, steps=steps, **found)


def units(index: Index, live: Figures, held_: Mapping[str, Held]) -> list[tuple[Unit, State]]:
    """The proposed units, of a closed meeting those that were, with what became of each since."""
    if UNITS not in held_:
        return [(one, State.SAME) for one in live.units]
    kept, day, ends = held_[UNITS], live.now.as_of, weeks_end(live.this.period)
    found = []
    for row, at, state in zip(kept.rows, kept.at, kept.states, strict=True):
        by, _, code = row.id.partition(".")
        one = live.units[at] if at != NOWHERE else standing(index, day, by, code, ends)
        found.append((one, state))
    return found


def units_since(live: Figures, held_: Mapping[str, Held]) -> list[Unit]:
    """The units that would be proposed now and were not when the meeting closed."""
    return [live.units[at] for at in held_[UNITS].came] if UNITS in held_ else []


class _Told:
    """The facts of rows of one paper, and where each stands."""

    def __init__(self, index: Index, f: Figures, register: Register) -> None:
        day = to_day(f.now.as_of)
        frame = index.at(day)
        names = (frame[name].to_numpy(dtype=object) for name in ("id", "hazard_no", "grade"))
        self.ids, self.numbers, self.grades = names
        self.left, self.day = days_left(frame, day), days(frame, "entered")
        self.units, self._known = f.units, dict[str, dict[str, int]]()
        self.visits = register.inspections["id"].to_numpy(dtype=object) if len(register.inspections) else np.zeros(0)

    def rows(self, name: str, at: Ints) -> Iterator[Row]:
        """Each row as it is frozen."""
        for place in at.tolist():
            if name == VISITS:
                yield Row(str(self.visits[place]))
            elif name == UNITS:
                one = self.units[place]
                yield Row(_key(one), "/".join(map(str, one.parts)), left=one.overdue)
            else:
                known, number, grade = self.ids[place], self.numbers[place], self.grades[place]
                yield Row(str(known), str(number), str(grade), int(self.left[place]))

    def entered(self, closed: date) -> Texts:
        """The hazards that were entered on days after the meeting closed."""
        return self.ids[self.day > to_day(closed)]

    def places(self, name: str, kept: tuple[Row, ...]) -> Ints:
        """Where the rows stand now."""
        known = self.known(name if name in {VISITS, UNITS} else STOCK)
        return np.fromiter((known.get(row.id, NOWHERE) for row in kept), dtype=np.int64, count=len(kept))

    def known(self, kind: str) -> dict[str, int]:
        """The place of each hazard, visit or unit by its id, read once."""
        if kind not in self._known:
            keys = {VISITS: self.visits, UNITS: [_key(one) for one in self.units]}.get(kind, self.ids)
            self._known[kind] = {str(key): place for place, key in enumerate(keys)}
        return self._known[kind]


def _key(one: Unit) -> str:
    return f"{one.by}.{one.code}"


def _held(told: _Told, name: str, was: tuple[Row, ...], live: Ints, since: set[str]) -> Held:
    at, now = told.places(name, was), set(live.tolist())
    there = at[at != NOWHERE]
    facts = dict(zip(there.tolist(), told.rows(name, there), strict=True))
    states = tuple(_state(name, row, int(place), facts, now) for row, place in zip(was, at, strict=True))
    came = live[~np.isin(live, there)]
    late = [str(told.ids[place]) in since if name in HAZARDS else name == VISITS for place in came]
    return Held(was, at, states, came, np.array(late, dtype=np.bool_))


def _state(name: str, was: Row, place: int, facts: Mapping[int, Row], now: set[int]) -> State:
    if place == NOWHERE:
        return State.LEFT if name == UNITS else State.GONE
    if place not in now:
        return State.LEFT
    here = facts[place]
    if name == UNITS:
        return State.SAME if was == here else State.CHANGED
    counts = name not in ENFORCED and name != VISITS  # the days left belong to what these lists are about
    same = was.grade == here.grade and (was.left == here.left or not counts)
    return State.SAME if same else State.CHANGED
