"""Papers open in an office program and come out as pages: counts, words, letters. For `--all`, with LibreOffice."""

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from riskmap.cli import main
from support.availability import unavailable
from support.small import SEVERAL, fill

OFFICE = shutil.which("soffice")
LONG = "山西省临汾市汾西县勍香镇示例勍远煤业集团有限责任公司第一百二十三综合采掘工程项目部"
WORDS = "采煤工作面上隅角瓦斯传感器安装位置不符合规定，勍字须能显示，断电值复电值设置错误；" * 4
BROKEN = re.compile("[\ufffd\ufffe\uffff\u25a1]")


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Papers of a week and a month in both languages: usual names, very long ones, many overdue items."""
    if OFFICE is None:
        unavailable("LibreOffice", "no soffice on the path")
    folder = tmp_path_factory.mktemp("office")
    late = replace(SEVERAL[5], enterprise_name=LONG, enterprise_id=None, township="141034103")
    more = [replace(late, description=f"{number}{WORDS}") for number in range(40)]
    majors = [
        replace(SEVERAL[1], enterprise_name=LONG, enterprise_id=None, description=f"{WORDS}{n}") for n in range(3)
    ]
    fill(folder / "var", (*SEVERAL, *more, *majors))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RISKMAP_DATA_DIR", str(folder / "var"))
        patch.setenv("RISKMAP_TODAY", "2026-11-18")
        for lang in ("zh_CN", "en"):
            out = ["--out", str(folder / lang), "--lang", lang]
            assert main(["report", "weekly", "--week", "2026-W46", "--against", "2026-W12", *out]) == 0
            assert main(["report", "monthly", "--month", "2026-11", *out]) == 0
    return folder


def pages(folder: Path, lang: str, kind: str) -> dict[str, list[str]]:
    """What each page of each paper says once an office program has made it a PDF; the letters it lacks are none."""
    made = folder / f"{lang}_{kind}"
    files = [str(one) for one in sorted((folder / lang).glob(f"*.{kind}"))]
    command = [
        str(OFFICE),
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
    ]
    subprocess.run([*command, "--outdir", str(made), *files], check=True, capture_output=True, timeout=300)
    found = {}
    for path in sorted(made.glob("*.pdf")):
        file = pypdfium2.PdfDocument(path)
        found[path.stem] = [page.get_textpage().get_text_bounded() for page in file]
        for page in file:  # nothing reaches over the edge of the paper
            width, height = page.get_size()
            for one in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT], max_depth=2):
                left, bottom, right, top = one.get_bounds()
                assert left >= -2
                assert right <= width + 2
                assert bottom >= -2
                assert top <= height + 2
    assert len(found) == 2
    return found


@pytest.mark.long
@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_the_word_file_comes_out_in_pages(papers: Path, lang: str) -> None:
    for name, said in pages(papers, lang, "docx").items():
        assert 10 <= len(said) <= 40, name
        whole = "".join(said)
        assert not BROKEN.search(whole)
        assert "勍" in whole
        mark = "内部资料" if lang == "zh_CN" else "Internal material"
        assert all(mark in page for page in said)
        assert all(f"— {number} —" in page for number, page in enumerate(said, 1))
        cases = [page for page in said if re.search(r"重大隐患第 \d+ 项|Major hazard \d+:", page)]
        assert len(cases) == 4  # one major hazard a page
        assert all(len(re.findall(r"重大隐患第 \d+ 项|Major hazard \d+:", page)) == 1 for page in cases)
        reason = "滞后原因" if lang == "zh_CN" else "Reason for"
        lists = [page for page in said if reason in page]
        assert len(lists) == 4, name  # 46 overdue items, or some more at the end of the month
        assert all(0 < len(re.findall(r"FX-2026-\d{6}|FX-2025-\d{6}", page)) <= 15 for page in lists)
        heading = re.compile(r"^(（[一二三四]）|\(\d\) |[一二三四五六七八九]、|\d\. )")
        for page in said:  # no heading stands last on its page
            body = [line for line in page.splitlines() if line.strip() and not re.fullmatch(r"— \d+ —", line.strip())]
            assert not heading.match(body[-1]), body[-1]


@pytest.mark.long
@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_slides_and_workbook_come_out_whole(papers: Path, lang: str) -> None:
    for name, said in pages(papers, lang, "pptx").items():
        assert len(said) == 10, name
        assert not BROKEN.search("".join(said))
        assert all(re.search(r"\d+ / 10", page) for page in said)
    for name, said in pages(papers, lang, "xlsx").items():
        assert len(said) >= 12, name
        assert not BROKEN.search("".join(said))
        assert "勍" in "".join(said)
        assert "###" not in "".join(said)  # no column too narrow for its number
