"""What stands above a table and holds for all of its rows: 受检单位、检查时间、检查人员 of one inspection."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from riskmap.ingest.clean import dates
from riskmap.ingest.clean.text import is_blank

FIELDS = frozenset(
    ("enterprise", "uscc", "township", "sector", "found", "inspectors", "check_unit", "department", "inspection_kind")
)
VAGUE = frozenset({"日期", "时间", "单位", "部门", "时 间", "日 期"})  # of the paper, as likely as of the inspection
PAIR = re.compile(r"([^\s:：,，;；]{2,12})[:：]\s*([^:：]+?)(?=[\s,，;；]+[^\s:：,，;；]{2,12}[:：]|$)")
LONG = 60


def told(lines: Iterable[Sequence[str]], title: str, lookup: Callable[[str], str]) -> dict[str, tuple[str, str]]:
    """Field → label and value, the first of each; `lookup` gives the field of a label, "" for other words."""
    found: dict[str, tuple[str, str]] = {}
    for label, value in (*_pairs(lines), *PAIR.findall(title)):
        name = lookup(label)
        text = value.strip()
        if name not in FIELDS or label in VAGUE or is_blank(text) or len(text) > LONG or lookup(text):
            continue
        if name != "found" or dates.parse(text).day:
            found.setdefault(name, (label, text))
    return found


def _pairs(lines: Iterable[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Labels and values in cells side by side, and both within one cell."""
    for line in lines:
        cells = [cell for at, cell in enumerate(line) if cell and (not at or line[at - 1] != cell)]
        yield from zip((cell.rstrip(":：") for cell in cells), cells[1:], strict=False)
        for cell in cells:
            yield from PAIR.findall(cell)
