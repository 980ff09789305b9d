"""What the paper of a period is made from, and what it is before it becomes a file: parts with sentences and tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from riskmap.domain.hazard import Hazard
from riskmap.domain.masking import masked
from riskmap.domain.meetings import Decision, Meeting, Moved
from riskmap.i18n import Translator
from riskmap.metrics.briefing import Figures
from riskmap.metrics.forms import Register
from riskmap.metrics.frozen_lists import Held
from riskmap.metrics.index import Index
from riskmap.views.names import Label


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a number of a table: a word for rows, the part of a rank table, and the filter's changes."""

    row: int
    column: int
    word: str
    among: str = ""
    only: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table: heads, rows of words, widths in parts; `right`: columns set right; `sheet`: its name in a workbook.

    `lines`: so many rows on a page, all equally high (0: as many as there is room for, as high as they are);
    `most`: how many lines of text a cell of a document has at most (0: all; a workbook has the whole words);
    `brief`: the columns that a narrow page shows, all where none is named; `behind`: which numbers open their rows;
    `of`: the sheet of the frozen list whose later rows these are.
    """

    sheet: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    right: frozenset[int] = frozenset()
    lines: int = 0
    most: int = 0
    brief: tuple[int, ...] = ()
    behind: tuple[Behind, ...] = ()
    of: str = ""

    def narrow(self, rows: int) -> "Table":
        """Its first rows, in the columns of a narrow page."""
        at = self.brief or tuple(range(len(self.heads)))
        shown = tuple(tuple(row[column] for column in at) for row in self.rows[:rows])
        right = frozenset(place for place, column in enumerate(at) if column in self.right)
        widths = tuple(self.widths[column] for column in at)
        return Table(self.sheet, tuple(self.heads[column] for column in at), shown, widths, right, most=self.most)


class Shape(StrEnum):
    """How a chart is drawn."""

    LINES = "lines"  # over time
    BARS = "bars"  # units, a rate each, from 0 to 100 %
    COLUMNS = "columns"  # counts by class


@dataclass(frozen=True, slots=True)
class Series:
    """A line or a set of bars: values (None: nothing to show) and what is printed at each; `tone`: a colour's name."""

    name: str
    values: tuple[float | None, ...]
    texts: tuple[str, ...]
    tone: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of numbers that a table of the same part prints. `floor`: where the axis starts; `alt`: it in words.

    `sheet`: that table; its first rows are the labels (column `names`), its columns `columns` the series, in order.
    `beside`: the table beside which it stands in the meeting, where that is another one.
    """

    shape: Shape
    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    alt: str
    floor: float = 0.0
    sheet: str = ""
    names: int = 0
    columns: tuple[int, ...] = ()
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One hazard that the meeting takes up by itself, on a page of its own: facts as (name, words)."""

    hazard_id: str
    title: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A numbered part of the paper: sentences, charts, tables, single cases."""

    title: str
    sentences: tuple[str, ...]
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()
    cases: tuple[Case, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """The whole paper in one language."""

    title: str
    subtitle: str
    marks: tuple[str, ...]  # 内部资料, 演示数据
    parts: tuple[Part, ...]
    foot: str
    issuer: str = ""  # who gives it out, and the day of its figures
    appendix: tuple[Table, ...] = ()  # 附件: in the workbook alone

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table, in the order of the paper."""
        return (*(table for part in self.parts for table in part.tables), *self.appendix)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a paper is made from. Of a closed meeting `figures` are the frozen ones, `live` those of now, and `moved`
    the hazards that were entered late and corrected since, by id; `lists`: its frozen lists, {} where none were kept.
    `role`: in which it leaves the program, "" where it stays.
    """

    t: Translator
    label: Label
    county: str
    index: Index
    figures: Figures
    meeting: Meeting
    decisions: Sequence[Decision]
    hazards: Mapping[str, Hazard]
    register: Register
    demo: bool = False
    live: Figures | None = None
    moved: Moved | None = None
    lists: Mapping[str, Held] = field(default_factory=dict)
    role: str = ""

    def words(self, text: str) -> str:
        """Free text of a row as it may be told: numbers of persons hidden where the role may not take them out."""
        return masked(self.role, "", text) if self.role else text
