"""What the words of every command have in common."""

import argparse
import importlib
from collections.abc import Callable
from typing import Any

from riskmap.cli.vocabulary import FILTERS

Result = tuple[dict[str, Any] | None, int]
Command = Callable[[argparse.Namespace], Result]


def add(commands: Any, name: str, words: str, run: str) -> argparse.ArgumentParser:
    """One command; `run` names module and function, imported when the command is used."""
    command: argparse.ArgumentParser = commands.add_parser(name, help=words, description=words)
    module, function = run.split(":")

    def later(options: argparse.Namespace) -> Result:
        answer: Result = getattr(importlib.import_module(f"riskmap.cli.{module}"), function)(options)
        return answer

    command.set_defaults(run=later)
    return command


def acting(command: argparse.ArgumentParser) -> None:
    """`--as USER` of a command."""
    told = "act as this person, within their part of the county"
    command.add_argument("--as", dest="as_user", default="", metavar="USER", help=told)


def purpose(command: argparse.ArgumentParser) -> None:
    """`--purpose TEXT` of a command that takes something out of the program."""
    command.add_argument("--purpose", default="", metavar="TEXT", help="what for: kept in the chain with who and when")


def where(command: argparse.ArgumentParser) -> None:
    """`--where k=v` of a command that asks the ledger."""
    told = f"filters: {FILTERS}; lists with commas"
    command.add_argument("--where", action="append", nargs="+", default=[], metavar="k=v", help=told)
