"""Blocks of the wall without a browser: a wall over hazards made by hand, and the words of its HTML."""

import re
from pathlib import Path
from typing import Any

from riskmap.domain.columns import to_day
from riskmap.domain.county import load_county
from riskmap.i18n import Translator
from riskmap.metrics import filters
from riskmap.metrics.index import Index
from riskmap.views.html import overview
from riskmap.views.html.context import Context
from riskmap.views.html.wall.base import Wall
from riskmap.views.names import labels
from riskmap.views.scene import scene
from support.hazard_frames import AS_OF, frame

COUNTY = load_county(Path(__file__).resolve().parents[2] / "data" / "county.toml")


def wall(*rows: dict[str, Any], lang: str = "zh_CN", links: bool = False, **narrow: object) -> Wall:
    """A wall over these hazards in a language, with a filter."""
    table = frame(*rows)
    index, where = Index(table), filters.changed(filters.default(AS_OF), **narrow)
    context = Context(Translator(lang), labels(COUNTY, lang, {}), where, {"lang": lang})
    shown = scene(table[index.mask(where)].reset_index(drop=True), to_day(AS_OF))
    return Wall(context, overview.figures(index, where, shown), pending_late=0, links=links)


def plain(html: str) -> str:
    """The words of HTML."""
    return re.sub(r"<[^>]+>", " ", html)
