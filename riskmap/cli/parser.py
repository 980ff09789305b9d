"""The words of the command line, and which function answers them."""

import argparse
import importlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from riskmap.cli import parser_office
from riskmap.cli.measures import FILES, MEASURES, PAPERS
from riskmap.cli.vocabulary import DIMENSIONS, FILTERS

Result = tuple[dict[str, Any] | None, int]
Command = Callable[[argparse.Namespace], Result]


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line; `run` of the result answers it. Exits with 2 on words it does not know."""
    parser = argparse.ArgumentParser(prog="riskmap", description="The ledger of hazards from the command line.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _import(commands)
    _batches(commands)
    _template(commands)
    _profiles(commands)
    _reconcile(commands)
    _metrics(commands)
    _export(commands)
    _report(commands)
    _keeping(commands)
    _rounds(commands)
    _users(commands)
    _tokens(commands)
    parser_office.remind(commands, _add)
    parser_office.demo(commands, _add)
    parser_office.assessment(commands, _add)
    return parser.parse_args(arguments)


def _add(commands: Any, name: str, words: str, run: str) -> argparse.ArgumentParser:
    """One command; `run` names module and function, imported when the command is used."""
    command: argparse.ArgumentParser = commands.add_parser(name, help=words, description=words)
    module, function = run.split(":")

    def later(options: argparse.Namespace) -> Result:
        answer: Result = getattr(importlib.import_module(f"riskmap.cli.{module}"), function)(options)
        return answer

    command.set_defaults(run=later)
    return command


def _import(commands: Any) -> None:
    words = "take in a ledger or an enterprise register (xlsx, xls, et, csv, docx, zip)"
    command = _add(commands, "import", words, "importing:run")
    command.add_argument("file", type=Path, metavar="FILE", help="a file; - reads stdin: a file, or rows copied there")
    command.add_argument("--sheet", help="read this sheet only")
    command.add_argument("--profile", type=Path, metavar="P.toml", help="headers, words and formats of this sender")
    command.add_argument("--sender", default="", help="who sent the file: ledger numbers are unique per sender")
    command.add_argument("--save-profile", action="store_true", help="keep the profile for this sender's next files")
    command.add_argument("--split", action="store_true", help="several problems in one cell become several hazards")
    command.add_argument(
        "--opening", nargs="?", const="county", metavar="DAY", help="opening import: what was done before DAY (the "
        "county's gates.since, else today) keeps the state of its old ledger",
    )  # fmt: skip
    command.add_argument(
        "--place", action="append", default=[], metavar="NAME=[SHEET!]ROW:SIDE", help="put a picture that no row takes "
        "by itself to a row, as before, after or other; several times for several",
    )  # fmt: skip
    command.add_argument(
        "--decide", type=Path, metavar="FILE", help="which enterprise an unknown name means: a text of two columns, "
        "the name and the id or name of a candidate of the dry run, or new",
    )  # fmt: skip
    _as(command)
    command.add_argument("--dry-run", action="store_true", help="report only, change nothing")
    command.add_argument("--strict", action="store_true", help="take nothing if one row is rejected")
    command.add_argument("--json", action="store_true", help="the report on one line")


def _as(command: argparse.ArgumentParser) -> None:
    told = "act as this person, within their part of the county"
    command.add_argument("--as", dest="as_user", default="", metavar="USER", help=told)


def _batches(commands: Any) -> None:
    batches = commands.add_parser("batches", help="the imported files", description="List imported files, undo one.")
    steps = batches.add_subparsers(metavar="list | undo", required=True)
    _as(_add(steps, "list", "every imported file, latest first, as one JSON document", "batches:show"))
    one = _add(steps, "undo", "take a file back, unless something later touched its rows", "batches:undo")
    one.add_argument("id", metavar="ID", help="the file's id, as `batches list` gives it")
    _as(one)


def _template(commands: Any) -> None:
    command = _add(commands, "template", "write an empty workbook with drop-downs and notes", "templates:run")
    command.add_argument("kind", choices=("ledger", "register", "villages", "emergency"))
    command.add_argument("--out", required=True, type=Path, metavar="FILE.xlsx")


def _profiles(commands: Any) -> None:
    words = "the kept profiles: how the files of a sender are read"
    profiles = commands.add_parser("profiles", help=words, description=words)
    steps = profiles.add_subparsers(metavar="list | show | remove", required=True)
    _add(steps, "list", "whose profiles are kept", "profiles:listed")
    for name, help_, run in (("show", "one profile", "profiles:shown"), ("remove", "forget one", "profiles:removed")):
        _add(steps, name, help_, run).add_argument("sender", metavar="SENDER", help="who sends the files")


def _users(commands: Any) -> None:
    words = "who signs in (RISKMAP_AUTH=local): the first administrator is made here"
    steps = commands.add_parser("user", help=words, description=words).add_subparsers(
        metavar="list | add | change | password | disable | enable | unlock | sign-out | deputy", required=True
    )
    _add(steps, "list", "every person with roles and scopes", "users:listed")
    for name, help_ in (("add", "a person, with a first password told once"), ("change", "other roles, post or name")):
        one = _add(steps, name, help_, f"users:{'added' if name == 'add' else 'changed'}")
        one.add_argument("login", metavar="LOGIN")
        one.add_argument("--name", default="", help="name of the person")
        one.add_argument("--post", default="", help="post (职务)")
        one.add_argument(
            "--role", action="append", default=[], metavar="ROLE[:KEY=CODE,…]",
            help="a role with its part of the county: committee, department:sector=coal,coalwash, "
            "township:township=141034100, enterprise:enterprise=ID (parts joined by ';'); several times for several",
        )  # fmt: skip
    for name, help_, run in (
        ("password", "a new first password, told once", "users:password"),
        ("disable", "put out: no sign-in, every session ends", "users:disabled"),
        ("enable", "let in again", "users:enabled"),
        ("unlock", "open the door that five failures shut", "users:unlocked"),
        ("sign-out", "end every session", "users:signed_out"),
    ):
        _add(steps, name, help_, run).add_argument("login", metavar="LOGIN")
    one = _add(steps, "deputy", "stand in for somebody (AB角)", "users:deputy")
    one.add_argument("login", metavar="LOGIN", help="who stands in")
    one.add_argument("--for", dest="principal", required=True, metavar="LOGIN", help="for whom")
    one.add_argument("--first", required=True, metavar="D", help="first day")
    one.add_argument("--last", required=True, metavar="D", help="last day, at most 93 days later")


def _tokens(commands: Any) -> None:
    words = "what programs and screens on walls show in place of a sign-in"
    steps = commands.add_parser("token", help=words, description=words).add_subparsers(
        metavar="list | add | revoke", required=True
    )
    _add(steps, "list", "every token with role, part, last day and last use", "tokens:listed")
    one = _add(steps, "add", "a token, told once", "tokens:added")
    one.add_argument("name", metavar="NAME", help="whose it is: a program, or the place of a screen")
    one.add_argument(
        "--role", required=True, metavar="ROLE[:KEY=CODE,…]",
        help="device for a screen (its wall alone, no names of persons); for a program what it reads as, with its part "
        "of the county: analyst, township:township=141034100",
    )  # fmt: skip
    one.add_argument("--days", type=int, default=365, metavar="N", help="days it is good for, today included (365)")
    one = _add(steps, "revoke", "take one back: it opens nothing from the next request on", "tokens:revoked")
    one.add_argument("token", metavar="NAME|ID")


def _reconcile(commands: Any) -> None:
    command = _add(commands, "reconcile", "compare a ledger file with ours for a period", "reconciling:run")
    command.add_argument("file", type=Path, metavar="FILE")
    command.add_argument("--sheet", help="read this sheet only")
    command.add_argument("--profile", type=Path, metavar="P.toml", help="headers, words and formats of this sender")
    command.add_argument("--sender", default="", help="who sent the file: its numbers are compared with that sender's")
    command.add_argument("--from", dest="from_", metavar="D", help="first day of the period (1 January)")
    command.add_argument("--as-of", metavar="D", help="last day, inclusive (today)")
    _where(command)
    command.add_argument("--json", action="store_true", help="the document on one line")


def _metrics(commands: Any) -> None:
    command = _add(commands, "metrics", "counts and rates as one JSON document", "figures:run")
    command.add_argument("--by", default="", help=f"one or two of {DIMENSIONS}, separated by a comma")
    command.add_argument("--from", dest="from_", metavar="D", help="first day of the period (1 January)")
    command.add_argument("--as-of", metavar="D", help="last day, inclusive (today)")
    _where(command)
    command.add_argument("--json", action="store_true", help="the document on one line")


def _export(commands: Any) -> None:
    command = _add(commands, "export", "write hazards to a file", "exporting:run")
    command.add_argument("what", choices=("hazards",))
    command.add_argument("--format", required=True, choices=("xlsx", "csv", "geojson"))
    command.add_argument("--out", required=True, type=Path, metavar="FILE")
    _purpose(command)
    command.add_argument("--thumbnails", action="store_true", help="small photos in the rows (xlsx only)")
    _where(command)


def _report(commands: Any) -> None:
    report = commands.add_parser("report", help="forms and wall maps", description="Official forms, the wall map.")
    words = "form | enter | wall-map | weekly | monthly | quarterly | assessment"
    steps = report.add_subparsers(metavar=words, required=True)
    _wall_map(steps)
    _briefings(steps)
    _purpose(parser_office.report_assessment(steps, _add))
    form = _add(steps, "form", "write an official form for a period", "reporting:form")
    enter = _add(steps, "enter", "keep figures as they were published, and compare them with ours", "reporting:enter")
    for one in (form, enter):
        one.add_argument("name", metavar="NAME", help="name of the form, such as monthly")
        one.add_argument("--period", required=True, metavar="P", help="2026-10, 2026-Q3, 2026-H1, 2026: as its form is")
        one.add_argument("--cumulative", action=argparse.BooleanOptionalAction, help="from 1 January (as declared)")
        _where(one)
        one.add_argument("--json", action="store_true", help="the answer on one line")
    form.add_argument("--out", required=True, type=Path, metavar="FILE")
    _purpose(form)
    enter.add_argument("figures", nargs="+", metavar="column=figure", help="figures of the total line")
    enter.add_argument("--source", default="", metavar="TEXT", help="the paper they stand in")


def _wall_map(steps: Any) -> None:
    command = _add(steps, "wall-map", "the battle map on paper, with its numbered list", "wall_map:run")
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
    _where(command)
    _purpose(command)


def _briefings(steps: Any) -> None:
    for paper, kind, such in PAPERS:
        command = _add(steps, paper, f"the {paper} paper of the committee office", "briefing:run")
        command.set_defaults(paper=paper, period_kind=kind)
        command.add_argument(f"--{kind}", dest="period", default="", help=f"such as {such} (the last that is over)")
        command.add_argument("--against", default="", help=f"another {kind} to compare it with")
        command.add_argument("--out", required=True, type=Path, metavar="DIR")
        command.add_argument("--format", nargs="+", default=FILES, choices=FILES)
        command.add_argument("--lang", choices=("zh_CN", "en"), help="language of the paper")
        command.add_argument("--json", action="store_true", help="the answer on one line")
        _purpose(command)


def _purpose(command: argparse.ArgumentParser) -> None:
    command.add_argument("--purpose", default="", metavar="TEXT", help="what for: kept in the chain with who and when")


def _where(command: argparse.ArgumentParser) -> None:
    told = f"filters: {FILTERS}; lists with commas"
    command.add_argument("--where", action="append", nargs="+", default=[], metavar="k=v", help=told)


def _keeping(commands: Any) -> None:
    verify = _add(commands, "verify", "recompute the chain of events and the ledger from it", "keeping:verify")
    verify.add_argument("--head", default="", help="an earlier head of the chain, as printed: it has to stand in it")
    backup = _add(commands, "backup", "write the whole ledger to one file, verified", "keeping:backup")
    backup.add_argument("file", type=Path, metavar="FILE")
    restore = _add(commands, "restore", "bring back a backup into an empty ledger", "keeping:restore")
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--replace", action="store_true", help="put the backup in the place of what is there")
    told = "what a start does: make or update the database, load the demo if nothing is there"
    _add(commands, "prepare", told, "keeping:prepare")


def _rounds(commands: Any) -> None:
    words = "send out, collect and chase the units' reports"
    steps = commands.add_parser("round", help=words, description=words).add_subparsers(metavar="STEP", required=True)
    create = _add(steps, "create", "ask every unit for its open items", "rounds:create")
    create.add_argument("--by", default="township", choices=("township", "department", "enterprise"))
    create.add_argument("--kind", default="items", choices=("items", "form"), help="open items, or the monthly form")
    create.add_argument("--from", dest="from_", metavar="D", help="first day of the form's period (1 January)")
    create.add_argument("--deadline", required=True, metavar="D", help="last day to report")
    create.add_argument("--as-of", metavar="D", help="stock of this day (today)")
    create.add_argument("--title", default="")
    create.add_argument("--notes", default="", help="filling notes, printed on top of each workbook")
    _where(create)
    send = _add(steps, "send", "write the workbooks of a round as one zip", "rounds:send")
    collect = _add(steps, "collect", "compare returned files with the ledger and take them over", "rounds:collect")
    status = _add(steps, "status", "who has reported, who is to be chased", "rounds:status")
    back = _add(steps, "back", "send a unit's report back", "rounds:back")
    close = _add(steps, "close", "close a round", "rounds:close")
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
