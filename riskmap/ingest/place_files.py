"""Files of places in `layers/` of the data folder: tables (CSV, XLSX, ODS, XLS) and GeoJSON features with a `kind`.

Only the columns of data/places.toml are read: whatever stands beside them (persons, telephones) never leaves the file.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from riskmap.geo import places
from riskmap.geo.places import Group, Kind, Place
from riskmap.ingest import guard, separated, workbook
from riskmap.ingest.clean import points
from riskmap.ingest.clean.text import header_forms, is_blank, text_of
from riskmap.ingest.clean.words import code_of
from riskmap.ingest.fields import schema
from riskmap.ingest.notes import NOTES
from riskmap.ingest.reading.album import Album
from riskmap.ingest.refusal import Refusal
from riskmap.ingest.sheet import RawSheet

TABLES: Final = (".csv", ".xlsx", ".xls", ".et", ".ods")
CAPS: Final = guard.Caps(
    file=20_000_000, unpacked=200_000_000, rows=20_000, columns=200, sheets=60, cells=2_000_000, pictures=0
)
DEPTH, LONGEST = 15, 120  # rows in which a header stands; characters of a text
STEMS = (("村", Kind.VILLAGE), ("village", Kind.VILLAGE), ("社区", Kind.COMMUNITY))
TEXTS = ("township", "code", "population", "capacity", "unit")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Read:
    """The places of one file; `refused`: the code of why nothing was read."""

    places: tuple[Place, ...] = ()
    refused: str = ""


def read(path: Path) -> Read:
    """The places of a file by its ending; a file that cannot be used is refused with a code, never an exception."""
    try:
        rows = _features(path) if path.suffix.lower() == ".geojson" else _table(path)
        return Read(tuple(one for number, row in rows if (one := _place(row, path.stem, number)) is not None))
    except Refusal as refusal:
        return Read(refused=refusal.code)
    except OSError:
        return Read(refused="damaged_file")


def _features(path: Path) -> Iterator[tuple[int, Row]]:
    """Points of a GeoJSON whose `kind` is one of ours; none in a file that is no GeoJSON (own_layers.py names it)."""
    if path.stat().st_size > CAPS.file:
        return
    try:
        told = json.loads(path.read_text(encoding="utf-8-sig"))
        features = told["features"][: CAPS.rows]
        index = schema("places").index
        for number, one in enumerate(features, 1):
            facts, at = one.get("properties") or {}, one.get("geometry")
            if (kind := places.told_kind(facts, at)) is None:
                continue
            row = {index.get(header_forms(key)[0], ""): text_of(value) for key, value in facts.items() if _plain(value)}
            lon, lat = at["coordinates"][:2]
            yield number, row | {"kind": kind.value, "lon": lon, "lat": lat, "point": "", "crs": ""}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return


def _plain(value: object) -> bool:
    return isinstance(value, str | int | float)


def _table(path: Path) -> Iterator[tuple[int, Row]]:
    kind = guard.kind_of(path, CAPS)
    if kind not in {"csv", "xlsx", "xls", "ods"}:
        raise Refusal("unknown_format", kind)
    sheets = separated.read(path, path.name, CAPS) if kind == "csv" else _sheets(path, kind)
    tables = [(sheet, header) for sheet in sheets if (header := _header(sheet)) is not None]
    if not tables:
        raise Refusal("no_header")
    for sheet, (first, names) in tables:
        for number, cells in enumerate(sheet.rows[first + 1 :], sheet.first + first + 2):
            row = {name: cells[at] for at, name in names.items() if at < len(cells)}
            if not is_blank(text_of(row.get("name"))):
                yield number, row


def _sheets(path: Path, kind: str) -> Sequence[RawSheet]:
    found = workbook.read(path, kind, None, CAPS, Album(path.parent, 0))
    return [sheet for sheet in found if sheet.name != NOTES]


def _header(sheet: RawSheet) -> tuple[int, dict[int, str]] | None:
    """The row of the header and the field of each column; a name and one more field make a header."""
    index = schema("places").index
    for at, row in enumerate(sheet.rows[:DEPTH]):
        names: dict[int, str] = {}
        for column, cell in enumerate(row):
            forms = header_forms(text_of(cell)) if isinstance(cell, str) else ()
            field = next((index[form] for form in forms if form in index), "")
            if field and field not in names.values():
                names[column] = field
        if "name" in names.values() and len(names) > 1:
            return at, names
    return None


def _place(row: Row, stem: str, number: int) -> Place | None:
    """The place of a row, which may have no position or a bad one; None for a row without a name."""
    name = _text(row, "name")
    if not name:
        return None
    lon, lat, fault = _point(row)
    texts = {key: _text(row, key) for key in TEXTS}
    kind = _kind(row, name, stem)
    short = places.short_name(name) if kind.group is Group.VILLAGES else name
    return Place(short, kind, lon, lat, **texts, fault=fault, row=number)


def _kind(row: Row, name: str, stem: str) -> Kind:
    told = text_of(row.get("kind"))
    if told in {kind.value for kind in Kind}:
        return Kind(told)
    by_stem = next((kind for word, kind in STEMS if word in stem.lower()), None)
    found = places.kind_of(told) or (places.kind_by_name(name) if is_blank(told) else None)
    if is_blank(told) and by_stem is not None and (found is None or found.group is Group.EMERGENCY):
        return by_stem  # a list of villages stays one, whatever its names hold
    return found or Kind.OTHER


def _point(row: Row) -> tuple[float | None, float | None, str]:
    """Longitude and latitude in WGS 84 with what is wrong; a position in a system that nobody knows is none."""
    told = {key: text_of(row.get(key)) for key in ("lon", "lat", "point")}
    if all(map(is_blank, told.values())):
        return None, None, "no_place"
    both = points.pair(told["point"]) or (points.degrees(told["lon"]), points.degrees(told["lat"]))
    lon, lat, fault = points.placed(*both)
    if lon is None or lat is None:
        return None, None, fault or "bad_coordinate"
    system = text_of(row.get("crs"))
    known = code_of(system, "crs")
    if known is None and not is_blank(system):
        return None, None, "unknown_system"
    ((lon, lat),) = points.to_wgs84([lon], [lat], known or "wgs84")
    return lon, lat, fault


def _text(row: Row, key: str) -> str:
    text = text_of(row.get(key))
    if is_blank(text):
        return ""
    return (text if key in {"code", "population", "township"} else places.without_phones(text))[:LONGEST]
