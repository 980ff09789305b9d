"""The counts of DOMAIN.md §3.2-3.3 written a second time, hazard by hazard in plain Python, slow and obvious."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from histories import NEVER, History, as_date

Cell = tuple[str, ...]


def state(history: History, day: int) -> Mapping[str, Any]:
    """The facts that hold on a day."""
    holding = history[0]
    for candidate in history:
        if candidate.since <= day:
            holding = candidate
    return holding.facts


def due_of(h: Mapping[str, Any]) -> int | None:
    if h["undated"]:
        return None
    if h["due"] == NEVER:
        return h["found"] if h["rectified"] == h["found"] else None
    return int(h["due"])


class AsOf:
    """One hazard as of a day."""

    def __init__(self, history: History, day: int) -> None:
        h = self.h = state(history, day)
        self.found = h["found"]
        self.entry = max(h["found"], h["confirmed"])
        self.due = due_of(h)
        self.closed_on = h["closed"]
        self.closed = h["closed"] <= day
        self.passed = h["passed"] <= day or self.closed
        declared = h["declared"] if h["declared"] != NEVER else h["rectified"]
        self.rect_on = min(declared, h["passed"], h["closed"])
        self.rect = self.rect_on <= day
        self.void = h["voided"] <= day
        self.counts = self.entry <= day and not self.void
        self.in_stock = self.counts and not self.closed
        self.major = h["grade"] == "major"
        self.weight = h["n"]
        written_done = h["rectified"] if h["rectified"] != NEVER else self.rect_on
        self.timely = self.due is not None and written_done <= self.due
        declared = h["declared"] if h["declared"] != NEVER else self.rect_on
        alone = h["source"] == "self" and not self.major  # the short loop knows no re-inspection by an authority
        self.review_late = self.in_stock and self.rect and not self.passed and not alone and day - declared > 10


def label(number: int, dim: str) -> str:
    on = as_date(number)
    if dim == "month":
        return f"{on:%Y-%m}"
    iso = on.isocalendar()
    return f"{iso.year}-W{iso.week:02d}"


def cell_of(asof: AsOf, by: tuple[str, ...], on: int) -> Cell:
    return tuple(
        label(on, dim) if dim in ("week", "month") else asof.h["enterprise_id" if dim == "enterprise" else dim]
        for dim in by
    )


def count(
    histories: list[History],
    day: int,
    start: int,
    by: tuple[str, ...] = (),
    keep: Callable[[Mapping[str, Any]], bool] = lambda facts: True,
) -> dict[Cell, dict[str, int]]:
    """All counts by cell; cells where nothing counts are left out."""
    table: dict[Cell, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for history in histories:
        now, was = AsOf(history, day), AsOf(history, start - 1)

        def add(name: str, on: int, side: AsOf = now, sign: int = 1) -> None:
            if keep(side.h):
                table[cell_of(side, by, on)][name] += sign * side.weight

        if now.counts:
            _cohort(now, start, add)
            _due_set(now, day, start, add)
        if now.in_stock:
            _stock(now, day, start, add)
        _balance(now, was, day, start, by, keep, add)
    return {cell: row for cell, row in ((c, {k: v for k, v in r.items() if v}) for c, r in table.items()) if row}


def _cohort(now: AsOf, start: int, add: Any) -> None:
    if now.found < start:
        return
    add("found", now.found)
    if now.rect:
        add("rectified", now.found)
    if now.passed:
        add("passed", now.found)
        if not now.major:
            add("general_passed", now.found)
    if now.closed:
        add("closed", now.found)
    if now.major:
        add("major_found", now.found)
        if now.closed:
            add("major_closed", now.found)


def _due_set(now: AsOf, day: int, start: int, add: Any) -> None:
    if now.due is None or not start <= now.due <= day or (now.due == day and not now.rect):
        return
    add("due", now.due)
    add("due_rectified" if now.rect else "overdue", now.due)
    if now.passed:
        add("due_passed", now.due)
        if now.timely:
            add("on_time_passed", now.due)
    else:
        add("due_unpassed", now.due)
    if now.rect and now.timely:
        add("on_time", now.due)


def _stock(now: AsOf, day: int, start: int, add: Any) -> None:
    add("stock", now.found)
    if now.found < start:
        add("carried_in", now.found)
    if now.major:
        add("stock_major", now.found)
    if now.h["listed"] <= day < now.h["delisted"]:
        add("stock_listed", now.found)
    if now.review_late:
        add("review_late", now.found)
    if now.rect:
        add("awaiting", now.found)
    elif now.due is None:
        add("stock_no_due", now.found)
    elif now.due < day:
        add("stock_overdue", now.found)
    else:
        add("not_yet_due", now.found)


def _balance(
    now: AsOf, was: AsOf, day: int, start: int, by: tuple[str, ...], keep: Callable[[Mapping[str, Any]], bool], add: Any
) -> None:
    stood = was.in_stock
    never_stood = now.void and now.h["voided"] <= now.entry
    entered = not stood and start <= now.entry <= day and not never_stood
    if stood:
        add("opening", was.found, was)
        left_side = cell_of(was, by, was.found) if keep(was.h) else None
        arrived = cell_of(now, by, now.found) if keep(now.h) else None
        if left_side != arrived:
            add("transferred", was.found, was, -1)
            add("transferred", now.found)
    if entered:
        add("new_in_period", now.found)  # whenever it was found
    elif now.in_stock and not stood:
        add("transferred", now.found)  # a correction took it back into the stock
    if (stood or entered) and not now.in_stock:
        if now.void:
            add("voided_in_period", max(now.h["voided"], now.entry))
        elif now.closed and now.entry <= day:
            add("closed_in_period", max(now.closed_on, now.entry))
        else:
            add("transferred", now.found, now, -1)
