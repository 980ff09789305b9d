"""The cases of a test of many axes."""

import itertools
from collections.abc import Mapping, Sequence

Case = dict[str, str]


def full(axes: Mapping[str, Sequence[str]]) -> list[Case]:
    """Every combination."""
    return [dict(zip(axes, values, strict=True)) for values in itertools.product(*axes.values())]


def name(case: Mapping[str, str]) -> str:
    """The name of a case in a test's title."""
    return "-".join(case.values())
