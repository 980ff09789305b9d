"""Charts of a paper: each number drawn stands in a table of its part, letters are there, pictures say what they are."""

import re
from io import BytesIO

import openpyxl
import pypdfium2
import pytest
from docx import Document
from pptx import Presentation
from reportlab.graphics import renderPDF

from riskmap.domain.meetings import Meeting
from riskmap.i18n import Translator
from riskmap.ledger import queries
from riskmap.metrics import briefing, filters
from riskmap.metrics.forms import Register
from riskmap.metrics.index import Index
from riskmap.reports import briefing_docx, briefing_pdf, briefing_pptx, briefing_xlsx
from riskmap.reports.briefing_content import content
from riskmap.reports.briefing_told import Asked, Chart, Content, Series, Shape
from riskmap.reports.chart_drawing import drawn, png, texts
from riskmap.reports.embedded import face
from riskmap.reports.fitting import fitted, wide, within
from riskmap.views.names import labels
from riskmap.views.theme import LIGHT
from support.small import SEVERAL, TODAY, fill

COUNTS = Chart(
    Shape.COLUMNS, "现存隐患已存在天数（项）", ("0–7天", "8–30天"),
    (Series("一般", (3.0, 0.0), ("3", "0"), "bar"), Series("重大", (1.0, 2.0), ("1", "2"), "major")), "勍",
)  # fmt: skip
LINES = Chart(
    Shape.LINES, "到期整改率（纵轴自 90% 起）", ("11-08", "11-15", "11-22"),
    (Series("到期整改率", (None, 95.0, 98.4), ("/", "95.0%", "98.4%"), "accent"),), "勍", 90.0,
)  # fmt: skip
BARS = Chart(
    Shape.BARS, "各乡镇到期整改率（本年）", ("勍香镇", "一个名称很长很长很长很长很长很长很长很长的乡镇"),
    (Series("到期整改率", (75.5, None), ("75.5% 713/945", "到期不足 5 项，不排名 2/3"), "bar"),), "勍",
)  # fmt: skip


def paper(tmp_path_factory, county, lang: str, name: str) -> Content:
    folder = tmp_path_factory.mktemp("paper")
    fill(folder, SEVERAL)
    from riskmap.store.engine import open_engine

    engine = open_engine(f"sqlite:///{(folder / 'riskmap.sqlite3').as_posix()}")
    snapshot = queries.snapshot(engine, county)
    index = Index(snapshot.hazards, snapshot.spells, acts=snapshot.acts)
    register = Register(snapshot.enterprises, snapshot.inspections)
    figures = briefing.figures(index, filters.default(TODAY), name, TODAY, register)
    asked = Asked(
        Translator(lang), labels(county, lang, {}), county.label(lang), index, figures, Meeting(name, TODAY),
        (), queries.several(engine, county, briefing.named(index, figures)), register,
    )  # fmt: skip
    engine.dispose()
    return content(asked)


@pytest.fixture(scope="module", params=[("zh_CN", "2026-W46"), ("en", "2026-11")], ids=["week", "month"])
def written(request, tmp_path_factory, county) -> tuple[str, Content]:
    lang, name = request.param
    return lang, paper(tmp_path_factory, county, lang, name)


def test_every_number_of_a_chart_stands_in_a_table_of_its_part(written) -> None:
    charts = [(part, chart) for part in written[1].parts for chart in part.charts]
    assert [chart.shape for _, chart in charts].count(Shape.BARS) == 2
    assert len(charts) == 6
    for part, chart in charts:
        rows = [" ".join(row) for table in part.tables for row in table.rows]
        for at, _ in enumerate(chart.labels):
            said = [one.texts[at] for one in chart.series]
            assert any(all(re.search(rf"(^|\s){re.escape(one)}(\s|$)", row) for one in said) for row in rows), said
        assert chart.alt.startswith(chart.title)


def test_a_paper_has_the_eight_parts_of_the_meeting_after_what_was_decided(written) -> None:
    lang, told = written
    assert len(told.parts) == 9
    if lang == "zh_CN":
        wanted = (
            "上周议定",
            "总体情况",
            "分行业",
            "重大隐患逐项过堂",
            "超期未整改",
            "挂牌督办",
            "执法",
            "需县政府协调",
            "到期清单",
        )
        assert all(word in part.title for word, part in zip(wanted, told.parts, strict=True))
    else:
        assert told.title == "Fenxi County: Work safety: monthly report, Nov 2026"
    assert len(told.parts[3].cases) == 1  # the one major hazard has a page of its own
    names = [table.sheet for part in told.parts for table in part.tables] + [one.sheet for one in told.appendix]
    assert len(names) == len(set(names))  # each is a sheet of the workbook
    said = " ".join(sentence for part in told.parts for sentence in part.sentences)
    for word in ("罚", "万元", "fine", "yuan"):  # art. 74: never an amount
        assert word not in said


