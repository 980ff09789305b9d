"""The words of the commands about rows: taken in, compared, counted, taken out."""

from pathlib import Path
from typing import Any

from riskmap.cli.vocabulary import DIMENSIONS
from riskmap.cli.words import acting, add, purpose, where


def declare(commands: Any) -> None:
    """Add them to the command line."""
    for one in (_import, _batches, _template, _profiles, _reconcile, _metrics, _export):
        one(commands)


def _import(commands: Any) -> None:
    words = "take in a ledger or an enterprise register (xlsx, xls, et, csv, docx, zip)"
    command = add(commands, "import", words, "importing:run")
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
    acting(command)
    command.add_argument("--dry-run", action="store_true", help="report only, change nothing")
    command.add_argument("--strict", action="store_true", help="take nothing if one row is rejected")
    command.add_argument("--json", action="store_true", help="the report on one line")


def _batches(commands: Any) -> None:
    batches = commands.add_parser("batches", help="the imported files", description="List imported files, undo one.")
    steps = batches.add_subparsers(metavar="list | undo", required=True)
    acting(add(steps, "list", "every imported file, latest first, as one JSON document", "batches:show"))
    one = add(steps, "undo", "take a file back, unless something later touched its rows", "batches:undo")
    one.add_argument("id", metavar="ID", help="the file's id, as `batches list` gives it")
    acting(one)


def _template(commands: Any) -> None:
    command = add(commands, "template", "write an empty workbook with drop-downs and notes", "templates:run")
    command.add_argument("kind", choices=("ledger", "register", "villages", "emergency"))
    command.add_argument("--out", required=True, type=Path, metavar="FILE.xlsx")


def _profiles(commands: Any) -> None:
    words = "the kept profiles: how the files of a sender are read"
    profiles = commands.add_parser("profiles", help=words, description=words)
    steps = profiles.add_subparsers(metavar="list | show | remove", required=True)
    add(steps, "list", "whose profiles are kept", "profiles:listed")
    for name, help_, run in (("show", "one profile", "profiles:shown"), ("remove", "forget one", "profiles:removed")):
        add(steps, name, help_, run).add_argument("sender", metavar="SENDER", help="who sends the files")


def _reconcile(commands: Any) -> None:
    command = add(commands, "reconcile", "compare a ledger file with ours for a period", "reconciling:run")
    command.add_argument("file", type=Path, metavar="FILE")
    command.add_argument("--sheet", help="read this sheet only")
    command.add_argument("--profile", type=Path, metavar="P.toml", help="headers, words and formats of this sender")
    command.add_argument("--sender", default="", help="who sent the file: its numbers are compared with that sender's")
    command.add_argument("--from", dest="from_", metavar="D", help="first day of the period (1 January)")
    command.add_argument("--as-of", metavar="D", help="last day, inclusive (today)")
    where(command)
    command.add_argument("--json", action="store_true", help="the document on one line")


def _metrics(commands: Any) -> None:
    command = add(commands, "metrics", "counts and rates as one JSON document", "figures:run")
    command.add_argument("--by", default="", help=f"one or two of {DIMENSIONS}, separated by a comma")
    command.add_argument("--from", dest="from_", metavar="D", help="first day of the period (1 January)")
    command.add_argument("--as-of", metavar="D", help="last day, inclusive (today)")
    where(command)
    command.add_argument("--json", action="store_true", help="the document on one line")


def _export(commands: Any) -> None:
    command = add(commands, "export", "write hazards to a file", "exporting:run")
    command.add_argument("what", choices=("hazards",))
    command.add_argument("--format", required=True, choices=("xlsx", "csv", "geojson"))
    command.add_argument("--out", required=True, type=Path, metavar="FILE")
    purpose(command)
    command.add_argument("--thumbnails", action="store_true", help="small photos in the rows (xlsx only)")
    where(command)
