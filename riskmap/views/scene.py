"""What the battle map draws of a filtered frame as of a day, and how it adds up to the ledger (DESIGN.md §1, §6).

Stock logic: the period of the filter plays no part. Drawn are all hazards that stand on the day, those waiting to be
confirmed, and those crossed off within 90 days; crossed off earlier and void ones are counted, not drawn.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from riskmap.domain.codes import Control, Grade, Level, Progress
from riskmap.metrics import frame as facts
from riskmap.metrics.drill import CLOSED_DAYS
from riskmap.views.marks import ORDER, PLATES

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Degrees = npt.NDArray[np.float64]
RANK = {code.value: number for number, code in enumerate(ORDER)}
STANDING = (Progress.OVERDUE, Progress.DUE_SOON, Progress.WAITING, Progress.IN_PROGRESS)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many hazards of one progress are drawn on the map, and how many have no position."""

    major: int = 0
    general: int = 0
    major_unplaced: int = 0
    general_unplaced: int = 0

    @property
    def all(self) -> int:
        """Every hazard of the progress, drawn or not."""
        return self.major + self.general + self.major_unplaced + self.general_unplaced


@dataclass(frozen=True, slots=True)
class Scene:
    """The hazards of one map. All arrays run over the rows of `frame` (the filtered frame as of `day`).

    `majors` and `dots` are positions of drawn rows; `numbers` gives every listed major its number, 0 for others;
    `left` is days to the countdown's date, NEVER without one.
    """

    frame: pd.DataFrame
    day: int
    lon: Degrees
    lat: Degrees
    progress: npt.NDArray[np.object_]
    left: Ints
    numbers: Ints
    listed: Ints  # majors in the order of their numbers, with or without a position
    majors: Ints  # the part of `listed` that has a position
    dots: dict[Progress, Ints]
    unplaced: Ints
    alarm: Bools
    level: npt.NDArray[np.object_]
    tallies: dict[Progress, Tally]
    closed_earlier: int
    void: int

    @property
    def total(self) -> int:
        """All rows of the filter: drawn, without a position, crossed off earlier, void."""
        return sum(tally.all for tally in self.tallies.values()) + self.closed_earlier + self.void

    @property
    def alarms(self) -> int:
        """Majors that stand without control measures, with or without a position: those of `rows=alarm`."""
        return int(self.alarm.sum())

    def plates(self) -> dict[Level, int]:
        """Hazards that stand and are listed, by level: majors and others, with or without a position."""
        rows = np.flatnonzero(self.level != "")
        levels = self.level[rows[self.stands(rows)]].tolist()
        return {level: levels.count(level) for level in PLATES}

    def stands(self, rows: Ints) -> Bools:
        """Which of some rows stand on the day."""
        return np.isin(self.progress[rows].astype(str), STANDING)


def scene(frame: pd.DataFrame, day: int, at: tuple[Degrees, Degrees] | None = None) -> Scene:
    """Scene of a filtered hazards frame as of `day` (rows not found yet are left out).

    `at`: longitudes and latitudes of the rows where they are not drawn at their own.
    """
    lon, lat = at or (frame["lon"].to_numpy(np.float64), frame["lat"].to_numpy(np.float64))
    progress, left = facts.progress_and_left(frame, day)
    known = progress != ""
    if not known.all():
        frame, progress, left = frame[known].reset_index(drop=True), progress[known], left[known]
        lon, lat = lon[known], lat[known]
    major = facts.equals(frame, "grade", Grade.MAJOR)
    placed = np.isfinite(lon) & np.isfinite(lat)
    earlier = (progress == Progress.CLOSED) & (facts.closed_day(frame) < day - CLOSED_DAYS)
    void = progress == Progress.VOID
    shown = ~earlier & ~void
    listed = _ordered(frame, progress, left, np.flatnonzero(shown & major))
    numbers = np.zeros(len(frame), dtype=np.int64)
    numbers[listed] = np.arange(1, len(listed) + 1)
    groups = {code: shown & (progress == code) for code in ORDER}
    return Scene(
        frame=frame,
        day=day,
        lon=lon,
        lat=lat,
        progress=progress,
        left=left,
        numbers=numbers,
        listed=listed,
        majors=listed[placed[listed]],
        dots={code: np.flatnonzero(of & ~major & placed) for code, of in groups.items()},
        unplaced=np.flatnonzero(shown & ~placed),
        alarm=alarm(frame, progress),
        level=listed_level(frame, day),
        tallies={code: _tally(of, major, placed) for code, of in groups.items()},
        closed_earlier=int(earlier.sum()),
        void=int(void.sum()),
    )


def alarm(frame: pd.DataFrame, progress: npt.NDArray[np.object_]) -> Bools:
    """Where an open major hazard has no control status, or 未采取措施: an alarm of its own (DOMAIN.md §2.3)."""
    without = facts.equals(frame, "control", "", Control.NONE) & facts.equals(frame, "grade", Grade.MAJOR)
    rows = np.flatnonzero(without)
    without[rows] = np.isin(progress[rows].astype(str), STANDING)
    return without


def listed_level(frame: pd.DataFrame, day: int) -> npt.NDArray[np.object_]:
    """Level at which each hazard is listed for supervision on `day`, "" where it is not."""
    stands = (facts.days(frame, "listed") <= day) & (facts.days(frame, "delisted") > day)
    rows = np.flatnonzero(stands & facts.equals(frame, "listed_level", *PLATES))
    result = np.full(len(frame), "", dtype=object)
    result[rows] = [str(code) for code in frame["listed_level"].array.take(rows)]
    return result


def _ordered(frame: pd.DataFrame, progress: npt.NDArray[np.object_], left: Ints, rows: Ints) -> Ints:
    """The rows most urgent first: by progress, then by countdown; crossed off ones latest first."""
    codes = progress[rows].tolist()
    rank = np.array([RANK[code] for code in codes], dtype=np.int64)
    urgency = left[rows]
    closed, pending = rank == RANK[Progress.CLOSED], rank == RANK[Progress.PENDING]
    urgency[closed] = -facts.closed_day(frame)[rows[closed]]
    urgency[pending] = facts.days(frame, "found")[rows[pending]]
    names = np.array(frame["id"].array.take(rows).tolist(), dtype=str)
    return np.asarray(rows[np.lexsort((names, urgency, rank))], dtype=np.int64)


def _tally(of: Bools, major: Bools, placed: Bools) -> Tally:
    count = np.bincount((2 * ~placed + ~major)[of], minlength=4)
    return Tally(*(int(number) for number in count))
