"""The wall map on paper: seconds from a frame to a PDF and to pictures, for a county's usual year and a crowded one.

No peer prints the same sheet; what is compared is the target: a person waits for the button.
"""

import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.map_bench import frame
from benchmarks.metrics_bench import AS_OF
from riskmap.domain.county import load_county
from riskmap.geo import boundaries
from riskmap.i18n import Translator
from riskmap.metrics.filters import default
from riskmap.metrics.index import Index
from riskmap.reports import wall_map, wall_map_asked
from riskmap.reports.wall_map_paper import pictures
from riskmap.views.names import labels

COUNTY = load_county(Path(__file__).resolve().parents[1] / "data" / "county.toml")
CASES = ((3_000, 30, 5.0), (3_000, 500, 15.0))  # hazards, major ones of them, seconds that are borne
Row = dict[str, Any]


def printed(table: pd.DataFrame) -> tuple[float, float, str]:
    """Seconds to an A3 PDF, seconds to its pictures, and a note with its sheets and size."""
    shapes = boundaries.load(COUNTY.boundary, COUNTY.townships_boundary, code=COUNTY.code)
    firms = pd.DataFrame({"id": [], "name": [], "principal": [], "sensitive": []})
    taker = wall_map_asked.Taker("bench", "committee", "2026-11-22 18:00")
    began = time.perf_counter()
    shown = wall_map_asked.shown(Index(table), default(AS_OF))
    around = wall_map_asked.around(COUNTY, shapes, firms, "zh_CN", taker, demo=False)
    document = wall_map.document(shown, around, Translator("zh_CN"), labels(COUNTY, "zh_CN", {}), paper="A3")
    middle = time.perf_counter()
    sheets = pictures(document, "A3")
    return middle - began, time.perf_counter() - middle, f"{len(sheets)} sheets, {len(document) // 1024} kB"


def run(*, quick: bool = False) -> list[Row]:
    """Rows of each case; `quick`: the usual one alone."""
    rows: list[Row] = []
    for size, majors, most in CASES[: 1 if quick else None]:
        table, chosen = frame(size), np.random.default_rng(5).permutation(size) < majors
        grade = pd.Series(np.where(chosen, "major", "general"), dtype=table["grade"].dtype)
        pdf, png, note = printed(table.assign(grade=grade))
        for work, took in (("PDF", pdf), ("its pictures", png)):
            rows.append(
                {"work": f"wall map A3, {size} hazards, {majors} major: {work}", "unit": "s", "ours": took, "peers": {},
                 "target": f"<= {most:g} s", "met": took <= most, "note": note}
            )  # fmt: skip
    return rows
