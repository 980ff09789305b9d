"""Words, dates and numbers in the reader's language: Chinese and English (ARCHITECTURE.md, decision 11)."""

from riskmap.i18n.catalogue import LANGUAGES, CatalogueError, Translator, choose, msgids

__all__ = ["LANGUAGES", "CatalogueError", "Translator", "choose", "msgids"]
