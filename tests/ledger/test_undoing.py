"""A file is taken back: the ledger stands as before, the chain tells of both; what was touched later keeps it."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from riskmap.domain.codes import Grade, Level, Status
from riskmap.domain.county import load_county
from riskmap.domain.enterprise import Enterprise, Inspection
from riskmap.domain.gates import load_gates
from riskmap.domain.hazard import Hazard
from riskmap.domain.papers import Move
from riskmap.ledger import batches, maintain, queries
from riskmap.ledger.batch import BatchResult, PreparedBatch, Revision
from riskmap.ledger.commands import Ledger, NotFound, NotUndone, Refused, Stale
from riskmap.metrics.counts import total
from riskmap.metrics.index import Index
from riskmap.store import migrate
from riskmap.store.engine import open_engine
from support.facts import LEADER, OFFICE, OUTSIDER, hazard
from support.rounds import ONE, fill, send

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 11, 20)
FIRM = Enterprise("e1", "甲厂", aliases=("甲",))
VISIT = Inspection("v1", date(2026, 10, 1), "e1", "甲厂", found_nothing=True, result="未发现隐患")


def take(ledger: Ledger, name: str, creates: Any = (), **facts: Any) -> BatchResult:
    prints = [f"{name}{one.ledger_no}" for one in creates]
    return ledger.import_batch(
        PreparedBatch(name, "0" * 64, "s", creates=creates, fingerprints=prints, **facts), OFFICE
    )


def standing(ledger: Ledger) -> list[Any]:
    """Everything that stands, without the versions, which only grow, and the keys of matching."""
    index = queries.match_index(ledger.engine, ledger.county)
    hazards = sorted(index.load(index.known).values(), key=lambda one: one.id)
    visits = queries.snapshot(ledger.engine, ledger.county).inspections.to_dict("records")
    firms = [replace(one, version=0) for one in index.enterprises]
    return [[replace(one, version=0) for one in hazards], firms, visits, dict(index.by_fingerprint)]


def figures(ledger: Ledger) -> dict[str, int]:
    snapshot = queries.snapshot(ledger.engine, ledger.county)
    return total(Index(snapshot.hazards, snapshot.spells), DAY, date(2026, 1, 1))


def sound(ledger: Ledger) -> bool:
    return maintain.verify(ledger.engine, ledger.county).problems == ()


def test_an_undone_file_leaves_the_ledger_as_it_was_and_the_chain_whole(ledger: Ledger) -> None:
    take(ledger, "a", [hazard(1), hazard(2)], enterprises=[FIRM], inspections=[VISIT])
    before, counted, revision = standing(ledger), figures(ledger), queries.revision(ledger.engine, ledger.county)
    index = queries.match_index(ledger.engine, ledger.county)
    known = sorted(index.known.values())
    changes = {"township": "141034101", "grade": Grade.MAJOR, "description": "另写", "found": date(2026, 9, 1)}
    second = take(
        ledger, "b",
        [hazard(3, enterprise_id="e2", inspection_id="v2"), hazard(4)],
        revises=[Revision(known[0].id, known[0].version, changes, "new-print")],
        enterprises=[replace(index.enterprises[0], name="甲工厂", aliases=("甲", "甲厂")), Enterprise("e2", "乙厂")],
        inspections=[replace(VISIT, found_nothing=False, result=""), Inspection("v2", DAY, "e2", "乙厂")],
    )  # fmt: skip
    assert standing(ledger) != before
    assert figures(ledger) != counted
    since = queries.snapshot(ledger.engine, ledger.county)
    done = ledger.undo_batch(second.batch_id, OFFICE)
    assert (done.hazards, done.enterprises, done.inspections, done.restored) == (2, 1, 1, 3)
    assert standing(ledger) == before
    assert figures(ledger) == counted
    assert sound(ledger)
    assert done.revision == queries.revision(ledger.engine, ledger.county) == revision + 8 + 4
    renewed = queries.snapshot(ledger.engine, ledger.county, since)
    assert len(renewed.hazards) == 2
    assert sorted(renewed.enterprises["name"]) == ["甲厂"]


def test_numbers_of_undone_rows_are_never_given_again(ledger: Ledger) -> None:
    first = take(ledger, "a", [hazard(1), hazard(2)])
    ledger.undo_batch(first.batch_id, OFFICE)
    take(ledger, "a", [hazard(1)])
    (one,) = queries.match_index(ledger.engine, ledger.county).known.values()
    assert one.hazard_no == "FX-2026-000003"
    assert sound(ledger)


def test_who_may_not_import_may_not_undo(ledger: Ledger) -> None:
    first = take(ledger, "a", [hazard(1)])
    for actor in (OUTSIDER, LEADER):
        with pytest.raises(Refused, match="role:not_allowed"):
            ledger.undo_batch(first.batch_id, actor)
    assert len(standing(ledger)[0]) == 1


def test_a_row_that_was_touched_later_keeps_its_file_and_is_named(ledger: Ledger) -> None:
    first = take(ledger, "a", [hazard(1), hazard(2)])
    one = next(iter(queries.match_index(ledger.engine, ledger.county).known.values()))
    data = {"field": "township", "new": "141034101", "reason": "写错"}
    ledger.act(one.id, "correct", data, OFFICE, one.version, DAY)
    before = queries.revision(ledger.engine, ledger.county)
    with pytest.raises(NotUndone) as raised:
        ledger.undo_batch(first.batch_id, OFFICE)
    assert (raised.value.codes, raised.value.rows) == (("undo:touched",), (("hazard", one.hazard_no),))
    assert queries.revision(ledger.engine, ledger.county) == before
    assert len(standing(ledger)[0]) == 2


def test_a_later_row_of_its_enterprise_keeps_a_file(ledger: Ledger) -> None:
    first = take(ledger, "a", enterprises=[FIRM])
    second = take(ledger, "b", [hazard(1, enterprise_id="e1")])
    with pytest.raises(NotUndone) as raised:
        ledger.undo_batch(first.batch_id, OFFICE)
    assert (raised.value.codes, raised.value.rows) == (("undo:in_use",), (("hazard", "FX-2026-000001"),))
    ledger.undo_batch(second.batch_id, OFFICE)
    ledger.undo_batch(first.batch_id, OFFICE)
    assert standing(ledger)[:2] == [[], []]
    assert sound(ledger)


def test_a_hazard_that_a_later_round_asks_for_keeps_its_file(ledger: Ledger) -> None:
    fill(ledger, [replace(ONE, description="早已在册")])
    (standing_one,) = queries.match_index(ledger.engine, ledger.county).known.values()
    revised = Revision(standing_one.id, standing_one.version, {"place": "别处"})
    first = take(ledger, "a", [replace(ONE, description="随文件来")])
    second = take(ledger, "b", revises=[revised])
    other = take(ledger, "c", [replace(ONE, description="另一份", supervision=Level.CITY)])
    send(ledger)
    for batch, number in ((first, "FX-2026-000002"), (second, "FX-2026-000001")):
        with pytest.raises(NotUndone) as raised:
            ledger.undo_batch(batch.batch_id, OFFICE)
        assert (raised.value.codes, raised.value.rows) == (("undo:asked",), (("hazard", number),))
    assert ledger.undo_batch(other.batch_id, OFFICE).hazards == 1  # the round does not ask for it
    assert sound(ledger)


def test_a_hazard_that_a_paper_names_keeps_its_file_until_the_paper_is_withdrawn(ledger: Ledger) -> None:
    take(ledger, "a", [hazard(1)])
    (old,) = queries.match_index(ledger.engine, ledger.county).known.values()
    revised = take(ledger, "b", revises=[Revision(old.id, old.version, {"place": "别处"})])
    first = take(ledger, "c", [hazard(2)])
    named = [one.id for one in queries.match_index(ledger.engine, ledger.county).known.values()]
    other = take(ledger, "d", [hazard(3)])
    told = {"kind": "reminder", "hazards": named, "to": "永安镇政府", "title": "提醒函", "due": "2026-12-01"}
    paper = ledger.draft_paper(told, OFFICE, DAY)
    for batch, number in ((revised, "FX-2026-000001"), (first, "FX-2026-000002")):
        with pytest.raises(NotUndone) as raised:
            ledger.undo_batch(batch.batch_id, OFFICE)
        assert (raised.value.codes, raised.value.rows) == (("undo:in_paper",), (("hazard", number),))
    assert ledger.undo_batch(other.batch_id, OFFICE).hazards == 1  # no paper names it
    edited = ledger.move_paper(paper.id, Move.EDIT, {"text": "请按期整改"}, OFFICE, paper.version, DAY)
    ledger.move_paper(edited.id, Move.WITHDRAW, {"reason": "误发"}, OFFICE, edited.version, DAY)
    ledger.undo_batch(revised.batch_id, OFFICE)
    assert ledger.undo_batch(first.batch_id, OFFICE).hazards == 1
    assert sound(ledger)


def test_a_paper_from_before_a_file_does_not_keep_it(ledger: Ledger) -> None:
    take(ledger, "a", [hazard(1)])
    (one,) = queries.match_index(ledger.engine, ledger.county).known.values()
    told = {"kind": "reminder", "hazards": [one.id], "to": "永安镇政府", "title": "提醒函", "due": "2026-12-01"}
    paper = ledger.draft_paper(told, OFFICE, DAY)
    second = take(ledger, "b", [hazard(2)], revises=[Revision(one.id, one.version, {"place": "别处"})])
    with pytest.raises(Refused, match="role:not_allowed"):
        ledger.undo_batch(second.batch_id, OUTSIDER)
    assert ledger.undo_batch(second.batch_id, OFFICE).restored == 1  # the paper told of what stands again
    reviewed = ledger.move_paper(paper.id, Move.REVIEW, {}, OFFICE, paper.version, DAY)
    assert reviewed.hazards == (one.id,)


def test_files_are_undone_in_the_order_of_their_going_back(ledger: Ledger) -> None:
    first = take(ledger, "a", [hazard(1)])
    (one,) = queries.match_index(ledger.engine, ledger.county).known.values()
    second = take(ledger, "b", revises=[Revision(one.id, one.version, {"place": "别处"})])
    with pytest.raises(NotUndone, match="undo:touched"):
        ledger.undo_batch(first.batch_id, OFFICE)
    ledger.undo_batch(second.batch_id, OFFICE)
    assert ledger.undo_batch(first.batch_id, OFFICE).hazards == 1
    with pytest.raises(NotUndone, match="undo:already"):
        ledger.undo_batch(first.batch_id, OFFICE)
    with pytest.raises(NotFound):
        ledger.undo_batch("no-such-file", OFFICE)
    assert sound(ledger)


def test_a_file_matched_against_undone_rows_is_read_again(ledger: Ledger) -> None:
    first = take(ledger, "a", [hazard(1)])
    seen = queries.revision(ledger.engine, ledger.county)
    ledger.undo_batch(first.batch_id, OFFICE)
    with pytest.raises(Stale):
        take(ledger, "a", counts={"unchanged": 1}, seen_revision=seen)


def test_the_demo_is_not_undone(ledger: Ledger) -> None:
    demo = take(ledger, "demo", [hazard(1)], demo=True)
    with pytest.raises(NotUndone, match="undo:demo"):
        ledger.undo_batch(demo.batch_id, OFFICE)


def test_a_backup_of_a_ledger_with_an_undone_file_proves_whole(ledger: Ledger, tmp_path: Path) -> None:
    ledger.undo_batch(take(ledger, "a", [hazard(1)], enterprises=[FIRM], inspections=[VISIT]).batch_id, OFFICE)
    maintain.backup(ledger.engine, tmp_path / "b.sqlite3")


def test_the_list_of_files_tells_what_each_did_and_which_are_undone(ledger: Ledger) -> None:
    kept = take(ledger, "a", [hazard(1)], mapping={"隐患": "description"}, findings={"no_due_date": 1})
    gone = take(ledger, "b", [hazard(2)], opening=DAY)
    ledger.undo_batch(gone.batch_id, OFFICE)
    last, first = batches.listed(ledger.engine, ledger.county)
    assert (first.id, first.mapping, dict(first.findings)) == (
        kept.batch_id,
        {"隐患": "description"},
        {"no_due_date": 1},
    )
    assert (first.by, first.undone, first.counts["created"]) == (OFFICE.name, None, 1)
    assert (last.opening, last.undone is not None and last.undone.counts["hazards"]) == (DAY, 1)
    assert batches.one(ledger.engine, ledger.county, kept.batch_id) == first


GRADES, TOWNSHIPS = st.sampled_from(list(Grade)), st.sampled_from(["", "141034100", "141034101"])


@st.composite
def rows(draw: st.DrawFn, start: int) -> list[Hazard]:
    found = []
    for at in range(start, start + draw(st.integers(0, 4))):
        one = hazard(at, grade=draw(GRADES), township=draw(TOWNSHIPS), found=draw(st.dates(date(2026, 1, 1), DAY)))
        if draw(st.booleans()):
            days = dict.fromkeys(("rectified", "passed", "closed"), one.found)
            one = replace(one, status=Status.CLOSED, closed_by_ledger=True, **days)
        found.append(one)
    return found


@settings(max_examples=15, phases=[Phase.explicit, Phase.reuse, Phase.generate])  # shrinking takes minutes
@given(rows(1), rows(11), st.lists(st.tuples(st.integers(0, 3), TOWNSHIPS, GRADES), max_size=3))
def test_importing_and_undoing_changes_no_fact_and_no_figure(
    first: list[Hazard], second: list[Hazard], revised: list[tuple[int, str, Grade]]
) -> None:
    county = load_county(ROOT / "data" / "county.toml")
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        engine = open_engine(f"sqlite:///{Path(folder).as_posix()}/l.sqlite3")
        migrate.upgrade(engine)
        ledger = Ledger(engine, county, load_gates())
        take(ledger, "a", first)
        before, counted = standing(ledger), figures(ledger)
        known = sorted(queries.match_index(engine, county).known.values())
        told = {at: {"township": town, "grade": grade} for at, town, grade in revised if at < len(known)}
        changes = [Revision(known[at].id, known[at].version, one, f"n{at}") for at, one in told.items()]
        ledger.undo_batch(take(ledger, "b", second, revises=changes).batch_id, OFFICE)
        assert standing(ledger) == before
        assert figures(ledger) == counted
        assert sound(ledger)
        engine.dispose()
