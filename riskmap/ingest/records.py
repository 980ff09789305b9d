"""Reads the column of earlier records (历次记录) back: one record a line, in the words of either language."""

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from riskmap.domain import records
from riskmap.domain.codec import from_json
from riskmap.ingest.clean.text import word
from riskmap.ingest.clean.words import lexicon

LINE = re.compile(r"\r\n?|\n")  # other breaks belong to the text of a record


def take(text: str, facts: dict[str, Any], odd: Callable[[str], None]) -> None:
    """Put the records of a cell into the facts of its row, which hold what the other columns told.

    `odd` hears every line that is no record.
    """
    found = []
    for line in filter(None, map(str.strip, LINE.split(text))):
        if word(line) in _table()["undated"]:
            facts["undated"] = True
            continue
        record = read(line)
        if record is None:
            odd(line)
        else:
            found.append(record)
    records.with_earlier(facts, found)


def read(line: str) -> tuple[str, Any] | None:
    """Kind and record of one line; None if it is no whole record."""
    head, sign, rest = re.sub(r"^([^:：=]{1,40})[:：]", r"\1\0", line).partition("\0")
    table = _table()
    kind = table["kinds"].get(word(head)) if sign else None
    if kind is None:
        return None
    facts: dict[str, Any] = {}
    for label, value in records.parted(rest):
        name = table["fields"].get(word(label))
        if name is None or name in facts:
            return None
        codes = table.get(f"{kind}.{name}")
        facts[name] = value if codes is None else codes.get(word(value), value)
    try:
        return kind, from_json(records.KINDS[kind], records.BLANK.get(kind, {}) | facts)
    except (KeyError, TypeError, ValueError):
        return None


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    """Normal form of each word → its name: under kinds, fields, undated, and kind.field for the codes of a field."""
    told = tomllib.loads(files("riskmap.ingest").joinpath("data", "records.toml").read_text(encoding="utf-8"))
    groups = {"kinds": told["kinds"], "fields": told["fields"], "undated": told["flags"], **told["codes"]}
    own = {
        group: {word(text): name for name, texts in table.items() for text in texts} for group, table in groups.items()
    }
    return own | {field: lexicon(group) for field, group in told["words"].items()}
