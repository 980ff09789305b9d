"""What a printed map says: its sheets, the numbered rows of its lists, and counts that add up to the ledger's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from riskmap.domain.codes import Progress
from riskmap.domain.masking import SEES_NAMES, masked
from riskmap.geo.boundaries import Boundaries
from riskmap.geo.places import Place
from riskmap.metrics.filters import Filter
from riskmap.views import lists, scene, words
from riskmap.views.layers import blurred
from riskmap.views.names import Label
from riskmap.views.scene import Ints, Scene
from riskmap.views.words import Words


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a map. `unit`, `who`, `moment`: maker and who takes it out; `role`: in which role.

    `people`: enterprise id → its principal; `sensitive`: ids of enterprises whose position is blurred; `approval`: the
    审图号 of the base map, "" without one; `order`: township codes as the county lists them; `places`: villages and
    emergency resources that are drawn too.
    """

    county: str
    shapes: Boundaries
    lang: str
    source: str
    who: str
    role: str
    moment: str
    demo: bool = False
    purpose: str = ""
    names: bool = False
    approval: str = ""
    people: Mapping[str, str] = field(default_factory=dict)
    sensitive: frozenset[str] = frozenset()
    order: Sequence[str] = ()
    places: Sequence[Place] = ()

    @property
    def persons(self) -> bool:
        """Whether names of persons are printed: asked for, and the role may take them out (DOMAIN.md §7.2)."""
        return self.names and self.role in {one.value for one in SEES_NAMES}


@dataclass(frozen=True, slots=True)
class Shown:
    """The map of one filter: its hazards and the shades of its townships, as the screen shows them."""

    where: Filter
    scene: Scene
    shades: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Part:
    """One map of a document: the whole filter (`code` is None) or one township of it ("" = not located).

    `cut`: a piece of it, which shows the ground about its own rows alone.
    """

    code: str | None
    scene: Scene
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """How the rows of a map add up: drawn + without coordinates + closed earlier + void = all."""

    drawn: int
    unplaced: int
    earlier: int
    void: int
    majors: int
    overdue: int

    @property
    def total(self) -> int:
        """Every row of the filter."""
        return self.drawn + self.unplaced + self.earlier + self.void


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a list; `number` as in the mark, "" for a general hazard, which is named by `title` alone."""

    number: str
    progress: Progress
    plate: str
    alarm: bool
    lead: str
    title: str
    person: str
    due: str
    control: str
    countdown: str
    placed: bool


def hidden(shown: Scene, sensitive: frozenset[str]) -> Scene:
    """The scene with the positions of sensitive sites blurred to about 1 km."""
    ids = shown.frame["enterprise_id"].to_numpy(dtype=object).astype(str)
    lon, lat = blurred(shown.lon, shown.lat, np.isin(ids, np.array(sorted(sensitive), dtype=str)))
    return replace(shown, lon=lon, lat=lat)


def parts(shown: Scene, order: Sequence[str]) -> list[Part]:
    """One part a township that has rows, in the county's order; numbers stay those of the whole map."""
    codes = shown.frame["township"].astype("object").to_numpy(dtype=object).astype(str)
    present = set(codes.tolist())
    ordered = [*(code for code in order if code in present), *sorted(present - set(order))]
    found = []
    for code in ordered:
        keep = codes == code
        own = scene.scene(shown.frame[keep].reset_index(drop=True), shown.day)
        own = replace(own, numbers=shown.numbers[keep], lon=shown.lon[keep], lat=shown.lat[keep])
        found.append(Part(code, own))
    return found


def counts(shown: Scene) -> Counts:
    """Counts of a scene."""
    tallies = shown.tallies.values()
    drawn = sum(one.major + one.general for one in tallies)
    late = shown.tallies[Progress.OVERDUE].all
    return Counts(drawn, len(shown.unplaced), shown.closed_earlier, shown.void, len(shown.listed), late)


def majors(shown: Scene, around: Around, t: Words, label: Label) -> list[Entry]:
    """Rows of the list beside the map: every major hazard by its number, with or without a position."""
    return _entries(shown, shown.listed, around, t, label)


def unplaced(shown: Scene, around: Around, t: Words, label: Label) -> list[Entry]:
    """General hazards that have no position: named, since no mark tells of them. Majors stand in their own list."""
    general = shown.unplaced[shown.numbers[shown.unplaced] == 0]
    return _entries(shown, np.asarray(general, dtype=np.int64), around, t, label)


def _entries(shown: Scene, rows: Ints, around: Around, t: Words, label: Label) -> list[Entry]:
    if not len(rows):
        return []
    table = lists.problem_table(shown, rows, t, label)
    persons = _persons(shown.frame.iloc[rows], around) if around.persons else [""] * len(rows)
    placed = np.isfinite(shown.lon[rows]) & np.isfinite(shown.lat[rows])
    return [
        Entry(
            number=str(shown.numbers[row] or ""),
            progress=Progress(shown.progress[row]),
            plate=t(words.PLATE[shown.level[row]]) if shown.level[row] else "",
            alarm=bool(shown.alarm[row]),
            lead=f"{line.department} · {line.township}",
            title=masked(around.role, "enterprise", str(line.enterprise)) or str(shown.frame["hazard_no"].iloc[row]),
            person=person,
            due=str(line.due),
            control=str(line.control) if shown.numbers[row] else "",
            countdown=str(line.countdown),
            placed=bool(there),
        )
        for row, line, person, there in zip(rows, table.itertuples(), persons, placed, strict=True)
    ]


def _persons(frame: pd.DataFrame, around: Around) -> list[str]:
    """Who answers for each hazard at its enterprise: the person stated, else the enterprise's principal."""
    stated, firms = frame["responsible_person"].tolist(), frame["enterprise_id"].tolist()
    return [
        masked(around.role, "responsible_person", str(one or around.people.get(firm, "")) or "—")
        for one, firm in zip(stated, firms, strict=True)
    ]
