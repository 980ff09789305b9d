"""Major hazards that a system of another level does not know yet (未上报, DOMAIN.md §7.1)."""

from collections.abc import Mapping

import numpy as np

from riskmap.domain.codes import System
from riskmap.domain.columns import REPORTED, to_day
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import Bools, equals
from riskmap.metrics.index import Index


def missing(index: Index, where: Filter) -> Mapping[System, Bools]:
    """Return, by each system that the county reports to, the majors of a filter without a number there (§7.1).

    Those confirmed by the day and not void: one that is crossed off stays until its number is recorded.
    """
    return index.answers.get(("unreported", where), lambda: _missing(index, where))


def _missing(index: Index, where: Filter) -> dict[System, Bools]:
    day = to_day(where.as_of)
    frame = index.at(day)
    facts = index.facts.take(index.positions(day))
    held = (facts.entry <= day) & (facts.voided > day) & index.mask(where)
    majors = held & equals(frame, "grade", "major")
    acts = index.acts[index.acts["on"].to_numpy() <= day]
    found = {}
    for system in index.report_to:
        known = set(acts["hazard_id"][equals(acts, "act", REPORTED + system)])
        found[system] = np.asarray(majors & ~frame["id"].isin(known).to_numpy(dtype=np.bool_), dtype=np.bool_)
    return found


def unreported(index: Index, where: Filter) -> Bools:
    """Return the majors, open or crossed off, without a number in one of the systems that the county reports to."""
    nowhere: Bools = np.zeros(index.size, dtype=np.bool_)
    for mask in missing(index, where).values():
        nowhere = nowhere | mask
    return nowhere
