"""What stands around a hazard on its page, from the rows that its reader sees."""

import re
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pandas as pd

from riskmap.domain.codes import Progress
from riskmap.domain.columns import NEVER, from_day, to_day
from riskmap.domain.hazard import Hazard
from riskmap.domain.table import OPEN_STATES
from riskmap.metrics.frame import progress_at, status_at
from riskmap.views import small_map
from riskmap.views.html import around
from riskmap.views.html.around import Firm, Kin
from riskmap.views.html.dossier import Case
from riskmap.web import data, map_data
from riskmap.web.session import Run

SIGNS: Final = re.compile(r"[\W_]+")


def cards(run: Run, case: Case) -> str:
    """Place, enterprise, kin, as of the day of the case."""
    context, hazard = run.context, case.hazard
    shapes = map_data.county_shapes()
    here = around.place(context, case, _outline(data.county().code), sketch=not shapes.real)
    of = around.firm(context, firm(run, hazard))
    pair = f'<div class="w-grid w-pair">{here}{of}</div>' if here and of else here + of
    return pair + around.kin(context, kin(run, hazard))


@lru_cache(maxsize=2)
def _outline(_code: str) -> small_map.Outline | None:
    shapes = map_data.county_shapes()
    bounds = shapes.bounds()
    drawn = shapes.townships or ((shapes.county,) if shapes.county else ())
    return small_map.outline([one.geometry for one in drawn], bounds) if bounds and drawn else None


def firm(run: Run, hazard: Hazard) -> Firm | None:
    """The enterprise of a hazard with its counts on the reader's day; None where the reader's register has none."""
    known = run.view.snapshot.enterprises
    at = (known["id"] == hazard.enterprise_id).to_numpy().nonzero()[0]
    if not hazard.enterprise_id or not len(at):
        return None
    day = to_day(run.context.day)
    rows = _of_firm(run.view.index.at(day), hazard.enterprise_id)
    visits = _of_firm(run.view.snapshot.inspections, hazard.enterprise_id)
    days = visits["on"].to_numpy()[visits["on"].to_numpy() <= day]
    last = from_day(int(days.max())) if len(days) else None
    return Firm(
        {str(name): value for name, value in known.iloc[int(at[0])].items()},
        int(np.isin(status_at(rows, day), [one.value for one in OPEN_STATES]).sum()),
        int((progress_at(rows, day) == Progress.OVERDUE).sum()),
        len(days),
        run.t.date(last) if last else "",
    )


def kin(run: Run, hazard: Hazard) -> Kin:
    """Recurrences of a hazard, and those of its enterprise that may be the same, of what was found by the day."""
    day = to_day(run.context.day)
    frame = run.view.index.at(day)
    frame = frame[frame["found"].to_numpy() <= day]
    before = frame[(frame["id"] == hazard.recurs_of).to_numpy()] if hazard.recurs_of else frame[:0]
    after = frame[(frame["recurs_of"] == hazard.id).to_numpy()]
    own = _of_firm(frame, hazard.enterprise_id) if hazard.enterprise_id else frame[:0]
    near = np.abs(own["found"].to_numpy().astype(np.int64) - to_day(hazard.found)) <= around.NEAR
    near &= (own["found"].to_numpy() != NEVER) & (own["voided"].to_numpy() > day)
    near &= (own["id"] != hazard.id).to_numpy()
    words = _plain(hazard.place), _plain(hazard.description)
    rows = own[near]
    told = zip(rows["place"], rows["description"], strict=True)
    same = [(_plain(place), _plain(said)) == words for place, said in told]
    return Kin(_told(before), _told(after), _told(rows[np.array(same, bool)]))


def _of_firm(frame: pd.DataFrame, key: str | None) -> pd.DataFrame:
    return frame[(frame["enterprise_id"] == key).to_numpy()]


def _plain(words: Any) -> str:
    """Words without signs and spaces, so that how they were typed does not part them."""
    return SIGNS.sub("", str(words or "")).casefold()


def _told(rows: pd.DataFrame) -> list[tuple[str, str, str]]:
    return [
        (str(key), str(number), str(said))
        for key, number, said in zip(rows["id"], rows["hazard_no"], rows["description"], strict=True)
    ]
