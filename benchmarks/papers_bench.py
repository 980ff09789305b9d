"""The weekly paper of a county's ledger of many years: seconds of processor and memory from the ledger to its files.

No peer writes the same paper; what is compared is the target: the office waits for it before the meeting. The process
holds the ledger already, as a serving one does; its memory is read before and at the highest point while it writes.
"""

import resource
import threading
import time
from pathlib import Path
from typing import Any

from benchmarks.bench_ledger import LAST, database
from riskmap.domain.county import load_county
from riskmap.i18n import Translator
from riskmap.ledger import meetings, queries
from riskmap.metrics import briefing, filters
from riskmap.metrics.forms import Register
from riskmap.metrics.index import Index
from riskmap.reports.briefing_content import content
from riskmap.reports.briefing_files import KINDS
from riskmap.reports.briefing_told import Asked
from riskmap.store.engine import open_engine
from riskmap.views.names import labels

ROOT = Path(__file__).resolve().parents[1]
COUNTY = load_county(ROOT / "data" / "county.toml")
SIZE, QUICK = 100_000, 10_000  # hazards, hazards of a quick run
SECONDS, MEGABYTES = 15.0, 500.0  # that are borne for all four files together
Row = dict[str, Any]


def held() -> float:
    """Megabytes that the process holds now."""
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Watch:
    """The most that the process held while something ran."""

    def __enter__(self) -> "Watch":
        self.before = self.most = held()
        self._over = threading.Event()
        self._looking = threading.Thread(target=self._look)
        self._looking.start()
        return self

    def _look(self) -> None:
        while not self._over.wait(0.02):
            self.most = max(self.most, held())

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._looking.join()
        self.more = max(self.most, held()) - self.before


def asked(engine: Any, snapshot: Any, index: Index) -> Asked:
    """What the paper of the last whole week is made from."""
    name = briefing.reviewed(briefing.Kind.WEEK, LAST)
    register = Register(snapshot.enterprises, snapshot.inspections)
    figures = briefing.figures(index, filters.default(LAST), name, LAST, register)
    return Asked(
        t=Translator("zh_CN"),
        label=labels(COUNTY, "zh_CN", {}),
        county=COUNTY.label("zh_CN"),
        index=index,
        figures=figures,
        meeting=meetings.meeting(engine, COUNTY, name),
        decisions=(),
        hazards=queries.several(engine, COUNTY, briefing.named(index, figures)),
        register=register,
    )


def run(*, quick: bool = False) -> list[Row]:
    """Seconds and memory of all four files together, each with its own seconds in the note."""
    size = QUICK if quick else SIZE
    engine = open_engine(database(size, ROOT / "var" / "bench"))
    snapshot = queries.snapshot(engine, COUNTY)
    index = Index(snapshot.hazards, snapshot.spells, acts=snapshot.acts)
    with Watch() as watch:
        began = time.process_time()
        told = asked(engine, snapshot, index)
        parts = {"figures": time.process_time() - began}
        start = time.process_time()
        text = content(told)
        parts["words"] = time.process_time() - start
        for kind, (_, write) in KINDS.items():
            start = time.process_time()
            write(text, "zh_CN")
            parts[kind] = time.process_time() - start
        took = time.process_time() - began
    note = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in parts.items())
    f = told.figures
    note += f"; {len(f.overdue)} overdue, {len(f.majors)} major, {f.this.counts['stock']} open"
    seconds = SECONDS
    return [
        {"work": f"weekly papers, {size} hazards: all four files", "unit": "s CPU", "ours": took, "peers": {},
         "target": f"<= {seconds:g} s", "met": took <= seconds, "note": note},
        {"work": f"weekly papers, {size} hazards: memory above the idle process", "unit": "MB", "ours": watch.more,
         "peers": {}, "target": f"<= {MEGABYTES:g} MB", "met": watch.more <= MEGABYTES},
    ]  # fmt: skip
