"""What is computed once per revision of the ledger, so that any count is one pass over small integers."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from riskmap.domain.annotations import days_off
from riskmap.domain.codes import Grade, Level, Source, System
from riskmap.domain.columns import ACTS, NEVER, POSTS, to_day
from riskmap.domain.escalation import Ladder, load_ladder
from riskmap.metrics import filters, frame, sizes
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import Bools, Ints, States

REVIEW_DAYS = 10  # 复查超时: this many days after the declaration (DOMAIN.md §3.3)
TIME_DIMS = ("week", "month")
DIMS = (
    "sector", "group", "township", "grade", "department", "enterprise", "source", "inspection_kind", "supervision",
    "size",
)  # fmt: skip

T = TypeVar("T")
Codes = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Facts:
    """Days and marks of every state (latest and earlier), independent of any as-of day. All arrays have one length."""

    found: Ints
    entry: Ints
    due: Ints
    rect: Ints
    late: Ints  # rectified, not passed, and past the days of re-inspection: from this day 复查超时 of an authority
    passed: Ints
    closed: Ints
    voided: Ints
    listed: Ints
    delisted: Ints
    major: Bools
    timely: Bools  # rectified by the effective due day (written date if there is one)
    weight: Ints

    def take(self, positions: Ints) -> "Facts":
        """Return the facts at `positions`."""
        return Facts(*(getattr(self, name)[positions] for name in self.__slots__))


class Memory:
    """The last `size` values by key; safe to share between threads."""

    def __init__(self, size: int) -> None:
        self._size, self._lock = size, Lock()
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the value kept under `key`, making it first if it is not there."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                kept: T = self._kept[key]
                return kept
        value = make()
        self.put(key, value)
        return value

    def put(self, key: Hashable, value: Any) -> None:
        """Keep a value in the place of what was kept under `key`."""
        with self._lock:
            self._kept[key] = value
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)

    def peek(self, key: Hashable) -> Any:
        """What is kept under `key`, None where nothing is."""
        with self._lock:
            return self._kept.get(key)


class Index:
    """The frames of one revision with what every figure needs from them.

    `hazards`, `spells`: the frames of the contract (`spells` may be None); a frame may be pre-aggregated (`n` ≥ 1).
    `order`: dimension → codes in the order tables print them; other codes follow in the frame's order. `acts`: what was
    done beside the loop (columns ACTS); `posts`: who held which post (columns POSTS), `firms`: the enterprises, whose
    principals and leaders answer where no post is written; `ladder`: when steps are due, by default as shipped;
    `report_to`: systems where majors have to have a number. `twice` tells the ids of hazards whose paper bears a number
    that stands on another visit as well; who knows the whole ledger sets it, else there are none. `workdays`: Monday to
    Friday less the holidays that come with the program.
    Safe to share between threads; answers are kept for the last 256 questions, whole frames for the last 3 days asked.
    """

    def __init__(
        self,
        hazards: pd.DataFrame,
        spells: pd.DataFrame | None = None,
        order: Mapping[str, Sequence[str]] | None = None,
        *,
        acts: pd.DataFrame | None = None,
        posts: pd.DataFrame | None = None,
        firms: pd.DataFrame | None = None,
        ladder: Ladder | None = None,
        report_to: Sequence[System] = (),
    ) -> None:
        self.states = States(hazards, spells)
        self.size = self.states.size
        self.facts = _facts(self.states.all)
        self.order = {"source": list(map(str, Source)), "supervision": list(map(str, Level)), **(order or {})}
        self.acts = acts if acts is not None else pd.DataFrame({name: [] for name in ACTS}).astype(ACTS)
        self.posts = posts if posts is not None else pd.DataFrame({name: [] for name in POSTS}).astype(POSTS)
        self.firms = firms
        self.ladder, self.report_to = ladder or load_ladder(), tuple(report_to)
        self.workdays = np.busdaycalendar(holidays=np.array(days_off(), dtype="datetime64[D]"))
        self.twice: Callable[[], Collection[str]] = tuple
        self.answers, self.arrays, self._frames = Memory(256), Memory(48), Memory(3)

    def at(self, day: int) -> pd.DataFrame:
        """Return the hazards frame as of `day` (see frame.at); do not write to it."""
        return self._frames.get(self._stretch(day), lambda: self.states.at(day))

    def positions(self, day: int) -> Ints:
        """Return the position in `facts` of each hazard's state of `day`."""
        return self.arrays.get(("positions", self._stretch(day)), lambda: self.states.positions(day))

    def _stretch(self, day: int) -> int:
        """Number the stretches of days between which no state changes."""
        edges = self.arrays.get("edges", lambda: np.unique(np.concatenate([self.states.since, self.states.until])))
        return int(np.searchsorted(edges, day, side="right"))

    def dim(self, name: str) -> tuple[Codes, list[str]]:
        """Return (number of each state's code, codes in printing order) of a dimension that is not a time."""
        return self.arrays.get(("dim", name), lambda: self._dim(name))

    def _dim(self, name: str) -> tuple[Codes, list[str]]:
        if name != "size":
            return _codes(self.states.all, name, self.order.get(name, ()))
        numbers, ids = self.dim("enterprise")
        table = sizes.of_firms(self.firms, ids)
        return (table[numbers] if len(table) else np.zeros(len(numbers), dtype=np.int32)), [*sizes.SIZES, ""]

    def facts_mask(self, where: Filter) -> Bools | None:
        """Return which states hold the codes asked for; None when all do."""
        key = tuple(getattr(where, name) for name in (*filters.FACTS, "size"))
        return self.arrays.get(("facts", key), lambda: self._facts_mask(where)) if any(key) else None

    def _facts_mask(self, where: Filter) -> Bools:
        keep = filters.facts_mask(self.states.all, where)
        if not where.size:
            return keep
        numbers, known = self.dim("size")
        wanted = np.array([(code or filters.UNKNOWN) in where.size for code in known])
        return np.asarray(keep & wanted[numbers], dtype=np.bool_)

    def derived_mask(self, where: Filter) -> Bools | None:
        """Return which hazards fit the derived parts of the filter at its as_of; None when all do."""
        if not filters.derives(where):
            return None
        day = to_day(where.as_of)
        key = (day, where.status, where.progress, where.listed, where.overdue, where.located, where.area, where.q)
        return self.arrays.get(("derived", key), lambda: filters.derived_mask(self.at(day), where, day))

    def mask(self, where: Filter, day: int | None = None) -> Bools:
        """Return which hazards the filter keeps as of `day` (default its as_of); found later are left out."""
        day = to_day(where.as_of) if day is None else day
        known: Bools = self.facts.found[self.positions(day)] <= day
        return known & self.fits(where, day)

    def fits(self, where: Filter, day: int) -> Bools:
        """Return which hazards have what the filter asks for as of `day`, those with a later found date too."""
        facts, derived = self.facts_mask(where), self.derived_mask(where)
        keep: Bools = np.ones(self.size, dtype=np.bool_) if facts is None else facts[self.positions(day)]
        return keep if derived is None else keep & derived

    def select(self, where: Filter) -> pd.DataFrame:
        """Return the rows of the frame at the filter's as_of that the filter keeps; index = row numbers of hazards."""
        return self.at(to_day(where.as_of)).loc[self.mask(where)]

    @property
    def special(self) -> Ints:
        """Numbers of hazards with earlier states, voided or ever listed: few, counted by the long way."""
        return self.arrays.get("special", lambda: np.flatnonzero(self._special()))

    @property
    def special_part(self) -> "Part":
        """Return the special hazards as a part."""
        return self.arrays.get("special part", lambda: Part(self, self.special))

    def _special(self) -> Bools:
        facts = self.facts
        special: Bools = (facts.voided[: self.size] != NEVER) | (facts.listed[: self.size] != NEVER)
        special[np.unique(self.states.row)] = True
        return special


