"""The three forms in which hazards leave the program; one way for the pages and the command line."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from riskmap.domain.codes import Progress
from riskmap.domain.masking import masked
from riskmap.domain.nameless import FRAMES
from riskmap.metrics import frame as facts
from riskmap.metrics.filters import Filter
from riskmap.reports import ledger as book
from riskmap.views import export, layers
from riskmap.views.cover import Cover
from riskmap.views.drawn import Photos
from riskmap.views.export import Ledger
from riskmap.views.words import Words

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
}
WRITTEN = tuple(name for name in layers.TEXTS if name in FRAMES["hazards"].words)  # free text of a feature


def content(
    form: str,
    ledger: Ledger,
    cover: Cover,
    where: Filter,
    t: Words,
    sensitive: Iterable[str],
    *,
    photos: Photos | None = None,
) -> bytes:
    """The file of a form of KINDS. `sensitive`: ids of enterprises whose position is blurred on maps.

    `photos` adds small pictures to the rows of a workbook.
    """
    if form == "csv":
        return export.hazards_csv(ledger, t)
    if form == "xlsx":
        return book.workbook(ledger, cover, where, t, photos)
    hidden = {
        name: pd.array([masked(ledger.role, name, str(one)) for one in ledger.frame[name]], dtype="str")
        for name in WRITTEN
    }
    return layers.hazards(ledger.frame.assign(**hidden), ledger.day, sensitive=sensitive)


def overdue(ledger: Ledger) -> int:
    """How many of the rows are overdue and not rectified."""
    return int(np.sum(facts.progress_at(ledger.frame, ledger.day) == Progress.OVERDUE))
