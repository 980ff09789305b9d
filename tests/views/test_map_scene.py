"""What the map draws adds up to the ledger for any filter, and lists and marks share their numbers."""

from collections import Counter
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskmap.domain.codes import Progress
from riskmap.domain.columns import NEVER
from riskmap.i18n import Translator
from riskmap.metrics import filters
from riskmap.metrics.frame import progress_at
from riskmap.metrics.index import Index
from riskmap.views import lists, scene, shading
from riskmap.views.marks import ORDER
from support.hazard_frames import AS_OF, TOWNSHIPS, T, facts, frame, random_rows

ASKED = st.fixed_dictionaries(
    {},
    optional={
        "township": st.sampled_from(["141034100", "141034101,141034102", "unknown"]),
        "grade": st.sampled_from(["major", "general"]),
        "progress": st.sampled_from(["overdue", "closed,waiting", "pending", "void"]),
        "listed": st.sampled_from(["any", "none", "county"]),
        "as_of": st.sampled_from(["2026-11-22", "2026-06-30", "2026-01-02"]),
        "batch": st.sampled_from(["b1", "b1,b2"]),
        "q": st.sampled_from(["煤业1", "无此"]),
    },
)


@given(seed=st.integers(0, 30), asked=ASKED)
def test_every_hazard_of_any_filter_is_drawn_or_counted_as_not_drawn(seed, asked):
    table = frame(*random_rows(seed, 60))
    index = Index(table)
    where = filters.parse(asked, filters.Vocabulary.of(table), AS_OF)
    day = T - (AS_OF - where.as_of) // timedelta(days=1)
    shown = scene.scene(index.select(where).reset_index(drop=True), day)
    assert shown.total == int(index.mask(where).sum())
    by_progress = Counter(progress_at(index.select(where), day))
    for code in ORDER:
        drawn = shown.tallies[code]
        missing = shown.closed_earlier if code == Progress.CLOSED else 0
        assert drawn.all + missing == by_progress[code]
        assert drawn.general == len(shown.dots[code])
    assert len(shown.majors) == sum(tally.major for tally in shown.tallies.values())
    assert len(shown.unplaced) == sum(t.major_unplaced + t.general_unplaced for t in shown.tallies.values())
    assert shown.void == by_progress[Progress.VOID]


@given(seed=st.integers(0, 30))
def test_numbers_run_from_one_without_gaps_and_lists_repeat_them(seed):
    shown = scene.scene(frame(*random_rows(seed, 60)), T)
    assert shown.numbers[shown.listed].tolist() == list(range(1, len(shown.listed) + 1))
    assert not shown.numbers[np.setdiff1d(np.arange(len(shown.frame)), shown.listed)].any()
    both = [*lists.problems(shown), *lists.closings(shown)]
    assert sorted(both) == sorted(shown.listed)
    ranks = [ORDER.index(code) for code in shown.progress[shown.listed]]
    assert ranks == sorted(ranks)


def test_the_most_overdue_major_is_number_one():
    rows = [facts(n, grade="major", due=T - late) for n, late in ((1, 2), (2, 40), (3, -5), (4, -90))]
    shown = scene.scene(frame(*rows), T)
    assert shown.listed.tolist() == [1, 0, 2, 3]


@pytest.mark.parametrize(
    ("given", "alarm"),
    [
        ({"control": ""}, True),
        ({"control": "none"}, True),
        ({"control": "suspended"}, False),
        ({"control": "", "grade": "general"}, False),
        ({"control": "", "rectified": T - 1, "passed": T - 1, "closed": T}, False),
        ({"control": "none", "rectified": T - 1}, True),  # 待复查 still stands
        ({"control": "", "confirmed": NEVER}, False),
    ],
)
def test_an_open_major_without_control_measures_is_an_alarm(given, alarm):
    shown = scene.scene(frame(facts(**{"grade": "major", **given})), T)
    assert shown.alarm.tolist() == [alarm]


def test_a_closed_hazard_leaves_the_map_after_ninety_days():
    rows = [facts(n, rectified=T - ago, passed=T - ago, closed=T - ago, found=T - 200) for n, ago in ((1, 90), (2, 91))]
    shown = scene.scene(frame(*rows), T)
    assert (shown.tallies[Progress.CLOSED].general, shown.closed_earlier) == (1, 1)


def test_a_listing_counts_from_its_day_until_it_is_taken_off():
    rows = [facts(1, listed=T, listed_level="city"), facts(2, listed=T - 9, delisted=T, listed_level="county")]
    assert scene.scene(frame(*rows), T).level.tolist() == ["city", ""]
    assert scene.scene(frame(*rows), T - 1).level.tolist() == ["", "county"]


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(4, 4, -1), (5, 5, 4), (84, 99, 0), (85, 100, 1), (8999, 10000, 1), (90, 100, 2), (949, 1000, 2), (98, 100, 4)],
)
def test_classes_of_the_ramp_are_compared_in_whole_numbers(part, whole, expected):
    assert shading.ramp_class(part, whole) == expected


def test_lists_hold_words_and_the_number_of_the_mark():
    rows = [facts(1, grade="major", due=T - 3, control="none", responsible_person="张某"), facts(2, grade="general")]
    shown, t = scene.scene(frame(*rows), T), Translator("zh_CN")
    table = lists.problem_table(shown, lists.problems(shown), t, lambda _, code: code)
    assert table["countdown"].tolist() == ["超期 3 天"]
    assert table["control"].tolist() == ["未采取措施"]
    duty = lists.duty_table(shown, lists.problems(shown), t, lambda _, code: code, {"e1": ("李某", "赵某")})
    assert duty[["principal", "leader"]].to_numpy().tolist() == [["张某", "赵某"]]
    assert lists.closing_table(shown, lists.closings(shown), t, lambda _, code: code).empty
    assert TOWNSHIPS
