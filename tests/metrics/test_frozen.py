"""What a meeting freezes: every figure of the paper comes back as it was, whatever happened to the ledger since."""

from datetime import date

from histories import day, frames, single
from hypothesis import given, settings
from hypothesis import strategies as st
from test_briefing import ALL, TODAY, made_up

from riskmap.domain.county import County
from riskmap.i18n import Translator
from riskmap.metrics import briefing, frozen
from riskmap.metrics.briefing import Figures
from riskmap.metrics.index import Index
from riskmap.views.frozen import named
from riskmap.views.names import labels

WEEK = "2026-W40"


@settings(max_examples=3, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_paper_comes_back_as_it_was_frozen(seed: int, other: int) -> None:
    then = briefing.figures(made_up(seed), ALL, WEEK, TODAY)
    now = briefing.figures(made_up(other), ALL, WEEK, TODAY)  # another ledger altogether
    kept = frozen.printed(then)
    back = frozen.restored(now, kept)
    again = frozen.printed(back)
    assert {name: again[name] for name in kept if name in again} == {name: kept[name] for name in kept if name in again}
    for side in ("this", "before"):
        alone = getattr(back, side).alone
        assert {name: getattr(then, side).alone[name] for name in ("opening", "stock")} == {
            name: alone[name] for name in ("opening", "stock")
        }
    for by in ("townships", "groups"):
        ours, theirs = ({line.code: line.rank for line in getattr(one, by).lines} for one in (back, then))
        assert {code: rank for code, rank in ours.items() if code in theirs} == theirs
    changed = {name for name, before, after in frozen.differing(now, kept) if before != after}
    wanted = {name for name, number in frozen.printed(now).items() if kept.get(name, number) != number}
    assert changed == {name for name in wanted if not name.startswith(f"point.{WEEK}.")}


def test_nothing_differs_from_itself_and_a_paper_without_figures_is_that_of_now() -> None:
    f = briefing.figures(made_up(7), ALL, WEEK, TODAY)
    assert not list(frozen.differing(f, frozen.printed(f)))
    assert frozen.restored(f, {}) is f
    older = {"stock": 4711, "township.x.due": 6, "township.x.due_passed": 6}  # as papers were frozen before
    back = frozen.restored(f, older)
    assert back.this.counts["stock"] == back.this.alone["stock"] == 4711
    assert back.this.flows == f.this.flows
    assert [line.counts["due"] for line in back.townships.lines if line.code == "x"] == [6]
    assert list(frozen.differing(f, {"stock": 4711})) == [("stock", 4711, f.this.counts["stock"])]
    assert f.now.as_of == date(2026, 10, 4)


def _worked(f: Figures) -> list[tuple[str | None, int, int]]:
    return [(one.code, one.counts["confirmed"], one.counts["confirmed_of"]) for one in f.departments]


def test_items_without_a_department_keep_their_own_line_beside_the_whole(county: County) -> None:
    known = {"found": day(2026, 9, 28), "confirmed": day(2026, 9, 29), "source": "department"}
    rows = [single(id=f"h{at}", department="yingji" if at else "", **known) for at in range(5)]
    f = briefing.figures(Index(*frames(rows)), ALL, WEEK, TODAY)
    assert _worked(f) == [("yingji", 4, 4), ("", 1, 1), (None, 5, 5)]
    kept = frozen.printed(f)
    later = briefing.figures(Index(*frames(rows[1:3])), ALL, WEEK, TODAY)
    assert sorted(map(str, _worked(frozen.restored(later, kept)))) == sorted(map(str, _worked(f)))
    assert _worked(frozen.restored(later, kept))[-1] == (None, 5, 5)
    told = {name: (then, now) for name, then, now in frozen.differing(later, kept) if name.endswith(".confirmed")}
    assert told == {"department.yingji.confirmed": (4, 2), "departments.confirmed": (5, 2)}
    label = labels(county, "en", {})
    t = Translator("en")
    assert named(t, label, f, "departments.confirmed") == "Whole county · Confirmed in time n"
    assert named(t, label, f, "department.unknown.confirmed_of") == "No department · Confirmed in time m"


def test_a_paper_frozen_before_knows_its_whole_by_the_old_name() -> None:
    known = {"found": day(2026, 9, 28), "confirmed": day(2026, 9, 29), "source": "department"}
    f = briefing.figures(Index(*frames([single(department="", **known)])), ALL, WEEK, TODAY)
    older = {"stock": 1, "department..confirmed": 7, "department..confirmed_of": 8}
    assert _worked(frozen.restored(f, older)) == [("", 1, 1), (None, 7, 8)]
    assert ("departments.confirmed", 7, 1) in list(frozen.differing(f, older))
