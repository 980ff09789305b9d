"""An import whose program is killed leaves nothing, and the same file comes in at the second try."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import event

from riskmap.domain.hazard import Hazard
from riskmap.ledger import maintain, queries
from riskmap.ledger.batch import PreparedBatch
from riskmap.ledger.commands import Ledger
from riskmap.store import copying
from riskmap.store.engine import open_engine, reading
from support.facts import OFFICE, hazard

ROOT = Path(__file__).resolve().parents[2]
ROWS = 5_000
RUN = """
import sys
sys.path[:0] = [".", "tests"]
from ledger.test_killed_import import stand_still
stand_still(sys.argv[1])
"""


class Halting(list[Hazard]):
    """Hazards that say when nearly all of them are taken, and then keep the program waiting."""

    def __iter__(self) -> Iterator[Hazard]:
        yield from super().__iter__()
        sys.stdout.write("taken\n")
        sys.stdout.flush()
        sys.stdin.read()


def batch(kind: type[list[Hazard]]) -> PreparedBatch:
    prints = [f"f{at}" for at in range(ROWS)]
    return PreparedBatch("台账.xlsx", "0" * 64, creates=kind(map(hazard, range(ROWS))), fingerprints=prints)


def stand_still(url: str) -> None:
    """The program to kill: within the transaction, with rows of it already in the files of the database."""
    from riskmap.domain.county import load_county
    from riskmap.domain.gates import load_gates

    engine = open_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA cache_size=10"))
    county = load_county(ROOT / "data" / "county.toml")
    Ledger(engine, county, load_gates()).import_batch(batch(Halting), OFFICE)


def test_an_import_killed_half_way_leaves_nothing(ledger: Ledger, database_url: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, database_url], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "taken\n"
        if ledger.engine.dialect.name == "sqlite":
            log = Path(f"{ledger.engine.url.database}-wal")
            assert log.stat().st_size > 1_000_000, "nothing of the transaction has reached the disk"
    finally:
        process.kill()
        process.communicate()
    assert process.returncode == -9 or sys.platform == "win32"
    with reading(ledger.engine) as connection:
        assert not any(copying.counts(connection).values())
    assert maintain.verify(ledger.engine, ledger.county).ok
    assert ledger.import_batch(batch(list), OFFICE).created == ROWS
    assert queries.revision(ledger.engine, ledger.county) == ROWS + 1
    assert maintain.verify(ledger.engine, ledger.county).ok
