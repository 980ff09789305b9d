"""Map layers as GeoJSON for other programs: hazards, enterprises, townships. Words of data stay data."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from riskmap.domain.codes import Risk
from riskmap.domain.columns import NEVER, from_day
from riskmap.geo.boundaries import Boundaries, Shape
from riskmap.metrics import frame as facts
from riskmap.views.scene import listed_level

Degrees = npt.NDArray[np.float64]
BLUR = 0.01  # degrees, about 1 km: what leaves the program of a sensitive site (DOMAIN.md §7.2)
TEXTS = ("id", "hazard_no", "ledger_no", "enterprise_id", "enterprise", "place", "description", "responsible_unit")
CODES = ("township", "sector", "group", "grade", "department", "source", "supervision", "control")
DAYS = ("found", "confirmed", "due", "due_original", "declared", "rectified", "passed", "closed", "voided")
ENTERPRISE = (
    "id", "uscc", "name", "township", "sector", "group", "department", "supervision", "risk", "status", "size",
    "standard_grade", "address",
)  # fmt: skip


def hazards(frame: pd.DataFrame, day: int, *, sensitive: Iterable[str] = ()) -> bytes:
    """GeoJSON of a filtered hazards frame as of `day`: every row one feature, `geometry` null without a position.

    Properties are codes and ISO dates; events after the day are not told. `sensitive`: enterprise ids to blur.
    """
    columns: dict[str, Sequence[Any]] = {name: frame[name].to_numpy(dtype=object).tolist() for name in TEXTS}
    columns |= {name: np.asarray(frame[name].astype("object"), dtype=object).tolist() for name in CODES}
    columns["status"] = facts.status_at(frame, day).tolist()
    columns["progress"] = facts.progress_at(frame, day).tolist()
    columns["listed"] = listed_level(frame, day).tolist()
    for name in DAYS:
        values = frame[name].to_numpy(np.int64)
        columns[name] = _iso(values if name.startswith("due") else np.where(values > day, NEVER, values))
    left = facts.days_left(frame, day)
    columns["days_left"] = [None if value == NEVER else value for value in left.tolist()]
    blur = np.isin(frame["enterprise_id"].to_numpy(dtype=object).astype(str), np.array(list(sensitive), dtype=str))
    return _collection(_points(frame, blur), columns)


def enterprises(frame: pd.DataFrame) -> bytes:
    """GeoJSON of an enterprises frame: one feature a row, sensitive sites at about 1 km."""
    columns: dict[str, Sequence[Any]] = {
        name: np.asarray(frame[name].astype("object"), dtype=object).tolist() for name in ENTERPRISE
    }
    sensitive = frame["sensitive"].to_numpy(dtype=np.bool_)
    columns["blurred"] = sensitive.tolist()
    return _collection(_points(frame, sensitive), columns)


def risk_counts(frame: pd.DataFrame) -> dict[str, int]:
    """Enterprises by risk grade, "" for those not graded."""
    found = frame["risk"].astype("object").value_counts()
    return {code: int(found.get(code, 0)) for code in (*(risk.value for risk in Risk), "")}


def townships(
    shapes: Boundaries, figures: Mapping[str, Mapping[str, Any]], names: Mapping[str, str], *, as_of: str
) -> bytes:
    """GeoJSON of townships with their figures; townships without a polygon keep their figures with `geometry` null.

    `figures`: township code → counts and rates (JSON values), "" for hazards of an unknown township.
    """
    known = {shape.code: shape for shape in shapes.townships}
    features = [
        {
            "type": "Feature",
            "id": code,
            "geometry": geometry(known[code]) if code in known else None,
            "properties": {"code": code, "name": names.get(code, code), **figures.get(code, {})},
        }
        for code in [*known, *(code for code in figures if code not in known)]
    ]
    document = {
        "type": "FeatureCollection",
        "as_of": as_of,
        "boundary_real": shapes.real,
        "boundary_source": shapes.source,
        "features": features,
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def geometry(shape: Shape) -> dict[str, Any]:
    """Outline of a shape as a GeoJSON geometry, to 10^-6 degree."""
    rounded: dict[str, Any] = json.loads(shapely.to_geojson(shapely.set_precision(shape.geometry, 1e-6)))
    return rounded


def blurred(lon: Degrees, lat: Degrees, blur: npt.NDArray[np.bool_]) -> tuple[Degrees, Degrees]:
    """Positions as they may be shown: those marked in `blur` to about 1 km."""
    return np.where(blur, np.round(lon / BLUR) * BLUR, lon), np.where(blur, np.round(lat / BLUR) * BLUR, lat)


def _iso(values: npt.NDArray[np.int64]) -> list[str | None]:
    table = {value: None if value == NEVER else from_day(value).isoformat() for value in np.unique(values).tolist()}
    return [table[value] for value in values.tolist()]


def _points(frame: pd.DataFrame, blur: npt.NDArray[np.bool_]) -> list[dict[str, Any] | None]:
    lon, lat = blurred(frame["lon"].to_numpy(np.float64), frame["lat"].to_numpy(np.float64), blur)
    lon, lat = lon.round(6), lat.round(6)
    known = (np.isfinite(lon) & np.isfinite(lat)).tolist()
    return [
        {"type": "Point", "coordinates": [x, y]} if there else None
        for x, y, there in zip(lon.tolist(), lat.tolist(), known, strict=True)
    ]


def _collection(points: Sequence[Any], columns: Mapping[str, Sequence[Any]]) -> bytes:
    names = list(columns)
    features = [
        {"type": "Feature", "id": facts_[0], "geometry": point, "properties": dict(zip(names, facts_, strict=True))}
        for point, *facts_ in zip(points, *columns.values(), strict=True)
    ]
    unplaced = sum(point is None for point in points)
    document = {"type": "FeatureCollection", "unplaced": unplaced, "features": features}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
