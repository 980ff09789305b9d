"""The bar on top of every page: whose program, which data, which page, as of when (DESIGN.md §4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from riskmap.views.html.context import Context
from riskmap.views.html.markup import e, link

PAGES = {  # page → title, in the order of the bar; `hazard` is reached from rows
    "overview": "Overview",
    "battle_map": "Battle map",
    "big_screen": "Big screen",
    "closure_rates": "Closure rates",
    "ledger": "Ledger",
    "forms": "Forms",
    "register": "Register",
    "import": "Import",
    "reconcile": "Reconcile",
    "rounds": "Rounds",
}
WORK = ("register", "import", "reconcile", "rounds")  # pages that change the ledger: one menu at the end of the bar
TITLES = {**PAGES, "hazard": "Hazard"}
LANGUAGES = {"zh_CN": "中文", "en": "English"}


@dataclass(frozen=True, slots=True)
class Standing:
    """What the bar says of the data. `updated`: moment of the last event in the county's zone; `hours` since then."""

    county: str
    demo: bool
    updated: datetime | None
    hours: int | None
    failed: bool = False
    limit: int = 24  # hours without an event after which the data is called stale

    @property
    def stale(self) -> bool:
        """Whether nothing was entered for longer than set."""
        return self.hours is not None and self.hours >= self.limit


def bar(context: Context, page: str, standing: Standing, own: Mapping[str, str]) -> str:
    """The top bar; 演示数据 shows exactly while demo rows are there. `own`: words that the language switch keeps."""
    t = context.t
    demo = f'<b class="w-demo">{e(t("Demo data"))}</b>' if standing.demo else ""
    links = {name: link(context.href(name), e(t(title)), "on" if name == page else "") for name, title in PAGES.items()}
    links["big_screen"] = f'<a href="{e(context.href("big_screen"))}" target="_blank">{e(t(PAGES["big_screen"]))}</a>'
    nav = "".join(one for name, one in links.items() if name not in WORK) + _work(context, page, links)
    updated = f"<span>{e(t('Updated'))} <b>{e(t.moment(standing.updated, short=True))}</b></span>"
    return (
        f'<div class="w-top" lang="{t.lang[:2]}" data-working="{e(t("Updating …"))}"><b class="w-name">'
        f"{e(t('{county} work safety: battle map', county=standing.county))}</b>{demo}"
        f'<span class="w-inner">{e(t("For internal use"))}</span><nav aria-label="{e(t("Pages"))}">{nav}</nav>'
        f'<div class="w-when"><span>{e(t("As of"))} <b>{e(t.date(context.day))}</b></span>{updated}'
        f'<span class="w-who">{e(t("Safety committee office"))} · {e(t("Demo officer"))}</span>'
        f"{_language(context, page, own)}</div></div>"
    )


def _work(context: Context, page: str, links: Mapping[str, str]) -> str:
    """The menu of pages that change the ledger; on one of them it bears that page's name."""
    title = context.t(PAGES[page] if page in WORK else "Work on the ledger")
    mark = ' class="on"' if page in WORK else ""
    inside = "".join(links[name] for name in WORK)
    return f"<details><summary{mark}>{e(title)}</summary><div>{inside}</div></details>"


def _language(context: Context, page: str, own: Mapping[str, str]) -> str:
    other = "en" if context.t.lang == "zh_CN" else "zh_CN"
    return (
        f'<a class="w-lang" lang="{other[:2]}" href="{e(context.href(page, {**own, "lang": other}))}">'
        f"{LANGUAGES[other]}</a>"
    )


def notices(context: Context, standing: Standing) -> str:
    """What a reader must know before reading figures: data gone stale, the database silent. "" when all is well."""
    t, lines = context.t, []
    if standing.failed:
        lines.append(t("The database does not answer; these are the last figures that could be read."))
    elif standing.stale:
        lines.append(t("The data has not been updated for {n} hours.", n=t.number(standing.hours or 0)))
    return "".join(f'<p class="w-notice" role="status">{e(line)}</p>' for line in lines)


def foot(context: Context) -> str:
    """The two ways of counting, in one line on every page of figures."""
    t = context.t
    assessed = t("due-item rate = re-inspected and passed ÷ due (carried over in, void out, not yet due not counted).")
    reported = t("rectification rate = declared rectified ÷ found in the period.")
    rules = t("A denominator of 0 prints “/”; totals divide sums by sums; what is to be confirmed is in no rate.")
    one = f"<b>{e(t('Assessed'))}</b> {e(assessed)}"
    return f'<p class="w-foot">{one} <b>{e(t("Reported"))}</b> {e(reported)} {e(rules)}</p>'
