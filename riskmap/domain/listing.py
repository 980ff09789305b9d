"""Listing for supervision (挂牌督办), parallel to the main loop (DOMAIN.md §2.4)."""

from datetime import date

from riskmap.domain.codes import Level, ListingState
from riskmap.domain.hazard import Hazard, Listing

RUNNING = frozenset({ListingState.PROPOSED, ListingState.LISTED, ListingState.ACCEPTANCE})
HANGING = frozenset({ListingState.LISTED, ListingState.ACCEPTANCE})
LEVELS = frozenset({Level.COUNTY, Level.CITY, Level.PROVINCE})
# action → (state it needs, state it leads to); no state = none may be running
STEPS: dict[str, tuple[ListingState | None, ListingState]] = {
    "propose_listing": (None, ListingState.PROPOSED),
    "drop_listing": (ListingState.PROPOSED, ListingState.DROPPED),
    "list": (ListingState.PROPOSED, ListingState.LISTED),
    "apply_delisting": (ListingState.LISTED, ListingState.ACCEPTANCE),
    "refuse_delisting": (ListingState.ACCEPTANCE, ListingState.LISTED),
    "delist": (ListingState.ACCEPTANCE, ListingState.DELISTED),
}


def running(hazard: Hazard) -> Listing | None:
    """The listing or proposal that is not finished; there is at most one."""
    return next((one for one in hazard.listings if one.state in RUNNING), None)


def proposal(hazard: Hazard) -> Listing | None:
    """The proposal of a listing that nobody has decided."""
    one = running(hazard)
    return one if one is not None and one.state is ListingState.PROPOSED else None


def hanging(hazard: Hazard) -> bool:
    """Whether the plate hangs: listed and not delisted. Such a hazard may not be closed."""
    return any(one.state in HANGING for one in hazard.listings)


def ever_listed(hazard: Hazard) -> bool:
    """Whether it was listed at any time."""
    return any(one.listed is not None for one in hazard.listings)


def allows(hazard: Hazard, action: str) -> bool:
    """Whether the sub-machine takes a step now."""
    needed, _ = STEPS[action]
    one = running(hazard)
    return one is None if needed is None else one is not None and one.state is needed


def listing_at(hazard: Hazard, as_of: date) -> Listing | None:
    """The listing that stands on a day; a delisting counts from its day on."""
    for one in hazard.listings:
        if one.listed is not None and one.listed <= as_of and (one.delisted is None or as_of < one.delisted):
            return one
    return None


def level_at(hazard: Hazard, as_of: date) -> Level | None:
    """The level a hazard is listed at on a day."""
    one = listing_at(hazard, as_of)
    return one.level if one else None
