"""The words of a notice: whose it is, and that made-up data says so."""

import numpy as np
import pytest

from riskmap.i18n import Translator
from riskmap.metrics.index import Index
from riskmap.views.notices import MOST, body, title
from support.hazard_frames import AS_OF, facts, frame


@pytest.mark.parametrize(
    ("lang", "demo", "said"),
    [
        ("zh_CN", False, "汾西县安全生产提醒"),
        ("zh_CN", True, "[演示数据] 汾西县安全生产提醒"),
        ("en", True, "[Demo data] 汾西县: work safety"),
    ],
)
def test_a_title_names_the_county_and_made_up_data(lang: str, demo: bool, said: str) -> None:
    assert title(Translator(lang), "汾西县", demo=demo) == said


def test_a_text_with_rows_fits_a_robot_and_no_count_is_left_out() -> None:
    rows = [facts(n, description="防护罩缺失，" * 20, place="某厂选煤车间二层平台" * 3) for n in range(1, 41)]
    index = Index(frame(*rows))
    found = {"alarm": np.arange(12), "overdue": np.arange(40), "week": np.arange(3)}
    plain = body(Translator("zh_CN"), index, found, AS_OF, detail=False)
    text = body(Translator("zh_CN"), index, found, AS_OF, detail=True)
    lines = text.splitlines()
    assert [one for one in lines if not one.startswith("- ")] == plain.splitlines()
    assert 1_500 < len(text.encode()) <= MOST
    assert lines[2].startswith("- FX-2026-000001")
    assert len(plain.splitlines()) == 5


def test_numbers_of_persons_leave_in_no_row() -> None:
    told = facts(1, description="举报人13812345678，电话0357-1234567，证号141034199001011234", place="联系13987654321")
    named = facts(2, enterprise="甲厂+8613812345678")
    text = body(Translator("zh_CN"), Index(frame(told, named)), {"overdue": np.arange(2)}, AS_OF, detail=True)
    assert "138****5678" in text
    assert "甲厂+86138****5678" in text
    for number in ("13812345678", "1234567", "141034199001011234", "13987654321"):
        assert number not in text
