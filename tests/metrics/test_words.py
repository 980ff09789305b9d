"""Every figure has a name and a definition in both languages."""

from dataclasses import fields
from pathlib import Path

from babel.messages.pofile import read_po

from riskmap.metrics import words
from riskmap.metrics.measures import COLUMNS
from riskmap.metrics.rates import ALL
from riskmap.metrics.truth import Truth

CATALOGUE = Path(words.__file__).parents[1] / "i18n" / "zh_CN" / "metrics.po"


def test_every_rate_count_and_check_has_a_name():
    assert set(words.RATES) == set(words.DEFINITIONS) == set(ALL)
    assert set(words.COUNTS) == set(COLUMNS)
    supporting = {"found", "declared", "without_on_the_spot"}
    assert set(words.CHECKS) == {field.name for field in fields(Truth)} - supporting


def test_every_word_is_translated():
    with CATALOGUE.open("rb") as lines:
        known = {message.id for message in read_po(lines) if message.id and message.string}
    asked = [words.RATES, words.DEFINITIONS, words.COUNTS, words.CHECKS, words.STEPS, words.REASONS]
    assert {text for table in asked for text in table.values()} == known
