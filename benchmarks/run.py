"""Measure speed: every figure beside its peers in the same run, one table, or JSON with --json.

`python benchmarks/run.py [--only NAME] [--json] [--quick]`. Each module of BENCHES has `run(quick) -> list[dict]` with
keys: work, unit, ours, peers ({name: number}), target (words), met (bool), and optionally note.
"""

import argparse
import importlib
import json
import os
import platform
import signal
import sys
import time
import traceback
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

BENCHES = (
    "metrics_bench", "map_bench", "ingest_bench", "rerun_bench", "print_bench", "export_bench", "writers_bench",
    "walls_bench", "ranking_bench", "papers_bench",
)  # fmt: skip
Row = dict[str, Any]


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "processors": os.cpu_count(),
    }


def measure(name: str, *, quick: bool) -> list[Row]:
    """Rows of one module; a module that fails or is absent gives one row that says so, unmet."""
    began = time.perf_counter()
    try:
        rows: list[Row] = importlib.import_module(f"benchmarks.{name}").run(quick=quick)
    except Exception as error:  # noqa: BLE001 a benchmark that fails must not hide the figures of the others
        traceback.print_exc()
        rows = [{"work": name, "unit": "", "ours": None, "peers": {}, "target": "", "met": False, "note": repr(error)}]
    took = time.perf_counter() - began
    sys.stderr.write(f"{name}: {len(rows)} figures in {took:.0f} s\n")
    return [{"bench": name, **row} for row in rows]


def number(value: Any, unit: str = "") -> str:
    """A figure with about three digits."""
    if value is None:
        return "/"
    if not isinstance(value, (int, float)):
        return str(value)
    text = f"{value:,.0f}" if abs(value) >= 100 or isinstance(value, int) else f"{value:.3g}"
    return f"{text} {unit}".strip()


def table(rows: list[Row]) -> str:
    """The figures as one text table: work, ours, each peer, target, met."""
    lines = [("work", "ours", "peers", "target", "met")]
    for row in rows:
        unit = str(row.get("unit", ""))
        peers = ", ".join(f"{name} {number(value, unit)}" for name, value in row.get("peers", {}).items())
        met = "yes" if row.get("met") else "NO"
        lines.append(
            (
                str(row.get("work", row.get("bench", ""))),
                number(row.get("ours"), unit),
                peers or "-",
                str(row.get("target", "")),
                met,
            )
        )
    widths = [max(len(line[place]) for line in lines) for place in range(5)]
    text = []
    for line in lines:
        text.append("  ".join(part.ljust(width) for part, width in zip(line, widths, strict=True)).rstrip())
        if line is lines[0]:
            text.append("  ".join("-" * width for width in widths))
    notes = [f"  {row.get('work')}: {row['note']}" for row in rows if row.get("note")]
    return "\n".join([*text, *(["", "notes", *notes] if notes else [])])


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmarks; exit 0 when every target is met, else 1."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    names = [name.removesuffix("_bench") for name in BENCHES]
    parser.add_argument("--only", metavar="NAME", choices=[*names, *BENCHES], help=" | ".join(names))
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")
    parser.add_argument("--quick", action="store_true", help="small sizes, few rounds: to see that it runs")
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))  # so that servers started are stopped
    wanted = (options.only or "").removesuffix("_bench")
    chosen = [name for name in BENCHES if name.removesuffix("_bench").startswith(wanted)]
    rows = [row for name in chosen for row in measure(name, quick=options.quick)]
    if options.json:
        sys.stdout.write(json.dumps({"machine": machine(), "quick": options.quick, "results": rows}, indent=1) + "\n")
    else:
        sys.stdout.write(table(rows) + "\n")
    return 0 if all(row.get("met") for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
