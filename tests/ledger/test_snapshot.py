"""The frames of the contract, whole and brought up to date."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from riskmap.domain.codes import Control, Grade, Source, Status
from riskmap.domain.columns import ENTERPRISES, INSPECTIONS, NEVER, SPELLS, to_day
from riskmap.domain.columns import HAZARDS as COLUMNS
from riskmap.domain.enterprise import Enterprise, Inspection
from riskmap.domain.five import counts
from riskmap.domain.gates import load_gates
from riskmap.domain.hazard import ControlRecord, FiveItem, Hazard, Item, Move, Round
from riskmap.ledger import queries
from riskmap.ledger.batch import PreparedBatch
from riskmap.ledger.commands import Ledger
from riskmap.ledger.paper_numbers import PaperNumbers
from riskmap.ledger.queries import Snapshot
from riskmap.ledger.spells import VARYING, spells
from riskmap.metrics.frame import proved
from riskmap.store.engine import open_engine
from riskmap.store.migrate import upgrade
from support.facts import HAZARDS, OFFICE, hazard

DAY = date(2026, 10, 9)


def load(ledger: Ledger, *found: Hazard, **facts: Any) -> None:
    ledger.import_batch(PreparedBatch("f", "0", creates=found, fingerprints=["x"] * len(found), **facts), OFFICE)


def snapshot(ledger: Ledger, since: Snapshot | None = None) -> Snapshot:
    return queries.snapshot(ledger.engine, ledger.county, since)


def kinds(frame: pd.DataFrame) -> dict[str, str]:
    return {name: str(kind) for name, kind in frame.dtypes.items()}


def plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows without categories, missing numbers as None, in order of id."""
    names = [*frame.columns]
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return sorted(rows, key=lambda row: tuple(str(row[name]) for name in ("id", "since") if name in names))


def correct(ledger: Ledger, frame: pd.DataFrame, row: int, field: str, new: str) -> None:
    data = {"field": field, "new": new, "reason": "x"}
    ledger.act(frame["id"][row], "correct", data, OFFICE, int(frame["version"][row]), DAY)


def test_an_empty_ledger_has_the_frames_of_the_contract(ledger: Ledger) -> None:
    found = snapshot(ledger)
    assert (kinds(found.hazards), kinds(found.spells)) == (COLUMNS, SPELLS)
    assert (kinds(found.enterprises), kinds(found.inspections)) == (ENTERPRISES, INSPECTIONS)
    assert (found.revision, found.updated_at, found.demo) == (0, None, False)


def test_a_hazard_is_told_as_the_contract_says(ledger: Ledger) -> None:
    five = (FiveItem(Item.FUNDS, "5万元", "凭证"), FiveItem(Item.MEASURES, "措施"))
    one = hazard(
        grade=Grade.MAJOR, source=Source.SELF, sector="coal", five=five, lon=111.5, rectified=date(2026, 10, 1),
        due=None, controls=(ControlRecord(Control.PARTIAL, DAY),), rounds=(Round(None, None, DAY, "", "", None),),
    )  # fmt: skip
    load(ledger, one, enterprises=[Enterprise("e1", "甲厂", sector="coal")], inspections=[Inspection("v", DAY, "e1")])
    found = snapshot(ledger)
    row = found.hazards.iloc[0]
    assert (kinds(found.hazards), kinds(found.spells)) == (COLUMNS, SPELLS)
    assert (kinds(found.enterprises), kinds(found.inspections)) == (ENTERPRISES, INSPECTIONS)
    assert (row["n"], row["group"], row["coal"], row["self_found"], row["on_the_spot"]) == (
        1,
        "coal",
        True,
        False,
        True,
    )
    assert (row["due"], row["due_original"], row["closed"]) == (row["found"], NEVER, NEVER)
    assert (row["five_content"], row["control"]) == (2, "partial")
    assert proved(found.hazards, to_day(DAY)).tolist()[0] == 1
    assert (row["lon"], pd.isna(row["lat"]), row["round_no"]) == (111.5, True, 2)
    assert found.enterprises["group"][0] == "coal"
    assert found.inspections["on"][0] == to_day(DAY)
    assert found.updated_at is not None
    assert found.updated_at.utcoffset() is not None


def test_nothing_new_gives_the_same_snapshot(ledger: Ledger) -> None:
    load(ledger, hazard())
    before = snapshot(ledger)
    assert snapshot(ledger, before) is before


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_ledger_put_in_the_place_of_another_is_read_anew(ledger: Ledger, tmp_path: Path, number: int) -> None:
    load(ledger, hazard(1))
    correct(ledger, snapshot(ledger).hazards, 0, "place", "新车间")
    before = snapshot(ledger)
    other = open_engine(f"sqlite:///{tmp_path}/restored.sqlite3")  # a backup with fewer, as many and more events
    upgrade(other)
    restored = Ledger(other, ledger.county, load_gates())
    load(restored, hazard(7))
    for at in range(1, number):
        correct(restored, snapshot(restored).hazards, 0, "place", f"{at}号")
    assert (snapshot(restored).revision - before.revision) == number - 2
    after, anew = snapshot(restored, before), snapshot(restored)
    assert plain(after.hazards) == plain(anew.hazards)
    assert (after.revision, after.head) == (anew.revision, anew.head)
    numbers = PaperNumbers(ledger.engine, ledger.county)
    numbers.shared()
    numbers._engine = other
    numbers.shared()
    assert numbers._head == (anew.revision, anew.head)
    assert not set(numbers._owned) & set(before.hazards["id"])


