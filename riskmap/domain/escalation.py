"""The escalation ladder (催办、督办、挂牌、通报、约谈): which steps are due on a day, and which were taken.

Steps are only proposed (DOMAIN.md §7). One that was taken is not proposed again on the same occasion; a new occasion
begins when the hazard is confirmed, an extension is granted or a re-inspection fails. Rules are data (escalation.toml).
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

from riskmap.domain.codes import Grade, Status, Step
from riskmap.domain.due import countdown_to, decided_on, due_eff, granted
from riskmap.domain.hazard import Escalation, Hazard
from riskmap.domain.listing import listing_at
from riskmap.domain.periods import SUNDAY
from riskmap.domain.progress import grade_at, status_at

FILE: Final = Path(__file__).with_name("escalation.toml")
UNRECTIFIED: Final = frozenset({Status.OPEN, Status.RECTIFYING, Status.REJECTED})
UNITS: Final = "units"  # the table of the rule of units, beside those of steps
ABOVE_REMINDER: Final = frozenset(Step) - {Step.REMIND}


class LadderError(ValueError):
    """A table of the ladder that cannot be used."""


@dataclass(frozen=True, slots=True)
class Rule:
    """When one step is due: days, None or False where that is no trigger of it."""

    before_due: int | None = None
    before_due_major: int | None = None
    overdue: int | None = None
    overdue_major: int | None = None
    failed_review: bool = False
    major: bool = False
    recurrence: bool = False
    order_past: int | None = None
    listing_past: bool = False


@dataclass(frozen=True, slots=True)
class Units:
    """When a unit is proposed for an interview: its rate lies `below` per cent (None: of no unit), with `least` items
    due, at the end of each of so many whole `weeks`, and something is overdue without an approved extension. Weeks end
    on the day (1 Monday to 7 Sunday) of the weekly review.
    """

    below: int | None = None
    least: int = 10
    weeks: int = 2
    ends: int = SUNDAY


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rules in force, by step, and that of units."""

    rules: Mapping[Step, Rule] = field(default_factory=dict)
    units: Units = field(default_factory=Units)

    def of(self, step: Step) -> Rule:
        """The rule of a step; one that is not in the table is never due."""
        return self.rules.get(step, Rule())


@dataclass(frozen=True, slots=True)
class Due:
    """A step that is due and not taken: since which day, and by which trigger (name of a field of Rule)."""

    step: Step
    since: date
    why: str


def load_ladder(own: Mapping[str, Any] | None = None, week_ends: int = SUNDAY) -> Ladder:
    """The ladder that is shipped, with a county's own numbers over it: {step: {trigger: value}}; its weeks end so.

    Raises LadderError for a step or trigger that is not known, or a value of another kind.
    """
    table: dict[str, dict[str, Any]] = {step: dict(rule) for step, rule in _shipped().items()}
    for step, rule in (own or {}).items():
        if step not in table or not isinstance(rule, Mapping):
            raise LadderError(f"escalation.{step} is no step of the ladder")
        table[step] |= rule
    units = replace(_units(table.pop(UNITS)), ends=week_ends)
    return Ladder({Step(step): _rule(step, rule) for step, rule in table.items()}, units)


@cache
def _shipped() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def _units(told: Mapping[str, Any]) -> Units:
    most = {"below": 100, "least": 1_000, "weeks": 12}
    for name, value in told.items():
        if name not in most:
            raise LadderError(f"escalation.{UNITS}.{name} is no part of the rule of units")
        if not (name == "below" and value is False) and (type(value) is not int or not 1 <= value <= most[name]):
            raise LadderError(f"escalation.{UNITS}.{name} is a number from 1 to {most[name]}")
    facts: dict[str, Any] = {name: None if value is False else value for name, value in told.items()}
    return Units(**facts)


