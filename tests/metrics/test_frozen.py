"""What a meeting freezes: every figure of the paper comes back as it was, whatever happened to the ledger since."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from test_briefing import ALL, TODAY, made_up

from riskmap.metrics import briefing, frozen

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
