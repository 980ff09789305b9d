"""The words of the commands that the office runs now and then: reminders, the demo, the yearly assessment."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

Add = Callable[[Any, str, str, str], argparse.ArgumentParser]
UNITS = ("township", "department")


def remind(commands: Any, add: Add) -> None:
    """`remind`."""
    command = add(commands, "remind", "tell channels what waits: robots, e-mail (for cron)", "reminding:remind")
    command.add_argument("--dry-run", action="store_true", help="say what would be queued; change and send nothing")
    command.add_argument("--as-of", metavar="D", help="what waits on this day (today)")
    command.add_argument("--again", action="store_true", help="repeat what was cut off while it was sent")


def demo(commands: Any, add: Add) -> None:
    """`demo load`, `demo clear`."""
    one = commands.add_parser("demo", help="the made-up county", description="Load or remove the made-up county.")
    steps = one.add_subparsers(metavar="load | clear", required=True)
    add(steps, "load", "load the demo county, its dates moved to the present week", "demo:load")
    add(steps, "clear", "remove the demo rows", "demo:clear")


def assessment(commands: Any, add: Add) -> None:
    """`assessment show`, `assessment save`."""
    told = "Schemes of the yearly assessment."
    one = commands.add_parser("assessment", help="schemes of the yearly assessment", description=told)
    steps = one.add_subparsers(metavar="show | save", required=True)
    show = add(steps, "show", "the scheme of a year as TOML", "assessing:show")
    show.add_argument("--year", required=True, type=int, metavar="Y")
    show.add_argument("--unit", required=True, choices=UNITS)
    show.add_argument("--out", type=Path, metavar="FILE")
    save = add(steps, "save", "keep the scheme of a TOML file as a new version", "assessing:save")
    save.add_argument("file", type=Path, metavar="FILE")
    for step in (show, save):
        step.add_argument("--json", action="store_true", help="the answer on one line")


def report_assessment(steps: Any, add: Add) -> argparse.ArgumentParser:
    """`report assessment`."""
    command = add(steps, "assessment", "the sheets of the yearly assessment", "assessing:report")
    command.add_argument("--year", required=True, type=int, metavar="Y")
    command.add_argument("--half", type=int, choices=(1, 2), default=0, help="a half of it (the whole year)")
    command.add_argument("--as-of", type=date.fromisoformat, metavar="D", help="a day within it (its end, or today)")
    command.add_argument("--unit", choices=UNITS, help="one kind of unit (both)")
    command.add_argument("--out", required=True, type=Path, metavar="DIR")
    command.add_argument("--lang", choices=("zh_CN", "en"), help="language of the sheets")
    command.add_argument("--json", action="store_true", help="the answer on one line")
    return command
