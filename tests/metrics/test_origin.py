"""Where hazards come from: every share against straightforward pandas on random ledgers."""

from collections import Counter
from datetime import date
from random import Random

import numpy as np
import pandas as pd
import pytest
from histories import FIRST, SPAN, as_date, day, frames, random_history, single
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.domain.codes import Item, LateReason
from riskmap.domain.columns import ACTS, NEVER, REASON
from riskmap.metrics import drill
from riskmap.metrics.filters import Filter
from riskmap.metrics.index import Index
from riskmap.metrics.origin import AMOUNTS, MOST, PARETOS, origin, pareto
from riskmap.metrics.quality import quality
from riskmap.metrics.repeats import WITHIN, repeats
from riskmap.metrics.truth import truth

YEAR = Filter(as_of=date(2026, 5, 31), from_=date(2026, 1, 1))
KINDS = ["电气", "消防", " 消防 ", "通风", "", "", *(f"类{number}" for number in range(MOST + 3))]


def ledger(seed, size):
    """A random ledger with categories, causes, amounts, marks of the five, and statements."""
    rnd = Random(seed)
    hazards, spells = frames([random_history(rnd) for _ in range(size)])
    filled = {
        "id": [f"h{number}" for number in range(size)],
        "category": [rnd.choice(KINDS) for _ in range(size)],
        "cause": [rnd.choice(("", "管理缺失", "设备老化")) for _ in range(size)],
        "recurs_of": [rnd.choice(("", "", "", "x")) for _ in range(size)],
    }
    for name, values in filled.items():
        hazards[name] = pd.array(values, dtype="str")
    hazards["five_paper"] = np.array([rnd.choice((0, 31, rnd.randrange(32))) for _ in range(size)], np.int8)
    for item in Item:
        values = [rnd.choice((0, NEVER, FIRST + rnd.randrange(SPAN))) for _ in range(size)]
        hazards[f"five_{item}"] = np.array(values, np.int32)
    for name in AMOUNTS:
        hazards[name] = np.array([rnd.choice((np.nan, 0.0, 1.5, 20.0)) for _ in range(size)])
    if len(spells):
        for name in (*filled, "five_paper", *AMOUNTS, *(f"five_{item}" for item in Item)):
            spells[name] = hazards[name].array.take(spells["row"].to_numpy())
    rows = [(f"h{rnd.randrange(size)}", REASON + rnd.choice(list(LateReason)), FIRST + rnd.randrange(SPAN), NEVER)
            for _ in range(size)]  # fmt: skip
    acts = pd.DataFrame(rows, columns=list(ACTS)).astype(ACTS)
    return Index(hazards, spells, acts=acts), rows


def told(index, where):
    """The frame of the day with what holds by the contract, blanks in texts made plain."""
    frame = index.at((where.as_of - date(1970, 1, 1)).days).copy()
    for name in ("found", "due", "due_rectified", "on_time"):
        frame[f"in_{name}"] = drill.rows(index, where, name)
    for name in ("category", "cause"):
        frame[name] = frame[name].map(lambda text: " ".join(text.split()))
    return frame


def total(frame, mask):
    return int(frame.loc[mask, "n"].sum())


cases = (st.integers(0, 10**6), st.integers(1, 30), st.integers(FIRST, FIRST + SPAN), st.integers(0, 80))


@settings(max_examples=12, deadline=None)
@given(*cases)
def test_every_pareto_is_the_tally_of_its_items_and_opens_them(seed, size, as_of, span):
    index, acts = ledger(seed, size)
    where = Filter(as_of=as_date(as_of), from_=as_date(as_of - span))
    frame = told(index, where)
    known = {}
    for one, reason, on, _ in sorted(acts, key=lambda act: act[2]):
        known[one] = reason.removeprefix(REASON) if on <= as_of else known.get(one, "")
    frame["reason"] = frame["id"].map(known).fillna("")
    for kind in PARETOS:
        base = frame["in_due"] & ~frame["in_on_time"] if kind == "reason" else frame["in_found"]
        tally = Counter()
        for value, n in zip(frame.loc[base, kind], frame.loc[base, "n"], strict=True):
            tally[value] += int(n)
        found = pareto(index, where, kind)
        assert (found.m, found.unstated) == (sum(tally.values()), tally.pop("", 0))
        best = sorted(tally.items(), key=lambda pair: (-pair[1], pair[0]))
        assert [(bar.code, bar.n) for bar in found.bars] == best[:MOST]
        assert (found.others, found.other_values) == (sum(n for _, n in best[MOST:]), len(best[MOST:]))
        assert [bar.reached for bar in found.bars] == np.cumsum([n for _, n in best[:MOST]], dtype=int).tolist()
        for bar in found.bars[:3]:
            assert total(frame, drill.rows(index, where, f"origin.{kind}.{bar.code}")) == bar.n
        assert total(frame, drill.rows(index, where, f"origin.{kind}.")) == found.unstated
        assert total(frame, drill.rows(index, where, f"origin.others.{kind}")) == found.others