def test_pictures_stand_in_the_word_file_and_on_the_slides_with_their_words(written) -> None:
    lang, told = written
    alts = [chart.alt for part in told.parts for chart in part.charts]
    xml = Document(BytesIO(briefing_docx.document(told, lang))).element.xml
    assert re.findall(r'descr="([^"]*)"', xml) == alts
    deck = Presentation(BytesIO(briefing_pptx.slides(told, lang)))
    assert 8 <= len(deck.slides) <= 10
    shapes = [shape for slide in deck.slides for shape in slide.shapes if shape.shape_type == 13]
    shown = [chart.alt for part in told.parts for chart in part.charts[: briefing_pptx.MOST_CHARTS]]
    assert [shape._element.nvPicPr.cNvPr.get("descr") for shape in shapes] == shown
    for shape in shapes:
        assert shape.left + shape.width <= deck.slide_width
        assert shape.top + shape.height <= deck.slide_height


def test_a_workbook_draws_its_charts_from_the_cells_of_their_sheet(written) -> None:
    lang, told = written
    book = openpyxl.load_workbook(BytesIO(briefing_xlsx.workbook(told, lang)))
    known = [chart for part in told.parts for chart in part.charts]
    made = [(sheet, chart) for sheet in book for chart in sheet._charts]
    assert sorted((sheet.title, _title(chart)) for sheet, chart in made) == sorted((c.sheet, c.title) for c in known)
    for sheet, chart in made:
        one = next(chart_ for chart_ in known if chart_.title == _title(chart))
        rows = len(next(t for part in told.parts for t in part.tables if t.sheet == one.sheet).rows)
        assert chart.anchor._from.row > rows  # under the table, not over it
        assert len(chart.series) == len(one.series)
        for series, drawn_ in zip(chart.series, one.series, strict=True):
            values = _cells(sheet, series.val.numRef.f)
            assert _cells(sheet, series.tx.strRef.f) == [drawn_.name]
            assert len(_cells(sheet, series.cat.strRef.f)) == len(one.labels)
            for cell, value in zip(values, drawn_.values, strict=True):
                if value is None:
                    assert isinstance(cell, str)  # "/" or too few: no bar, no number
                elif isinstance(cell, float) or "%" in drawn_.texts[0]:
                    assert round(100 * cell, 1) == pytest.approx(value, abs=0.1)
                else:
                    assert cell == value
            assert (series.graphicalProperties.solidFill or series.graphicalProperties.line.solidFill).srgbClr in {
                tone.removeprefix("#") for tone in LIGHT.values()
            }


def _title(chart) -> str:
    return "".join(run.t for line in chart.title.tx.rich.p for run in line.r)


def _cells(sheet, reference: str) -> list[object]:
    where, cells = reference.rsplit("!", 1)
    assert where.strip("'") == sheet.title
    found = sheet[cells.replace("$", "")]
    return [row[0].value for row in found] if isinstance(found, tuple) else [found.value]


def test_the_one_page_draws_its_charts_as_vectors(written) -> None:
    lang, told = written
    file = pypdfium2.PdfDocument(briefing_pdf.brief(told, lang))
    assert len(file) == 1
    kinds = [one.type for one in file[0].get_objects()]
    assert pypdfium2.raw.FPDF_PAGEOBJ_IMAGE not in kinds
    said = re.sub(r"\s", "", file[0].get_textpage().get_text_bounded())
    (first, *_) = told.parts[1].charts
    assert re.sub(r"\s", "", first.title) in said
    assert all(text in said for one in first.series for text in one.texts)


@pytest.mark.parametrize("chart", [COUNTS, LINES, BARS], ids=lambda one: one.shape)
def test_letters_of_a_chart_are_drawn_and_stay_within_it(chart: Chart) -> None:
    with face(texts(chart)) as letters:
        made = drawn(chart, 360, 150, letters)
        document = pypdfium2.PdfDocument(renderPDF.drawToString(made))
        picture = png(made)
    page = document[0]
    said = re.sub(r"\s", "", page.get_textpage().get_text_bounded())
    for text in (chart.title, *(text for one in chart.series for text in one.texts if text != "/")):
        assert re.sub(r"\s", "", text) in said
    if chart is BARS:
        assert "勍香镇" in said
    for one in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
        left, bottom, right, top = one.get_bounds()
        assert left >= -1
        assert bottom >= -1
        assert right <= 361
        assert top <= 151
    assert picture.startswith(b"\x89PNG")


def test_a_chart_of_nothing_is_its_title() -> None:
    empty = Chart(Shape.BARS, "无", (), (Series("率", (), (), "bar"),), "无")
    with face(texts(empty)) as letters:
        assert png(drawn(empty, 200, 80, letters)).startswith(b"\x89PNG")


def test_a_text_is_cut_to_its_line_and_says_so() -> None:
    assert fitted("勍香镇", 100, 10) == "勍香镇"
    cut = fitted("采煤工作面上隅角瓦斯传感器安装位置不符合规定", 100, 10)
    assert cut.endswith("…")
    assert wide(cut, 10) <= 100
    long = "a quite long text of many words " * 9
    assert len(within(long, 2, 100, 10)) > len(within(long, 1, 100, 10))
