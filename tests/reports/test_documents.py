"""Office papers as Word files: every template in both languages says what the paper says, and nothing of it runs."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from riskmap.domain.codes import ExtensionState, Level, ListingState
from riskmap.domain.county import load_county
from riskmap.domain.hazard import Extension, Hazard, Listing, Round
from riskmap.domain.papers import Paper, PaperKind, PaperState, rules
from riskmap.i18n import Translator
from riskmap.reports.documents import LANGUAGES, TemplateFault, document, template
from riskmap.views import papers as words
from riskmap.views.names import labels
from support.lives import made

DAY = date(2026, 11, 20)
COUNTY = load_county(Path(__file__).resolve().parents[2] / "data" / "county.toml")
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


ASKED = Extension(
    ExtensionState.APPROVED, DAY - timedelta(9), date(2027, 1, 20), "设备到货延迟", DAY - timedelta(7),
    date(2027, 1, 10),
)  # fmt: skip
LISTED = Listing(
    ListingState.ACCEPTANCE, Level.COUNTY, number="汾安办挂〔2026〕3号", unit="县应急管理局督办组", leader="赵县长",
    listed=DAY - timedelta(30), due=date(2026, 12, 31), delist_applied=DAY - timedelta(1),
)  # fmt: skip
FAILED = Round(None, None, DAY - timedelta(3), "孙某、周某", "护栏未固定", None)
HELD = made(
    extensions=(ASKED,), listings=(LISTED,), passed=DAY - timedelta(2), reviewers="钱某、李某",
    review_result="符合要求",
)  # fmt: skip
WHO = "2026-11-18、钱某、李某"


def of(kind: PaperKind, hazard: Hazard, lang: str = "zh_CN", day: date = DAY) -> str:
    t, paper = Translator(lang), replace(PAPER, kind=kind, hazards=("a",))
    found = words.lines(t, labels(COUNTY, lang, {}), [hazard], day)
    return text(document(paper, found, lang=lang, issuer="县安委办", state="", day=t.date))


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (PaperKind.EXTENSION, ("2026-11-11", "2027-01-20", "设备到货延迟", "同意", "2027-01-10")),
        (PaperKind.LISTING, ("县级", "县应急管理局督办组", "赵县长", "2026-12-31")),
        (PaperKind.DELISTING, ("县级", "汾安办挂〔2026〕3号", "2026-10-21", "2026-11-19", WHO, "符合要求")),
        (PaperKind.REVIEW, (WHO, "合格", "符合要求")),
    ],
)  # fmt: skip
def test_a_paper_says_from_the_record_what_it_is_about(kind: PaperKind, said: tuple[str, ...]) -> None:
    whole = of(kind, HELD)
    for one in said:
        assert one in whole, one
    before = of(kind, HELD, day=DAY - timedelta(40))  # nothing of it was so then
    assert not [one for one in said if one in before and one != "合格"]
    assert not {"extension|Approved", "review|Passed"} & set(of(kind, HELD, "en").split())


def test_a_failed_re_inspection_says_so_and_an_application_says_nothing_of_a_decision_to_come() -> None:
    whole = of(PaperKind.REVIEW, made(rounds=(FAILED,)))
    for one in ("2026-11-17、孙某、周某", "不合格", "护栏未固定"):
        assert one in whole
    asked = of(PaperKind.EXTENSION, HELD, day=DAY - timedelta(8))
    assert "2027-01-20" in asked
    assert "2027-01-10" not in asked


def test_a_draft_bears_its_state_in_the_place_of_a_number() -> None:
    draft = replace(PAPER, state=PaperState.DRAFT, number="", issued=None, signed_by="", reviewed=None, reviewed_by="")
    said = text(make(draft))
    assert "（拟稿，未签发）" in said
    assert "签发人" not in said
    assert "—" not in said  # room to write by hand, in the proof of delivery too


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", [kind for kind in PaperKind if not rules()[kind].due])
def test_a_paper_without_a_date_asks_for_nothing_by_one(kind: PaperKind, lang: str) -> None:
    paper = replace(PAPER, kind=kind, hazards=("a",))
    asked = "办理完毕" if lang == "zh_CN" else "have this done by"
    assert asked in text(make(paper, lang))
    assert asked not in text(make(replace(paper, due=None), lang))


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
