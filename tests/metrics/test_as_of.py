"""States, status, progress and countdown as of a day."""

import numpy as np
import pandas as pd
import pytest
from histories import NEVER, State, day, facts, frames, single

from riskmap.domain.columns import HAZARDS, SPELLS
from riskmap.metrics.frame import at, days_left, progress_at, status_at

MAY = [day(2026, 5, number) for number in range(1, 32)]
WALK = {
    "found": MAY[0], "confirmed": MAY[1], "started": MAY[3], "rectified": MAY[9], "declared": MAY[9], "passed": MAY[11],
    "closed": MAY[13], "due": MAY[19], "status": "closed",
}  # fmt: skip


@pytest.mark.parametrize(
    ("on", "status", "progress"),
    [
        (MAY[0] - 1, "", ""),
        (MAY[0], "pending", "pending"),
        (MAY[1], "open", "in_progress"),
        (MAY[3], "rectifying", "in_progress"),
        (MAY[9], "awaiting_review", "waiting"),
        (MAY[11], "verified", "waiting"),
        (MAY[13], "closed", "closed"),
    ],
)
def test_a_closed_hazard_shows_every_earlier_status_on_its_day(on, status, progress):
    frame, _ = frames([single(**WALK)])
    assert status_at(frame, on).tolist() == [status]
    assert progress_at(frame, on).tolist() == [progress]


@pytest.mark.parametrize(
    ("on", "progress", "left"),
    [(MAY[11], "in_progress", 8), (MAY[12], "due_soon", 7), (MAY[19], "due_soon", 0), (MAY[20], "overdue", -1)],
)
def test_the_countdown_runs_to_the_due_date_inclusive(on, progress, left):
    frame, _ = frames([single(found=MAY[0], due=MAY[19])])
    assert progress_at(frame, on).tolist() == [progress]
    assert days_left(frame, on).tolist() == [left]


def test_without_a_due_date_there_is_no_countdown():
    frame, _ = frames([single(found=MAY[0])])
    assert days_left(frame, MAY[5]).tolist() == [NEVER]
    assert progress_at(frame, MAY[5]).tolist() == ["in_progress"]


def test_a_rounds_own_date_drives_the_countdown_and_never_the_overdue_mark():
    frame, _ = frames([single(found=MAY[0], due=MAY[19], round_due=MAY[28], rejected=MAY[10], status="rejected")])
    assert days_left(frame, MAY[15]).tolist() == [13]
    assert status_at(frame, MAY[15]).tolist() == ["rejected"]
    assert progress_at(frame, MAY[21]).tolist() == ["overdue"]
    assert days_left(frame, MAY[21]).tolist() == [-2]


def test_started_again_after_a_failed_re_inspection_is_in_rectification():
    frame, _ = frames([single(found=MAY[0], due=MAY[19], rejected=MAY[5], started=MAY[6])])
    assert [status_at(frame, on)[0] for on in (MAY[5], MAY[6])] == ["rejected", "rectifying"]


def test_a_file_that_says_rectifying_without_a_date_is_believed():
    frame, _ = frames([single(found=MAY[0], status="rectifying"), single(found=MAY[0], status="rejected")])
    assert status_at(frame, MAY[5]).tolist() == ["rectifying", "rejected"]


def test_the_state_of_a_past_day_is_the_spell_that_held_then():
    declared = {"found": MAY[0], "due": MAY[9], "rectified": MAY[4], "declared": MAY[4]}
    failed = {"found": MAY[0], "due": MAY[9], "rejected": MAY[7]}
    history = (State(-NEVER, facts(**declared)), State(MAY[7], facts(**failed)))
    hazards, spells = frames([single(found=MAY[0]), history])
    marks = [progress_at(at(hazards, spells, on), on)[1] for on in (MAY[3], MAY[6], MAY[7], MAY[12])]
    assert marks == ["due_soon", "waiting", "due_soon", "overdue"]


def test_a_frame_of_a_past_day_keeps_rows_columns_and_types():
    history = (State(-NEVER, facts(sector="coal")), State(MAY[7], facts(sector="gas")))
    hazards, spells = frames([history, single()])
    past = at(hazards, spells, MAY[0])
    assert list(past.columns) == list(hazards.columns)
    assert past["sector"].tolist() == ["coal", "coal"]
    assert isinstance(past["sector"].dtype, pd.CategoricalDtype)
    assert past["found"].dtype == np.int32
    assert at(hazards, spells, MAY[7])["sector"].tolist() == ["gas", "coal"]


def test_a_spell_may_hold_a_code_that_no_hazard_holds_today():
    history = (State(-NEVER, facts(sector="other")), State(MAY[7], facts(sector="gas")))
    hazards, spells = frames([history])
    hazards["sector"] = pd.Categorical(["gas"], categories=["gas"])
    assert at(hazards, spells, MAY[0])["sector"].tolist() == ["other"]
    assert at(hazards, spells, MAY[8])["sector"].tolist() == ["gas"]


def test_the_frames_of_these_tests_are_the_frames_of_the_contract():
    hazards, spells = frames([(State(-NEVER, facts()), State(MAY[7], facts()))])
    assert {name: str(kind) for name, kind in hazards.dtypes.items()} == HAZARDS
    assert set(spells.columns) == set(SPELLS)
