"""The words of a notice: whose it is, and that made-up data says so."""

import pytest

from riskmap.i18n import Translator
from riskmap.views.notices import title


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
