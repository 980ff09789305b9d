"""Words in two languages: complete, never mixed, one meaning each; dates and numbers as the reader writes them."""

import ast
import string
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from riskmap.i18n import Translator, choose, conflicts, msgids
from riskmap.i18n.catalogue import _parts, _read

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("riskmap/views", "riskmap/reports", "riskmap/web", "pages")
SPEAKING = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
CHINESE = Translator("zh_CN")


def words_asked() -> Iterator[tuple[str, str]]:
    """(module, message id) of every text that is handed to a translator as it is."""
    for path in SPEAKING:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute) and node.args:
                name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
                first = node.args[0]
                texts = [first] if isinstance(first, ast.Constant) else []
                if isinstance(first, ast.IfExp):
                    texts = [first.body, first.orelse]
                if name == "t":
                    yield from ((path.name, one.value) for one in texts if isinstance(one, ast.Constant))


def tables() -> Iterator[tuple[str, str]]:
    """(name, message id) of the tables of words: code → English."""
    from riskmap.domain import filling_form, filling_sheet
    from riskmap.ingest import collecting_words, fixes, messages, profile, recognition
    from riskmap.metrics import words as figures
    from riskmap.reports import briefing_content, briefing_situation, stated, wall_map_index
    from riskmap.views import assessment as assessed
    from riskmap.views import (
        audit,
        briefing,
        card,
        check_first,
        cover,
        export,
        export_columns,
        filling,
        forms,
        frozen,
        names,
        notices,
        papers,
        places,
        reconcile,
        record_words,
        sheet,
        words,
    )
    from riskmap.views import filling_form as form_book
    from riskmap.views.html import (
        accounts,
        actions,
        analysis_choice,
        analysis_duration,
        analysis_origin,
        analysis_rates,
        analysis_time,
        annotations,
        behind,
        behind_analysis,
        book,
        bulk,
        coming,
        course,
        deputies,
        dossier,
        empty_books,
        entered,
        exporting,
        import_columns,
        import_pictures,
        meanwhile,
        my_work,
        presenter,
        reading,
        record,
        report,
        responsibility,
        returned,
        rounds,
        saved,
        streamlit_words,
        tips,
        top,
        trouble,
        values,
        wall_map,
        weekly_head,
        weekly_lists,
    )
    from riskmap.views.html import audit as audit_page
    from riskmap.views.html import reconcile as compared
    from riskmap.views.html.wall import choice, listed
    from riskmap.views.html.wall import rates as wall_rates
    from riskmap.web import analysis, filterbar, register, review, visit, weekly_forms
    from riskmap.web import assessment as assessment_page
    from riskmap.web import forms as forms_page
    from riskmap.web import reconcile as reconcile_page

    for table in (
        *names.WORDS.values(), names.UNKNOWN, record_words.KINDS, record_words.FIELDS,
        figures.RATES, figures.DEFINITIONS, figures.COUNTS, figures.CHECKS, figures.STEPS, figures.REASONS,
        words.PROGRESS, words.PLATE, words.LISTED, card.ITEMS, messages.REFUSALS, profile.FAULTS,
        actions.ACTIONS, actions.FIELDS, actions.PLAN, actions.REFUSALS, actions.WHOLE,
        record.ROLES, recognition.HOW, fixes.FIXES, *import_columns.FIELDS.values(),
        import_pictures.TOLD_BY, import_pictures.KINDS,
        papers.KINDS, papers.STATES, papers.MOVES, papers.FIELDS,
        responsibility.NEEDS, notices.LINES, my_work.TITLES, my_work.HINTS, my_work.WHY, behind.PLAIN, behind.TOGETHER,
        frozen.WORK, frozen.AGES, frozen.SINCE, {"late": frozen.LATE, "here": frozen.BY_CORRECTION},
        briefing.NAMES, briefing.COUNTED, *briefing.TABLES, briefing_content.STATES, briefing_situation.SITUATION,
        weekly_head.SWITCH, weekly_head.BACK, weekly_head.ON, weekly_lists.KINDS, weekly_forms.SUBJECTS,
        actions.OF_MEETING,
        course.EXTENSION, report.SEVERITY, top.TITLES, trouble.FILTERS, filterbar.PROGRESS,
        filterbar.LISTED, behind.AMONG, reading.LEDGER, reading.REGISTER, reading.KINDS, figures.FORMS, forms.LINES,
        reconcile.OTHER, reconcile.BALANCE, reconcile.PROTECTED, cover.NAMES, cover.LISTING, compared.PLAIN,
        compared.RULES, exporting.HAZARDS, exporting.WORKBOOK, forms_page.WAY, reconcile_page.BALANCES,
        filterbar.LOCATED, register.WAYS, register.SYSTEMS, register.MODES, visit.WAYS, review.WORDS, values.ALSO,
        bulk.STEPS, bulk.HINTS, values.STATES, actions.OF_STEP, actions.SAMPLED,
        *(analysis_duration.TITLES, analysis_duration.ENDS, analysis_duration.STAGES, analysis_duration.DESKS),
        *(analysis_duration.UNITS, analysis_duration.MEDIANS, analysis_duration.DEFINITIONS),
        analysis_duration.STAGE_DEFINITIONS,
        *({word: word for word in table} for table in (
            analysis_duration.DEFINITIONS, analysis_duration.STAGE_DEFINITIONS, analysis_origin.OF_WORDS,
        )),
        *(analysis_origin.TITLES, analysis_origin.COUNTED, analysis_origin.NONE, analysis_origin.SHARES),
        *(analysis_origin.DEFINITIONS, analysis_origin.OF_WORDS, analysis_origin.AMOUNTS),
        *(behind_analysis.STAGE_PARTS, behind_analysis.REPEATS, behind_analysis.ORIGINS, behind_analysis.MARKS),
        empty_books.TITLES, empty_books.USES, choice.PAGES, presenter.SHOWS, presenter.TILES, presenter.UNITS,
        listed.ITEMS, wall_rates.TITLES, wall_rates.COUNTS, {word: word for word in listed.STEPS},
        wall_map.KINDS, wall_map.MAPS, {word: word for word in wall_map_index.COLUMNS},
        filling.STAND, rounds.STATES, rounds.BY, rounds.KIND, returned.OUTCOMES,
        saved.FAULTS, check_first.RISKS, {word: word for word in (*check_first.COLUMNS, *coming.WEEK)},
        figures.OWN, figures.FLOWS, assessed.UNITS, assessed.HALVES, assessed.FIGURES, assessed.FAULTS,
        assessment_page.VIEWS,
        tips.CHANNELS, tips.STATES, tips.MOVES, tips.FAULTS,
        streamlit_words.ANEW, dossier.GRADED, {word: word for word in (dossier.CORRECTED, entered.OWN)},
        meanwhile.WORDS, {word: word for word in (*deputies.RULES, deputies.DEMO)},
        accounts.FAULTS, audit.KINDS, audit.EVENTS, audit.COUNTED, audit.EXPORTED, audit_page.KINDS,
        {word: word for word in audit.COLUMNS}, {part.key: part.title for part in analysis.PARTS},
        analysis_choice.WORK, analysis_rates.SHORT, {word: word for word in analysis_rates.HEADS},
        {word: word for *_, word in analysis_rates.FIVE if word},
        analysis_time.NAMES, analysis_time.EVERY, annotations.KINDS, annotations.FAULTS,
        places.TITLES, places.KINDS, places.SHORT, places.FACTS, sheet.WORDS,
    ):  # fmt: skip
        yield from ((str(key), str(word)) for key, word in table.items())
    yield from (("streamlit", word) for word in streamlit_words.WORDS)
    yield from ((code, sentence) for code, (_, sentence) in messages.MESSAGES.items())
    yield from ((code, sentence) for code, (_, sentence) in collecting_words.FINDINGS.items())
    yield from (("filling", column.header) for column in filling_sheet.COLUMNS)
    yield from (("filling", word) for word in (filling.GUIDE, filling.MARKS, form_book.GUIDE, form_book.SECTOR))
    yield from (("form", column.header) for column in filling_form.COLUMNS)
    yield from (("book", title) for title, _, _ in book.HEADS if title)
    every = (*export_columns.COLUMNS, *export_columns.round_columns(export_columns.ROUNDS))
    yield from (("export", column.header) for column in every)
    yield from (("rules", name) for name in compared.RULES)
    yield from (("cover", word) for line in cover.DEFINITIONS for word in line)
    yield from (("export", column.header) for column in export.COLUMNS)
    yield from (("export", header) for header, _ in stated.HEADS)


