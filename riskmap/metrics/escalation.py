"""Which steps of the escalation ladder are due for the hazards of a ledger: domain.escalation over whole frames."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from riskmap.domain.codes import Grade, Step
from riskmap.domain.columns import GRADED, LISTED, NEVER, STATED, to_day
from riskmap.domain.escalation import ABOVE_REMINDER, Rule
from riskmap.metrics import frame
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import Bools, Ints, Texts
from riskmap.metrics.index import Index

STEPS = tuple(Step)
SUPERSEDING = frozenset(ABOVE_REMINDER - {Step.LIST})


@dataclass(frozen=True, slots=True)
class DueSteps:
    """Steps that are due on a day and not taken. Arrays of one length, one entry a hazard and step, by step, then day.

    `row`: hazard of the index; `step`: place in STEPS; `since`: day from which it has been due; `why`: the trigger,
    a field of domain.escalation.Rule.
    """

    row: Ints
    step: Ints
    since: Ints
    why: tuple[str, ...]

    def of(self, step: Step) -> Ints:
        """The hazards for which a step is due."""
        found: Ints = self.row[self.step == STEPS.index(step)]
        return found


@dataclass(frozen=True, slots=True)
class _Standing:
    """The hazards that are not rectified on a day: one entry each, in order of the index."""

    row: Ints
    day: int
    major: Bools
    due: Ints
    target: Ints
    start: Ints  # of the present occasion
    confirmed: Ints
    extended: Ints
    rejected: Ints
    recurs: Bools
    listed: Ints  # day the listing that stands began, else NEVER
    place: Ints  # of each act: its hazard here, -1 for none
    acts: pd.DataFrame


def due_steps(index: Index, day: date) -> DueSteps:
    """Return every step that is due on a day by the index's ladder."""
    number = to_day(day)
    return index.answers.get(("ladder", number), lambda: _due_steps(index, number))


def due(index: Index, where: Filter, step: Step) -> Bools:
    """Return the hazards of a filter for which a step is due on its day and not taken."""
    found = np.zeros(index.size, dtype=np.bool_)
    found[due_steps(index, where.as_of).of(step)] = True
    return found & index.mask(where)


def taken(index: Index, day: date, step: Step) -> Bools:
    """Return the hazards, not rectified on a day, for which a step was taken on their present occasion."""
    s, found = _standing(index, to_day(day)), np.zeros(index.size, dtype=np.bool_)
    found[s.row[_taken(s, step)]] = True
    return found


def unexplained(index: Index, where: Filter) -> Bools:
    """Return the hazards of a filter that nobody has stated reasons for, though a reminder of them would be due.

    Reasons for lateness are asked as soon as a reminder may go out (DOMAIN.md §7.1), anew on each occasion.
    """
    day = to_day(where.as_of)
    found, s = np.zeros(index.size, dtype=np.bool_), _standing(index, day)
    rule = index.ladder.of(Step.REMIND)
    near = _least([one for _, one in _ahead(s, rule)], len(s.row)) <= day
    told = _latest(s, STATED) >= s.start
    found[s.row[near & ~told]] = True
    return found & index.mask(where)


def _due_steps(index: Index, day: int) -> DueSteps:
    s = _standing(index, day)
    free = {step: ~_taken(s, step) for step in STEPS}
    since, why = zip(*(_first(s, step, index.ladder.of(step)) for step in STEPS), strict=True)
    open_ = {step: free[step] & (since[at] <= day) for at, step in enumerate(STEPS)}
    higher = np.zeros(len(s.row), dtype=np.bool_)
    for step in SUPERSEDING:
        higher |= open_[step] | ~free[step]
    open_[Step.REMIND] &= ~higher
    rows, steps, days, names = [], [], [], []
    for at, step in enumerate(STEPS):
        here = np.flatnonzero(open_[step])
        here = here[np.argsort(since[at][here], kind="stable")]
        rows.append(s.row[here])
        steps.append(np.full(len(here), at, dtype=np.int64))
        days.append(since[at][here])
        names += [str(why[at][place]) for place in here]
    return DueSteps(np.concatenate(rows), np.concatenate(steps), np.concatenate(days), tuple(names))


