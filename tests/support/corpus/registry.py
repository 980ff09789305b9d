"""What a layout is: a name, and what makes a file with its truth."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from support.corpus.grids import Grid
from support.corpus.records import TYPICAL, YEAR, Row

TITLE = (f"附件1：汾西县{YEAR}年安全生产隐患排查治理台账", f"填报单位：示例局（盖章）  截止日期：{YEAR}年10月31日")
FOOT = (
    ["合计", None, None, "12项"],
    ["填表人：张某", None, "审核人：李某", None, "联系电话：略"],
    ["注：本表每周五前报送。"],
)
BEFORE, AFTER = "photo_before", "photo_after"
PHOTOS = (*TYPICAL[:-1], BEFORE, AFTER, "remark")


@dataclass
class Ledger:
    """A file and what it means: rows in reading order, the fields of each header by sheet, rows that repeat others."""

    name: str
    content: bytes
    rows: list[Row]
    headers: list[dict[str, str]]  # one table each: header → field
    loose: int = 0  # pictures that belong to no row
    findings: set[str] = field(default_factory=set)  # codes that must be told
    shared: set[str] = field(default_factory=set)  # fields that stand above the table, for all rows


Maker = Callable[[random.Random], Ledger]
LAYOUTS: dict[str, Maker] = {}


def layout(maker: Maker) -> Maker:
    """Register a layout under the name of its function."""
    LAYOUTS[maker.__name__] = maker
    return maker


def make(name: str, folder: Path) -> tuple[Path, Ledger]:
    """Write the file of a layout."""
    made = LAYOUTS[name](random.Random(f"corpus {name}"))
    path = folder / Path(made.name).name
    path.write_bytes(made.content)
    return path, made


def heads(one: Grid) -> dict[str, str]:
    """Header → field of a grid."""
    return dict(zip(one.headers, one.fields, strict=True))


def single(name: str, one: Grid, content: bytes, told: list[Row], *findings: str) -> Ledger:
    """A file with one table."""
    return Ledger(name, content, told, [heads(one)], findings=set(findings))
