"""Which way a formula goes when one of its figures grows: told from its form alone, so that it holds for any data.

Careful rather than clever: where the form does not tell, a figure counts as going both ways.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from riskmap.domain.formula import COMPARE, Node

UP: Final = 1
DOWN: Final = -1
BOTH: Final = 0
Bound = Fraction | None  # None: no bound is known


@dataclass(frozen=True, slots=True)
class Shape:
    """Between which bounds a formula lies, and the way it goes with each name in it (a name left out: not at all)."""

    low: Bound
    high: Bound
    ways: dict[str, int]

    @property
    def sign(self) -> int:
        """UP where it is never below 0, DOWN where it is never above, BOTH where neither is known."""
        if self.low is not None and self.low >= 0:
            return UP
        return DOWN if self.high is not None and self.high <= 0 else BOTH


def shape(node: Node, rates: frozenset[str]) -> Shape:
    """The shape of a formula whose names are 0 or more, those of `rates` 1 at most."""
    if node.kind == "number":
        return Shape(node.value, node.value, {})
    if node.kind == "name":
        return Shape(Fraction(0), Fraction(1) if node.name in rates else None, {node.name: UP})
    parts = [shape(part, rates) for part in node.parts]
    if node.kind == "if" or node.kind in COMPARE:
        return _chosen(node.kind, parts)
    if node.kind == "neg":
        return _turned(parts[0])
    if node.kind in {"min", "max"}:
        return _outer(node.kind, parts)
    left, right = parts
    if node.kind == "-":
        right = _turned(right)
    if node.kind in {"+", "-"}:
        return Shape(_added(left.low, right.low), _added(left.high, right.high), _joined(left.ways, right.ways))
    return _times(left, right) if node.kind == "*" else _over(left, right)


def _chosen(kind: str, parts: list[Shape]) -> Shape:
    """What a condition asks for may tip the result either way."""
    asked = dict.fromkeys((name for part in (parts if kind in COMPARE else parts[:1]) for name in part.ways), BOTH)
    if kind in COMPARE:
        return Shape(None, None, asked)
    one, other = parts[1:]
    low = None if one.low is None or other.low is None else min(one.low, other.low)
    high = None if one.high is None or other.high is None else max(one.high, other.high)
    return Shape(low, high, {**_joined(one.ways, other.ways), **asked})


def _outer(kind: str, parts: list[Shape]) -> Shape:
    """The least or the greatest of several: one known bound holds it on that side, the other needs all."""
    ways: dict[str, int] = {}
    for part in parts:
        ways = _joined(ways, part.ways)
    lows = [part.low for part in parts if part.low is not None]
    highs = [part.high for part in parts if part.high is not None]
    if kind == "min":
        return Shape(min(lows) if len(lows) == len(parts) else None, min(highs, default=None), ways)
    return Shape(max(lows, default=None), max(highs) if len(highs) == len(parts) else None, ways)


def _turned(one: Shape) -> Shape:
    low, high = (None if bound is None else -bound for bound in (one.high, one.low))
    return Shape(low, high, {name: -way for name, way in one.ways.items()})


def _times(left: Shape, right: Shape) -> Shape:
    ways = _joined(_scaled(left.ways, right.sign), _scaled(right.ways, left.sign))
    ends = [(a, b) for a in (left.low, left.high) for b in (right.low, right.high)]
    known = [a * b for a, b in ends if a is not None and b is not None]
    if len(known) == len(ends):
        return Shape(min(known), max(known), ways)
    return _signed(left.sign * right.sign, ways)


def _over(left: Shape, right: Shape) -> Shape:
    """What stands below a line may be 0 and then gives nothing: it counts as going both ways."""
    ways = _joined(_scaled(left.ways, right.sign), dict.fromkeys(right.ways, BOTH))
    return _signed(left.sign * right.sign, ways)


def _signed(sign: int, ways: dict[str, int]) -> Shape:
    return Shape(Fraction(0) if sign == UP else None, Fraction(0) if sign == DOWN else None, ways)


def _scaled(ways: dict[str, int], sign: int) -> dict[str, int]:
    return {name: way * sign for name, way in ways.items()}


def _joined(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    return {name: one.get(name, other.get(name, BOTH)) if one.get(name, way) == other.get(name, way) else BOTH
            for name, way in {**one, **other}.items()}  # fmt: skip


def _added(one: Bound, other: Bound) -> Bound:
    return None if one is None or other is None else one + other
