"""Any sequence of commands: what is stored is always what the events replay to, and nothing illegal is ever stored."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from riskmap.domain.codes import Source, Status
from riskmap.domain.county import County, load_county
from riskmap.domain.gates import load_gates
from riskmap.domain.lifecycle import allowed, replay
from riskmap.domain.table import TERMINAL
from riskmap.ledger import maintain, queries
from riskmap.ledger.batch import Actor, PreparedBatch, Revision
from riskmap.ledger.commands import Ledger, Refused
from riskmap.ledger.queries import Snapshot
from riskmap.store.engine import open_engine
from riskmap.store.events import event_of
from support.availability import ALL
from support.databases import copy_sqlite, postgres_database
from support.facts import DEPARTMENT, OFFICE, OUTSIDER, found_today, hazard

ROOT = Path(__file__).resolve().parents[2]
ENTERPRISE = Actor("firm", "甲厂", "enterprise")
ACTORS = (OFFICE, DEPARTMENT, ENTERPRISE, OUTSIDER)
TODAY = date(2026, 10, 1)
COURSES = settings(max_examples=30 if ALL else 4, stateful_step_count=16, deadline=None)
PAPERS = [
    {"kind": kind, "on": "2026-10-01", "reference": "x"}
    for kind in (
        "photo_before",
        "photo_after",
        "inspection_paper",
        "review_paper",
        "report",
        "application",
        "acceptance",
    )
]
FORMS: dict[str, dict[str, Any]] = {
    "confirm": {"grade": "general", "due": "2026-12-01", "responsible_person": "王某", "inspectors": "张某、李某"},
    "void": {"reason": "不属实"},
    "declare": {"rectified": "2026-10-20", "report": "报告", "rectified_by": "王某"},
    "pass": {"reviewers": "赵某、钱某", "opinion": "合格"},
    "fail": {"reviewers": "赵某、钱某", "opinion": "不合格", "new_due": "2026-12-20"},
    "upgrade": {"basis": "判定标准 第3条"},
    "correct": {"field": "township", "new": "141034101", "reason": "写错"},
    "request_extension": {"requested_to": "2027-01-01", "reason": "设备", "measures": "看守", "signed_by": "王某"},
    "approve_extension": {"approved_to": "2027-01-01"},
    "record_control": {"status": "suspended", "person": "王某"},
    "mark_five": {"item": "funds", "content": "5万元", "in_place": "凭证"},
    "propose_listing": {"level": "county"},
    "list": {"number": "1号", "unit": "县安委办"},
    "handover": {"post": "department", "unit": "应急局"},
    "record_report": {"system": "national", "number": "ZD-1"},
    "recur": {"found": "2026-12-01", "inspectors": "张某、李某"},
    "approve_restart": {"number": "1号"},
    "add_evidence": {},
}
STEPS = [*FORMS, "start", "resume", "close"]


@cache
def _county() -> County:
    return load_county(ROOT / "data" / "county.toml")


class Course(RuleBasedStateMachine):
    """People with and without the right work on a few hazards; files come in between."""

    hazards: Bundle[str] = Bundle("hazards")

    def __init__(self, fresh: Callable[[], AbstractContextManager[str]]) -> None:
        """`fresh`: a migrated, empty database, by its address."""
        super().__init__()
        self.fresh = fresh

    @initialize()
    def open(self) -> None:
        self.databases = ExitStack()
        url = self.databases.enter_context(self.fresh())
        self.ledger = Ledger(open_engine(url), _county(), load_gates())
        self.seen: Snapshot | None = None
        self.files = 0

    def teardown(self) -> None:
        if hasattr(self, "ledger"):
            self.ledger.engine.dispose()
            self.databases.close()

    @rule(target=hazards, own=st.booleans())
    def register(self, own: bool) -> str:
        if own:
            return self.ledger.register(found_today(source=Source.SELF), ENTERPRISE).id
        return self.ledger.register(found_today(), DEPARTMENT).id

    @rule(target=hazards, days=st.integers(0, 20))
    def import_new(self, days: int) -> str:
        self.files += 1
        one = hazard(self.files, found=TODAY - timedelta(days=days))
        self.ledger.import_batch(PreparedBatch("f", "0", creates=[one], fingerprints=["x"]), OFFICE)
        return str(queries.snapshot(self.ledger.engine, self.ledger.county).hazards["id"].iloc[-1])

    @rule(one=hazards, action=st.sampled_from(STEPS), actor=st.sampled_from(ACTORS), days=st.integers(0, 90))
    def step(self, one: str, action: str, actor: Actor, days: int) -> None:
        before = queries.hazard(self.ledger.engine, self.ledger.county, one)
        data = {**FORMS.get(action, {}), "evidence": PAPERS}
        try:
            self.ledger.act(one, action, data, actor, before.version, TODAY + timedelta(days=days))
        except Refused:
            assert queries.hazard(self.ledger.engine, self.ledger.county, one) == before
        else:
            assert actor is not OUTSIDER
            assert action in {step.value for step in allowed(before, actor.role)}

    @rule(one=hazards, place=st.text("ab", max_size=2), closed=st.none() | st.just(TODAY))
    def revise(self, one: str, place: str, closed: date | None) -> None:
        before = queries.hazard(self.ledger.engine, self.ledger.county, one)
        changes = {"place": place, "closed": closed, "status": Status.CLOSED if closed else Status.OPEN}
        batch = PreparedBatch("f", "0", revises=[Revision(one, before.version, changes)])
        result = self.ledger.import_batch(batch, OFFICE)
        if before.touched or before.status in TERMINAL:
            assert result.changed == 0
            assert queries.hazard(self.ledger.engine, self.ledger.county, one) == before

    @invariant()
    def events_replay_to_what_is_stored(self) -> None:
        if not hasattr(self, "ledger"):
            return
        report = maintain.verify(self.ledger.engine, self.ledger.county)
        assert report.ok, report.problems
        for one in queries.match_index(self.ledger.engine, self.ledger.county).known:
            story = queries.story(self.ledger.engine, self.ledger.county, one)
            assert replay(map(event_of, story)) == queries.hazard(self.ledger.engine, self.ledger.county, one)

    @invariant()
    def a_snapshot_kept_up_to_date_is_the_one_read_anew(self) -> None:
        if not hasattr(self, "ledger"):
            return
        self.seen = queries.snapshot(self.ledger.engine, self.ledger.county, self.seen)
        anew = queries.snapshot(self.ledger.engine, self.ledger.county)
        assert self.seen.hazards.astype(str).equals(anew.hazards.astype(str))
        kept = self.seen.spells.astype(str).sort_values(["row", "since"]).reset_index(drop=True)
        assert kept.equals(anew.spells.astype(str).sort_values(["row", "since"]).reset_index(drop=True))


def test_any_course_on_sqlite(sqlite_template: Path) -> None:
    @contextmanager
    def fresh() -> Iterator[str]:
        with TemporaryDirectory() as folder:
            yield copy_sqlite(sqlite_template, Path(folder))

    run_state_machine_as_test(lambda: Course(fresh), settings=COURSES)


@pytest.mark.postgres
def test_any_course_on_postgresql(pg_url: str, pg_template: str) -> None:
    def fresh() -> AbstractContextManager[str]:
        return postgres_database(pg_url, pg_template)

    run_state_machine_as_test(lambda: Course(fresh), settings=settings(COURSES, max_examples=20 if ALL else 2))