class Part:
    """Some hazards of an index lying side by side in memory; counted like an index, in the same cells."""

    def __init__(self, index: Index, hazards: Ints) -> None:
        """`hazards`: sorted row numbers of the index, among them all that have earlier states."""
        states = index.states
        self.index, self.hazards = index, hazards
        self.own = np.concatenate([hazards, index.size + np.arange(len(states.row), dtype=np.int64)])
        self.facts = index.facts.take(self.own)
        self._row = np.searchsorted(hazards, states.row)

    def positions(self, day: int) -> Ints:
        """Return the position in `facts` of the state of `day` of each of the hazards."""
        states, positions = self.index.states, np.arange(len(self.hazards), dtype=np.int64)
        holds = np.flatnonzero((states.since <= day) & (day < states.until))
        positions[self._row[holds]] = len(self.hazards) + holds
        return positions

    def dim(self, name: str) -> tuple[Codes, list[str]]:
        """Return (number of each state's code, all codes of the index in printing order)."""
        codes, labels = self.index.dim(name)
        return self.index.arrays.get(("part", name), lambda: codes[self.own]), labels


def _facts(states: pd.DataFrame) -> Facts:
    """Read the day columns once; see frame.py for what each derived day means."""
    due, rect, passed = frame.due_day(states), frame.rectified_day(states), frame.passed_day(states)
    written, declared = frame.days(states, "rectified"), frame.days(states, "declared")
    asked = np.where(declared != NEVER, declared, rect)
    alone = frame.equals(states, "source", Source.SELF) & frame.equals(states, "grade", Grade.GENERAL)
    term = np.where(alone | (asked == NEVER), NEVER, asked + REVIEW_DAYS + 1)  # none in the short loop (DOMAIN.md §2.3)
    late = np.minimum(np.maximum(rect, term), passed)
    weight = states["n"].to_numpy(dtype=np.int64) if "n" in states.columns else np.ones(len(states), dtype=np.int64)
    return Facts(
        found=frame.days(states, "found"),
        entry=frame.entry_day(states),
        due=due,
        rect=rect,
        late=late,
        passed=passed,
        closed=frame.closed_day(states),
        voided=frame.days(states, "voided"),
        listed=frame.days(states, "listed"),
        delisted=frame.days(states, "delisted"),
        major=frame.equals(states, "grade", Grade.MAJOR),
        timely=(np.where(written != NEVER, written, rect) <= due) & (due != NEVER),
        weight=weight,
    )


def _codes(states: pd.DataFrame, name: str, order: Sequence[str]) -> tuple[Codes, list[str]]:
    """Number the codes of a dimension: those of `order` first, then the frame's own."""
    column = states["enterprise_id" if name == "enterprise" else name]
    if isinstance(column.dtype, pd.CategoricalDtype):
        codes, found = column.cat.codes.to_numpy(), [str(value) for value in column.cat.categories]
        codes = np.where(codes < 0, len(found), codes)
        found = [*found, ""] if (codes == len(found)).any() else found
    else:
        numbers, values = pd.factorize(column, use_na_sentinel=False)
        codes, found = np.asarray(numbers), ["" if pd.isna(value) else str(value) for value in values]
    known = dict.fromkeys([*order, *(value for value in found if value), *found])
    place = {value: number for number, value in enumerate(known)}
    table = np.array([place[value] for value in found], dtype=np.int32)
    return (table[codes] if len(table) else np.zeros(len(codes), dtype=np.int32)), list(known)