def test_a_snapshot_brought_up_to_date_is_the_one_read_anew(ledger: Ledger) -> None:
    moved = hazard(2, moves=(Move("township", DAY, "141034101", "141034100"),))
    load(ledger, hazard(1), moved, hazard(3))
    before = snapshot(ledger)
    correct(ledger, before.hazards, 0, "place", "新车间")
    correct(ledger, before.hazards, 1, "township", "141034200")
    load(ledger, hazard(4), replace(moved, ledger_no="L5"), enterprises=[Enterprise("e1", "甲厂")])
    after, anew = snapshot(ledger, before), snapshot(ledger)
    for name in ("hazards", "spells", "enterprises", "inspections"):
        assert plain(getattr(after, name)) == plain(getattr(anew, name)), name
        assert kinds(getattr(after, name)) == kinds(getattr(anew, name)), name
    assert list(after.hazards["id"]) == list(anew.hazards["id"])
    assert list(after.spells["id"]) == list(after.hazards["id"].take(after.spells["row"]))
    assert len(before.hazards) == 3
    assert before.hazards["place"][0] == "1号车间"


def test_an_earlier_state_bears_the_enterprise_it_belonged_to(ledger: Ledger) -> None:
    firms = [Enterprise("e1", "甲厂"), Enterprise("e2", "乙厂")]
    moves = (Move("enterprise_id", DAY, "e1", "e2"),)
    load(ledger, hazard(enterprise_id="e2", enterprise_name="乙厂", moves=moves), enterprises=firms)
    found = snapshot(ledger)
    assert (found.hazards["enterprise"][0], found.spells["enterprise"][0]) == ("乙厂", "甲厂")


def test_many_changes_are_read_as_a_whole(ledger: Ledger) -> None:
    load(ledger, hazard(0))
    before = snapshot(ledger)
    load(ledger, *(hazard(at) for at in range(1, 1300)))
    after = snapshot(ledger, before)
    assert plain(after.hazards) == plain(snapshot(ledger).hazards)
    assert len(after.hazards) == 1300


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(found=st.lists(HAZARDS.map(lambda one: replace(one, demo=False)), min_size=1, max_size=4))
def test_whole_columns_tell_what_one_hazard_at_a_time_tells(ledger: Ledger, found: list[Hazard]) -> None:
    load(ledger, *found)
    frames = snapshot(ledger)
    stored = queries.match_index(ledger.engine, ledger.county).load(frames.hazards["id"])
    for row, one in enumerate(stored[hazard_id] for hazard_id in frames.hazards["id"]):
        *earlier, latest = spells(one)
        told = frames.hazards.iloc[row]
        own = frames.spells[frames.spells["row"] == row].sort_values("since")
        assert {name: told[name] for name in VARYING if name != "group"} == latest.facts
        assert list(zip(own["since"], own["until"], strict=True)) == [(s.since, s.until) for s in earlier]
        for spell, (_, state) in zip(earlier, own.iterrows(), strict=True):
            assert {name: state[name] for name in VARYING if name != "group"} == spell.facts
        assert told["status"] in set(Status)


def test_the_five_are_counted_as_the_gates_judge_them(ledger: Ledger) -> None:
    told = (
        FiveItem(Item.RESPONSIBILITY, "安全科长负责", "到岗记录", DAY),
        FiveItem(Item.MEASURES, "√", "照片"),
        FiveItem(Item.FUNDS, "1", "凭证7号"),
        FiveItem(Item.DEADLINE, "", "节点表"),
        FiveItem(Item.EMERGENCY, "预案", "是"),
    )
    load(ledger, hazard(1, five=told), hazard(2))
    frame = snapshot(ledger).hazards.set_index("ledger_no")
    assert counts(hazard(1, five=told)) == (3, 2)
    days = frame.loc["L1", ["five_responsibility", "five_measures", "five_funds", "five_deadline", "five_emergency"]]
    assert days.tolist() == [to_day(DAY), NEVER, 0, NEVER, NEVER]
    assert frame["five_paper"].to_dict() == {"L1": 0b10101, "L2": 0}
    assert frame["five_content"].to_dict() == {"L1": 3, "L2": 0}
    assert [proved(frame, to_day(DAY) + after).tolist() for after in (-1, 0)] == [[1, 0], [2, 0]]
