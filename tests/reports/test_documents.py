"""Office papers as Word files: every template in both languages says what the paper says, and nothing of it runs."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from riskmap.domain.papers import Paper, PaperKind, PaperState, rules
from riskmap.i18n import Translator
from riskmap.reports.documents import LANGUAGES, TemplateFault, document, template
from riskmap.views import papers as words
from support.lives import made

DAY = date(2026, 11, 20)
PAPER = Paper(
    "p1", PaperKind.SUPERVISION, ("a", "b"), title="关于整改的函", to="永安镇 <b>政府&</b>", copies="县政府",
    text="请每周五报送 {{ 7*7 }} {% raw %}", due=date(2026, 12, 1), state=PaperState.ISSUED, drafted=DAY,
    drafted_by="张某", reviewed=DAY, reviewed_by="李某", issued=DAY, signed_by="王某", number="汾安办督〔2026〕7号",
)  # fmt: skip


def text(body: bytes) -> str:
    file = Document(BytesIO(body))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in file.paragraphs), *cells])


def make(paper: Paper, lang: str = "zh_CN", **more: Any) -> bytes:
    t = Translator(lang)
    hazards = [made(id=one, hazard_no=f"FX-2026-{at:06}", description=f"勍护栏{at} {{{{ 1+1 }}}} <x>")
               for at, one in enumerate(paper.hazards)]  # fmt: skip
    found = words.lines(t, lambda _, code: code, hazards, DAY)
    return document(paper, found, lang=lang, issuer="县安委办", state=t(words.STATES[paper.state]), day=t.date, **more)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", PaperKind)
def test_every_template_says_what_its_paper_says(kind: PaperKind, lang: str) -> None:
    paper = replace(PAPER, kind=kind, hazards=("a", "b") if rules()[kind].many else ("a",))
    said = text(make(paper, lang))
    for wanted in (paper.title, "汾安办督〔2026〕7号", "永安镇 <b>政府&</b>", "县安委办", "王某", "FX-2026-000000",
                   "勍护栏0 {{ 1+1 }} <x>", "请每周五报送 {{ 7*7 }} {% raw %}"):  # fmt: skip
        assert wanted in said, wanted
    assert ("勍护栏1 {{ 1+1 }} <x>" in said) is rules()[kind].many
    assert "49" not in said
    assert ("以执法系统文书为准" in said) is (rules()[kind].enforcement and lang == "zh_CN")
    assert "{{ " not in said.replace("{{ 7*7 }}", "").replace("{{ 1+1 }}", "")


def test_a_draft_bears_its_state_in_the_place_of_a_number() -> None:
    draft = replace(PAPER, state=PaperState.DRAFT, number="", issued=None, signed_by="", reviewed=None, reviewed_by="")
    said = text(make(draft))
    assert "（拟稿，未签发）" in said
    assert "签发人" not in said


def test_the_offices_own_template_comes_first_and_a_mistake_in_it_is_named(tmp_path: Path) -> None:
    own = Document()
    own.add_paragraph("本县格式 {{ title }}")
    own.save(tmp_path / "supervision.zh.docx")
    assert template(PaperKind.SUPERVISION, "zh_CN", tmp_path).parent == tmp_path
    assert text(make(PAPER, own=tmp_path)) == "本县格式 关于整改的函"
    for wrong in (
        "{{ title", "{% for x in y %}", "{{ ''.__class__.__mro__[1].__subclasses__() }}", "{{ titel }}",
        "{{ one.dew }}",
        "{% for h in hazards %}{{ h.bumber }}{% endfor %}", "{% if isued %}x{% endif %}", "{{ title + 1 }}",
        "{{ 1 / 0 }}", "{{ title.foo() }}", "{{ title() }}", "{{ range(10 ** 9) }}", "{{ hazards[9].no }}",
    ):  # fmt: skip
        bad = Document()
        bad.add_paragraph(wrong)
        bad.save(tmp_path / "supervision.zh.docx")
        with pytest.raises(TemplateFault, match=r"supervision\.zh\.docx"):
            make(PAPER, own=tmp_path)
    (tmp_path / "supervision.zh.docx").write_bytes(b"no word file")
    with pytest.raises(TemplateFault):
        make(PAPER, own=tmp_path)
