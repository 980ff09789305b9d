"""One hazard judged by the domain and the same one as a row of a frame judged by metrics: one answer."""

from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.domain.columns import NEVER, to_day
from riskmap.domain.events import Event
from riskmap.domain.hazard import Hazard
from riskmap.domain.progress import days_left, progress, status_at
from riskmap.ledger.spells import spells
from riskmap.metrics import frame
from support import hazard_frames
from support.lives import FOUND
from support.random_lives import lives

DATES = ("found", "confirmed", "passed", "closed", "voided", "started")


def row_on(hazard: Hazard, day: int) -> dict[str, Any]:
    """The hazard's row in the frame of a day."""
    own = {name: to_day(getattr(hazard, name)) for name in DATES} | {"undated": hazard.undated}
    then = next(one.facts for one in spells(hazard) if one.since <= day < one.until)
    return hazard_frames.facts(**{**own, **{name: value for name, value in then.items() if name != "group"}})


@settings(max_examples=10, deadline=None)
@given(st.lists(lives, min_size=6, max_size=6))
def test_domain_and_metrics_tell_the_same_of_every_day(several: list[tuple[list[Event], list[Hazard]]]) -> None:
    hazards = [states[-1] for _, states in several]
    for shift in range(0, 90, 8):
        as_of = FOUND + timedelta(days=shift)
        day = to_day(as_of)
        rows = hazard_frames.frame(*(row_on(hazard, day) for hazard in hazards))
        left = [days_left(hazard, as_of) for hazard in hazards]
        assert list(frame.status_at(rows, day)) == [status_at(hazard, as_of) for hazard in hazards]
        assert list(frame.progress_at(rows, day)) == [progress(hazard, as_of) for hazard in hazards]
        assert list(frame.days_left(rows, day)) == [NEVER if days is None else days for days in left]
