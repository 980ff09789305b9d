"""A made-up county of any size for measuring: as hazards, as a database of the program, as a CSV for the peers.

Nothing here is real; the same size gives the same hazards (seeded), dated up to LAST.
"""

import csv
import hashlib
import random
import threading
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from riskmap.domain.codes import Control, Grade, InspectionKind, Level, ListingState, Source, Status
from riskmap.domain.hazard import ControlRecord, Hazard, Listing

ROOT = Path(__file__).resolve().parents[1]
LAST = date(2026, 11, 22)
SECTORS = {
    "coal": 30, "coalwash": 14, "noncoal": 5, "coke": 4, "hazchem": 9, "firework": 4, "metallurgy": 3, "material": 8,
    "machine": 4, "light": 6, "build": 12, "gas": 7,
}  # fmt: skip
TOWNSHIPS = ("141034100", "141034101", "141034102", "141034103", "141034104", "141034200", "141034201")
CSV_COLUMNS = (
    "number", "enterprise", "township", "sector", "grade", "description", "place", "found", "due", "rectified",
    "closed", "status", "lon", "lat",
)  # fmt: skip


def hazards(size: int, seed: int = 11) -> list[Hazard]:
    """Hazards of two years, oldest first: 3 % major, 3 % open, 0.7 % listed, all with coordinates."""
    dice = random.Random(seed)
    sectors = dice.choices(list(SECTORS), list(SECTORS.values()), k=size)
    days = sorted(dice.randrange(730) for _ in range(size))
    found = [LAST - timedelta(days=729 - day) for day in days]
    return [_hazard(dice, number, sectors[number], found[number]) for number in range(size)]


def _hazard(dice: random.Random, number: int, sector: str, found: date) -> Hazard:
    major = dice.random() < 0.03
    steps = _steps(dice, found, major=major)
    unit = dice.randrange(260)
    listed = major and dice.random() < 0.23
    return Hazard(
        id="",
        hazard_no="",
        found=found,
        grade=Grade.MAJOR if major else Grade.GENERAL,
        sender="示例填报单位",
        ledger_no=f"B{number:07d}",
        enterprise_name=f"示例企业{unit:03d}号",
        township=TOWNSHIPS[unit % len(TOWNSHIPS)],
        sector=sector,
        department="yingji",
        place=f"示例地点{dice.randrange(40)}号",
        description=f"示例隐患{number}：防护装置缺失，警示标志不清，检查记录不全",
        measure="更换、补齐并建立检查记录",
        source=dice.choice((Source.DEPARTMENT, Source.TOWNSHIP, Source.SELF, Source.SUPERIOR)),
        inspection_kind=dice.choice((InspectionKind.ROUTINE, InspectionKind.SPECIAL, InspectionKind.RANDOM)),
        ordered=found,
        confirmed=found,
        lon=111.35 + (unit % 20) * 0.02 + dice.random() * 0.015,
        lat=36.5 + (unit // 20) * 0.025 + dice.random() * 0.02,
        listings=(Listing(ListingState.LISTED, Level.COUNTY, listed=found + timedelta(days=2)),) if listed else (),
        controls=(ControlRecord(dice.choice(list(Control)), found),) if major else (),
        **steps,
    )


def _steps(dice: random.Random, found: date, *, major: bool) -> dict[str, Any]:
    """The dates of the loop up to LAST and the state they leave; the last weeks and 3 % of the rest stay open."""
    due = found + timedelta(days=dice.choice((30, 60, 90) if major else (3, 7, 15, 30)))
    rectified = found + timedelta(days=1 + int(dice.expovariate(1 / (25 if major else 9))))
    passed = rectified + timedelta(days=dice.randrange(12))
    closed = passed + timedelta(days=dice.randrange(6))
    steps: dict[str, Any] = {"due": due, "status": Status.OPEN}
    if dice.random() < 0.03 or rectified > LAST:
        return steps
    steps |= {"rectified": rectified, "declared": rectified, "status": Status.AWAITING_REVIEW}
    if passed <= LAST:
        steps |= {"passed": passed, "status": Status.VERIFIED}
    if closed <= LAST:
        steps |= {"closed": closed, "status": Status.CLOSED}
    return steps


def hanging(rows: list[Hazard], count: int) -> list[Hazard]:
    """The same with the last `count` of them open majors that are listed for supervision, a wall's worst case."""
    plate = (Listing(ListingState.LISTED, Level.COUNTY, listed=LAST - timedelta(days=3)),)
    left: dict[str, Any] = {"rectified": None, "declared": None, "passed": None, "closed": None, "status": Status.OPEN}
    worst = [
        replace(one, grade=Grade.MAJOR, listings=plate, controls=(ControlRecord(list(Control)[number % 3], one.found),),
                due=LAST + timedelta(days=number % 40 - 20), **left)
        for number, one in enumerate(rows[-count:] if count else ())
    ]  # fmt: skip
    return [*rows[: len(rows) - count], *worst]


def database(size: int, folder: Path, listed: int = 0) -> str:
    """The address of a database with `size` hazards, made through the ledger's door (kept in `folder`).

    `listed`: how many of them are open majors listed for supervision besides those that come by chance.
    """
    from riskmap.domain.county import load_county
    from riskmap.domain.gates import load_gates
    from riskmap.ledger.batch import Actor, PreparedBatch
    from riskmap.ledger.commands import Ledger
    from riskmap.store.engine import open_engine
    from riskmap.store.migrate import upgrade

    file = folder / f"bench-{size}-{listed}.sqlite3"
    url = f"sqlite:///{file}"
    if file.exists():
        return url
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / f"making-{size}-{listed}.sqlite3"
    engine = open_engine(f"sqlite:///{made}")
    upgrade(engine)
    rows = hanging(hazards(size), listed)
    marks = [hashlib.sha256(row.ledger_no.encode()).hexdigest() for row in rows]
    batch = PreparedBatch("bench.csv", "0" * 64, sender="示例填报单位", creates=rows, fingerprints=marks)
    county = load_county(ROOT / "data" / "county.toml")
    Ledger(engine, county, load_gates()).import_batch(batch, Actor("bench", "bench", "system"))
    for thread in threading.enumerate():
        if thread.name == "checkpoint":
            thread.join()
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()  # the last connection takes the log away with it
    made.rename(file)
    return url


def table(size: int, file: Path) -> Path:
    """A CSV of `size` hazards as the tutorial app reads it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as out:
        lines = csv.writer(out)
        lines.writerow(CSV_COLUMNS)
        for row in hazards(size):
            dates = [day.isoformat() if day else "" for day in (row.found, row.due, row.rectified, row.closed)]
            facts = [row.ledger_no, row.enterprise_name, row.township, row.sector, row.grade.value, row.description]
            lines.writerow([*facts, row.place, *dates, row.status.value, row.lon, row.lat])
    return file
