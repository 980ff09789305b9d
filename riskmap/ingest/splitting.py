"""Several problems in one cell: the parts they would be split into. Splitting is done only where it was chosen."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from riskmap.ingest import identity
from riskmap.ingest.fact import Fact

MARK: Final = re.compile(r"(?:(?<=^)|(?<=[\n。；;：:]))\s*(?:[(（](\d{1,2})[)）]|(\d{1,2})[.）)、．](?!\d))\s*")
CIRCLED: Final = re.compile(r"\s*([①-⑳])\s*")
TRAIL: Final = re.compile(r"[\s；;，,、]+$")
LONGEST_LEAD: Final = 40
ONCE: Final = ("funds_planned", "funds_secured", "funds_paid")  # an amount is told once, whatever the row is split into


def parts(text: str) -> tuple[str, ...]:
    """The problems of a numbered cell, in order, each with the words before the first number; () if it is one.

    Numbers have to run 1, 2, 3 …: `1.5米` or `3号` alone are no list. Nothing but numbers and separators is left out.
    """
    if not any(sign in text for sign in "2２②"):
        return ()  # most cells: no second problem
    for mark in (MARK, CIRCLED):
        found = [(one.start(), one.end(), _number(one)) for one in mark.finditer(text)]
        run = _run(found)
        if len(run) < 2:
            continue
        lead = text[: run[0][0]].strip()
        ends = [start for start, _, _ in run[1:]] + [len(text)]
        pieces = [TRAIL.sub("", text[begin:end].strip()) for (_, begin, _), end in zip(run, ends, strict=True)]
        if all(pieces) and len(lead) <= LONGEST_LEAD:
            return tuple(f"{lead}{piece}" for piece in pieces)
    return ()


def _number(found: re.Match[str]) -> int:
    told = next(group for group in found.groups() if group)
    return ord(told) - ord("①") + 1 if told > "9" and not told.isascii() else int(told)


def _run(found: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """The marks that count 1, 2, 3 …; others are text."""
    run: list[tuple[int, int, int]] = []
    for one in found:
        if one[2] == len(run) + 1:
            run.append(one)
    return run


def split(fact: Fact, sender: str) -> Iterator[Fact]:
    """A row as several hazards, one a problem: numbers of the sender get -1, -2 …, amounts stay with the first.

    A row that bears our own number is one hazard already, and stays one.
    """
    pieces = parts(fact.facts.get("description", "")) if not fact.facts.get("hazard_no") else ()
    if not pieces:
        yield fact
        return
    for at, piece in enumerate(pieces, 1):
        facts: dict[str, Any] = {**fact.facts, "description": piece}
        if number := facts.get("ledger_no"):
            facts["ledger_no"] = f"{number}-{at}"
        if at > 1:
            facts = {name: value for name, value in facts.items() if name not in ONCE}
        told = facts.get("enterprise_name", ""), facts.get("place", ""), piece, facts["found"]
        yield replace(fact, facts=facts, fingerprint=identity.fingerprint(sender, *told))
