"""Where the hazard of an agenda item lies, as a picture beside it: what the meeting looks at while it speaks of it."""

import math

import numpy as np
import pandas as pd

from riskmap.domain.codes import Level, Progress
from riskmap.domain.columns import to_day
from riskmap.metrics import frame as facts
from riskmap.views import layers, marks, place_map, words
from riskmap.views.html.markup import e, empty
from riskmap.views.html.weekly import Paper
from riskmap.views.place_map import Spot
from riskmap.views.scene import alarm, listed_level
from riskmap.web import map_data
from riskmap.web.session import Run


def place(run: Run, paper: Paper, hazard_id: str) -> str:
    """The map of one hazard as HTML; that it has no coordinates is said. Sensitive sites lie at about 1 km."""
    t, day = run.t, to_day(paper.figures.now.as_of)
    whole = run.view.index.at(day)
    row = np.flatnonzero(whole["id"].to_numpy(dtype=object) == hazard_id)
    if not len(row):
        return ""
    frame, outlines = whole.take(row), map_data.county_shapes()
    progress, _ = facts.progress_and_left(frame, day)
    level = str(listed_level(frame, day)[0])
    plate = t(words.PLATE[Level(level)]) if level else ""
    alarms = bool(alarm(frame, progress)[0])
    sign = marks.svg(Progress(str(progress[0])), plate=plate, alarm=alarms, size=place_map.MARK)
    lon, lat = _where(run, frame)
    spot = Spot(lon, lat, str(frame["township"].iloc[0]), sign)
    drawn = place_map.picture(outlines, spot, run.label, "" if outlines.real else t("Schematic"))
    if not drawn:
        return ""
    missing = empty(t("No coordinates: not on the map.")) if lon is None else ""
    note = t("Working map · schematic borders, no basis for boundaries")
    alt = t("Where it lies: {township}", township=run.label("township", spot.township))
    return f'<img class="w-place" alt="{e(alt)}" src="{marks.data_uri(drawn)}">{missing}<small>{e(note)}</small>'


def _where(run: Run, frame: pd.DataFrame) -> tuple[float | None, float | None]:
    firms = run.view.snapshot.enterprises
    hidden = firms.loc[firms["sensitive"].to_numpy(dtype=bool), "id"]
    sensitive = frame["enterprise_id"].isin(set(hidden)).to_numpy(dtype=np.bool_)
    lon, lat = layers.blurred(frame["lon"].to_numpy(np.float64), frame["lat"].to_numpy(np.float64), sensitive)
    return (None, None) if math.isnan(float(lon[0])) else (float(lon[0]), float(lat[0]))
