"""The ledger's frames as of a day: which state of each hazard holds, its status, its progress, its countdown."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from riskmap.domain.codes import Progress, Status
from riskmap.domain.columns import FIVE_DAYS, NEVER

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]

SOON_DAYS = 7  # 临期: due today or within this many days
_ALWAYS = -NEVER


class States:
    """Every state of every hazard in one frame: the latest state first, then the earlier ones (spells)."""

    def __init__(self, hazards: pd.DataFrame, spells: pd.DataFrame | None = None) -> None:
        """Join the two frames of the contract; `spells` may be None or empty."""
        self.size = len(hazards)
        if spells is None or not len(spells):
            empty = np.zeros(0, dtype=np.int64)
            self.all, self.row, self.since, self.until = hazards, empty, empty, empty
            return
        self.row = spells["row"].to_numpy(dtype=np.int64)
        self.until = spells["until"].to_numpy(dtype=np.int64)
        since = spells["since"].to_numpy(dtype=np.int64)
        first = pd.Series(since).groupby(self.row).transform("min").to_numpy()
        self.since = np.where(since == first, _ALWAYS, since)  # nothing is known before the first state
        self.all = _join(hazards, spells)

    def positions(self, day: int) -> Ints:
        """Return, for each hazard, the position in `all` of the state that holds on `day`."""
        positions = np.arange(self.size, dtype=np.int64)
        holds = np.flatnonzero((self.since <= day) & (day < self.until))
        positions[self.row[holds]] = self.size + holds
        return positions

    def at(self, day: int) -> pd.DataFrame:
        """Return the hazards frame with the states of `day`; the latest frame itself when nothing differs."""
        if not ((self.since <= day) & (day < self.until)).any():
            return self.all if not len(self.row) else self.all.iloc[: self.size]
        return self.all.take(self.positions(day)).reset_index(drop=True)


def _join(hazards: pd.DataFrame, spells: pd.DataFrame) -> pd.DataFrame:
    """Stack the frames; category columns keep one common list of categories."""
    head, tail = hazards.copy(deep=False), spells[[name for name in hazards.columns if name in spells.columns]].copy()
    for name in head.columns:
        if isinstance(head[name].dtype, pd.CategoricalDtype) and name in tail.columns:
            known = head[name].cat.categories
            used = pd.Index(tail[name].astype("object").unique())
            categories = known.append(used.difference(known))
            head[name] = head[name].cat.set_categories(categories)
            tail[name] = pd.Categorical(tail[name].astype("object"), categories=categories)
    return pd.concat([head, tail], ignore_index=True)


def at(hazards: pd.DataFrame, spells: pd.DataFrame | None, day: int) -> pd.DataFrame:
    """Return the hazards frame as it stood on `day`: one row a hazard, same order, same columns.

    `hazards` and `spells` are the frames of riskmap.domain.columns; `day` counts from 1970-01-01.
    Rows of hazards found later stay in the frame (DOMAIN.md §3.2: a date after the day does not count until it comes).
    """
    return States(hazards, spells).at(day)


def days(frame: pd.DataFrame, name: str) -> Ints:
    """Return a day column as int64, all NEVER where the frame lacks it (pre-aggregated frames may)."""
    if name not in frame.columns:
        return np.full(len(frame), NEVER, dtype=np.int64)
    return frame[name].to_numpy(dtype=np.int64)


def proved(frame: pd.DataFrame, day: int) -> Ints:
    """Return how many of the five implementations are proved in place by a day; an undated proof always was."""
    found = np.zeros(len(frame), dtype=np.int64)
    for name in FIVE_DAYS:
        found += days(frame, name) <= day
    return found


def flags(frame: pd.DataFrame, name: str) -> Bools:
    """Return a boolean column, all False where the frame lacks it."""
    if name not in frame.columns:
        return np.zeros(len(frame), dtype=np.bool_)
    return frame[name].to_numpy(dtype=np.bool_)


def equals(frame: pd.DataFrame, name: str, *values: str) -> Bools:
    """Return where a text or category column holds one of a few values; nowhere where the frame lacks the column."""
    if name not in frame.columns:
        return np.zeros(len(frame), dtype=np.bool_)
    column = frame[name].array
    if isinstance(column, pd.Categorical):
        table = np.array([code in values for code in column.categories] + [False], dtype=np.bool_)
        return np.asarray(table[column.codes])  # no code is -1: the last of the table
    texts = np.asarray(column, dtype=object)
    found = np.zeros(len(frame), dtype=np.bool_)
    for value in values:
        found |= np.asarray(texts == value, dtype=np.bool_)
    return found


def closed_day(frame: pd.DataFrame) -> Ints:
    """Return the day of crossing off."""
    return days(frame, "closed")


def passed_day(frame: pd.DataFrame) -> Ints:
    """Return the day from which the re-inspection counts as passed: a closed hazard has passed (§3.2 identities)."""
    return np.minimum(days(frame, "passed"), days(frame, "closed"))


def rectified_day(frame: pd.DataFrame) -> Ints:
    """Return the day from which a rectification stands; passed or closed implies rectified."""
    return np.minimum(done_day(frame), passed_day(frame))


def done_day(frame: pd.DataFrame) -> Ints:
    """Return the day a rectification was declared, done where only that is written (§3.2: declared ≤ T)."""
    declared = days(frame, "declared")
    return np.where(declared != NEVER, declared, days(frame, "rectified"))


def entry_day(frame: pd.DataFrame) -> Ints:
    """Return the day a hazard enters figures: found and confirmed (待核实 is in none)."""
    return np.maximum(days(frame, "found"), days(frame, "confirmed"))


def due_day(frame: pd.DataFrame, name: str = "due") -> Ints:
    """Return the effective due day; fixed on the spot without one is due when found, undated rows have none (§3.5)."""
    due, found = days(frame, name), days(frame, "found")
    on_spot = (due == NEVER) & (days(frame, "rectified") == found)
    return np.where(flags(frame, "undated"), NEVER, np.where(on_spot, found, due))


def status_at(frame: pd.DataFrame, day: int) -> Texts:
    """Return the status code of each row of a frame of `day`; "" where the hazard is not found yet (DOMAIN.md §2.3)."""
    started, rejected = days(frame, "started") <= day, days(frame, "rejected") <= day
    undated_start = equals(frame, "status", Status.RECTIFYING) & (days(frame, "started") == NEVER)
    undated_reject = equals(frame, "status", Status.REJECTED) & (days(frame, "rejected") == NEVER)
    again = started & (days(frame, "started") >= days(frame, "rejected"))
    cases = [
        (days(frame, "found") > day, ""),
        (days(frame, "voided") <= day, Status.VOID),
        (days(frame, "confirmed") > day, Status.PENDING),
        (closed_day(frame) <= day, Status.CLOSED),
        (passed_day(frame) <= day, Status.VERIFIED),
        (rectified_day(frame) <= day, Status.AWAITING_REVIEW),
        (rejected & again, Status.RECTIFYING),
        (rejected | undated_reject, Status.REJECTED),
        (started | undated_start, Status.RECTIFYING),
    ]
    return _select(cases, Status.OPEN, len(frame))


def countdown_day(frame: pd.DataFrame, due: Ints | None = None) -> Ints:
    """Return the day the countdown runs to: the round's own date if there is one, else the effective due day `due`."""
    own = days(frame, "round_due")
    return np.where(own != NEVER, own, due_day(frame) if due is None else due)


