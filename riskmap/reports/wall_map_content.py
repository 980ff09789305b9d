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
from riskmap.metrics.filters import Filter, located
from riskmap.reports.wall_map_ground import reached
from riskmap.views import lists, scene, words
from riskmap.views.layers import blurred
from riskmap.views.names import Label
from riskmap.views.scene import Bools, Ints, Scene
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
    """How the rows of a map add up: drawn + without coordinates + with a position off it + closed earlier + void = all.

    `off`: their position lies beyond the map; `majors`: those that stand; `others`: further ones that have numbers,
    crossed off within 90 days or to be confirmed.
    """

    drawn: int
    unplaced: int
    off: int
    earlier: int
    void: int
    majors: int
    others: int
    overdue: int

    @property
    def total(self) -> int:
        """Every row of the filter."""
        return self.drawn + self.unplaced + self.off + self.earlier + self.void


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a list; `number` as in the mark, "" for a general hazard, which is named by `title` alone.

    `missing`: why the map does not show it, "" where it does.
    """

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
    missing: str


def within(shown: Scene, shapes: Boundaries) -> Scene:
    """The scene with no position where it lies beyond the map of the county, such as a mistyped one."""
    off = located(shown.frame) & ~reached(shapes, shown.lon, shown.lat)
    if not off.any():
        return shown
    at = (np.where(off, np.nan, shown.lon), np.where(off, np.nan, shown.lat))
    return scene.scene(shown.frame, shown.day, at)


def part_of(shown: Scene, keep: Bools) -> Scene:
    """Some rows of a scene, with the numbers and positions they have in it."""
    at = (shown.lon[keep], shown.lat[keep])
    own = scene.scene(shown.frame[keep].reset_index(drop=True), shown.day, at)
    return replace(own, numbers=shown.numbers[keep])


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
    return [Part(code, part_of(shown, codes == code)) for code in ordered]


def counts(shown: Scene) -> Counts:
    """Counts of a scene."""
    tallies = shown.tallies.values()
    drawn = sum(one.major + one.general for one in tallies)
    late, off = shown.tallies[Progress.OVERDUE].all, len(_off(shown))
    standing = int(shown.stands(shown.listed).sum())
    return Counts(
        drawn, len(shown.unplaced) - off, off, shown.closed_earlier, shown.void,
        standing, len(shown.listed) - standing, late,
    )  # fmt: skip


def majors(shown: Scene, around: Around, t: Words, label: Label) -> list[Entry]:
    """Rows of the list beside the map: every major hazard by its number, with or without a position."""
    return _entries(shown, shown.listed, around, t, label)


def unplaced(shown: Scene, around: Around, t: Words, label: Label) -> list[Entry]:
    """General hazards that have no position: named, since no mark tells of them. Majors stand in their own list."""
    return _entries(shown, _general(shown, np.setdiff1d(shown.unplaced, _off(shown))), around, t, label)


def off_map(shown: Scene, around: Around, t: Words, label: Label) -> list[Entry]:
    """General hazards whose position the map does not reach, likewise."""
    return _entries(shown, _general(shown, _off(shown)), around, t, label)


def _off(shown: Scene) -> Ints:
    """Rows that have a position but none on the map (`within`)."""
    return np.asarray(shown.unplaced[located(shown.frame)[shown.unplaced]], dtype=np.int64)


def _general(shown: Scene, of: Ints) -> Ints:
    return np.asarray(of[shown.numbers[of] == 0], dtype=np.int64)


def _entries(shown: Scene, rows: Ints, around: Around, t: Words, label: Label) -> list[Entry]:
    if not len(rows):
        return []
    table = lists.problem_table(shown, rows, t, label)
    persons = _persons(shown.frame.iloc[rows], around) if around.persons else [""] * len(rows)
    off, lost = t("Position off the map"), t("No coordinates, not on the map")
    why = np.where(np.isin(rows, _off(shown)), off, np.where(np.isin(rows, shown.unplaced), lost, ""))
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
            missing=str(missing),
        )
        for row, line, person, missing in zip(rows, table.itertuples(), persons, why, strict=True)
    ]


def _persons(frame: pd.DataFrame, around: Around) -> list[str]:
    """Who answers for each hazard at its enterprise: the person stated, else the enterprise's principal."""
    stated, firms = frame["responsible_person"].tolist(), frame["enterprise_id"].tolist()
    return [
        masked(around.role, "responsible_person", str(one or around.people.get(firm, "")) or "—")
        for one, firm in zip(stated, firms, strict=True)
    ]
