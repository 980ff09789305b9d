"""What a weekly paper is made from, and what it is before it becomes a file: parts with sentences and tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from riskmap.domain.hazard import Hazard
from riskmap.domain.meetings import Decision, Meeting
from riskmap.i18n import Translator
from riskmap.metrics.index import Index
from riskmap.metrics.weekly import Figures
from riskmap.views.names import Label


@dataclass(frozen=True, slots=True)
class Table:
    """A table: heads, rows of words, widths in parts; `right`: columns set right; `sheet`: its name in a workbook."""

    sheet: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    right: frozenset[int] = frozenset()
    single: bool = False  # in a meeting each row is an item of its own


@dataclass(frozen=True, slots=True)
class Part:
    """A numbered part of the paper: sentences, then tables."""

    title: str
    sentences: tuple[str, ...]
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """The whole paper in one language."""

    title: str
    subtitle: str
    marks: tuple[str, ...]  # 内部资料, 演示数据
    parts: tuple[Part, ...]
    foot: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a paper is made from."""

    t: Translator
    label: Label
    county: str
    index: Index
    figures: Figures
    meeting: Meeting
    decisions: Sequence[Decision]
    hazards: Mapping[str, Hazard]
    demo: bool = False
