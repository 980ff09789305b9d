"""Catalogues merged from one part a room, compiled in memory; a translator a language (English ids are the source)."""

import io
from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel.core import Locale
from babel.dates import format_date, format_datetime
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

LANGUAGES = ("zh_CN", "en")
DEFAULT = "zh_CN"
_HERE = Path(__file__).parent
_DATES = {  # form → pattern; Chinese papers write 2026-11-22
    "zh_CN": {"medium": "yyyy-MM-dd", "short": "MM-dd", "month": "y年M月", "weekday": "MM-dd EEE", "long": "y年M月d日"},
    "en": {"medium": "d MMM y", "short": "d MMM", "month": "MMM y", "weekday": "EEE d MMM", "long": "d MMMM y"},
}
_MOMENTS = {"zh_CN": "yyyy-MM-dd HH:mm", "en": "d MMM y HH:mm"}
_SHORT_MOMENTS = {"zh_CN": "MM-dd HH:mm", "en": "d MMM HH:mm"}


class Translator:
    """Words of one language: `t("Ledger")`, `t("{n} overdue", n=3)`; without an entry the English id is read.

    A context before "|" tells equal English words apart and is cut off in English: `t("status|Open")`.
    """

    __slots__ = ("_locale", "_words", "lang")

    def __init__(self, lang: str) -> None:
        self.lang = lang if lang in LANGUAGES else DEFAULT
        self._locale = _locale(self.lang)
        self._words = _compiled(self.lang)

    def __call__(self, message: str, /, **values: object) -> str:
        """Word of a message id with its values filled in; values are never read as patterns."""
        text = self._words.gettext(message) if message else ""  # the empty id holds the catalogue's header
        if text == message:
            text = message.rpartition("|")[2]
        return text.format(**values) if values else text

    def date(self, day: date | None, form: str = "medium") -> str:
        """A day as medium, short, month, weekday or long; "—" for none."""
        return "—" if day is None else format_date(day, _DATES[self.lang][form], locale=self._locale)

    def moment(self, at: datetime | None, *, short: bool = False) -> str:
        """A moment in its own zone, to the minute; "—" for none."""
        if at is None:
            return "—"
        pattern = (_SHORT_MOMENTS if short else _MOMENTS)[self.lang]
        return format_datetime(at.replace(tzinfo=None), pattern, locale=self._locale)

    def number(self, value: float | Decimal, decimals: int = 0) -> str:
        """A number with grouped thousands and a fixed number of decimals, half-up."""
        exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        return str(format_decimal(exact, pattern, locale=self._locale))

    def percent(self, printed: str | float | Decimal | None, decimals: int = 1) -> str:
        """A percentage: text of riskmap.metrics.format gets its sign, a fraction of 1 is rounded; "/" for none."""
        if printed is None or printed == "/":
            return "/"
        if isinstance(printed, str):
            return f"{printed}%"
        exact = (Decimal(str(printed)) * 100).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
        return f"{exact}%"


@lru_cache(maxsize=len(LANGUAGES))
def _locale(lang: str) -> Locale:
    return Locale.parse(lang)


def choose(*wishes: str | None) -> str:
    """The first wish that names a language we speak (zh-Hans-CN, en-GB, zh_CN), Chinese when none does."""
    for wish in wishes:
        short = (wish or "").replace("-", "_").lower()
        if short.startswith("zh"):
            return "zh_CN"
        if short.startswith("en"):
            return "en"
    return DEFAULT


def msgids(lang: str = DEFAULT) -> frozenset[str]:
    """Every message id that the catalogue of a language translates."""
    return frozenset(str(message.id) for message in _merged(_parts(lang)) if message.id and message.string)


def _parts(lang: str) -> tuple[Path, ...]:
    return tuple(sorted((_HERE / lang).glob("*.po")))


def conflicts(lang: str = DEFAULT) -> dict[str, set[str]]:
    """Message ids that two parts translate differently, with what they say; a test wants none."""
    said: dict[str, set[str]] = {}
    for part in _parts(lang):
        for message, string in _read(part):
            said.setdefault(message, set()).add(string)
    return {message: strings for message, strings in said.items() if len(strings) > 1}


def _read(part: Path) -> list[tuple[str, str]]:
    with part.open("rb") as file:
        return [(str(one.id), str(one.string)) for one in read_po(file, locale=DEFAULT) if one.id and one.string]


def _merged(parts: Iterable[Path]) -> Catalog:
    """One catalogue of all parts; of two that differ the first in the alphabet is taken."""
    merged = Catalog(locale=DEFAULT, fuzzy=False)
    for part in parts:
        for message, string in _read(part):
            if merged.get(message) is None:
                merged.add(message, string)
    return merged


@lru_cache(maxsize=len(LANGUAGES))
def _compiled(lang: str) -> NullTranslations:
    parts = _parts(lang)
    if not parts:  # English is written in the code
        return NullTranslations()
    file = io.BytesIO()
    write_mo(file, _merged(parts))
    file.seek(0)
    return GNUTranslations(file)
