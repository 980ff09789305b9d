"""Sixteen people write into one SQLite ledger at once: no lost update, no lock error, how long a command takes.

Half of the commands go to a few hazards that everybody works on. Each reads a hazard and corrects its place to the next
number; whoever was overtaken reads anew. In the end each place must name as many corrections as were accepted. Writers
are threads of one program, as under its pages, and then several programs at once, as with the command line beside it.
Of ROUNDS rounds the quietest is told, for other work on the disk is not the program's; what is lost or locked, of all.

The peer is what a script without a ledger does: a connection a write, the default journal, no version to judge by.
"""

import random
import shutil
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from sqlalchemy.exc import OperationalError

from benchmarks.bench_ledger import LAST, database
from riskmap.domain.county import load_county
from riskmap.domain.gates import load_gates
from riskmap.ledger import maintain, queries
from riskmap.ledger.batch import Actor
from riskmap.ledger.commands import Ledger, Stale
from riskmap.store.engine import open_engine, reading

ROOT = Path(__file__).resolve().parents[1]
COUNTY = load_county(ROOT / "data" / "county.toml")
SIZE, QUICK, MOST = 100_000, 2_000, 200.0  # hazards, hazards of a quick run, milliseconds that are borne
WRITERS, PROGRAMS, ROUNDS, COMMANDS, HOT, COLD = 16, 4, 3, 40, 8, 400
Row = dict[str, Any]
Write = Callable[[str], bool]  # corrects a hazard; False: somebody was faster


@dataclass
class Told:
    """What writers did: seconds of each command, accepted corrections by hazard, how often overtaken or locked out."""

    took: list[float] = field(default_factory=list)
    accepted: Counter[str] = field(default_factory=Counter)
    overtaken: int = 0
    locked: int = 0

    def add(self, other: "Told") -> None:
        """Take in what others did."""
        self.took += other.took
        self.accepted += other.accepted
        self.overtaken += other.overtaken
        self.locked += other.locked

    def at(self, part: float) -> float:
        """Milliseconds within which this part of the commands was done."""
        return 1_000 * sorted(self.took)[int(part * (len(self.took) - 1))]


def work(write: Write, ids: Sequence[str], commands: int, writer: int) -> Told:
    """One writer, until its commands are accepted; half of them to the first HOT hazards."""
    dice, told = random.Random(writer), Told()
    for _ in range(commands):
        one = dice.choice(ids[:HOT] if dice.random() < 0.5 else ids)
        while True:
            began = time.perf_counter()
            try:
                done = write(one)
            except (sqlite3.OperationalError, OperationalError):
                told.locked += 1
                break
            told.took.append(time.perf_counter() - began)
            if done:
                told.accepted[one] += 1
                break
            told.overtaken += 1
    return told


def correct(ledger: Ledger, hazard_id: str) -> bool:
    """The next number into the place of a hazard, through the ledger's door."""
    seen = queries.hazard(ledger.engine, COUNTY, hazard_id)
    told = {"field": "place", "new": _next(seen.place), "reason": "写错"}
    try:
        ledger.act(hazard_id, "correct", told, Actor("office", "县安委办", "committee"), seen.version, LAST)
    except Stale:
        return False
    return True


def _next(place: str) -> str:
    head, _, last = place.partition("#")
    return f"{head}#{int(last or 0) + 1}"


def naive(file: Path, hazard_id: str) -> bool:
    """The same as a script does it: read, write, note, with a connection of its own."""
    connection = sqlite3.connect(file)
    try:
        ((place,),) = connection.execute("SELECT place FROM hazard WHERE id = ?", (hazard_id,)).fetchall()
        connection.execute("UPDATE hazard SET place = ? WHERE id = ?", (_next(place), hazard_id))
        connection.execute("INSERT INTO note (hazard, told) VALUES (?, ?)", (hazard_id, place))
        connection.commit()
    finally:
        connection.close()
    return True


def threads(write: Write, ids: Sequence[str], commands: int, writers: Sequence[int]) -> Told:
    """Several writers in one program."""
    told = Told()
    with ThreadPoolExecutor(len(writers)) as pool:
        for one in pool.map(partial(work, write, ids, commands), writers):
            told.add(one)
    return told


def program(url: str, ids: Sequence[str], commands: int, writers: Sequence[int]) -> Told:
    """Several writers in a program of their own, on a ledger of its own opening."""
    engine = open_engine(url)
    told = threads(partial(correct, Ledger(engine, COUNTY, load_gates())), ids, commands, writers)
    engine.dispose()
    return told


