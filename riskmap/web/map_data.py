"""What the battle map page and its routes share: the scene of a filter, made once for a revision of the ledger."""

import hashlib
from collections.abc import Hashable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from riskmap.domain.columns import FIVE_DAYS, to_day
from riskmap.geo import boundaries
from riskmap.geo.boundaries import Boundaries
from riskmap.i18n import Translator
from riskmap.metrics import filters, inspected
from riskmap.metrics.filters import Filter, Vocabulary
from riskmap.metrics.index import Memory
from riskmap.views import lists, scene, shading, sheet
from riskmap.views.scene import Ints, Scene
from riskmap.web import data, map_base
from riskmap.web.data import View

ASSETS = Path(__file__).parent / "assets"
COLUMNS = (  # all that scenes, lists and layers read: a frame of 10^5 hazards is not copied whole
    "id", "hazard_no", "enterprise_id", "enterprise", "place", "description", "township", "sector", "grade",
    "department", "status", "control", "listed_level", "responsible_unit", "responsible_person", "regulator_person",
    "supervision", "found", "confirmed", "due", "due_original", "round_due", "declared", "rectified", "passed",
    "closed", "voided", "started", "rejected", "listed", "delisted", "undated", "closed_by_ledger", "lon", "lat",
    "five_content", *FIVE_DAYS,
)  # fmt: skip
SEARCHED = (*COLUMNS, "ledger_no")
_scenes, _parts = Memory(16), Memory(32)


@dataclass(frozen=True, slots=True)
class Picture:
    """One map: the filter it answers, the revision it was made from, its hazards and the figures of its townships.

    `key`: question, revision and reader; equal keys are equal pictures.
    """

    key: Hashable
    where: Filter
    revision: int
    scene: Scene
    shades: list[dict[str, Any]]


def picture(where: Filter, view: View | None = None) -> Picture:
    """Picture of a filter; kept for the last questions.

    `view`: the state of the ledger that a run works on; without it, the newest.
    """
    view = view or data.view()
    key = (view.key, where.as_of, where.from_, tuple(sorted(_words(where).items())))

    def make() -> Picture:
        day = to_day(where.as_of)
        frame, keep = view.index.at(day), view.index.mask(where)
        frame = frame if keep.all() else frame[list(COLUMNS)][keep]
        shown = scene.scene(frame, day)
        visited = inspected.by_township(view.snapshot.inspections, view.snapshot.enterprises, where)
        return Picture(key, where, view.snapshot.revision, shown, shading.asked(view.index, where, visited))

    return _scenes.get(key, make)


def within(picture: Picture, area: str) -> tuple[Ints, Ints]:
    """Rows of both lists in a part of a picture: problems and closings (riskmap.views.lists.within); kept likewise."""
    return _parts.get((picture.key, area), lambda: lists.within(picture.scene, area))


def astray(picture: Picture) -> Ints:
    """Rows of a picture that are drawn at a point outside the county; none where its outline is not known."""

    def found() -> Ints:
        rows, scene_ = lists.drawn(picture.scene), picture.scene
        return rows[~county_shapes().inside(scene_.lon[rows], scene_.lat[rows])]

    return _parts.get((picture.key, "astray"), found)


def unplaced(picture: Picture) -> Ints:
    """Rows of a picture for the tray of what has no place in the county (riskmap.views.lists.unplaced)."""

    def found() -> Ints:
        order = {code: number for number, code in enumerate(data.county().orders()["township"])}
        return lists.unplaced(picture.scene, order, astray(picture))

    return _parts.get((picture.key, "unplaced"), found)


def vocabulary() -> Vocabulary:
    """Codes a filter may ask for at the present revision."""
    return data.view().vocabulary


def _words(where: Filter) -> dict[str, str]:
    """The filter without its language: pictures hold no words."""
    return {key: text for key, text in filters.to_query(where).items() if key != "lang"}


@lru_cache(maxsize=4)
def shapes(code: str, boundary: Path | None, townships: Path | None, source: str, *, real: bool) -> Boundaries:
    """Outlines of a county, read once."""
    return boundaries.load(boundary, townships, code=code, real=real, source=source)


def county_shapes() -> Boundaries:
    """Outlines of the county this installation serves."""
    county = data.county()
    return shapes(
        county.code, county.boundary, county.townships_boundary, county.boundary_source, real=county.boundary_real
    )


@lru_cache(maxsize=1)
def version() -> str:
    """Short hash of the scripts and styles: part of their address, so that a new version is never read from a cache."""
    digest = hashlib.sha256()
    for file in sorted(ASSETS.iterdir()):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def sheet_of(lang: str) -> bytes:
    """Sheet of the county in a language."""
    county, bounds = data.county(), county_shapes().bounds()
    names = {one.code: county.regions.label(one.code, lang) for one in county.regions.townships}
    return sheet.sheet(
        county_shapes(),
        Translator(lang),
        lang=lang,
        unit=county.label(lang),
        names=names,
        source=county.boundary_source if lang.startswith("zh") else county.boundary_source_en or county.boundary_source,
        under=map_base.base_maps(lang, bounds),
        shift=map_base.shift(bounds),
    )


def number_of(word: str) -> str:
    """Permanent number of the hazard with an id, if the reader sees it; any other word is given back."""
    view = data.view()

    def found() -> str:
        frame = view.snapshot.hazards
        rows = np.flatnonzero((frame["id"] == word).to_numpy(dtype=np.bool_))
        return str(frame["hazard_no"].iloc[int(rows[0])]) if len(rows) else word

    number: str = _parts.get((view.key, "number", word), found)
    return number


def row_of(picture: Picture, hazard_no: str) -> int | None:
    """Position of a hazard in the picture's frame by its permanent number, None if the filter does not hold it."""

    def found() -> int | None:
        rows = np.flatnonzero((picture.scene.frame["hazard_no"] == hazard_no).to_numpy(dtype=np.bool_))
        return int(rows[0]) if len(rows) else None

    row: int | None = _parts.get((picture.key, "row", hazard_no), found)
    return row
