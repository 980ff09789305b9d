"""The words of the commands of the office: forms and maps, rounds, reminders, keeping the ledger whole, the demo."""

import argparse
from pathlib import Path
from typing import Any

from riskmap.cli import words_assessment
from riskmap.cli.measures import FILES, MEASURES, PAPERS
from riskmap.cli.words import add, purpose, where


def declare(commands: Any) -> None:
    """Add them to the command line."""
    for one in (_report, _keeping, _rounds, _remind, _demo):
        one(commands)


def _report(commands: Any) -> None:
    report = commands.add_parser("report", help="forms and wall maps", description="Official forms, the wall map.")
    words = "form | enter | wall-map | weekly | monthly | quarterly | assessment"
    steps = report.add_subparsers(metavar=words, required=True)
    _wall_map(steps)
    _briefings(steps)
    words_assessment.report(steps)
    form = add(steps, "form", "write an official form for a period", "reporting:form")
    enter = add(steps, "enter", "keep figures as they were published, and compare them with ours", "reporting:enter")
    for one in (form, enter):
        one.add_argument("name", metavar="NAME", help="name of the form, such as monthly")
        periods = "2026-10, 2026-Q3, 2026-H1 or 2026: as the form is"
        one.add_argument("--period", required=True, metavar="P", help=periods)
        one.add_argument("--cumulative", action=argparse.BooleanOptionalAction, help="from 1 January (as declared)")
        where(one)
        one.add_argument("--json", action="store_true", help="the answer on one line")
    form.add_argument("--out", required=True, type=Path, metavar="FILE")
    purpose(form)
    enter.add_argument("figures", nargs="+", metavar="column=figure", help="figures of the total line")
    enter.add_argument("--source", default="", metavar="TEXT", help="the paper they stand in")


def _wall_map(steps: Any) -> None:
    command = add(steps, "wall-map", "the battle map on paper, with its numbered list", "wall_map:run")
    command.add_argument("--paper", default="A3", choices=("A4", "A3", "A2", "A1", "A0"), help="landscape")
    command.add_argument("--format", default="pdf", choices=("pdf", "png"), help="vectors, or a picture a sheet")
    command.add_argument("--out", required=True, type=Path, metavar="FILE")
    command.add_argument("--by", choices=("township",), help="an overview, then a map for each township")
    command.add_argument("--layers", nargs="+", default=(), choices=("villages", "emergency"), help="drawn too")
    command.add_argument("--measure", default=MEASURES[0], choices=MEASURES, help="what shades the townships")
    command.add_argument("--from", dest="from_", metavar="D", help="first day of the rates' period (1 January)")
    command.add_argument("--as-of", metavar="D", help="the map of this day (today)")
    command.add_argument("--names", action="store_true", help="with the responsible persons: not for a public wall")
    command.add_argument("--lang", choices=("zh_CN", "en"), help="language of the map")
    where(command)
    purpose(command)


def _briefings(steps: Any) -> None:
    for paper, kind, such in PAPERS:
        command = add(steps, paper, f"the {paper} paper of the committee office", "briefing:run")
        command.set_defaults(paper=paper, period_kind=kind)
        command.add_argument(f"--{kind}", dest="period", default="", help=f"such as {such} (the last that is over)")
        command.add_argument("--against", default="", help=f"another {kind} to compare it with")
        command.add_argument("--out", required=True, type=Path, metavar="DIR")
        command.add_argument("--format", nargs="+", default=FILES, choices=FILES)
        command.add_argument("--lang", choices=("zh_CN", "en"), help="language of the paper")
        command.add_argument("--json", action="store_true", help="the answer on one line")
        purpose(command, f"{paper} paper")


def _keeping(commands: Any) -> None:
    verify = add(commands, "verify", "recompute the chain of events and the ledger from it", "keeping:verify")
    verify.add_argument("--head", default="", help="an earlier head of the chain, as printed: it has to stand in it")
    backup = add(commands, "backup", "write the whole ledger to one file, verified", "keeping:backup")
    backup.add_argument("file", type=Path, metavar="FILE")
    restore = add(commands, "restore", "bring back a backup into an empty ledger", "keeping:restore")
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--replace", action="store_true", help="put the backup in the place of what is there")
    told = "what a start does: make or update the database, load the demo if nothing is there"
    add(commands, "prepare", told, "keeping:prepare")


def _rounds(commands: Any) -> None:
    words = "send out, collect and chase the units' reports"
    steps = commands.add_parser("round", help=words, description=words).add_subparsers(metavar="STEP", required=True)
    create = add(steps, "create", "ask every unit for its open items", "rounds:create")
    create.add_argument("--by", default="township", choices=("township", "department", "enterprise"))
    create.add_argument("--kind", default="items", choices=("items", "form"), help="open items, or the monthly form")
    create.add_argument("--from", dest="from_", metavar="D", help="first day of the form's period (1 January)")
    create.add_argument("--deadline", required=True, metavar="D", help="last day to report")
    create.add_argument("--as-of", metavar="D", help="stock of this day (today)")
    create.add_argument("--title", default="")
    create.add_argument("--notes", default="", help="filling notes, printed on top of each workbook")
    where(create)
    send = add(steps, "send", "write the workbooks of a round as one zip", "rounds:send")
    collect = add(steps, "collect", "compare returned files with the ledger and take them over", "rounds:collect")
    status = add(steps, "status", "who has reported, who is to be chased", "rounds:status")
    back = add(steps, "back", "send a unit's report back", "rounds:back")
    close = add(steps, "close", "close a round", "rounds:close")
    for step in (send, collect, back, close):
        step.add_argument("round", metavar="ROUND")
    status.add_argument("round", metavar="ROUND", nargs="?", default="")
    send.add_argument("--out", required=True, type=Path, metavar="FILE")
    collect.add_argument("file", type=Path, metavar="FILE", nargs="+")
    collect.add_argument("--received", metavar="D", help="day the files came back (today)")
    collect.add_argument("--take", action="append", default=[], metavar="KEY", help="decide a conflict for the file")
    collect.add_argument("--dry-run", action="store_true", help="compare only, change nothing")
    back.add_argument("--unit", required=True, metavar="CODE")
    back.add_argument("--reason", required=True)
    for step in (create, collect, status):
        step.add_argument("--json", action="store_true", help="the document on one line")


def _remind(commands: Any) -> None:
    command = add(commands, "remind", "tell channels what waits: robots, e-mail (for cron)", "reminding:remind")
    command.add_argument("--dry-run", action="store_true", help="say what would be queued; change and send nothing")
    command.add_argument("--as-of", metavar="D", help="what waits on this day (today)")
    settled = command.add_mutually_exclusive_group()
    settled.add_argument("--again", action="store_true", help="repeat what was cut off while it was sent")
    settled.add_argument("--arrived", action="store_true", help="take it for sent: somebody saw that it arrived")


def _demo(commands: Any) -> None:
    demo = commands.add_parser("demo", help="the made-up county", description="Load or remove the made-up county.")
    steps = demo.add_subparsers(metavar="load | clear", required=True)
    add(steps, "load", "load the demo county, its dates moved to the present week", "demo:load")
    add(steps, "clear", "remove the demo rows", "demo:clear")
