"""Small files that are endless inside: refused with a sentence, at once, without filling the memory."""

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from support.bombs import BOMBS

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 1.5  # of processor, the start of the reading process (0.4 s) included; the bound of the issue is 1 s of clock
MEGABYTES = 100  # above a reading process, and a server, that do nothing
WATCH = """
import json, resource, sys
from datetime import date
from pathlib import Path
from riskmap.domain.county import load_county
from riskmap.ingest.run import dry_run
from riskmap.ledger.batch import MatchIndex

def cost(who):
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1000

def refused(path):
    index = MatchIndex({}, {}, {}, {}, (), lambda _: {})
    return dry_run(Path(path), county=county, match_index=index, today=date(2026, 11, 22))

county = load_county(Path("data/county.toml"))
refused(sys.argv[1])
idle, idle_child = cost(resource.RUSAGE_SELF), cost(resource.RUSAGE_CHILDREN)
dry = refused(sys.argv[2])
busy, busy_child = cost(resource.RUSAGE_SELF), cost(resource.RUSAGE_CHILDREN)
print(json.dumps({
    "refusal": dry.refusal, "created": len(dry.batch.creates), "counts": dry.counts,
    "seconds": busy[0] - idle[0] + busy_child[0] - idle_child[0],
    "megabytes": max(busy[1] - idle[1], busy_child[1] - idle_child[1]),
}))
"""


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("bombs")
    (folder / "idle.csv").write_text("企业名称,隐患描述,检查时间\n甲,缺护罩,2026-3-1\n", encoding="utf-8")

    def watch(name: str) -> dict[str, Any]:
        bomb = folder / name
        bomb.write_bytes(BOMBS[name]())
        command = [sys.executable, "-c", WATCH, str(folder / "idle.csv"), str(bomb)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True, timeout=120)
        told: dict[str, Any] = json.loads(done.stdout)
        return told

    return watch


@pytest.mark.skipif(not hasattr(resource, "getrusage"), reason="cost is measured where the system tells it")
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("blank_workbook", "too_compressed"),
        ("cells_workbook", "too_compressed"),
        ("laughing_workbook", "damaged_file"),
        ("echoing_workbook", "too_compressed"),
        ("endless_tags", "damaged_file"),
        ("far_cell", "too_many_rows"),
        ("blank_document", "too_compressed"),
        ("laughing_document", "unsafe_xml"),
        ("many_parts", "too_compressed"),
        ("nested", "no_table"),
        ("entries", "too_many_entries"),
    ],
)
def test_a_bomb_costs_little(watched: Any, name: str, code: str) -> None:
    told = watched(name)
    assert (told["refusal"], told["created"]) == (code, 0)
    assert told["seconds"] <= SECONDS, told
    assert told["megabytes"] <= MEGABYTES, told


def test_every_bomb_is_tried() -> None:
    mark = test_a_bomb_costs_little.pytestmark  # type: ignore[attr-defined]
    assert {name for one in mark if one.name == "parametrize" for name, _ in one.args[1]} == set(BOMBS)