def progress_at(frame: pd.DataFrame, day: int) -> Texts:
    """Return the progress code of each row of a frame of `day`, first match wins (DESIGN.md §1); "" if not found."""
    return progress_and_left(frame, day)[0]


def days_left(frame: pd.DataFrame, day: int) -> Ints:
    """Return days from `day` to the date the countdown runs to, negative when past, NEVER without a date.

    超期 is judged by the effective due day: an overdue row counts from it even where a later round date stands.
    """
    return progress_and_left(frame, day)[1]


def progress_and_left(frame: pd.DataFrame, day: int) -> tuple[Texts, Ints]:
    """Return `progress_at` and `days_left` of a frame of `day`, read in one go."""
    due = due_day(frame)
    target = countdown_day(frame, due)
    cases = [
        (days(frame, "found") > day, ""),
        (days(frame, "voided") <= day, Progress.VOID),
        (days(frame, "confirmed") > day, Progress.PENDING),
        (closed_day(frame) <= day, Progress.CLOSED),
        (rectified_day(frame) <= day, Progress.WAITING),
        (due < day, Progress.OVERDUE),
        ((target != NEVER) & (target - day <= SOON_DAYS), Progress.DUE_SOON),
    ]
    target = np.where(due < day, due, target)
    return _select(cases, Progress.IN_PROGRESS, len(frame)), np.where(target == NEVER, NEVER, target - day)


def _select(cases: list[tuple[Bools, str]], default: str, size: int) -> Texts:
    """First matching case per row, as plain strings."""
    codes = np.full(size, len(cases), dtype=np.int8)
    for number in range(len(cases) - 1, -1, -1):
        codes[cases[number][0]] = number
    table = np.array([str(value) for _, value in cases] + [str(default)], dtype=object)
    return table[codes]
