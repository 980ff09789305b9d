"""What a dry run foretells of the figures is what the import brings."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from riskmap.domain.codes import Grade, Status
from riskmap.ledger import foreseeing, queries
from riskmap.ledger.batch import PreparedBatch, Revision
from riskmap.ledger.commands import Ledger
from riskmap.ledger.foreseeing import foresee
from riskmap.ledger.queries import Snapshot
from riskmap.metrics.counts import counts
from riskmap.metrics.index import Index
from support.facts import OFFICE, hazard

DAY = date(2026, 10, 5)
LATER = datetime.now(UTC).date() + timedelta(1)  # a file is entered by the clock of the database
CLOSED = {"status": Status.CLOSED, "rectified": DAY, "passed": DAY, "closed": DAY, "closed_by_ledger": True}


def figures(snapshot: Snapshot) -> list[dict[str, Any]]:
    index = Index(snapshot.hazards, snapshot.spells)
    found = counts(index, LATER, date(2026, 1, 1), ("township", "grade")).to_dict("records")
    return sorted(found, key=lambda row: (row["township"], row["grade"]))


def test_the_figures_foretold_are_those_that_come(ledger: Ledger) -> None:
    first = PreparedBatch("a", "0", "s", creates=[hazard(1), hazard(2), hazard(3)], fingerprints=["1", "2", "3"])
    nothing = queries.snapshot(ledger.engine, ledger.county)
    foretold = figures(foresee(ledger.engine, ledger.county, first, nothing))
    ledger.import_batch(first, OFFICE)
    standing = queries.snapshot(ledger.engine, ledger.county)
    assert figures(standing) == foretold != figures(nothing)
    one, two, _ = sorted(queries.match_index(ledger.engine, ledger.county).known.values())
    creates = [hazard(4, township="141034101"), replace(hazard(5, grade=Grade.MAJOR), **CLOSED)]
    changes = {"township": "141034102", "grade": Grade.MAJOR}
    revises = [Revision(one.id, one.version, CLOSED), Revision(two.id, two.version, changes)]
    second = PreparedBatch("b", "1", "s", creates=creates, fingerprints=["4", "5"], revises=revises)
    before = queries.revision(ledger.engine, ledger.county)
    foretold = figures(foresee(ledger.engine, ledger.county, second, standing))
    assert queries.revision(ledger.engine, ledger.county) == before
    ledger.import_batch(second, OFFICE)
    after = queries.snapshot(ledger.engine, ledger.county)
    assert figures(after) == foretold != figures(standing)


def test_a_real_file_drives_the_demo_out_of_the_figures_too(ledger: Ledger) -> None:
    demo = PreparedBatch("d", "0", creates=[hazard(1), hazard(2)], fingerprints=["1", "2"], demo=True)
    ledger.import_batch(demo, OFFICE)
    real = PreparedBatch("r", "1", creates=[hazard(3)], fingerprints=["3"])
    foretold = foresee(ledger.engine, ledger.county, real, queries.snapshot(ledger.engine, ledger.county))
    assert (len(foretold.hazards), foretold.demo) == (1, False)


def test_the_counting_tells_how_far_it_is_and_can_be_left(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreseeing, "CHUNK", 2)
    batch = PreparedBatch("a", "0", "s", creates=[hazard(n) for n in range(1, 6)], fingerprints=list("12345"))
    nothing, heard = queries.snapshot(ledger.engine, ledger.county), []
    foresee(ledger.engine, ledger.county, batch, nothing, lambda done, of: heard.append((done, of)))
    assert heard == [(2, 5), (4, 5), (5, 5)]

    def leave(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        foresee(ledger.engine, ledger.county, batch, nothing, leave)
    assert queries.revision(ledger.engine, ledger.county) == 0
