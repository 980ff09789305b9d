"""Words, dates and numbers in the reader's language: Chinese and English (ARCHITECTURE.md, decision 11)."""

from riskmap.i18n.catalogue import LANGUAGES, Translator, choose, conflicts, msgids

__all__ = ["LANGUAGES", "Translator", "choose", "conflicts", "msgids"]
