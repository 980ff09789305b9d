"""Files of evidence beside the database, on both databases: exactly those that committed evidence speaks of."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from riskmap.domain.codes import EvidenceKind
from riskmap.domain.hazard import Evidence, Hazard
from riskmap.ledger import attached, maintain, queries
from riskmap.ledger.batch import PreparedBatch, Revision
from riskmap.ledger.commands import Attachments, Ledger, Refused, Stale
from riskmap.ledger.errors import RestoreError
from support.facts import OFFICE, OUTSIDER, hazard


@pytest.fixture
def keeper(ledger: Ledger, tmp_path: Path) -> Ledger:
    ledger.attachments = Attachments(tmp_path / "attachments")
    return ledger


def files(folder: Path, *contents: bytes) -> list[Path]:
    """Files named by their hash, as the importer leaves them."""
    found = []
    for content in contents:
        path = folder / sha256(content).hexdigest()
        path.write_bytes(content)
        found.append(path)
    return found


def shown(path: Path, kind: EvidenceKind = EvidenceKind.PHOTO_BEFORE) -> Evidence:
    return Evidence(kind, None, "照片", path.name)


def batch(creates: list[Hazard], attachments: list[Path], **more: object) -> PreparedBatch:
    prints = [f"f{one.ledger_no}" for one in creates]
    return PreparedBatch(
        "a.xlsx",
        "0" * 64,
        "s",
        creates=creates,
        fingerprints=prints,
        attachments=attachments,
        **more,  # type: ignore[arg-type]
    )


def kept(ledger: Ledger) -> list[str]:
    assert ledger.attachments is not None
    return list(ledger.attachments.names())


def problems(ledger: Ledger) -> tuple[str, ...]:
    return maintain.verify(ledger.engine, ledger.county, ledger.attachments).problems


def test_only_what_evidence_speaks_of_is_kept(keeper: Ledger, tmp_path: Path) -> None:
    used, spare = files(tmp_path, b"used", b"spare")
    keeper.import_batch(
        batch([hazard(evidence=(shown(used),)), hazard(2, evidence=(shown(used),))], [used, spare]), OFFICE
    )
    assert kept(keeper) == [used.name]
    assert problems(keeper) == ()
    told = attached.photos(keeper.engine, keeper.county)
    assert list(told.values()) == [[("photo_before", used.name)]] * 2


def test_a_picture_that_a_file_replaces_stays_part_of_the_story(keeper: Ledger, tmp_path: Path) -> None:
    old, new = files(tmp_path, b"old", b"new")
    keeper.import_batch(batch([hazard(evidence=(shown(old),))], [old]), OFFICE)
    (stored,) = queries.match_index(keeper.engine, keeper.county).known.values()
    change = Revision(stored.id, stored.version, {"evidence": (shown(new),)})
    keeper.import_batch(batch([], [new], revises=[change]), OFFICE)
    assert kept(keeper) == sorted([old.name, new.name])
    assert problems(keeper) == ()


@pytest.mark.parametrize("fault", [Refused, Stale])
def test_what_is_refused_keeps_nothing(keeper: Ledger, tmp_path: Path, fault: type[Exception]) -> None:
    (used,) = files(tmp_path, b"used")
    told = batch([hazard(evidence=(shown(used),))], [used])
    with pytest.raises(fault):
        if fault is Refused:
            keeper.import_batch(told, OUTSIDER)
        else:
            keeper.import_batch(batch([hazard(9)], []), OFFICE)
            keeper.import_batch(replace(told, seen_revision=0), OFFICE)
    assert kept(keeper) == []


def test_a_batch_with_pictures_needs_a_place_for_them(ledger: Ledger, tmp_path: Path) -> None:
    (used,) = files(tmp_path, b"used")
    with pytest.raises(ValueError, match="a place to keep them"):
        ledger.import_batch(batch([hazard(evidence=(shown(used),))], [used]), OFFICE)
    assert queries.revision(ledger.engine, ledger.county) == 0


def test_a_backup_brings_files_and_a_failed_restore_none(keeper: Ledger, tmp_path: Path) -> None:
    (used,) = files(tmp_path, b"used")
    keeper.import_batch(batch([hazard(evidence=(shown(used),))], [used]), OFFICE)
    maintain.backup(keeper.engine, tmp_path / "b.sqlite3", keeper.attachments)
    other = Attachments(tmp_path / "other")
    with pytest.raises(RestoreError):
        maintain.restore(keeper.engine, tmp_path / "b.sqlite3", other)  # the ledger is not empty
    assert list(other.names()) == []
    maintain.restore(keeper.engine, tmp_path / "b.sqlite3", other, replace=True)
    assert list(other.names()) == [used.name]
    assert maintain.verify(keeper.engine, keeper.county, other).ok


def test_a_name_that_is_no_hash_reaches_no_file(tmp_path: Path) -> None:
    store = Attachments(tmp_path / "attachments")
    (tmp_path / "secret").write_bytes(b"x")
    assert [store.path(name) for name in ("", "..", "../secret", "0" * 63, "A" * 64, "0" * 64)] == [None] * 6
    with pytest.raises(ValueError, match="hash"):
        store.keep("0" * 64, b"other")
    assert list(store.names()) == []
