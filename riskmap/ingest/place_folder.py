"""The places of a folder of files: villages and emergency resources, read once a state of the files."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from riskmap.domain.regions import Regions
from riskmap.geo import places
from riskmap.geo.places import Place
from riskmap.ingest import place_files

logger = logging.getLogger("riskmap.map")
FOLDER = "layers"  # in the data folder
ENDINGS = (".csv", ".xlsx", ".xls", ".et", ".ods", ".geojson")
MOST_FILES, MOST_ROWS = 40, 20
FAR = 0.5  # degrees beyond the county's frame: no place that serves it
State = tuple[tuple[str, int, int], ...]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Known:
    """Every place of every file, with the names of the files that cannot be used."""

    places: tuple[Place, ...] = ()
    refused: tuple[str, ...] = ()


def state(folder: Path) -> State:
    """The files of a folder as they are now: name, time of change, size."""
    if not folder.is_dir():
        return ()
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in ENDINGS and path.name[0] not in "~.")
    return tuple((path.name, (at := path.stat()).st_mtime_ns, at.st_size) for path in files[:MOST_FILES])


@lru_cache(maxsize=4)
def known(folder: Path, state: State, box: Box | None, regions: Regions) -> Known:
    """The places of a folder in a state; what is wrong is told in the log. `box`: the county's frame in degrees."""
    found, refused = [], []
    for name, _, _ in state:
        told = place_files.read(folder / name)
        if told.refused:
            refused.append(name)
            logger.warning("layers/%s cannot be used: %s", name, told.refused)
            continue
        some = [_checked(one, box, regions) for one in told.places]
        found += some
        for line in _lines(some):
            logger.warning("layers/%s: %s", name, line)
    return Known(tuple(found), tuple(refused))


def _checked(one: Place, box: Box | None, regions: Regions) -> Place:
    """A place with the code of its township; one far outside the county loses its position."""
    town = regions.match(one.township) or places.without_phones(one.township)
    placed = one if town == one.township else replace(one, township=town)
    if one.lon is None or one.lat is None or box is None:
        return placed
    west, south, east, north = box
    near = west - FAR <= one.lon <= east + FAR and south - FAR <= one.lat <= north + FAR
    return placed if near else replace(placed, lon=None, lat=None, fault="point_outside")


def _lines(places: list[Place]) -> Iterator[str]:
    """What is wrong with the positions of a file: how many, in which rows; no data of the rows."""
    for fault in sorted({one.fault for one in places} - {""}):
        rows = [one.row for one in places if one.fault == fault]
        more = " …" if len(rows) > MOST_ROWS else ""
        yield f"{len(rows)} × {fault} (rows {', '.join(map(str, rows[:MOST_ROWS]))}{more})"
