"""How one hazard stood on each day: its time line cut at every day on which a stored fact was replaced.

Dates carry most of history by themselves (a hazard closed on Friday was open on Thursday). Only what was overwritten
or withdrawn needs earlier states: failed rounds, granted extensions, moves between cells, second listings, control
records made after a hazard was found (DOMAIN.md §2.3, §3.2).
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from riskmap.domain.codes import Grade, Source, Status
from riskmap.domain.columns import COAL_SECTORS, NEVER, to_day
from riskmap.domain.due import decided_on, due_eff, extended_to, granted, moved_on, ordered_due, round_ahead, round_due
from riskmap.domain.hazard import MOVABLE, Hazard, Listing, Round
from riskmap.domain.progress import control_at, fact_at, started_in

# The columns of the frame that differ from state to state; all others stand on the hazard itself.
VARYING: Final = (
    *MOVABLE, "group", "status", "coal", "self_found", "on_the_spot", "due", "due_original", "round_due", "started",
    "declared", "rectified", "rejected", "round_no", "extended", "extended_to", "due_moved", "listed", "delisted",
    "listed_level", "listing_number", "control", "control_on",
)  # fmt: skip
_DAY: Final = timedelta(days=1)

Facts = dict[str, Any]


class Spell(NamedTuple):
    """The facts that hold for since ≤ T < until (days); the last one has until = NEVER."""

    since: int
    until: int
    facts: Facts


def change_days(hazard: Hazard) -> list[date]:
    """The days from which another state holds, oldest first."""
    days = {failed.reviewed for failed in hazard.rounds} | {move.on for move in hazard.moves}
    days |= {decided_on(one) for one in granted(hazard, date.max)}
    days |= {listing.listed for listing in _standing(hazard)[1:] if listing.listed is not None}
    days |= {record.on for record in hazard.controls if record.on > hazard.found}
    return sorted(days)


def spells(hazard: Hazard) -> list[Spell]:
    """Every state of the hazard, oldest first; neighbours that do not differ are one. The last is the latest state."""
    days = change_days(hazard)
    if not days:
        return [Spell(0, NEVER, facts_on(hazard, hazard.found))]
    found: list[Spell] = []
    for start in (days[0] - _DAY, *days):
        facts = facts_on(hazard, start)
        if found and found[-1].facts == facts:
            continue
        since = to_day(start) if found else 0
        if found:
            found[-1] = found[-1]._replace(until=since)
        found.append(Spell(since, NEVER, facts))
    return found


def facts_on(hazard: Hazard, day: date) -> Facts:
    """The varying facts as they stood on a day. `group` and what follows from the county is left to the caller."""
    moved = {name: fact_at(hazard, name, day) for name in MOVABLE}
    ahead = round_ahead(hazard, day)
    declared, rectified = (ahead.declared, ahead.rectified) if ahead else (hazard.declared, hazard.rectified)
    return {
        **moved,
        "status": _status(hazard, ahead),
        "coal": moved["sector"] in COAL_SECTORS,
        "self_found": moved["source"] == Source.SELF and moved["grade"] == Grade.GENERAL,
        "on_the_spot": rectified is not None and rectified == hazard.found,
        "started": to_day(started_in(hazard, ahead)),
        "declared": to_day(declared),
        "rectified": to_day(rectified),
        **_dues(hazard, day),
        **_listing(hazard, day),
        **_control(hazard, day),
    }


def _rounds(hazard: Hazard) -> Sequence[Round]:
    return sorted(hazard.rounds, key=lambda failed: failed.reviewed)


def _status(hazard: Hazard, ahead: Round | None) -> str:
    if ahead is None:
        return hazard.status.value
    declared = ahead.rectified is not None or ahead.declared is not None
    return Status.AWAITING_REVIEW.value if declared else Status.OPEN.value


def _dues(hazard: Hazard, day: date) -> Facts:
    failed = [r for r in _rounds(hazard) if r.reviewed <= day]
    extended = [to_day(decided_on(one)) for one in granted(hazard, day)]  # late applications too
    return {
        "due": to_day(due_eff(hazard, day)),
        "due_original": to_day(ordered_due(hazard)),
        "round_due": to_day(round_due(hazard, day)),
        "rejected": to_day(failed[-1].reviewed) if failed else NEVER,
        "round_no": len(failed) + 1,
        "extended": max(extended, default=NEVER),
        "extended_to": to_day(extended_to(hazard, day)),
        "due_moved": to_day(moved_on(hazard, day)),
    }


def _standing(hazard: Hazard) -> list[Listing]:
    return sorted((x for x in hazard.listings if x.listed is not None), key=lambda x: x.listed or date.max)


def _listing(hazard: Hazard, day: date) -> Facts:
    listings = _standing(hazard)
    if not listings:
        return {"listed": NEVER, "delisted": NEVER, "listed_level": "", "listing_number": ""}
    begun = [listing for listing in listings if listing.listed is not None and listing.listed <= day]
    listing = begun[-1] if begun else listings[0]
    return {
        "listed": to_day(listing.listed),
        "delisted": to_day(listing.delisted),
        "listed_level": listing.level.value,
        "listing_number": listing.number,
    }


def _control(hazard: Hazard, day: date) -> Facts:
    """The control status of the day, none before the first record; before a hazard was found, that of its first day."""
    record = control_at(hazard, max(day, hazard.found))
    if record is None:
        return {"control": "", "control_on": NEVER}
    return {"control": record.status.value, "control_on": to_day(record.on)}
