"""Printed maps for tests: made from hazards frames, read back as text."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pypdfium2

from riskmap.domain.county import load_county
from riskmap.geo import boundaries
from riskmap.i18n import Translator
from riskmap.metrics import filters
from riskmap.metrics.index import Index
from riskmap.reports import wall_map, wall_map_asked
from riskmap.reports.wall_map_asked import Taker
from riskmap.reports.wall_map_paper import Sheet
from riskmap.views.names import labels
from support.hazard_frames import AS_OF, enterprises, frame

COUNTY = load_county(Path(__file__).parents[2] / "data" / "county.toml")
SHAPES = boundaries.load(
    COUNTY.boundary, COUNTY.townships_boundary, code=COUNTY.code, real=False, source=COUNTY.boundary_source
)


def parts(
    rows: Sequence[Mapping[str, Any]], lang: str = "zh_CN", role: str = "committee", *, names: bool = False,
    firms: Sequence[Mapping[str, Any]] = (), asked: Mapping[str, str] | None = None,
) -> tuple[Any, ...]:  # fmt: skip
    """The first arguments of `wall_map.document` for some hazards."""
    table = frame(*rows)
    register = enterprises(*(firms or [{"id": "none", "name": "无"}]))
    where = filters.parse(dict(asked or {}), filters.Vocabulary.of(table), AS_OF)
    taker = Taker("李某", role, "2026-11-22 18:00", "周调度会", names)
    around = wall_map_asked.around(COUNTY, SHAPES, register, lang, taker, demo=False)
    return wall_map_asked.shown(Index(table), where), around, Translator(lang), labels(COUNTY, lang, {})


def sheets(*args: Any, paper: str = "A3", by_township: bool = False, **given: Any) -> list[Sheet]:
    """The drawn sheets of some hazards; arguments as of `parts`."""
    return wall_map.sheets(*parts(*args, **given), paper=paper, by_township=by_township)


def pages(*args: Any, paper: str = "A3", by_township: bool = False, **given: Any) -> list[str]:
    """The text of each page of their PDF."""
    return texts(wall_map.document(*parts(*args, **given), paper=paper, by_township=by_township))


def texts(document: bytes) -> list[str]:
    """The text of each page of a PDF, in the order of writing, without line breaks."""
    opened = pypdfium2.PdfDocument(document)
    try:
        return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in opened]
    finally:
        opened.close()
