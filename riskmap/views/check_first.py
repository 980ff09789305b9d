"""The list of enterprises to check first as rows of cells, for files."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import pandas as pd

from riskmap.domain.check_first import RISK
from riskmap.metrics.check_first import REASONS, Firm
from riskmap.metrics.words import REASONS as NAMES
from riskmap.views.names import Label
from riskmap.views.words import Words

COLUMNS: Final = ("Rank", "Enterprise", "Township", "Sector", "Department", "first|Points", "first|Open")
WIDTHS: Final = (6, 34, 12, 14, 16, 8, 8, *(16,) * (2 * len(REASONS)), 14, 10)
RISKS: Final = {
    "major": "risk|Major (red)", "large": "risk|Large (orange)", "general": "risk|General (yellow)",
    "low": "risk|Low (blue)",
}  # fmt: skip
_PLACE: Final = ("township", "sector", "department")


def heads(t: Words) -> list[str]:
    """The heads of the columns: hazards and points of each reason stand side by side."""
    of_reasons = [
        t(word, name=t(NAMES[reason])) for reason in REASONS for word in ("{name}: hazards", "{name}: points")
    ]
    return [*map(t, COLUMNS), *of_reasons, t(NAMES[RISK]), t("{name}: points", name=t(NAMES[RISK]))]


def rows(
    firms: Iterable[Firm], places: Mapping[str, tuple[str, ...]], label: Label, t: Words
) -> Iterator[list[str | int]]:
    """A row an enterprise; `places` as `places_of` gives them."""
    for firm in firms:
        where = [label(kind, code) for kind, code in zip(_PLACE, places.get(firm.enterprise, ("",) * 3), strict=True)]
        counted = [n for reason in REASONS for n in (firm.hazards.get(reason, 0), firm.points.get(reason, 0))]
        colour = t(RISKS[firm.risk]) if firm.risk in RISKS else ""
        yield [
            firm.rank, label("enterprise", firm.enterprise), *where, firm.score, firm.open, *counted, colour,
            firm.points.get(RISK, 0),
        ]  # fmt: skip


def places_of(firms: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Enterprise → codes of its township, sector and department in the register."""
    columns = (firms[name].astype("str") for name in _PLACE)
    return dict(zip(firms["id"], zip(*columns, strict=True), strict=True))
