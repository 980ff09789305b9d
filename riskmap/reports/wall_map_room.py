"""Where marks go on a crowded sheet: on their spot, else as near as there is room; nothing covers anything else."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from riskmap.reports.wall_map_marks import Box
from riskmap.reports.wall_map_paper import Point

GRAIN = 0.2  # mm of one cell of the plan
STEP = 0.6  # mm between two tries
FAR = 120.0  # mm that something is moved at most


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something is drawn, and where it belongs; `free`: nothing else is there."""

    at: Point
    own: Point
    free: bool = True

    @property
    def moved(self) -> float:
        """How far it was shifted, in mm."""
        return math.dist(self.at, self.own)


class Room:
    """A plan of a box of the sheet: which cells are taken."""

    def __init__(self, box: Box) -> None:
        self.box = box
        self._taken = np.zeros((self._down(box[3]) + 1, self._across(box[2]) + 1), dtype=np.bool_)

    def take(self, box: Box) -> None:
        """Mark a box left, top, right, bottom as taken."""
        self._taken[self._slices(box)] = True

    def free(self, box: Box) -> bool:
        """Whether a box lies on the plan and nothing is in it."""
        left, top, right, bottom = self.box
        if box[0] < left or box[1] < top or box[2] > right or box[3] > bottom:
            return False
        x, y = int((box[0] - left) / GRAIN), int((box[1] - top) / GRAIN)
        part = self._taken[y : int((box[3] - top) / GRAIN) + 1, x : int((box[2] - left) / GRAIN) + 1]
        return not part.any()

    def place(self, own: Point, reach: Box, *, far: float = FAR, where: Callable[[Box], bool] = lambda _: True) -> Spot:
        """The nearest free spot for something that covers `reach` about its point, and take it; else its own.

        `where`: whether a box may be taken at all.
        """
        for dx, dy in _tries(far):
            at = (own[0] + dx, own[1] + dy)
            box = (at[0] + reach[0], at[1] + reach[1], at[0] + reach[2], at[1] + reach[3])
            if self.free(box) and where(box):
                self.take(box)
                return Spot(at, own)
        return Spot(own, own, free=False)

    def _slices(self, box: Box) -> tuple[slice, slice]:
        return (
            slice(max(self._down(box[1]), 0), max(self._down(box[3]) + 1, 0)),
            slice(max(self._across(box[0]), 0), max(self._across(box[2]) + 1, 0)),
        )

    def _across(self, x: float) -> int:
        return math.floor((x - self.box[0]) / GRAIN)

    def _down(self, y: float) -> int:
        return math.floor((y - self.box[1]) / GRAIN)


@lru_cache(maxsize=4)
def _tries(far: float) -> tuple[Point, ...]:
    """Shifts to try, the nearest first: rings of points, further apart as they widen."""
    found: list[Point] = [(0.0, 0.0)]
    distance = STEP
    while distance <= far:
        many = max(8, math.ceil(2 * math.pi * distance / (STEP * (1.5 + distance / 12))))
        found += [
            (distance * math.sin(2 * math.pi * k / many), -distance * math.cos(2 * math.pi * k / many))
            for k in range(many)
        ]
        distance += STEP * (1 + distance / 12)
    return tuple(found)
