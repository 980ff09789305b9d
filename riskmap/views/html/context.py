"""What every block of a page needs besides its figures: words, names of codes, the filter, addresses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from riskmap.i18n import Translator
from riskmap.metrics import filters
from riskmap.metrics.filters import Filter
from riskmap.views.html.markup import e, link
from riskmap.views.names import Label

PATHS = {
    "overview": "./",
    "my_work": "my_work",
    "weekly_review": "weekly_review",
    "battle_map": "battle_map",
    "big_screen": "big_screen",
    "closure_rates": "closure_rates",
    "analysis": "analysis",
    "ledger": "ledger",
    "hazard": "hazard",
    "visit": "visit",
    "register": "register",
    "import": "import",
    "forms": "forms",
    "reconcile": "reconcile",
    "rounds": "rounds",
    "papers": "papers",
    "responsibility": "responsibility",
    "assessment": "assessment",
    "tips": "tips",
    "presenter": "presenter",
    "accounts": "accounts",
    "audit": "audit",
    "deputies": "deputies",
}


@dataclass(frozen=True, slots=True)
class Context:
    """One reader's question: language, names, filter. Equal for equal questions, so pages are cached by it."""

    t: Translator
    label: Label
    where: Filter
    query: Mapping[str, str]  # canonical words of the filter, language included
    partial: bool = False  # the reader sees a part of the county only
    files: bool = True  # the reader may save files of evidence, not only look at small pictures of photos

    @property
    def whole(self) -> str:
        """What the line of all rows is called: the whole county only where it is."""
        return self.t("Total") if self.partial or self.where.township else self.t("Whole county")

    @property
    def day(self) -> date:
        """数据截止."""
        return self.where.as_of

    def href(self, page: str, own: Mapping[str, str] | None = None, **changes: object) -> str:
        """Relative address of a page with this filter, changed; `own`: words of the page itself (`rows`, `id`)."""
        words = filters.to_query(filters.changed(self.where, **changes)) if changes else dict(self.query)
        words.setdefault("lang", self.query.get("lang", ""))
        return address(page, {**words, **(own or {})})

    def count(
        self,
        number: int | str,
        measure: str = "",
        among: str = "",
        cls: str = "w-n",
        only: Mapping[str, object] | None = None,
    ) -> str:
        """A count, or a number as printed, that opens its rows in the ledger.

        `measure`: which rows it counts; `among`: the part of a rank table; `only`: parts of the filter that differ.
        """
        own = {key: value for key, value in (("rows", measure), ("among", among)) if value}
        text = number if isinstance(number, str) else self.t.number(number)
        return link(self.href("ledger", own, **(only or {})), e(text), cls)


def address(page: str, words: Mapping[str, str]) -> str:
    """Relative address of a page with words in it; commas and dashes stay readable."""
    text = "&".join(f"{key}={quote(value, safe=',-')}" for key, value in words.items() if value)
    return PATHS[page] + (f"?{text}" if text else "")
