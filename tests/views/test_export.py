"""Exports: headers that the importer knows, words that no spreadsheet takes for a formula."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskmap.i18n import Translator
from riskmap.views.export import COLUMNS, DANGEROUS, neutral
from riskmap.views.export_columns import ROUNDS, round_columns

ROOT = Path(__file__).resolve().parents[2]


EVERY = (*COLUMNS, *round_columns(ROUNDS))


def test_every_chinese_header_is_one_that_the_import_knows_for_its_field() -> None:
    fields = tomllib.loads((ROOT / "riskmap/ingest/data/ledger.toml").read_text(encoding="utf-8"))
    canonical = {spec["header"] for spec in fields.values() if "header" in spec}
    rounds = fields["rounds"]
    canonical |= {
        prefix[0] + names[0]
        for prefix in rounds["prefixes"]
        for key, names in rounds.items()
        if key not in {"prefixes", "kind", "header"}
    }
    t = Translator("zh_CN")
    assert not {t(column.header) for column in EVERY} - canonical


def test_headers_are_different_from_each_other_in_both_languages() -> None:
    for lang in ("zh_CN", "en"):
        heads = [Translator(lang)(column.header) for column in EVERY]
        assert len(set(heads)) == len(heads)


def test_every_field_of_the_import_goes_out() -> None:
    fields = tomllib.loads((ROOT / "riskmap/ingest/data/ledger.toml").read_text(encoding="utf-8"))
    other = {
        "seq", "uscc", "grade_or_category", "closed_mark", "five_all", "count", "point", "crs", "derived_due",
        "derived_progress", "derived_left", "rounds", "due",
    }  # fmt: skip
    assert set(fields) - {column.name for column in EVERY} <= other


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_formula_gets_a_quotation_mark(text: str) -> None:
    assert neutral(text) == f"'{text}"


@given(st.text())
def test_nothing_else_is_changed(text: str) -> None:
    assert neutral(text).removeprefix("'" if text.startswith(DANGEROUS) else "") == text
