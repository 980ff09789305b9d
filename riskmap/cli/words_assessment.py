"""The words of the commands of the yearly assessment."""

from datetime import date
from pathlib import Path
from typing import Any

from riskmap.cli.words import add, purpose

UNITS = ("township", "department")


def declare(commands: Any) -> None:
    """Add `assessment show` and `assessment save` to the command line."""
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


def report(steps: Any) -> None:
    """Add `report assessment`."""
    command = add(steps, "assessment", "the sheets of the yearly assessment", "assessing:report")
    command.add_argument("--year", required=True, type=int, metavar="Y")
    command.add_argument("--half", type=int, choices=(1, 2), default=0, help="a half of it (the whole year)")
    command.add_argument("--as-of", type=date.fromisoformat, metavar="D", help="a day within it (its end, or today)")
    command.add_argument("--unit", choices=UNITS, help="one kind of unit (both)")
    command.add_argument("--out", required=True, type=Path, metavar="DIR")
    command.add_argument("--lang", choices=("zh_CN", "en"), help="language of the sheets")
    command.add_argument("--json", action="store_true", help="the answer on one line")
    purpose(command)
