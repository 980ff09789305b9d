"""Ten minutes of walls with restarts and pauses of the network, with --all: nothing lost, all back soon."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MINUTES, KIOSKS = 10, 12


@pytest.mark.long
def test_walls_stand_through_restarts_and_pauses(browser: object) -> None:
    command = [sys.executable, "tools/soak.py", "--minutes", str(MINUTES), "--kiosks", str(KIOSKS)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=MINUTES * 60 + 400)
    assert done.stdout, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["restarts"] > 1
    assert told["looks"] > KIOSKS
    assert told["held"], told
