"""Who answers for which open items: the scope of a round of filling in (DOMAIN.md §2.3, levels of supervision)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pandas as pd

from riskmap.domain.codes import Level
from riskmap.domain.columns import to_day
from riskmap.domain.filling import Asked, FillingRound, Receiver, ReceiverKind, RoundKind
from riskmap.metrics import filters
from riskmap.metrics.filters import Filter
from riskmap.metrics.index import Index
from riskmap.metrics.stock import standing

TOWNSHIPS_ANSWER_FOR = (Level.COUNTY.value, Level.TOWNSHIP.value)
COLUMN = {"township": "township", "department": "department", "enterprise": "enterprise_id"}
IDENTITY = ("id", "hazard_no", "version")


@dataclass(frozen=True, slots=True)
class Scope:
    """The stock by the unit that answers for it: code → (id, number, version) of each of its items.

    total = items of all units + `higher` + `nobody`; `higher`: supervised by the city or above, no township's;
    `nobody`: no unit is named.
    """

    units: dict[str, tuple[tuple[str, str, int], ...]] = field(default_factory=dict)
    higher: int = 0
    nobody: int = 0
    total: int = 0


def scope(index: Index, where: Filter, by: str) -> Scope:
    """Return who answers for the stock of the filter's day; `by`: township, department or enterprise.

    Units in the order tables print them, items the earliest due first. Raises KeyError for another `by`.
    """
    return index.answers.get(("sending", where, by), lambda: _scope(index, where, by))


def _scope(index: Index, where: Filter, by: str) -> Scope:
    column = COLUMN[by]
    rows = np.flatnonzero(standing(index, where))
    frame = index.at(to_day(where.as_of)).iloc[rows]
    # The version is that of the row as it is stored, whatever state of it held on the day.
    identity = index.states.all.iloc[rows][list(IDENTITY)]
    units = frame[column].astype("str").to_numpy()
    higher = np.zeros(len(rows), dtype=np.bool_)
    if by == "township":
        higher = ~frame["supervision"].isin(TOWNSHIPS_ANSWER_FOR).to_numpy()
    nobody = ~higher & (units == "")
    chosen = pd.DataFrame({"unit": units, "due": frame["due"].to_numpy(), **{n: identity[n].array for n in IDENTITY}})
    chosen = chosen[~higher & ~nobody].sort_values(["unit", "due", "hazard_no"], kind="stable")
    found = {
        str(unit): tuple(
            (str(key), str(number), int(version))
            for key, number, version in zip(own["id"], own["hazard_no"], own["version"], strict=True)
        )
        for unit, own in chosen.groupby("unit", sort=False)
    }
    order = [code for code in index.order.get(by, ()) if code in found]
    named = {code: found[code] for code in (*order, *sorted(found.keys() - set(order)))}
    return Scope(named, int(higher.sum()), int(nobody.sum()), len(rows))


@dataclass(frozen=True, slots=True)
class Order:
    """What the officer asks for: title, deadline, notes, when it goes out."""

    title: str
    created: date
    deadline: date
    notes: str = ""


def drafted(found: Scope, where: Filter, by: str, order: Order, name: Callable[[str], str]) -> FillingRound:
    """Return the round of open items that an order over a scope makes; `name`: code of a unit → its name."""
    words = tuple((key, text) for key, text in filters.to_query(where).items() if key not in {"as_of", "from", "lang"})
    asked = tuple(Asked(code, *one) for code, own in found.units.items() for one in own)
    return replace(_drafted(RoundKind.ITEMS, list(found.units), where, by, order, name), where=words, asked=asked)


def drafted_form(
    units: Sequence[str], where: Filter, by: str, order: Order, name: Callable[[str], str]
) -> FillingRound:
    """Return the round of the monthly form over the filter's period, for all units of a kind."""
    return replace(_drafted(RoundKind.FORM, units, where, by, order, name), from_=where.from_)


def _drafted(
    kind: RoundKind, units: Sequence[str], where: Filter, by: str, order: Order, name: Callable[[str], str]
) -> FillingRound:
    return FillingRound(
        id="",
        kind=kind,
        by=ReceiverKind(by),
        title=order.title.strip(),
        created=order.created,
        as_of=where.as_of,
        deadline=order.deadline,
        notes=order.notes.strip(),
        receivers=tuple(Receiver(code, name(code)) for code in units),
    )
