"""A ledger goes out as a file and comes back in: into itself, or into an empty one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from riskmap.domain.columns import to_day
from riskmap.domain.county import County
from riskmap.domain.hazard import Hazard
from riskmap.i18n import Translator
from riskmap.ingest import child
from riskmap.ingest.run import DryRun, dry_run
from riskmap.ledger import queries
from riskmap.ledger.batch import Actor, PreparedBatch
from riskmap.ledger.commands import Ledger
from riskmap.metrics import filters
from riskmap.reports import exports
from riskmap.store.engine import open_engine
from riskmap.views.cover import Cover
from riskmap.views.export import Ledger as Exported
from riskmap.views.names import labels
from support import databases

TODAY = date(2026, 11, 22)
ACTOR = Actor("office", "县安委办", "committee")
# What the ledger gives or an import decides anew; everything else has to come back as it went out.
OWN = {"id", "hazard_no", "version", "touched", "batch_id", "closed_by_ledger", "demo", "judged", "moves", "recurs_of",
       "enterprise_id", "inspection_id", "sender", "grade_raw", "status_raw", "township_raw", "sector_raw"}  # fmt: skip
UNORDERED = ("five", "evidence", "chain")  # one item, paper or post says nothing of the order of the others


@dataclass
class Office:
    """A county's ledger in a file of its own."""

    county: County
    engine: Engine
    fresh: Callable[[], "Office"]

    @property
    def ledger(self) -> Ledger:
        return Ledger(self.engine, self.county, self.county.gates())

    def take(self, hazards: Sequence[Hazard]) -> None:
        """Enter hazards as an import does."""
        from riskmap.ingest.identity import fingerprint

        prints = [fingerprint("", h.enterprise_name, h.place, h.description, h.found) for h in hazards]
        self.ledger.import_batch(PreparedBatch("a.xlsx", "0" * 64, creates=hazards, fingerprints=prints), ACTOR)

    def hazards(self) -> list[Hazard]:
        """Every hazard with everything it consists of."""
        snapshot = queries.snapshot(self.engine, self.county)
        return list(queries.hazards(self.engine, self.county, map(str, snapshot.hazards["id"])))

    def export(self, form: str, role: str = "committee", day: date = TODAY, lang: str = "zh_CN") -> bytes:
        """The whole ledger as a file."""
        snapshot = queries.snapshot(self.engine, self.county)
        frame, label, t = snapshot.hazards, labels(self.county, lang, {}), Translator(lang)
        stream = queries.hazards(self.engine, self.county, map(str, frame["id"]))
        told = Exported(frame, to_day(day), label, stream, role)
        cover = Cover("台账", "汾西县", ("内部使用",), len(frame), 0, "测试", "某人", role, "2026-11-18 08:00")
        return exports.content(form, told, cover, filters.default(day), t, ())

    def read(self, content: bytes, form: str) -> DryRun:
        """The dry run of a file, without a process of its own."""
        index = queries.match_index(self.engine, self.county)
        return dry_run(content, county=self.county, match_index=index, today=TODAY, name=f"a.{form}", reader=child.work)


def facts(hazard: Hazard) -> dict[str, Any]:
    """What has to come back."""
    told = {f.name: getattr(hazard, f.name) for f in fields(Hazard) if f.name not in OWN}
    return told | {name: sorted(told[name], key=repr) for name in UNORDERED}


def same(one: Hazard) -> Hazard:
    """A hazard without what the ledger gives."""
    return replace(one, id="", hazard_no="")


@pytest.fixture
def office(county: County, sqlite_template: Path, tmp_path: Path) -> Iterator[Office]:
    """An empty ledger; `fresh()` gives another one."""
    opened: list[Engine] = []

    def make() -> Office:
        folder = tmp_path / str(len(opened))
        folder.mkdir()
        engine = open_engine(databases.copy_sqlite(sqlite_template, folder))
        opened.append(engine)
        return Office(county, engine, make)

    yield make()
    for engine in opened:
        engine.dispose()