def test_every_word_of_the_code_is_in_the_chinese_catalogue() -> None:
    known = msgids()
    asked = list(words_asked())
    assert len(asked) > 200
    assert not sorted({(where, word) for where, word in asked if word not in known and word != ""})


def test_every_word_of_a_table_is_in_the_chinese_catalogue() -> None:
    known = msgids()
    assert not sorted({(where, word) for where, word in tables() if word not in known})


def test_parts_of_the_catalogue_do_not_contradict_each_other() -> None:
    assert conflicts() == {}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_a_translation_has_the_places_of_its_original() -> None:
    wrong = [
        (message, translated)
        for part in _parts("zh_CN")
        for message, translated in _read(part)
        if fields(message) != fields(translated)
    ]
    assert not wrong


def test_values_are_never_read_as_patterns() -> None:
    assert CHINESE("{n} overdue", n="{0.__class__}") == "超期 {0.__class__} 项"
    assert CHINESE("100 % {x} as it stands") == "100 % {x} as it stands"


def test_a_context_is_not_printed_in_english() -> None:
    assert Translator("en")("flow|Closed") == "Closed"
    assert CHINESE("flow|Closed") == "销号"


@pytest.mark.parametrize(
    ("wishes", "lang"),
    [
        ((None, "zh-CN"), "zh_CN"),
        (("en", "zh-CN"), "en"),
        (("", "en-GB"), "en"),
        (("fr-FR", None), "zh_CN"),
        (("zh-Hant-TW",), "zh_CN"),
        ((), "zh_CN"),
    ],
)
def test_the_first_wish_that_names_a_language_we_speak_is_taken(wishes: tuple[str | None, ...], lang: str) -> None:
    assert choose(*wishes) == lang


def test_dates_and_numbers_are_written_as_the_reader_writes_them() -> None:
    english, day = Translator("en"), date(2026, 11, 22)
    forms = ("medium", "short", "weekday")
    assert [CHINESE.date(day, form) for form in forms] == ["2026-11-22", "11-22", "11-22 周日"]
    assert [english.date(day, form) for form in forms] == ["22 Nov 2026", "22 Nov", "Sun 22 Nov"]
    assert CHINESE.date(None) == "—"
    assert CHINESE.moment(datetime(2026, 11, 22, 18, 42)) == "2026-11-22 18:42"  # noqa: DTZ001 - a moment of its own zone
    assert CHINESE.number(1234567) == "1,234,567"
    assert CHINESE.number(Decimal("0.25"), 1) == "0.3"
    assert CHINESE.percent("99.9") == "99.9%"
    assert CHINESE.percent("/") == CHINESE.percent(None) == "/"
