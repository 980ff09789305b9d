"""The words of the command line, and which function answers them."""

import argparse
from collections.abc import Sequence

from riskmap.cli import words_assessment, words_ledger, words_office, words_people


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line; `run` of the result answers it. Exits with 2 on words it does not know."""
    parser = argparse.ArgumentParser(prog="riskmap", description="The ledger of hazards from the command line.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for one in (words_ledger, words_office, words_people, words_assessment):
        one.declare(commands)
    return parser.parse_args(arguments)
