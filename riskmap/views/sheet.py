"""What the map's script needs once and for all filters: outlines, symbols, colours, and every word in one language."""

import json
from typing import Any

import shapely

from riskmap.domain.codes import Level, Risk
from riskmap.geo.boundaries import Boundaries
from riskmap.views import shading, words
from riskmap.views.layers import geometry
from riskmap.views.marks import ORDER, symbols
from riskmap.views.words import Words

RISKS: tuple[tuple[str, str, str], ...] = (  # DOMAIN.md §4: red, orange, yellow, blue; never beside the marks of progress
    (Risk.MAJOR.value, "Major risk", "#C8322B"),
    (Risk.LARGE.value, "Considerable risk", "#E8822A"),
    (Risk.GENERAL.value, "General risk", "#F2C92E"),
    (Risk.LOW.value, "Low risk", "#2F73B5"),
    ("", "Not graded", "#9AA7B4"),
)
WORDS = {
    "rate": "Rate that shades the townships",
    "definition": "Definition",
    "unranked": "Fewer than 5",
    "period": "Period {from} to {to}",
    "legend": "Legend",
    "counted": "items",
    "major": "Major",
    "general": "General",
    "toggle": "Show or hide on the map",
    "no_control": "No control measures",
    "listed": "Listed",
    "sum": "{total} in this selection = {drawn} on the map + {unplaced} without coordinates + {earlier} closed earlier "
    "+ {void} void",
    "risk_legend": "Enterprises by risk",
    "layers": "Layers",
    "theme_progress": "Hazards by progress",
    "theme_risk": "Enterprises by risk (separate map)",
    "major_hazards": "Major hazards",
    "general_hazards": "General hazards",
    "township_rate": "Township rates",
    "north": "N",
    "internal": "Internal use",
    "maker": "Drawn by the safety committee office of {unit}, as of {date}",
    "footer": "Internal working map, township borders are schematic and no basis for boundaries",
    "footer_real": "Internal working map",
    "source": "Borders: {source}",
    "empty": "No hazards in this selection",
    "unplaced": "{n} without coordinates, not on the map",
    "updating": "Updating…",
    "failed": "The map could not be updated; the last good figures are shown",
    "here": "{n} hazards at this place",
    "close": "Close",
    "not_ranked": "not ranked",
    "zoom_in": "Zoom in",
    "zoom_out": "Zoom out",
    "schematic": "Schematic",
}

PALETTES: dict[str, dict[str, Any]] = {
    "light": {
        "ramp": ["#EAF1F6", "#C9DEEB", "#9CC4DB", "#5F9FC2", "#2A7199"],
        "inks": ["dark", "dark", "dark", "dark", "light"],
        "plain": "#F4F7F9",
        "hatch": ["#EDF2F6", "#C3CFD9"],
        "tokens": {
            "ground": "#F7F9FB", "surface": "#FFFFFF", "surface2": "#EDF2F6", "border": "#D5DEE7", "text": "#17222E",
            "muted": "#536374", "accent": "#1B6394", "outline": "#8496A6", "edge": "#B9C7D3", "hatch0": "#EDF2F6",
            "hatch1": "#C3CFD9",
        },
    },
    "dark": {
        "ramp": ["#1B2C41", "#234460", "#2D6084", "#428CB6", "#58A6CC"],
        "inks": ["light", "light", "light", "dark", "dark"],
        "plain": "#16263A",
        "hatch": ["#18293B", "#2E4258"],
        "tokens": {
            "ground": "#0B141F", "surface": "#121F2E", "surface2": "#18293B", "border": "#2A3D53", "text": "#EAF0F7",
            "muted": "#A3B4C7", "accent": "#5AB0E0", "outline": "#66768A", "edge": "#66768A", "hatch0": "#18293B",
            "hatch1": "#2E4258",
        },
    },
}  # fmt: skip


def sheet(
    shapes: Boundaries,
    t: Words,
    *,
    lang: str,
    unit: str,
    names: dict[str, str],
    source: str,
) -> bytes:
    """Sheet of a county as UTF-8 JSON. `names`: township code → name in `lang`; `source`: origin of the outlines."""
    bounds = shapes.bounds()
    document = {
        "lang": lang.partition("_")[0],
        "unit": unit,
        "real": shapes.real,
        "source": source,
        "bounds": bounds,
        "centre": _centre(shapes),
        "outline": geometry(shapes.county) if shapes.county else None,
        "townships": [
            {"code": one.code, "name": names.get(one.code, one.name), "label": one.label, "geometry": geometry(one)}
            for one in shapes.townships
        ],
        "order": [code.value for code in ORDER],
        "symbols": symbols(),
        "progress": {code.value: words.progress(t, code) for code in ORDER},
        "plates": {level.value: t(words.PLATE[level]) for level in (Level.PROVINCE, Level.CITY, Level.COUNTY)},
        "rates": [
            {"code": code, "title": t(title), "definition": t(shading.DEFINITIONS[code])}
            for code, title in shading.TITLES.items()
        ],
        "classes": ["<85", "85–90", "90–95", "95–98", "≥98"],
        "risks": [
            {"code": code, "title": t(title), "fill": fill, "z": len(RISKS) - number}
            for number, (code, title, fill) in enumerate(RISKS)
        ],
        "themes": PALETTES,
        "words": {key: t(message) for key, message in WORDS.items()},
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _centre(shapes: Boundaries) -> list[float]:
    areas = [one.geometry for one in shapes.townships] or ([shapes.county.geometry] if shapes.county else [])
    if not areas:
        return [0.0, 0.0]
    middle = shapely.union_all(areas).centroid
    return [round(float(middle.x), 5), round(float(middle.y), 5)]
