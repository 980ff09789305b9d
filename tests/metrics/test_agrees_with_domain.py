"""The columns of a frame and the domain's one hazard at a time tell the same status, mark and countdown."""

from datetime import date, timedelta

from histories import NEVER, frames, single
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.domain import due, progress
from riskmap.domain.codes import Grade, Status
from riskmap.domain.columns import to_day
from riskmap.domain.hazard import Hazard
from riskmap.metrics.frame import days_left, progress_at, status_at

START = date(2026, 3, 1)
days = st.integers(0, 60).map(lambda number: START + timedelta(days=number))
maybe = st.none() | days
DATES = ("confirmed", "due", "started", "declared", "rectified", "passed", "closed", "voided")

hazards = st.builds(
    Hazard,
    id=st.just("h"),
    hazard_no=st.just(""),
    found=days,
    status=st.sampled_from([Status.OPEN, Status.RECTIFYING, Status.REJECTED]),
    grade=st.sampled_from(Grade),
    undated=st.booleans(),
    **dict.fromkeys(DATES, maybe),
)


@settings(max_examples=150, deadline=None)
@given(hazards, days)
def test_status_mark_and_countdown_of_a_frame_are_those_of_the_domain(hazard, on):
    dates = {name: to_day(getattr(hazard, name)) for name in DATES}
    dates["due"] = to_day(due.due_eff(hazard, on))
    row = single(found=to_day(hazard.found), status=hazard.status.value, undated=hazard.undated, **dates)
    frame, _ = frames([row])
    day = to_day(on)
    assert status_at(frame, day).tolist() == [progress.status_at(hazard, on) or ""]
    assert progress_at(frame, day).tolist() == [progress.progress(hazard, on) or ""]
    left = progress.days_left(hazard, on)
    assert days_left(frame, day).tolist() == [NEVER if left is None else left]