def _rule(step: str, told: Mapping[str, Any]) -> Rule:
    kinds = {one.name: one.type for one in fields(Rule)}
    facts: dict[str, Any] = {}
    for name, value in told.items():
        if name not in kinds:
            raise LadderError(f"escalation.{step}.{name} is no trigger of the ladder")
        if kinds[name] is bool and not isinstance(value, bool):
            raise LadderError(f"escalation.{step}.{name} is true or false")
        if kinds[name] is not bool and value is not False and (type(value) is not int or value < 0):
            raise LadderError(f"escalation.{step}.{name} is a number of days, or false")
        facts[name] = None if value is False and kinds[name] is not bool else value
    return Rule(**facts)


def occasion(hazard: Hazard, as_of: date) -> date:
    """The day the present occasion began: confirmed, last extension granted or last failed re-inspection."""
    days = [decided_on(one) for one in granted(hazard, as_of)]
    days += [one.reviewed for one in hazard.rounds if one.reviewed <= as_of]
    return max([hazard.confirmed or hazard.found, *days])


def last(hazard: Hazard, step: Step, as_of: date) -> Escalation | None:
    """The latest of a kind of step taken on the present occasion; None if there is none."""
    start = occasion(hazard, as_of)
    found = [one for one in hazard.escalations if one.step is step and start <= one.on <= as_of]
    return max(reversed(found), key=lambda one: one.on, default=None)  # of one day: the one recorded last


def taken(hazard: Hazard, step: Step, as_of: date) -> bool:
    """Whether a step was taken on the present occasion; a listing counts once it was proposed."""
    if step is Step.LIST:
        return any(on is not None and on <= as_of for on in (one.proposed or one.listed for one in hazard.listings))
    return last(hazard, step, as_of) is not None


def due_steps(hazard: Hazard, as_of: date, ladder: Ladder) -> tuple[Due, ...]:
    """The steps that are due on a day and not taken, lowest first; none once the hazard is rectified.

    A reminder is not due any more where a higher step is due or was taken. `since` is the first day it was due, for all
    but a listing on the present occasion.
    """
    if status_at(hazard, as_of) not in UNRECTIFIED:
        return ()
    found, start = [], occasion(hazard, as_of)
    for step in Step:
        if taken(hazard, step, as_of):
            continue
        since = date.min if step is Step.LIST else start
        triggers = [(max(day, since), why) for day, why in _triggers(hazard, as_of, ladder.of(step)) if day <= as_of]
        if triggers:
            found.append(Due(step, *min(triggers)))
    higher = {one.step for one in found} & ABOVE_REMINDER - {Step.LIST}
    if higher or any(taken(hazard, step, as_of) for step in ABOVE_REMINDER - {Step.LIST}):
        found = [one for one in found if one.step is not Step.REMIND]
    return tuple(found)


def _triggers(hazard: Hazard, as_of: date, rule: Rule) -> Iterator[tuple[date, str]]:
    """Every trigger of a rule that a hazard has: the day it fires and its name."""
    major = grade_at(hazard, as_of) is Grade.MAJOR
    target, due = countdown_to(hazard, as_of), due_eff(hazard, as_of)
    ahead = "before_due_major" if major else "before_due"
    if target is not None and (days := getattr(rule, ahead)) is not None:
        yield target - timedelta(days), ahead
    late = "overdue_major" if major else "overdue"
    if due is not None and (days := getattr(rule, late)) is not None:
        yield due + timedelta(max(days, 1)), late
    failed = [one.reviewed for one in hazard.rounds if one.reviewed <= as_of]
    if rule.failed_review and failed:
        yield max(failed), "failed_review"
    start = hazard.confirmed or hazard.found
    if rule.major and major:
        yield max([start, *(move.on for move in hazard.moves if move.name == "grade" and move.on <= as_of)]), "major"
    if rule.recurrence and hazard.recurs_of is not None:
        yield start, "recurrence"
    order = last(hazard, Step.SUPERVISE, as_of)
    if rule.order_past is not None and order is not None:
        yield (order.due or order.on + timedelta(rule.order_past)) + timedelta(1), "order_past"
    hung = listing_at(hazard, as_of)
    if rule.listing_past and hung is not None and hung.due is not None:
        extended = due is not None and granted(hazard, as_of)  # an extension moves the listing's term too
        yield (max(hung.due, due) if extended and due else hung.due) + timedelta(1), "listing_past"
