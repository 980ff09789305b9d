"""Words that stand out: by the published measure, a word counted once an item, and never a name."""

from datetime import date
from math import log, sqrt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.metrics import drill
from riskmap.metrics.filters import Filter, changed
from riskmap.metrics.index import Index
from riskmap.metrics.standing_out import (
    FEWEST,
    LIMIT,
    PRIOR,
    Private,
    Texts,
    counted,
    keeps,
    persons,
    scores,
    standing_out,
    tagged,
)
from support.hazard_frames import AS_OF, facts, frame

NOBODY = Private(frozenset(), ())
YEAR = Filter(as_of=AS_OF, from_=date(AS_OF.year, 1, 1))


def spaced(text):
    return [(word, "n") for word in text.split()]


def told(rows, private=NOBODY, where=YEAR, tag=spaced):
    return standing_out(Index(frame(*rows)), where, Texts(tag), private)


def mixed(word, *, gas=40, other=60, **more):
    """Hazards of gas that mostly have the word, and others of coal that have not."""
    here = [facts(n, sector="gas", description=f"{word} 灭火器", **more) for n in range(1, gas + 1)]
    return [*here, *(facts(n, sector="coal", description="灭火器 皮带机") for n in range(500, 500 + other))]


GAS = changed(YEAR, sector=("gas",))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=2, max_size=12))
def test_the_measure_is_that_of_monroe_colaresi_and_quinn(counts):
    here, there = (np.array(column, dtype=float) for column in zip(*counts, strict=True))
    found, whole = scores(here, there), sum(here) + sum(there)
    for place, (y, other) in enumerate(counts):
        a = PRIOR * (y + other) / whole if whole else 0
        if not a:
            continue
        odds = [log((v + a) / (n + PRIOR - v - a)) if n + PRIOR - v - a > 0 else None
                for v, n in ((y, sum(here)), (other, sum(there)))]  # fmt: skip
        if None not in odds:
            assert found[place] == pytest.approx((odds[0] - odds[1]) / sqrt(1 / (y + a) + 1 / (other + a)), rel=1e-6)


def test_a_word_of_the_filter_stands_out_with_the_items_that_a_search_opens():
    rows = mixed("调压箱")
    found = told(rows, where=GAS)
    assert [one.text for one in found] == ["调压箱"]
    assert found[0].n == 40
    assert found[0].score is not None
    assert found[0].score > LIMIT
    assert drill.rows(Index(frame(*rows)), changed(GAS, q="调压箱"), "found").sum() == found[0].n


def test_without_a_comparison_the_most_frequent_words_are_shown_without_a_score():
    found = told(mixed("调压箱"))
    assert [(one.text, one.score) for one in found] == [("灭火器", None), ("皮带机", None), ("调压箱", None)]
    assert [one.n for one in found] == [100, 60, 40]


def test_a_word_counts_once_an_item_and_items_of_one_enterprise_alone_show_none():
    many = [facts(n, description="护栏 护栏 护栏") for n in range(FEWEST - 1)]
    assert told([*many, facts(9, description="通道")]) == ()
    assert told([facts(n, description="护栏", enterprise_id="e1") for n in range(9)]) == ()
    assert [one.n for one in told([facts(n, description="护栏 护栏") for n in range(FEWEST)])] == [FEWEST]


@pytest.mark.parametrize(
    "private",
    [
        Private(persons([pd.Series(["王小明、李四", "县应急局"])]), ()),
        Private(frozenset(), ("小明加油站",)),
        Private(frozenset(), ("小明",)),
        Private(frozenset(), (), ("小明镇",)),
    ],
)
def test_names_of_persons_enterprises_and_places_are_never_shown(private):
    found = told(mixed("小明"), private=private, where=GAS)
    assert found == ()
    assert [one.text for one in told(mixed("小明"), where=GAS)] == ["小明"]  # it would have stood out


def test_a_word_in_the_names_of_many_enterprises_tells_none_of_them():
    firms = tuple(f"{letter}煤业" for letter in "甲乙丙")
    assert [one.text for one in told(mixed("煤业"), Private(frozenset(), firms), GAS)] == ["煤业"]


@pytest.mark.parametrize(("word", "kind", "kept"), [
    ("配电箱", "n", True), ("过期", "t", True), ("张三丰", "nr", False), ("13812345678", "m", False),
    ("灯", "n", False), ("未按", "d", False), ("LNG", "eng", False), ("A级", "n", False), ("李建国", "nrfg", False),
])  # fmt: skip
def test_only_chinese_words_of_two_characters_that_are_no_person_count(word, kind, kept):
    assert keeps(word, kind) is kept


def test_the_segmenter_cuts_descriptions_and_knows_persons():
    texts = Texts(tagged)
    held = counted(texts, frame(facts(1, description="配电箱未接地，灭火器过期，李建国电话13812345678")))
    assert {"配电箱", "接地", "灭火器"} <= set(held.words)
    assert not {word for word in held.words if "李" in word or "建国" in word or word.isdigit()}


def test_each_text_is_segmented_once():
    asked = []
    texts = Texts(lambda text: asked.append(text) or spaced(text))
    for _ in range(2):
        counted(texts, frame(facts(1, description="护栏 缺失"), facts(2, description="护栏 缺失")))
    assert asked == ["护栏 缺失"]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.sampled_from(["护栏", "通道", "电缆"]), max_size=4), min_size=1, max_size=8))
def test_items_and_enterprises_of_each_word_are_those_of_counting_one_by_one(texts):
    held = counted(Texts(spaced), frame(*(facts(n, description=" ".join(one)) for n, one in enumerate(texts))))
    rows = np.arange(len(texts)) % 3 != 1
    weight, firm = np.arange(len(texts)) + 1, np.arange(len(texts)) % 2
    items, firms = held.items(rows, weight), held.firms(rows, firm)
    for place, word in enumerate(held.words):
        has = [n for n, one in enumerate(texts) if word in one and rows[n]]
        assert items[place] == sum(n + 1 for n in has)
        assert firms[place] == len({n % 2 for n in has})
