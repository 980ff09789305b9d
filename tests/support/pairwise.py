"""A small selection of cases in which every value of every axis meets every value of every other axis."""

import itertools
from collections.abc import Mapping, Sequence

Case = dict[str, str]
Pair = frozenset[tuple[str, str]]


def full(axes: Mapping[str, Sequence[str]]) -> list[Case]:
    """Every combination."""
    return [dict(zip(axes, values, strict=True)) for values in itertools.product(*axes.values())]


def pairs(case: Mapping[str, str]) -> set[Pair]:
    """The pairs of values that a case holds."""
    return {frozenset(pair) for pair in itertools.combinations(case.items(), 2)}


def pairwise(axes: Mapping[str, Sequence[str]]) -> list[Case]:
    """Few cases that hold every pair of values: the one with most missing pairs first, ties in axis order."""
    cases = full(axes)
    missing = set().union(*(pairs(case) for case in cases))
    chosen: list[Case] = []
    while missing:
        best = max(cases, key=lambda case: len(pairs(case) & missing))
        missing -= pairs(best)
        chosen.append(best)
    return chosen


def name(case: Mapping[str, str]) -> str:
    """The name of a case in a test's title."""
    return "-".join(case.values())
