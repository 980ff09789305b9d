"""A word of the address that cannot be used: said clearly, nothing else of the address is lost."""

from collections.abc import Collection

from riskmap.i18n import Translator
from riskmap.metrics.filters import KEYS, FilterError
from riskmap.views.html.context import Context, address
from riskmap.views.html.markup import e, empty, link
from riskmap.views.html.top import HOUSE, OWN, RIGHTS, TITLES

MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_{}[]()#+-.!|<>$:~"})
FILTERS = {  # the words of the vocabulary in the reader's language
    "sector": "Sector",
    "group": "Sector group",
    "township": "Township",
    "grade": "Grade",
    "status": "Status",
    "progress": "Progress",
    "department": "Department",
    "enterprise": "Enterprise",
    "source": "Source",
    "supervision": "Supervised by",
    "size": "Size (headcount)",
    "listed": "Listing",
    "batch": "Imported file",
    "overdue": "Only overdue",
    "located": "Coordinates",
    "area": "Part of the map",
    "from": "From",
    "as_of": "As of",
    "q": "Search",
    "lang": "Language",
}


def closed(context: Context, pages: Collection[str]) -> str:
    """What stands on a page that is not open to a reader, with the ways to those that are where they are few."""
    t = context.t
    reads = any(name not in RIGHTS and name not in OWN for name in pages)
    more = t("Your role does not reach this page.") if reads else t("Your role sees no rows of the ledger.")
    few = [name for name in (HOUSE if reads else TITLES) if name in pages]
    ways = " · ".join(link(context.href(name), e(t(TITLES[name])), "w-text") for name in few)
    return empty(more, ways)


def said(t: Translator, problem: FilterError) -> str:
    """One sentence as Markdown in which nothing of the address is Markdown."""
    key = t(FILTERS[problem.key]) if problem.key in FILTERS else problem.key
    sentence = {
        "unknown_key": t(
            "The address holds an unknown filter: {key}={value}.", key=problem.key, value=problem.value[:80]
        ),
        "unknown_value": t("The filter “{key}” has no value {value}.", key=key, value=problem.value[:80]),
        "bad_date": t("“{key}” must be a day like 2026-11-22, not {value}.", key=key, value=problem.value[:80]),
        "from_after_as_of": t("The period begins ({value}) after the day it ends.", value=problem.value[:80]),
    }[problem.code]
    return f"{sentence} {t('No figures are shown, so that none is read wrongly.')}".translate(MARKDOWN)


def ways_out(context: Context, page: str, problem: FilterError) -> str:
    """Links: go on without that word and keep the others, or start from nothing."""
    t, lang = context.t, context.query.get("lang", "")
    kept = {key: value for key, value in context.query.items() if key != problem.key and key in KEYS}
    ways = [link(address(page, {"lang": lang}), e(t("Reset all filters")), "w-button")]
    if set(kept) - {"lang"}:
        ways.insert(0, link(address(page, kept), e(t("Go on without it, keep the other filters")), "w-button"))
    return f'<p class="w-ways">{"".join(ways)}</p>'
