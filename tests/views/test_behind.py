"""Every word that opens rows of own work or of what happened in a period says in words what the rows are."""

from datetime import date

import pytest

from riskmap.i18n import Translator
from riskmap.metrics import filters
from riskmap.metrics.drill import FLOW, OWN
from riskmap.metrics.flows import FLOWS
from riskmap.metrics.own_work import PARTS
from riskmap.views.html.behind import meaning

WORDS = [*(f"{OWN}{name}" for name in PARTS), *(f"{FLOW}{name}" for name in FLOWS)]


@pytest.mark.parametrize("word", WORDS)
def test_the_ledger_says_what_stands_behind_a_number(word: str) -> None:
    where = filters.default(date(2026, 11, 22))
    chinese, english = (meaning(Translator(lang), where, word) for lang in ("zh_CN", "en"))
    assert chinese
    assert chinese != english
    assert word not in english
