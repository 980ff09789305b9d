"""The one vocabulary of filters."""

from datetime import date

import pytest
from histories import NEVER, day, frames, single
from hypothesis import given
from hypothesis import strategies as st

from riskmap.metrics.filters import Filter, FilterError, Vocabulary, changed, default, mask, parse, to_query

TODAY = date(2026, 11, 22)
MAY1 = day(2026, 5, 1)
WORDS = Vocabulary(
    sector=frozenset({"coal", "gas", "其他,杂"}),
    group=frozenset({"mine"}),
    township=frozenset({"141034100", "unknown"}),
    department=frozenset({"yingji"}),
    enterprise=frozenset({"e1", "e2"}),
)


def test_an_empty_query_is_the_year_to_today():
    where = parse({}, WORDS, TODAY)
    assert where == default(TODAY)
    assert (where.from_, where.as_of) == (date(2026, 1, 1), TODAY)
    assert to_query(where) == {}
    assert not where.narrows


def test_a_past_day_takes_the_start_of_its_own_year():
    assert parse({"as_of": "2025-03-09"}, WORDS, TODAY).from_ == date(2025, 1, 1)


@pytest.mark.parametrize(
    ("query", "key", "code"),
    [
        ({"colour": "red"}, "colour", "unknown_key"),
        ({"sector": "coal,steel"}, "sector", "unknown_value"),
        ({"status": "done"}, "status", "unknown_value"),
        ({"listed": "yes"}, "listed", "unknown_value"),
        ({"batch": "b9"}, "batch", "unknown_value"),
        ({"overdue": "yes"}, "overdue", "unknown_value"),
        ({"located": "yes"}, "located", "unknown_value"),
        ({"lang": "fr"}, "lang", "unknown_value"),
        ({"as_of": "2026-13-01"}, "as_of", "bad_date"),
        ({"as_of": "20260101"}, "as_of", "bad_date"),
        ({"from": "2026-W01-1"}, "from", "bad_date"),
        ({"from": "2026-12-01"}, "from", "from_after_as_of"),
        ({"from": "2026-01-02", "as_of": "2026-01-01"}, "from", "from_after_as_of"),
    ],
)
def test_a_word_outside_the_vocabulary_is_a_clear_error(query, key, code):
    with pytest.raises(FilterError) as caught:
        parse(query, WORDS, TODAY)
    assert (caught.value.key, caught.value.code) == (key, code)


codes = st.sets(st.sampled_from(["coal", "gas", "其他,杂"]))


@given(codes, st.booleans(), st.sampled_from(["", "汾西, 矿", "a\\b"]), st.dates(date(2020, 1, 1), date(2026, 11, 1)))
def test_a_filter_survives_its_own_query(sectors, overdue, words, as_of):
    where = Filter(
        as_of=as_of,
        from_=date(as_of.year, 1, 1),
        sector=tuple(sorted(sectors)),
        overdue=overdue,
        q=words,
        set_as_of=True,
    )
    assert parse(to_query(where), WORDS, TODAY) == where


def test_changing_a_date_marks_it_as_given():
    assert to_query(changed(default(TODAY), as_of=date(2026, 6, 30))) == {"as_of": "2026-06-30"}


PLACED = {"lon": 111.5, "lat": 36.6}
ROWS = {
    "coal": {
        **PLACED,
        "sector": "coal",
        "batch": "b1",
        "enterprise_id": "e1",
        "enterprise": "示例煤业",
        "hazard_no": "FX-2026-000001",
    },
    "gas_overdue": {
        **PLACED,
        "sector": "gas",
        "grade": "major",
        "batch": "b2",
        "due": MAY1 + 3,
        "place": "调压站 {{7*7}} (北.*)",
    },
    "listed": {
        "sector": "other",
        "batch": "b1",
        "grade": "major",
        "listed": MAY1 + 2,
        "listed_level": "city",
        "due": NEVER,
    },
    "nowhere": {"township": "", "source": "unknown", "rectified": MAY1 + 4, "description": "Loose Cable"},
    "delisted": {"listed": MAY1 + 1, "delisted": MAY1 + 9, "listed_level": "county", "closed": MAY1 + 9},
    "future": {"found": MAY1 + 300},
}


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ({}, "coal gas_overdue listed nowhere delisted"),
        ({"sector": "gas,other"}, "gas_overdue listed"),
        ({"group": "town"}, "gas_overdue"),
        ({"township": "unknown"}, "nowhere"),
        ({"source": "unknown"}, "nowhere"),
        ({"grade": "major"}, "gas_overdue listed"),
        ({"status": "awaiting_review"}, "nowhere"),
        ({"status": "closed,awaiting_review"}, "nowhere delisted"),
        ({"progress": "overdue"}, "gas_overdue"),
        ({"overdue": "1"}, "gas_overdue"),
        ({"batch": "b1"}, "coal listed"),
        ({"batch": "b1,b2", "grade": "major"}, "gas_overdue listed"),
        ({"located": "1"}, "coal gas_overdue"),
        ({"located": "0"}, "listed nowhere delisted"),
        ({"located": "0", "grade": "major"}, "listed"),
        ({"listed": "any"}, "listed"),
        ({"listed": "city"}, "listed"),
        ({"listed": "county"}, ""),
        ({"listed": "none"}, "coal gas_overdue nowhere delisted"),
        ({"listed": "none,any"}, "coal gas_overdue listed nowhere delisted"),
        ({"enterprise": "e1"}, "coal"),
        ({"q": "2026-000001"}, "coal"),
        ({"q": "示例"}, "coal"),
        ({"q": "(北.*)"}, "gas_overdue"),
        ({"q": "{{7*7}}"}, "gas_overdue"),
        ({"q": "loose cable"}, "nowhere"),
        ({"as_of": "2026-05-04", "overdue": "1"}, ""),
        ({"as_of": "2026-05-04", "listed": "county"}, "delisted"),
    ],
)
def test_a_filter_keeps_the_rows_it_names(query, kept):
    base = {"found": MAY1, "sector": "coalwash", "department": "yingji", "source": "department", "due": MAY1 + 300}
    hazards, spells = frames([single(**(base | given_)) for given_ in ROWS.values()])
    where = parse(query, Vocabulary.of(hazards, spells=spells), TODAY)
    names = [name for name, keep in zip(ROWS, mask(hazards, where), strict=True) if keep]
    assert names == kept.split()


def test_the_vocabulary_joins_the_countys_codes_with_those_of_its_files():
    hazards, _ = frames([single(enterprise_id="e9", department="")])
    words = Vocabulary.of(hazards, known={"sector": ["fishery"]})
    assert {"fishery", "coal"} <= words.sector
    assert words.enterprise == {"e9"}
    assert "unknown" in words.department


def test_what_has_no_township_may_be_asked_for_when_nothing_is_left_of_it():
    hazards, _ = frames([single(township="141034100", department="yingji")])
    words = Vocabulary.of(hazards)
    for key in ("township", "department"):
        where = parse({key: "unknown"}, words, TODAY)
        assert not mask(hazards, where).any()
