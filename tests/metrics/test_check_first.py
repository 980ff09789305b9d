"""Which enterprises to check first: reasons, points, ties; and finding more by oneself never moves anybody up."""

from datetime import date
from random import Random

import pytest

from riskmap.domain.check_first import SHIPPED, PointsError, Reason, load_points
from riskmap.metrics.check_first import check_first
from riskmap.metrics.drill import rows
from riskmap.metrics.filters import Filter, changed
from riskmap.metrics.index import Index
from support.hazard_frames import T, enterprises, facts, frame, random_rows

NOW = Filter(as_of=date(2026, 11, 22), from_=date(2026, 1, 1))
FIRMS = enterprises(*({"id": f"e{number}", "name": f"示例{number}", "risk": ""} for number in range(1, 9)))


def listed(*hazards, firms=FIRMS):
    return check_first(Index(frame(*hazards), firms=firms), NOW)


def reasons(*hazards):
    (firm,) = listed(*hazards)
    return {str(reason): n for reason, n in firm.hazards.items()}


OPEN = {"enterprise_id": "e1", "due": T + 60}
DONE = {"rectified": T - 3, "declared": T - 3, "passed": T - 2, "closed": T - 1}


@pytest.mark.parametrize(
    ("hazard", "why"),
    [
        ({"grade": "major", "control": "suspended"}, {"major": 1}),
        ({"grade": "major", "control": "none"}, {"major": 1, "uncontrolled": 1}),
        ({"due": T - 1}, {"late": 1}),
        ({"due": T + 30}, {"near": 1}),
        ({"rejected": T - 100}, {"failed": 1}),
        ({"recurs_of": "id-9"}, {"repeat": 1}),
        ({"due": T - 5, **DONE}, {"behind": 1}),
    ],
)
def test_each_reason_comes_from_a_hazard_of_its_kind(hazard, why):
    assert reasons(facts(1, **OPEN | hazard)) == why


@pytest.mark.parametrize(
    "hazard", [{}, {"due": T}, {"voided": T - 1, "due": T - 9}, {"rejected": T - 400}, {"due": T, **DONE}]
)
def test_what_is_in_time_or_void_or_long_ago_is_no_reason(hazard):
    found = listed(facts(1, **OPEN | hazard))
    assert [set(map(str, firm.hazards)) - {"near"} for firm in found] in ([], [set()])


def test_the_same_category_again_counts_while_it_is_open():
    """What a repeat is, riskmap.metrics.repeats says."""
    earlier = {"enterprise_id": "e1", "category": "电气", "found": T - 300, "confirmed": T - 300, "due": T - 200}
    done = {"rectified": T - 290, "declared": T - 290, "passed": T - 280, "closed": T - 280}
    again = facts(2, **OPEN, category="电气")
    assert reasons(facts(1, **earlier, **done), again) == {"repeat": 1}
    assert listed(facts(1, **earlier, **done), facts(2, **OPEN, category="消防")) == ()
    assert listed(facts(1, **earlier | {"enterprise_id": "e2"}, **done), again) == ()
    assert listed(facts(1, **earlier, **done), again | DONE) == ()


def test_points_are_summed_within_their_limits_and_the_colour_adds_to_a_reason_only():
    red = enterprises({"id": "e1", "name": "示例1", "risk": "major"}, {"id": "e2", "name": "示例2", "risk": "major"})
    late = [facts(number, **OPEN | {"due": T - 1}) for number in range(1, 9)]
    (firm,) = listed(*late, facts(20, **OPEN | {"enterprise_id": "e2"}), firms=red)
    worth = SHIPPED.reasons[Reason.LATE]
    assert worth.most < 8 * worth.each
    assert firm.points == {"late": worth.most, "risk": SHIPPED.risks["major"]}
    assert (firm.score, firm.hazards[Reason.LATE], firm.open) == (sum(firm.points.values()), 8, 8)


def test_equal_scores_share_a_rank_and_keep_one_order():
    same = [facts(number, **OPEN | {"due": T - 1, "enterprise_id": f"e{number}"}) for number in (3, 1, 2)]
    more = facts(9, **OPEN | {"due": T - 1, "enterprise_id": "e4", "grade": "major", "control": "suspended"})
    found = listed(*same, more)
    assert [(firm.enterprise, firm.rank) for firm in found] == [("e4", 1), ("e1", 2), ("e2", 2), ("e3", 2)]
    assert [firm.enterprise for firm in listed(more, *reversed(same))] == ["e4", "e1", "e2", "e3"]


def test_hazards_without_an_enterprise_are_in_no_line():
    assert listed(facts(1, enterprise_id="", due=T - 1)) == ()


@pytest.mark.parametrize("seed", range(4))
def test_finding_more_by_oneself_never_moves_an_enterprise_up(seed):
    rnd = Random(seed)
    ledger = [row | {"enterprise_id": f"e{rnd.randrange(1, 6)}"} for row in random_rows(seed, 60)]
    own = {"source": "self", "found": T - 20, "confirmed": T - 20}
    states = (
        {"due": T + rnd.randrange(40)},
        {"due": T + 9, "grade": "major", "control": "suspended"},
        {"due": T - 1, "rectified": T - 5, "declared": T - 5, "passed": T - 4, "closed": T - 4},
        {"due": T + 9, "recurs_of": "id-1"},
    )
    more = [facts(900 + number, enterprise_id="e1", **own | state) for number, state in enumerate(states)]
    points = {firm.enterprise: firm.points for firm in listed(*ledger)}
    assert {firm.enterprise: firm.points for firm in listed(*ledger, *more)} == points


def test_self_found_hazards_count_once_they_are_not_treated():
    own = OPEN | {"source": "self"}
    assert reasons(facts(1, **own | {"due": T - 1})) == {"late": 1}
    assert reasons(facts(1, **own | {"grade": "major", "control": "none"})) == {"major": 1, "uncontrolled": 1}
    assert listed(facts(1, **own | {"grade": "major", "control": "suspended"})) == ()


def test_every_number_of_a_line_opens_its_rows():
    ledger = [row | {"enterprise_id": f"e{1 + number % 5}"} for number, row in enumerate(random_rows(7, 80))]
    index = Index(frame(*ledger), firms=FIRMS)
    for firm in check_first(index, NOW):
        here = changed(NOW, enterprise=(firm.enterprise,))
        for reason in Reason:
            assert rows(index, here, f"first.{reason}").sum() == firm.hazards.get(reason, 0)


@pytest.mark.parametrize(
    ("old", "new"),
    [("[near]", "[closeness]"), ("each = 40", "each = -1"), ("each = 40", "each = 1.5"), ("low = 0", "blue = 0")],
)
def test_a_table_of_points_that_cannot_be_used_is_refused(tmp_path, old, new):
    from riskmap.domain.check_first import FILE

    file = tmp_path / "points.toml"
    file.write_text(FILE.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(PointsError):
        load_points(file)
