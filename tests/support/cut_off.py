"""A county whose weekly review has a cut-off of its own, and a ledger whose hazards tell one cut from the other."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

from support.small import ONE, ROOT, SEVERAL

THURSDAY = 4
FRIDAYS = tuple(
    replace(ONE, description=said, found=on, ordered=on, confirmed=on, due=due, started=on)
    for said, on, due in (
        ("首日发现", date(2026, 11, 6), date(2026, 11, 19)),  # the first day of 2026-W46, of ISO week 45
        ("次周发现", date(2026, 11, 13), date(2026, 11, 20)),  # the first day of 2026-W47, of ISO week 46
    )
)  # fmt: skip
HAZARDS = (*SEVERAL, *FRIDAYS)


def county_ending(folder: Path, day: str) -> Path:
    """The shipped county, copied, with the cut-off of its weekly review."""
    shutil.copytree(ROOT / "data", folder, ignore=shutil.ignore_patterns("demo"))
    file = folder / "county.toml"
    told = file.read_text(encoding="utf-8").replace('week_ends = "sunday"', f'week_ends = "{day}"')
    file.write_text(told, encoding="utf-8")
    return file
