"""A part of the map in the one vocabulary: read strictly, counted exactly, empty of what has no place."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskmap.metrics import area, filters
from riskmap.metrics.filters import FilterError, Vocabulary
from riskmap.metrics.index import Index
from riskmap.views import lists, scene
from support.hazard_frames import AS_OF, T, frame, random_rows

AREAS = ("box:111.4,36.5,111.6,36.7", "near:111.5,36.6,8", "lasso:111.4,36.5;111.7,36.5;111.5,36.8")


@pytest.mark.parametrize("text", AREAS)
def test_an_area_comes_back_from_the_address_as_it_went(text: str) -> None:
    where = filters.parse({"area": text}, Vocabulary(), AS_OF)
    assert filters.to_query(where) == {"area": text}
    assert where.narrows


@pytest.mark.parametrize(
    "text",
    ["x", "box:1,2,3", "box:3,2,1,4", "box:nan,1,2,3", "near:1,2,0", "near:1,2,inf", "near:200,2,1", "lasso:1,2;3,4"],
)
def test_what_is_no_area_is_refused(text: str) -> None:
    with pytest.raises(FilterError, match="area"):
        filters.parse({"area": text}, Vocabulary(), AS_OF)


def test_points_are_in_or_out_and_the_missing_are_out() -> None:
    lon, lat = np.array([111.5, 111.5, np.nan, 111.59]), np.array([36.6, 36.9, np.nan, 36.6])
    assert area.inside(AREAS[0], lon, lat).tolist() == [True, False, False, True]
    assert area.inside("near:111.5,36.6,8", lon, lat).tolist() == [True, False, False, False]  # 8.04 km
    assert area.inside(AREAS[2], lon, lat).tolist() == [True, False, False, True]


@given(seed=st.integers(0, 30), text=st.sampled_from(AREAS))
def test_lists_of_a_selection_hold_what_the_ledger_counts_there(seed: int, text: str) -> None:
    index = Index(frame(*random_rows(seed, 80)))
    where = filters.parse({"area": text}, Vocabulary(), AS_OF)
    shown = scene.scene(index.select(filters.default(AS_OF)).reset_index(drop=True), T)
    both = [*lists.within(shown, text)[0], *lists.within(shown, text)[1]]
    there = scene.scene(index.select(where).reset_index(drop=True), T)
    assert len(both) == there.total - there.closed_earlier - there.void
    assert len(set(both)) == len(both)
