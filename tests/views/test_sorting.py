"""The ledger's orders, and the rows behind a number."""

import numpy as np
import pytest

from riskmap.domain.columns import NEVER, to_day
from riskmap.metrics import drill, filters
from riskmap.metrics.index import Index
from riskmap.views import sorting
from support.hazard_frames import AS_OF, frame, random_rows

WHERE = filters.default(AS_OF)
INDEX = Index(frame(*random_rows(7, 300)))
SHOWN = INDEX.at(to_day(AS_OF))


@pytest.mark.parametrize("sort", sorting.SORTS)
@pytest.mark.parametrize("sign", ["", "-"])
def test_an_order_shows_every_row_once(sort: str, sign: str) -> None:
    keep = INDEX.mask(WHERE)
    rows = sorting.order(INDEX, WHERE, keep, sign + sort)
    assert sorted(rows.tolist()) == np.flatnonzero(keep).tolist()


@pytest.mark.parametrize("sort", ["hazard_no", "enterprise", "found", "due"])
def test_turning_an_order_round_turns_its_column_round(sort: str) -> None:
    keep = INDEX.mask(WHERE)
    there = [SHOWN[sort].iloc[row] for row in sorting.order(INDEX, WHERE, keep, sort)]
    back = [SHOWN[sort].iloc[row] for row in sorting.order(INDEX, WHERE, keep, f"-{sort}")]
    assert there == sorted(there)
    assert back == sorted(back, reverse=True)


def test_the_most_urgent_stand_first_and_void_ones_last() -> None:
    rows = sorting.order(INDEX, WHERE, INDEX.mask(WHERE), "urgency")
    progress, left = sorting.standing(INDEX, WHERE)
    order = list(dict.fromkeys(progress[rows]))
    assert order[0] == "overdue"
    assert order[-1] == "void"
    late = [row for row in rows if progress[row] == "overdue" and SHOWN["grade"].iloc[row] == "major"]
    assert [left[row] for row in late] == sorted(left[row] for row in late)


def test_the_stock_behind_its_number_is_the_stock() -> None:
    from riskmap.metrics.counts import total

    counts = total(INDEX, WHERE.as_of, WHERE.from_, WHERE)
    for name in ("found", "stock", "stock_overdue", "due", "due_passed", "carried_in", "opening"):
        if name != "opening":
            assert int(drill.rows(INDEX, WHERE, name).sum()) == counts[name], name
    both = drill.rows(INDEX, WHERE, "carried_in,stock_major")
    assert (both == (drill.rows(INDEX, WHERE, "carried_in") & drill.rows(INDEX, WHERE, "stock_major"))).all()


def test_the_parts_of_a_rank_table_share_no_row_and_leave_none_out() -> None:
    parts = [drill.part(INDEX, WHERE, name) for name in ("township", "higher", "self_found")]
    assert (np.sum(parts, axis=0) == 1).all()


@pytest.mark.parametrize("word", ["", "nonsense", "check.nothing", "step.x", "soon.x", "stock,x"])
def test_a_word_without_meaning_is_an_error(word: str) -> None:
    if not word:
        assert (drill.rows(INDEX, WHERE, word) == INDEX.mask(WHERE)).all()
        return
    with pytest.raises(drill.DrillError):
        drill.rows(INDEX, WHERE, word)


def test_rows_without_a_due_date_stand_last() -> None:
    rows = sorting.order(INDEX, WHERE, INDEX.mask(WHERE), "due")
    dues = SHOWN["due"].to_numpy()[rows]
    assert (np.sort(dues) == dues).all()
    assert dues.max() <= NEVER
