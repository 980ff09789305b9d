"""Several people write at once: nothing is lost, nobody meets a lock, versions and chain hold."""

import random
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from riskmap.ledger import maintain, queries
from riskmap.ledger.batch import PreparedBatch
from riskmap.ledger.commands import Ledger, Stale
from riskmap.store.turnstile import turnstile
from support.facts import OFFICE, found_today, hazard

SIZE, WRITERS, COMMANDS = 200, 8, 8


def test_eight_people_write_into_two_hundred_hazards_and_nothing_is_lost(ledger: Ledger) -> None:
    rows = [hazard(number) for number in range(SIZE)]
    ledger.import_batch(PreparedBatch("a.xlsx", "0" * 64, creates=rows, fingerprints=[r.place for r in rows]), OFFICE)
    ids = [str(one) for one in queries.snapshot(ledger.engine, ledger.county).hazards["id"]]

    def person(number: int) -> Counter[str]:
        dice, done = random.Random(number), Counter[str]()
        while done.total() < COMMANDS:
            seen = queries.hazard(ledger.engine, ledger.county, dice.choice([*ids, *ids[:3] * 60]))
            told = {"field": "place", "new": f"{seen.place}|{number}", "reason": "写错"}
            try:
                ledger.act(seen.id, "correct", told, OFFICE, seen.version, seen.found)
            except Stale:
                continue
            done[seen.id] += 1
            if done.total() == COMMANDS // 2:
                ledger.register(found_today(1_000 + number), OFFICE)
        return done

    with ThreadPoolExecutor(WRITERS) as pool:
        accepted = sum(pool.map(person, range(WRITERS)), Counter[str]())
    assert accepted.total() == WRITERS * COMMANDS
    assert max(accepted.values()) > 3  # they did meet
    for one in queries.hazards(ledger.engine, ledger.county, ids):
        assert one.version == 1 + accepted[one.id]
        assert one.place.count("|") == accepted[one.id]
    frame = queries.snapshot(ledger.engine, ledger.county).hazards
    assert len(frame) == frame["hazard_no"].nunique() == SIZE + WRITERS
    assert maintain.verify(ledger.engine, ledger.county).ok


def test_at_the_turnstile_one_waits_within_and_the_others_before_it(tmp_path: Path) -> None:
    file, inside, order = tmp_path / "x-turn", threading.Event(), []

    def second() -> None:
        inside.wait()
        with turnstile(file):
            order.append("second")

    thread = threading.Thread(target=second)
    thread.start()
    with turnstile(file):
        inside.set()
        time.sleep(0.2)
        order.append("first")
    thread.join(10)
    assert order == (["first", "second"] if sys.platform != "win32" else order)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no turnstile on Windows")
def test_a_program_that_dies_within_the_turnstile_leaves_it_free(tmp_path: Path) -> None:
    script = (
        "import os, pathlib, sys\nfrom riskmap.store.turnstile import turnstile\n"
        "with turnstile(pathlib.Path(sys.argv[1])):\n    os._exit(3)\n"
    )
    died: Any = subprocess.run([sys.executable, "-c", script, str(tmp_path / "x-turn")], check=False, timeout=60)
    assert died.returncode == 3
    began = time.monotonic()
    with turnstile(tmp_path / "x-turn"):
        assert time.monotonic() - began < 5