def programs(url: str, ids: Sequence[str], commands: int) -> Told:
    """The writers divided among several programs."""
    told = Told()
    parts = [range(first, WRITERS, PROGRAMS) for first in range(PROGRAMS)]
    with ProcessPoolExecutor(PROGRAMS, get_context("spawn")) as pool:
        for one in pool.map(partial(program, url, ids, commands), parts):
            told.add(one)
    return told


def lost(url: str, told: Told) -> int:
    """Accepted corrections that the hazards do not show, in number or version."""
    engine = open_engine(url)
    try:
        found = {one.id: one for one in queries.hazards(engine, COUNTY, list(told.accepted))}
        if not maintain.verify(engine, COUNTY).ok:
            raise ValueError("the chain does not hold")
    finally:
        engine.dispose()
    return sum(
        max(count - int(found[one].place.partition("#")[2] or 0), count + 1 - found[one].version)
        for one, count in told.accepted.items()
    )


def peer(ids: Sequence[str], commands: int, folder: Path, places: Sequence[tuple[str, str]]) -> tuple[Told, int]:
    """What the script's writers did, and how many accepted corrections its table does not show."""
    file = folder / "naive.sqlite3"
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE hazard (id TEXT PRIMARY KEY, place TEXT)")
    connection.execute("CREATE TABLE note (hazard TEXT, told TEXT)")
    connection.executemany("INSERT INTO hazard VALUES (?, ?)", places)
    connection.commit()
    told = threads(partial(naive, file), ids, commands, range(WRITERS))
    shown = dict(connection.execute("SELECT id, place FROM hazard WHERE place LIKE '%#%'").fetchall())
    connection.close()
    return told, sum(n - int(shown.get(one, "").partition("#")[2] or 0) for one, n in told.accepted.items())


def _copy(source: str, folder: Path, name: str) -> str:
    target = folder / f"{name}.sqlite3"
    shutil.copyfile(source.removeprefix("sqlite:///"), target)
    return f"sqlite:///{target}"


def run(*, quick: bool = False) -> list[Row]:
    """Two rows, threads and programs: p99 of a command, with p50, what was lost and what was locked in the note."""
    size, commands = (QUICK, 10) if quick else (SIZE, COMMANDS)
    source = database(size, ROOT / "var" / "bench")
    engine = open_engine(source)
    with reading(engine) as connection:
        places = [tuple(row) for row in connection.exec_driver_sql("SELECT id, place FROM hazard ORDER BY id")]
    engine.dispose()
    ids = [places[at][0] for at in sorted(random.Random(5).sample(range(size), COLD))]
    ways: dict[str, Callable[[str], Told]] = {
        "threads": lambda url: program(url, ids, commands, range(WRITERS)),
        f"{PROGRAMS} programs": lambda url: programs(url, ids, commands),
    }
    with tempfile.TemporaryDirectory() as name:
        other, gone = peer(ids, commands, Path(name), places)
        rows = []
        for way, done in ways.items():
            url = _copy(source, Path(name), way.replace(" ", "-"))
            rounds = [done(url) for _ in range(ROUNDS)]
            rows.append(_row(f"{WRITERS} writers ({way}), {size} hazards", rounds, partial(lost, url), other.at(0.99)))
            rows[-1]["note"] += (
                f"; naive p50 {other.at(0.5):.1f} ms, {sum(other.accepted.values())} accepted, {gone} lost,"
                f" {other.locked} lock errors"
            )
    return rows


def _row(what: str, rounds: Sequence[Told], missed: Callable[[Told], int], naive_ms: float) -> Row:
    best, whole = min(rounds, key=lambda told: told.at(0.99)), Told()
    for told in rounds:
        whole.add(told)
    missing = missed(whole)
    return {
        "work": f"{what}: p99 of a command", "unit": "ms", "ours": best.at(0.99), "peers": {"naive": naive_ms},
        "target": f"<= {MOST:g} ms, none lost",
        "met": best.at(0.99) <= MOST and not missing and not whole.locked,
        "note": f"p50 {best.at(0.5):.1f} ms; in {ROUNDS} rounds {sum(whole.accepted.values())} accepted,"
                f" {whole.overtaken} overtaken, {missing} lost, {whole.locked} lock errors",
    }  # fmt: skip
