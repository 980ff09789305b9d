"""A hazard as it stood on a day: what was done, told or corrected later is not there yet (DOMAIN.md §3.2: fact time).

Facts that bear no day of their own (words, amounts, coordinates, undated evidence) are as they are stored now.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from riskmap.domain import five
from riskmap.domain.codes import ExtensionState, Grade, ListingState, Source
from riskmap.domain.due import decided_on, round_ahead
from riskmap.domain.hazard import DUE, MOVABLE, Extension, Hazard, Listing
from riskmap.domain.progress import fact_at, started_in, status_at

PLAIN = ("ordered", "confirmed", "plan_filed", "restart_on", "passed", "closed", "voided")  # days that only come
TOLD_WITH = {  # words that came with a day and are those of that day alone
    "rectified": ("rectified_by",),
    "passed": ("reviewers", "review_result"),
    "closed": ("closed_by", "closed_by_ledger"),
    "voided": ("void_reason",),
    "restart_on": ("restart_no",),
}


def on(hazard: Hazard, day: date) -> Hazard:
    """The hazard as it stood on a day; one found later as it was when it was found.

    A due date that was put right later holds from the beginning, as `due.due_eff` has it.
    """
    day = max(day, hazard.found)
    known: dict[str, Any] = {name: _by(getattr(hazard, name), day) for name in PLAIN} | _round(hazard, day)
    other = [words for name, words in TOLD_WITH.items() if known[name] != getattr(hazard, name)]
    untold = {word: type(getattr(hazard, word))() for words in other for word in words}
    status = status_at(hazard, day)
    assert status is not None
    return replace(hazard, status=status, **known, **untold, **_moved(hazard, day), **_records(hazard, day))


def _by(value: date | None, day: date) -> date | None:
    return value if value is not None and value <= day else None


def _round(hazard: Hazard, day: date) -> dict[str, date | None]:
    """Start and rectification of the round that stood on the day; done, but declared later, is not told yet."""
    ahead = round_ahead(hazard, day)
    declared, rectified = (ahead.declared, ahead.rectified) if ahead else (hazard.declared, hazard.rectified)
    asked = _by(declared, day) if declared else None
    done = _by(rectified, day) if declared is None or asked else None
    return {"started": _by(started_in(hazard, ahead), day), "declared": asked, "rectified": done}


def _moved(hazard: Hazard, day: date) -> dict[str, Any]:
    """The facts that figures are grouped by, before their later moves."""
    typed: dict[str, Callable[[str], Any]] = {
        "grade": Grade,
        "source": Source,
        "supervision": type(hazard.supervision),
        "enterprise_id": _id,
    }
    return {name: typed.get(name, str)(fact_at(hazard, name, day)) for name in MOVABLE}


def _id(text: str) -> str | None:
    return text or None


def _records(hazard: Hazard, day: date) -> dict[str, Any]:
    """Everything that is told with a day of its own."""
    return {
        "rounds": tuple(one for one in hazard.rounds if one.reviewed <= day),
        "extensions": tuple(extension_on(one, day) for one in hazard.extensions if one.applied <= day),
        "listings": tuple(_listing(one, day) for one in hazard.listings if _begun(one, day)),
        "five": five.on(hazard, day).five,
        "evidence": tuple(one for one in hazard.evidence if one.on is None or one.on <= day),
        "controls": tuple(one for one in hazard.controls if one.on <= day),
        "chain": tuple(one for one in hazard.chain if one.since is None or one.since <= day),
        "moves": tuple(one for one in hazard.moves if one.on <= day or one.name == DUE),
        "statements": tuple(one for one in hazard.statements if one.on <= day),
        "escalations": tuple(one for one in hazard.escalations if one.on <= day),
        "reported": tuple(one for one in hazard.reported if one.on is None or one.on <= day),
    }


def extension_on(one: Extension, day: date) -> Extension:
    """An application as it stood on a day: not decided yet where the decision came later."""
    if one.state is ExtensionState.REQUESTED or decided_on(one) <= day:
        return one
    return replace(one, state=ExtensionState.REQUESTED, decided=None, approved_to=None, decided_by="")


def _begun(one: Listing, day: date) -> bool:
    first = one.proposed or one.listed
    return first is None or first <= day


def _listing(one: Listing, day: date) -> Listing:
    """A listing before its later steps; a proposal, or an application, whose answer has no day counts as answered."""
    if one.listed is not None and one.listed > day:
        return Listing(ListingState.PROPOSED, one.level, one.proposed, unit=one.unit)
    applied, ended = _by(one.delist_applied, day), _by(one.delisted, day)
    dropped, refused = _by(one.dropped, day), _by(one.delist_refused, day)
    state, asks = one.state, ListingState.ACCEPTANCE if applied else ListingState.LISTED
    if one.dropped != dropped:
        state = ListingState.PROPOSED
    elif one.delist_refused != refused or (state in (ListingState.ACCEPTANCE, ListingState.DELISTED) and ended is None):
        state = asks
    return replace(one, state=state, delist_applied=applied, delisted=ended, dropped=dropped, delist_refused=refused)