def _standing(index: Index, day: int) -> _Standing:
    whole = index.at(day)
    held = (frame.days(whole, "found") <= day) & (frame.days(whole, "confirmed") <= day)
    held &= (frame.days(whole, "voided") > day) & (frame.rectified_day(whole) > day)
    row = np.flatnonzero(held)
    some = whole.take(row)
    confirmed, rejected, extended = (frame.days(some, name) for name in ("confirmed", "rejected", "extended"))
    due = frame.due_day(some)
    listed, delisted = frame.days(some, "listed"), frame.days(some, "delisted")
    acts = index.acts[index.acts["on"].to_numpy() <= day]
    return _Standing(
        row=row,
        day=day,
        major=frame.equals(some, "grade", Grade.MAJOR),
        due=due,
        target=frame.countdown_day(some, due),
        start=np.maximum(confirmed, np.maximum(_past(extended, day), _past(rejected, day))),
        confirmed=confirmed,
        extended=_past(extended, day),
        rejected=_past(rejected, day),
        recurs=some["recurs_of"].to_numpy(dtype=object) != "" if "recurs_of" in some else np.zeros(len(row), np.bool_),
        listed=np.where((listed <= day) & (day < delisted), listed, NEVER),
        place=pd.Index(some["id"]).get_indexer(pd.Index(acts["hazard_id"])),
        acts=acts,
    )


def _past(days: Ints, day: int) -> Ints:
    """Days up to a day; what lies after it, or never was, is long ago."""
    return np.where(days <= day, days, -NEVER)


def _of(s: _Standing, act: str) -> tuple[Ints, Ints, Ints]:
    """Hazard, day and date given of every act of a kind, the latest last."""
    some = np.flatnonzero(frame.equals(s.acts, "act", act) & (s.place >= 0))
    on, until = s.acts["on"].to_numpy(dtype=np.int64)[some], s.acts["due"].to_numpy(dtype=np.int64)[some]
    order = np.argsort(on, kind="stable")
    return s.place[some][order], on[order], until[order]


def _latest(s: _Standing, act: str) -> Ints:
    place, on, _ = _of(s, act)
    found = np.full(len(s.row), -NEVER, dtype=np.int64)
    found[place] = on
    return found


def _taken(s: _Standing, step: Step) -> Bools:
    """Where a step was taken on the present occasion; a listing counts once it was proposed."""
    on = _latest(s, step)
    return np.asarray(on > -NEVER if step is Step.LIST else on >= s.start, dtype=np.bool_)


def _first(s: _Standing, step: Step, rule: Rule) -> tuple[Ints, Texts]:
    """The day the first trigger of a step fires for each hazard (NEVER: none does) and its name."""
    floor = np.full(len(s.row), -NEVER, dtype=np.int64) if step is Step.LIST else s.start
    since = np.full(len(s.row), NEVER, dtype=np.int64)
    why = np.full(len(s.row), "", dtype=object)
    for name, day in sorted(_triggers(s, rule), key=lambda pair: pair[0]):
        fires = np.maximum(day, floor)  # no trigger stays none: NEVER is later than any day
        sooner = fires < since
        since, why = np.where(sooner, fires, since), np.where(sooner, name, why)
    return since, why


def _least(several: list[Ints], size: int) -> Ints:
    least: Ints = np.minimum.reduce([np.full(size, NEVER, dtype=np.int64), *several])
    return least


def _ahead(s: _Standing, rule: Rule) -> Iterator[tuple[str, Ints]]:
    for name, here in (("before_due", ~s.major), ("before_due_major", s.major)):
        days = getattr(rule, name)
        if days is not None:
            yield name, np.where(here & (s.target != NEVER), s.target - days, NEVER)


def _triggers(s: _Standing, rule: Rule) -> Iterator[tuple[str, Ints]]:
    yield from _ahead(s, rule)
    for name, here in (("overdue", ~s.major), ("overdue_major", s.major)):
        days = getattr(rule, name)
        if days is not None:
            yield name, np.where(here & (s.due != NEVER), s.due + max(days, 1), NEVER)
    if rule.failed_review:
        yield "failed_review", np.where(s.rejected > -NEVER, s.rejected, NEVER)
    if rule.major:
        yield "major", np.where(s.major, np.maximum(s.confirmed, _latest(s, GRADED)), NEVER)
    if rule.recurrence:
        yield "recurrence", np.where(s.recurs, s.confirmed, NEVER)
    if rule.order_past is not None:
        yield "order_past", _order_past(s, rule.order_past)
    if rule.listing_past:
        yield "listing_past", _listing_past(s)


def _order_past(s: _Standing, days: int) -> Ints:
    place, on, until = _of(s, Step.SUPERVISE)
    fires = np.full(len(s.row), NEVER, dtype=np.int64)
    given = np.where(until != NEVER, until, on + days) + 1
    now = on >= s.start[place]
    fires[place[now]] = given[now]
    return fires


def _listing_past(s: _Standing) -> Ints:
    place, on, until = _of(s, LISTED)
    fires = np.full(len(s.row), NEVER, dtype=np.int64)
    now = (on == s.listed[place]) & (until != NEVER)
    own = place[now]
    moved = (s.extended[own] > -NEVER) & (s.due[own] != NEVER)  # an extension moves the listing's term too
    fires[own] = np.where(moved, np.maximum(until[now], s.due[own]), until[now]) + 1
    return fires
