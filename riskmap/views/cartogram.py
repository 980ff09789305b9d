"""乡镇方格图: every township one tile of one size, where it lies among the others, so that no large one weighs more."""

import math
from collections.abc import Sequence

from riskmap.geo.boundaries import Shape


def tiles(townships: Sequence[Shape]) -> list[tuple[str, int, int]]:
    """Tiles as (code, row from the north, column from the west), no two in one place.

    Rows hold about as many townships each, from north to south; within a row they run from west to east.
    """
    count = len(townships)
    if not count:
        return []
    rows = max(1, round(math.sqrt(count)))
    by_north = sorted(townships, key=lambda one: (-one.label[1], one.code))
    edges = [round(count * row / rows) for row in range(rows + 1)]
    found = []
    for row in range(rows):
        line = sorted(by_north[edges[row] : edges[row + 1]], key=lambda one: (one.label[0], one.code))
        found += [(one.code, row, column) for column, one in enumerate(line)]
    return found
