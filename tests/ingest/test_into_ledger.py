"""Through the real door: the demo ledger imported twice into a database changes nothing the second time."""

from datetime import date
from pathlib import Path

from riskmap.domain.county import County
from riskmap.ingest.run import DryRun, dry_run
from riskmap.ledger import importing, queries
from riskmap.ledger.batch import Actor, BatchResult
from riskmap.ledger.journal import journal
from riskmap.store.engine import open_engine
from riskmap.store.migrate import upgrade

DEMO = Path(__file__).resolve().parents[2] / "data" / "demo"


def test_the_same_ledger_twice_leaves_the_database_as_it_was(tmp_path: Path, county: County) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'ledger.sqlite3'}")
    upgrade(engine)

    def load(name: str) -> tuple[DryRun, BatchResult]:
        index = queries.match_index(engine, county)
        dry = dry_run(DEMO / name, county=county, match_index=index, today=date(2026, 11, 22), sender="县安委办")
        with journal(engine, county, Actor("system", "system", "system")) as door:
            return dry, importing.commit(door, dry.batch)

    firms, _ = load("enterprise_register.xlsx")
    first, written = load("hazard_ledger.xlsx")
    assert written.created == len(first.batch.creates) > 2000
    nothing = first.counts.get("inspection_without_findings", 0)
    assert written.created + nothing == first.report["rows"] == first.report["created"] + first.report["unchanged"]
    assert written.inspections == len(first.batch.inspections) > 1000
    assert written.enterprises_created == 0
    for name, rows in (("enterprise_register.xlsx", firms), ("hazard_ledger.xlsx", first)):
        again, result = load(name)
        assert (again.report["created"], again.report["changed"]) == (0, 0)
        assert again.report["unchanged"] == rows.report["rows"]
        assert (result.created, result.changed) == (0, 0)
    engine.dispose()
