"""The command line: one JSON document on stdout, words for people on stderr, exit codes 0 done, 1 failed, 2 refused.

Every command imports what it needs when it runs, so that `--help` and small commands start fast.
"""

import json
import logging
import os
import sys
from collections.abc import Sequence

from riskmap.cli.parser import parse
from riskmap.cli.problem import Problem, refusal
from riskmap.ledger.errors import Refused

logger = logging.getLogger("riskmap")


class Stderr(logging.Handler):
    """Plain words for the person at the keyboard, on what stderr is now."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        sys.stderr.write(f"{self.format(record)}\n")


def _speak() -> None:
    if not any(isinstance(handler, Stderr) for handler in logger.handlers):
        logger.addHandler(Stderr())
    logger.setLevel(logging.INFO)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    _speak()
    options = parse(arguments)
    try:
        result = options.run(options)
    except Problem as problem:
        logger.log(logging.ERROR, "%s", problem)
        result = problem.document, problem.exit_code
    except Refused as refused:
        logger.log(logging.ERROR, "%s", refusal(refused))
        result = None, 2
    except BrokenPipeError:
        return _stdout_is_gone()
    document, code = result
    try:
        if document is not None:
            _write(json.dumps(document, ensure_ascii=False, indent=None if getattr(options, "json", False) else 2))
    except BrokenPipeError:
        return _stdout_is_gone()
    return int(code)


def _write(text: str) -> None:
    """One document in UTF-8, whatever the console's encoding is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode() + b"\n")
    sys.stdout.flush()


def _stdout_is_gone() -> int:
    """The reader closed the pipe (`| head`): nothing more to say, and nothing to complain about at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1
