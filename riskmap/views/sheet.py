"""What the map's script needs once and for all filters: outlines, symbols, colours, and every word in one language."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import shapely

from riskmap.domain.codes import Level, Risk
from riskmap.geo.boundaries import Boundaries
from riskmap.metrics.rates import RATES
from riskmap.views import cartogram, places, shading, theme, words
from riskmap.views.layers import geometry
from riskmap.views.marks import ORDER, symbols
from riskmap.views.words import Words

RISKS: tuple[
    tuple[str, str, str], ...
] = (  # DOMAIN.md §4: red, orange, yellow, blue; never beside the marks of progress
    (Risk.MAJOR.value, "Major risk", "#C8322B"),
    (Risk.LARGE.value, "Considerable risk", "#E8822A"),
    (Risk.GENERAL.value, "General risk", "#F2C92E"),
    (Risk.LOW.value, "Low risk", "#2F73B5"),
    ("", "Not graded", "#9AA7B4"),
)
WORDS = {
    "rate": "Measure that shades the townships",
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
    "township_rate": "Townships by measure",
    "heat": "Heat of overdue",
    "tiles": "Township tiles",
    "own": "County layers",
    "place_missing": "layer|{n} without coordinates",
    "place_wrong": "layer|{n} with bad coordinates",
    "place_turned": "layer|{n} swapped, put right",
    "file_refused": "Not usable: {name}",
    "base": "Base map",
    "no_base": "None",
    "tool_box": "Rectangle",
    "tool_lasso": "Lasso",
    "tool_near": "Around a place",
    "tool_reach": "Radius",
    "tool_measure": "Distance",
    "tool_view": "Lists follow the view",
    "tool_clear": "Whole map",
    "tool_link": "Copy link",
    "hint_box": "Draw a rectangle; Esc ends",
    "hint_lasso": "Draw around the place; Esc ends",
    "hint_near": "Click the middle; Esc ends",
    "hint_place": "Click where {no} lies; Esc ends",
    "hint_measure": "Click along the way; twice in one place or Esc ends",
    "search": "Find: enterprise, number, place",
    "nothing_found": "Nothing found",
    "no_place": "without coordinates",
    "kind_township": "Township",
    "kind_enterprise": "Enterprise",
    "kind_place": "kind|Place",
    "time": "As of, week by week",
    "play": "Play",
    "pause": "Pause",
    "since": "Changes since",
    "since_none": "not shown",
    "since_week": "a week before",
    "since_month": "four weeks before",
    "since_quarter": "13 weeks before",
    "since_mark": "the day shown now",
    "change_new": "{n} new",
    "change_closed": "{n} closed",
    "change_late": "{n} newly late",
    "link_copied": "Copied",
    "link_failed": "Not copied",
    "north": "N",
    "internal": "Internal use",
    "maker": "{unit} safety committee office, {date}",
    "footer": "Working map · schematic borders, no basis for boundaries",
    "footer_real": "Internal working map",
    "source": "Borders: {source}",
    "empty": "No hazards in this selection",
    "unplaced": "{n} without coordinates, not on the map",
    "missing": "{n} without coordinates",
    "updating": "Updating…",
    "failed": "The map could not be updated; the last good figures are shown",
    "here": "{n} hazards at this place",
    "numbered": "No. {n}",
    "close": "Close",
    "not_ranked": "not ranked",
    "zoom_in": "Zoom in",
    "zoom_out": "Zoom out",
    "schematic": "Schematic",
}

HATCH = {"light": ("#EDF2F6", "#C3CFD9"), "dark": ("#18293B", "#2E4258")}  # ground and line where no rank is given
GROUND = {"light": "#F7F9FB", "dark": "#0B141F"}
PLAIN = {"light": "#F4F7F9", "dark": "#16263A"}


def palettes() -> dict[str, dict[str, Any]]:
    """Colours of the map by theme: ramp with the ink of each class, hatch, and the tokens its style sheet reads."""
    return {name: _palette(name, tokens) for name, tokens in theme.THEMES.items()}


def _palette(name: str, tokens: Mapping[str, str]) -> dict[str, Any]:
    used = ("surface", "surface2", "border", "text", "muted", "accent", "outline")
    ground, line = HATCH[name]
    return {
        "ramp": theme.RAMP[name],
        "inks": theme.INK[name],
        "plain": PLAIN[name],
        "hatch": [ground, line],
        "tokens": {key: tokens[key] for key in used} | {"ground": GROUND[name], "hatch0": ground, "hatch1": line},
    }


def sheet(
    shapes: Boundaries,
    t: Words,
    *,
    lang: str,
    unit: str,
    names: dict[str, str],
    source: str,
    under: Sequence[Mapping[str, Any]] = (),
    shift: Mapping[str, Any] | None = None,
) -> bytes:
    """Sheet of a county as UTF-8 JSON. `names`: township code → name in `lang`; `source`: origin of the outlines.

    `under`: base maps to choose from; `shift`: offsets of GCJ-02 tiles (riskmap.geo.tiles).
    """
    bounds = shapes.bounds()
    document = {
        "lang": lang.partition("_")[0],
        "unit": unit,
        "real": shapes.real or not shapes.townships,  # nothing schematic is drawn: no mark and no footer says so
        "source": source if bounds else "",
        "bounds": bounds,
        "centre": _centre(shapes),
        "outline": geometry(shapes.county) if shapes.county else None,
        "townships": _townships(shapes, names),
        "order": [code.value for code in ORDER],
        "symbols": symbols(),
        "progress": {code.value: words.progress(t, code) for code in ORDER},
        "plates": {level.value: t(words.PLATE[level]) for level in (Level.PROVINCE, Level.CITY, Level.COUNTY)},
        "rates": _measures(t),
        "tiles": cartogram.tiles(shapes.townships),
        "bases": list(under),
        "shift": shift,
        "classes": ["<85", "85–90", "90–95", "95–98", "≥98"],
        "risks": _risks(t),
        "themes": palettes(),
        "places": places.words(t),
        "words": {key: t(message) for key, message in WORDS.items()},
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _townships(shapes: Boundaries, names: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {"code": one.code, "name": names.get(one.code, one.name), "label": one.label, "geometry": geometry(one)}
        for one in shapes.townships
    ]


def _measures(t: Words) -> list[dict[str, Any]]:
    """What may shade the townships; `rate`: a percentage with the fixed classes."""
    return [
        {"code": code, "title": t(title), "definition": t(shading.DEFINITIONS[code]), "rate": code in RATES}
        for code, title in shading.TITLES.items()
    ]


def _risks(t: Words) -> list[dict[str, Any]]:
    return [
        {"code": code, "title": t(title), "fill": fill, "z": len(RISKS) - number}
        for number, (code, title, fill) in enumerate(RISKS)
    ]


def _centre(shapes: Boundaries) -> list[float]:
    areas = [one.geometry for one in shapes.townships] or ([shapes.county.geometry] if shapes.county else [])
    if not areas:
        return [0.0, 0.0]
    middle = shapely.union_all(areas).centroid
    return [round(float(middle.x), 5), round(float(middle.y), 5)]
