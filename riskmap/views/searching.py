"""What a search on the map finds: townships, enterprises, hazards by number, place or unit; each with where it lies."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from riskmap.domain.codes import Progress
from riskmap.metrics import frame as facts
from riskmap.views import compact, scene, words
from riskmap.views.layers import blurred
from riskmap.views.words import Words

MOST = {"township": 4, "enterprise": 5, "hazard": 8}
HAZARD = ("hazard_no", "ledger_no", "place", "enterprise", "description")  # in the order of what is nearest to a name


def townships(names: Mapping[str, str], text: str) -> list[dict[str, Any]]:
    """Townships whose name (in the reader's language) holds the text."""
    found = [code for code, name in names.items() if text.casefold() in name.casefold()]
    return [{"kind": "township", "code": code, "label": names[code]} for code in found[: MOST["township"]]]


def enterprises(frame: pd.DataFrame, text: str) -> list[dict[str, Any]]:
    """Enterprises whose name or credit code holds the text; sensitive sites at about 1 km."""
    rows = _rows(frame, ("name", "uscc"), text)[: MOST["enterprise"]]
    some = frame.iloc[rows]
    lon, lat = some["lon"].to_numpy(np.float64), some["lat"].to_numpy(np.float64)
    lon, lat = blurred(lon, lat, some["sensitive"].to_numpy(dtype=np.bool_))
    return [
        {"kind": "enterprise", "label": name, "more": address, **_place(x, y)}
        for name, address, x, y in zip(some["name"], some["address"], lon.tolist(), lat.tolist(), strict=True)
    ]


def hazards(frame: pd.DataFrame, day: int, t: Words, text: str) -> list[dict[str, Any]]:
    """Hazards known on the day, not void, of which number, place, unit or description holds the text."""
    rows = _rows(frame, HAZARD, text)
    progress = facts.progress_at(frame.iloc[rows], day)
    rows = [row for row, code in zip(rows, progress, strict=True) if code not in ("", Progress.VOID)]
    some = frame.iloc[rows[: MOST["hazard"]]].reset_index(drop=True)
    shown = scene.scene(some, day)
    told = zip(compact.lines(shown, t), shown.progress, shown.lon.tolist(), shown.lat.tolist(), strict=True)
    return [
        {
            "kind": "hazard",
            "no": line["no"],
            "progress": line["progress"],
            "label": line["no"],
            "more": line["label"].replace("\n", " · "),
            "said": words.progress(t, Progress(code)),
            **_place(x, y),
        }
        for line, code, x, y in told
    ]


def _rows(frame: pd.DataFrame, names: Iterable[str], text: str) -> list[int]:
    """Positions of rows that hold the text, those that hold it in an earlier column first."""
    found: dict[int, None] = {}
    for name in names:
        hit = frame[name].str.contains(text, case=False, regex=False, na=False).to_numpy(dtype=np.bool_)
        found |= dict.fromkeys(np.flatnonzero(hit)[:60].tolist())
    return list(found)


def _place(x: float, y: float) -> dict[str, float]:
    return {"lon": round(x, 5), "lat": round(y, 5)} if np.isfinite(x) and np.isfinite(y) else {}
