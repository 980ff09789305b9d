"""The demo county: files of the kind a county has, through the same importer, moved to the present week."""

import tomllib
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from riskmap.domain.county import County
from riskmap.domain.hazard import Hazard
from riskmap.ingest.identity import fingerprint
from riskmap.ingest.moving import moved, until
from riskmap.ingest.run import dry_run
from riskmap.ledger.batch import Actor, BatchResult, PreparedBatch

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from riskmap.ledger.commands import Ledger

STALE_DAYS = 7


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the demo folder says of itself: its files and the Monday of their last week."""

    register: Path
    ledger: Path
    sender: str
    base_week: date

    def days_to(self, today: date) -> int:
        """Whole weeks, in days, from the files' last week to the week of `today`: weekdays stay weekdays."""
        return (today - self.base_week).days // 7 * 7


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a demo folder; raises FileNotFoundError or KeyError when the program was unpacked without it."""
    table = tomllib.loads((folder / "manifest.toml").read_text(encoding="utf-8"))
    return Manifest(folder / table["register"], folder / table["ledger"], str(table["sender"]), table["base_week"])


def load(
    ledger: "Ledger", engine: "Engine", county: County, folder: Path, today: date, actor: Actor
) -> tuple[BatchResult, BatchResult]:
    """Load register and ledger of the demo county as of `today`; returns what the two batches did."""
    manifest = read_manifest(folder)
    days = manifest.days_to(today)
    first = ledger.import_batch(_prepared(manifest, manifest.register, engine, county, days, today), actor)
    second = ledger.import_batch(_prepared(manifest, manifest.ledger, engine, county, days, today), actor)
    return first, second


def _prepared(
    manifest: Manifest, file: Path, engine: "Engine", county: County, days: int, today: date
) -> PreparedBatch:
    """One file, read as of the end of its own last week, then moved and cut at `today`."""
    from riskmap.ledger import queries

    dry = dry_run(
        file,
        county=county,
        match_index=queries.match_index(engine, county, demo=True),
        sender=manifest.sender,
        today=manifest.base_week + timedelta(days=6),
        demo=True,
        kind="register" if file == manifest.register else "ledger",
    )
    return move_batch(dry.batch, days, today)


def move_batch(batch: PreparedBatch, days: int, today: date) -> PreparedBatch:
    """The batch with every fact `days` later and nothing of it after `today`; fingerprints follow the moved dates."""
    hazards = [kept for one in batch.creates if (kept := until(moved(one, days), today)) is not None]
    visits = [moved(one, days) for one in batch.inspections]
    ahead = sum(one.found_nothing and one.on > today for one in visits) + len(batch.creates) - len(hazards)
    told = {name: batch.counts[name] - ahead for name in ("rows", "accepted", "created")}  # what is ahead is no row yet
    return replace(
        batch,
        creates=hazards,
        fingerprints=[_fingerprint(one) for one in hazards],
        enterprises=[moved(one, days) for one in batch.enterprises],
        inspections=[one for one in visits if one.on <= today],
        counts={**batch.counts, **told},
    )


def _fingerprint(one: Hazard) -> str:
    return fingerprint(one.sender, one.enterprise_name, one.place, one.description, one.found)