@settings(max_examples=12, deadline=None)
@given(*cases)
def test_every_share_is_that_of_plain_pandas_and_opens_its_rows(seed, size, as_of, span):
    index, _ = ledger(seed, size)
    where = Filter(as_of=as_date(as_of), from_=as_date(as_of - span))
    frame, found = told(index, where), origin(index, where)
    cohort, major = frame["in_found"], frame["grade"] == "major"
    own = frame["source"] == "self"
    valid = (frame[["found", "confirmed"]].max(axis=1) <= as_of) & (frame["voided"] > as_of)
    assert found.self_found == (total(frame, cohort & own), total(frame, cohort))
    assert found.self_major == (total(frame, cohort & own & major), total(frame, cohort & major))
    assert {bar.code: bar.n for bar in found.sources} == {
        code: total(frame, cohort & (frame["source"] == code)) for code in set(frame.loc[cohort, "source"])
    }
    base = cohort | frame["in_due"]
    assert found.extended == (total(frame, base & (frame["due_moved"] <= as_of)), total(frame, base))
    assert found.extended[0] == truth(index, where).extended.n
    assert found.majors == total(frame, valid & major)
    for amount in found.amounts:
        assert amount.total == pytest.approx(float(frame.loc[cohort, amount.kind].fillna(0).sum()))
        assert amount.n == total(frame, cohort & (frame[amount.kind] > 0))
    for place, one in enumerate(found.five[:-1]):
        assert one.item == list(Item)[place]
        assert one.paper == total(frame, valid & major & (frame["five_paper"].to_numpy() >> place & 1 == 1))
        assert one.place == total(frame, valid & major & (frame[f"five_{one.item}"] <= as_of))
    whole = (frame[[f"five_{item}" for item in Item]] <= as_of).all(axis=1)
    assert found.five[-1].place == total(frame, valid & major & whole)
    words = {"self": found.self_found[0], "first_pass": found.first_pass[0], "first_review": found.first_pass[1],
             "extended": found.extended[0], "extension_base": found.extended[1], "major": found.majors,
             "on_time_original": found.on_time_original[0], "due_original": found.on_time_original[1],
             "paper.funds": found.five[2].paper, "place.": found.five[-1].place,
             "funds.funds_paid": found.amounts[2].n}  # fmt: skip
    for word, n in words.items():
        assert total(frame, drill.rows(index, where, f"origin.{word}")) == n, word
    assert found.first_pass == quality(index, where).first_pass


@settings(max_examples=20, deadline=None)
@given(*cases)
def test_a_repeat_is_the_same_enterprise_and_category_again_within_a_year(seed, size, as_of, span):
    index, _ = ledger(seed, size)
    where = Filter(as_of=as_date(as_of), from_=as_date(as_of - span))
    frame = told(index, where)
    alone = (frame["source"] == "self") & (frame["grade"] == "general")
    valid = (frame[["found", "confirmed"]].max(axis=1) <= as_of) & (frame["voided"] > as_of) & ~alone
    rows = frame[valid].to_dict("records")

    def repeated(one):
        return one["recurs_of"] != "" or any(
            other["enterprise_id"] == one["enterprise_id"] != "" and other["category"] == one["category"] != ""
            and 0 < one["found"] - other["found"] <= WITHIN
            for other in rows
        )  # fmt: skip

    counted = frame[valid & frame["in_found"]].to_dict("records")
    again = [one for one in counted if repeated(one)]
    found = repeats(index, where)
    assert (found.n, found.m) == tuple(sum(one["n"] for one in part) for part in (again, counted))
    assert found.unknown == sum(one["n"] for one in counted if not one["enterprise_id"] or not one["category"])
    assert {one.enterprise: one.n for one in found.firms} == {
        firm: sum(one["n"] for one in again if one["enterprise_id"] == firm)
        for firm in {one["enterprise_id"] for one in again} - {""}
    }
    assert total(frame, drill.rows(index, where, "repeat.again")) == found.n
    assert total(frame, drill.rows(index, where, "repeat.of")) == found.m
    assert [one.n for one in found.firms] == sorted((one.n for one in found.firms), reverse=True)


def test_looking_again_oneself_makes_no_repeat_and_a_year_later_is_none_either():
    base = {"enterprise_id": "e1", "category": "消防", "source": "department"}
    first = single(**base, found=day(2026, 5, 1), confirmed=day(2026, 5, 1))

    def index(**second):
        dates = {"found": day(2026, 5, 9), "confirmed": day(2026, 5, 9)}
        return Index(*frames([first, single(**{**base, **dates, **second})]))

    assert repeats(index(), YEAR).firms[0].categories == ("消防",)
    assert repeats(index(), YEAR).n == 1
    assert repeats(index(source="self"), YEAR).n == 0
    assert repeats(index(category="电气"), YEAR).n == 0
    assert repeats(index(found=day(2026, 5, 1), confirmed=day(2026, 5, 1)), YEAR).n == 0  # one visit
    assert repeats(index(found=day(2025, 4, 30), confirmed=day(2025, 4, 30)), YEAR).n == 0  # 366 days


@pytest.mark.parametrize("word", ["origin.x", "origin.paper.x", "origin.funds.x", "origin.others.x",
                                  "origin.category.不存在", "repeat.x", "origin.", "repeat."])  # fmt: skip
def test_a_word_that_means_nothing_is_refused(word):
    index, _ = ledger(1, 5)
    with pytest.raises(drill.DrillError) as caught:
        drill.rows(index, YEAR, word)
    assert caught.value.word == word


def test_a_category_that_a_period_leaves_empty_has_no_rows_and_is_no_fault():
    row = single(category="消防", source="department", found=day(2025, 5, 1), confirmed=day(2025, 5, 1))
    assert drill.rows(Index(*frames([row])), YEAR, "origin.category.消防").sum() == 0
