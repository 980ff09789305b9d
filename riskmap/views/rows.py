"""Hazards as plain records for other programs: codes with their names, ISO dates, what was known on the as-of day."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from riskmap.domain.columns import NEVER, from_day
from riskmap.metrics import frame as facts
from riskmap.views.names import Label
from riskmap.views.scene import listed_level

TEXTS = ("id", "hazard_no", "ledger_no", "sender", "enterprise_id", "enterprise", "place", "description", "measure")
CODES = ("township", "sector", "group", "grade", "department", "source", "inspection_kind", "supervision", "control")
DERIVED = ("status", "progress", "listed")
PLANS = ("due", "due_original", "round_due")  # may lie ahead
STEPS = (
    "found",
    "confirmed",
    "ordered",
    "declared",
    "rectified",
    "passed",
    "closed",
    "voided",
    "listed_on",
    "delisted_on",
)
COLUMN = {"listed_on": "listed", "delisted_on": "delisted"}
SORTS = (
    "found",
    "due",
    "closed",
    "hazard_no",
    "enterprise",
    "township",
    "sector",
    "grade",
    "status",
    "progress",
    "days_left",
)


def records(frame: pd.DataFrame, day: int, label: Label) -> list[dict[str, Any]]:
    """One record a row of a frame of `day`: codes beside `<name>_name`, dates ISO or None, later steps left out."""
    columns: dict[str, list[Any]] = {name: frame[name].to_numpy(dtype=object).tolist() for name in TEXTS}
    coded = {name: _text(frame[name].to_numpy(dtype=object)) for name in CODES} | derived(frame, day)
    for name, codes in coded.items():
        columns[name] = codes
        dimension = "listed_level" if name == "listed" else name
        names = {
            code: label(dimension, code) if code or dimension in {"township", "sector"} else "" for code in set(codes)
        }
        columns[f"{name}_name"] = [names[code] for code in codes]
    for name in PLANS:
        columns[name] = iso(frame[name].to_numpy(np.int64))
    for name in STEPS:
        values = frame[COLUMN.get(name, name)].to_numpy(np.int64)
        columns[name] = iso(np.where(values > day, NEVER, values))
    left = np.asarray(facts.days_left(frame, day))
    columns["days_left"] = [None if value == NEVER else int(value) for value in left.tolist()]
    for name in ("lon", "lat"):
        columns[name] = [None if value != value else value for value in frame[name].to_numpy(np.float64).tolist()]  # noqa: PLR0124 - NaN
    for name in ("closed_by_ledger", "suspended", "demo"):
        columns[name] = frame[name].to_numpy(dtype=bool).tolist()
    columns["version"] = frame["version"].to_numpy(np.int64).tolist()
    names_ = list(columns)
    return [dict(zip(names_, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def derived(frame: pd.DataFrame, day: int) -> dict[str, list[str]]:
    """What holds on the day and is stored nowhere: status, progress, the level of a standing listing."""
    return {
        "status": _text(facts.status_at(frame, day)),
        "progress": _text(facts.progress_at(frame, day)),
        "listed": _text(listed_level(frame, day)),
    }


def order(frame: pd.DataFrame, day: int, sort: str) -> npt.NDArray[np.int64]:
    """Positions of the rows in the order of `sort`, one of SORTS, "-" before it for descending; then by number."""
    name = sort.removeprefix("-")
    if name == "days_left":
        key: npt.NDArray[Any] = np.asarray(facts.days_left(frame, day))
    elif name in DERIVED:
        key = np.asarray(derived(frame, day)[name])
    elif name in {"found", "due", "closed"}:
        key = frame[name].to_numpy(np.int64)
    else:
        key = np.asarray(_text(frame[name].to_numpy(dtype=object)))
    _, rank = np.unique(key, return_inverse=True)
    numbers = np.unique(np.asarray(_text(frame["hazard_no"].to_numpy(dtype=object))), return_inverse=True)[1]
    return np.lexsort((numbers, -rank if sort.startswith("-") else rank)).astype(np.int64)


def iso(values: npt.NDArray[np.int64]) -> list[str | None]:
    """ISO dates of day numbers, None where there is none."""
    table = {value: None if value == NEVER else from_day(value).isoformat() for value in np.unique(values).tolist()}
    return [table[value] for value in values.tolist()]


def _text(values: npt.NDArray[Any]) -> list[str]:
    return [str(value) if value is not None else "" for value in values.tolist()]
