"""Make the shipped Word templates of office papers: `.venv/bin/python tools/make_paper_templates.py`.

One file a kind and language under riskmap/reports/templates; what they say stands in paper_words.toml.
"""

import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from riskmap.domain.papers import PaperKind, rules  # noqa: E402
from riskmap.reports import word  # noqa: E402

OUT = ROOT / "riskmap" / "reports" / "templates"
ABOUT = ("hazard_no", "enterprise", "place", "problem", "grade", "duty", "found", "due", "control")
LISTED = ("level", "listing_no", "supervisor", "leader", "listed", "listing_due")
FACTS = {  # of kinds about one hazard: what is told of it
    PaperKind.EXTENSION: (*ABOUT, "applied", "requested", "reason", "decision", "approved"),
    PaperKind.DELISTING: (*ABOUT, *LISTED, "rectified", "reviewed", "opinion", "delist_applied"),
    PaperKind.LISTING: (*ABOUT, "level", "supervisor", "leader", "listing_due"),
}
OPINIONS = {PaperKind.EXTENSION, PaperKind.DELISTING}  # with room for them
ROW = ("h.no", "h.hazard_no", "h.where", "h.problem", "h.grade", "h.due", "h.duty")
REVIEWED = ("h.no", "h.hazard_no", "h.where", "h.problem", "h.reviewed", "h.result", "h.opinion")
UNUSED = {"stylesWithEffects", "customXml", "thumbnail", "numbering"}
WIDTHS = (1.1, 3.0, 3.2, 4.0, 1.4, 2.0, 2.9)  # cm
REVIEWED_WIDTHS = (1.1, 3.0, 2.9, 3.6, 3.0, 1.5, 2.5)


class Writer:
    """One template being written."""

    def __init__(self, body: str, heading: str) -> None:
        self.file: Any = Document()
        page = self.file.sections[0]
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Cm(2), Cm(2), Cm(3), Cm(2.6)
        style = self.file.styles["Normal"]
        style.font.size = Pt(14)
        word.set_font(style, body)
        self.heading = heading

    def line(
        self, text: str, *, size: float = 14, align: Any = ALIGN.LEFT, head: bool = False, indent: bool = False
    ) -> None:
        """One paragraph."""
        paragraph = self.file.add_paragraph()
        paragraph.alignment = align
        paragraph.paragraph_format.space_after = Pt(4)
        if indent:
            paragraph.paragraph_format.first_line_indent = Pt(28)
        run = paragraph.add_run(text)
        run.font.size = Pt(size)
        if head:
            run.bold = True
            word.set_font(run, self.heading)

    def table(self, rows: Sequence[Sequence[str]], widths: Sequence[float], *, repeat: bool = False) -> None:
        """A table with borders; `repeat`: its first row stands on every page."""
        table = self.file.add_table(rows=0, cols=len(widths))
        table.style, table.autofit = "Table Grid", False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)  # some programs read the grid, others the cells
        for texts in rows:
            cells = table.add_row().cells
            for cell, text, width in zip(cells, texts, widths, strict=True):
                cell.width = Cm(width)
                cell.text = text
                for run in cell.paragraphs[0].runs:
                    run.font.size = Pt(10.5)
        if repeat:
            word.repeat(table.rows[0])


def _slim(file: Any) -> None:
    """Leave out what the stock document brings along and no paper needs: its picture, old styles, unused ones."""
    for owner in (file.part, file.part.package):
        for key in [key for key, rel in owner.rels.items() if rel.reltype.rpartition("/")[2] in UNUSED]:
            owner.rels.pop(key)
    styles = file.styles.element
    for style in [one for one in styles if one.tag == qn("w:style")]:
        name = style.find(qn("w:name")).get(qn("w:val"))
        if style.get(qn("w:default")) != "1" and name != "Table Grid":
            styles.remove(style)


def make(kind: PaperKind, words: dict[str, Any], lang: str) -> Any:
    """The template of one kind in one language."""
    to, rule = Writer(*word.FONTS[lang]), rules()[kind]
    to.line(words["internal"], size=10.5)
    to.line("{{ issuer }}", size=22, align=ALIGN.CENTER, head=True)
    to.line("{{ title }}", size=18, align=ALIGN.CENTER, head=True)
    to.line("{% if issued %}{{ number }}{% else %}" + words["draft"] + "{% endif %}", align=ALIGN.CENTER)
    if rule.enforcement:
        to.line(words["enforcement"], size=10.5, align=ALIGN.CENTER)
    to.line(words["to"])
    to.line(words["body"][kind.value], indent=True)
    to.line("{%p if text %}")
    to.line("{{ text }}", indent=True)
    to.line("{%p endif %}")
    if kind in FACTS:
        _form(to, words, kind)
    elif kind is PaperKind.REVIEW:
        _list(to, words["reviewed"], REVIEWED, REVIEWED_WIDTHS)
    else:
        _list(to, words["head"], ROW, WIDTHS)
    to.line("{%p if due %}")
    to.line(words["due"], indent=True)
    to.line("{%p endif %}")
    to.line("{{ issuer }}", align=ALIGN.RIGHT)
    to.line("{{ issued }}", align=ALIGN.RIGHT)
    to.line("{%p if signed_by %}")
    to.line(words["signed"], size=12)
    to.line("{%p endif %}")
    to.line("{%p if copies %}")
    to.line(words["copies"], size=12)
    to.line("{%p endif %}")
    to.line(words["steps"], size=10.5)
    title, *rest = words["receipt"]
    to.line(title, size=12, head=True)
    to.file.paragraphs[-1].paragraph_format.keep_with_next = True  # a page ends before it or after its table
    to.table([rest, ["{{ to }}", "{{ received_by }}", "{{ delivered }}", ""]], (6.4, 3.6, 3.8, 3.8))
    return to.file


def _list(to: Writer, head: Sequence[str], names: Sequence[str], widths: Sequence[float]) -> None:
    """The hazards, a row each."""
    first, last = ["{%tr for h in hazards %}", *[""] * 6], ["{%tr endfor %}", *[""] * 6]
    to.table([head, first, [f"{{{{ {name} }}}}" for name in names], last], widths, repeat=True)


def _form(to: Writer, words: dict[str, Any], kind: PaperKind) -> None:
    """The facts of one hazard, then room for the opinions where there is to be some."""
    to.table([[words["facts"][name], f"{{{{ one.{name} }}}}"] for name in FACTS[kind]], (4.6, 13))
    if kind in OPINIONS:
        to.line("", size=6)
        to.table([[title, "\n\n"] for title in words["opinions"]], (4.6, 13))


def main() -> int:
    """Write all of them."""
    told = tomllib.loads((Path(__file__).parent / "paper_words.toml").read_text(encoding="utf-8"))
    OUT.mkdir(exist_ok=True)
    for lang, words in told.items():
        for kind in PaperKind:
            made = make(kind, words, lang)
            made.core_properties.author = made.core_properties.comments = ""
            _slim(made)
            made.save(OUT / f"{kind.value}.{lang}.docx")
    return 0


if __name__ == "__main__":
    sys.exit(main())
