import pytest

from riskmap.domain.codes import Progress, Status
from riskmap.domain.columns import NEVER
from riskmap.i18n import Translator
from riskmap.views import words


@pytest.mark.parametrize(
    ("progress", "left", "status", "said"),
    [
        (Progress.OVERDUE, -2, "", "超期 2 天"),
        (Progress.DUE_SOON, -1, "", "本轮限期已过 1 天"),  # the round's day is past, the due date in force is not
        (Progress.DUE_SOON, 0, "", "今日到期"),
        (Progress.IN_PROGRESS, 9, "", "余 9 天"),
        (Progress.IN_PROGRESS, NEVER, "", "未定时限"),
        (Progress.WAITING, -3, Status.VERIFIED, "待销号"),
        (Progress.WAITING, -3, "", "待复查"),
        (Progress.CLOSED, -3, "", "已销号"),
    ],
)
def test_a_countdown_says_overdue_only_of_what_is_overdue(progress, left, status, said):
    assert words.countdown(Translator("zh_CN"), progress, left, status) == said
