"""The bar on top of every page: whose program, which data, which page, as of when (DESIGN.md §4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote

from riskmap.domain.roles import Right
from riskmap.views.html.context import Context
from riskmap.views.html.markup import e, link

PAGES = {  # page → title, in the order of the bar; what is reached from rows or the own name stands in TITLES
    "overview": "Overview",
    "my_work": "My work",
    "battle_map": "Battle map",
    "big_screen": "Big screen",
    "closure_rates": "Closure rates",
    "analysis": "Analysis",
    "ledger": "Ledger",
    "weekly_review": "Weekly review",
    "responsibility": "Duties",
    "register": "Register",
    "import": "Import",
    "reconcile": "Reconcile",
    "rounds": "Rounds",
    "papers": "Papers",
    "forms": "Forms",
    "assessment": "Assessment",
    "tips": "Reports received",
    "presenter": "Presenter",
    "accounts": "Accounts",
    "audit": "Audit trail",
}
RIGHTS = {  # page → what a reader needs; every other page needs to read rows
    "forms": Right.FORMS,
    "register": Right.REGISTER,
    "import": Right.IMPORT,
    "reconcile": Right.RECONCILE,
    "rounds": Right.ROUNDS,
    "papers": Right.PAPERS,
    "assessment": Right.ASSESSMENT,
    "tips": Right.TIPS,
    "presenter": Right.SCREENS,
    "accounts": Right.ACCOUNTS,
    "audit": Right.AUDIT,
}
# What the office does: one menu at the end of the bar.
WORK = (
    "responsibility", "register", "import", "reconcile", "rounds", "papers", "forms", "assessment", "tips", "presenter",
)  # fmt: skip
HOUSE = ("accounts", "audit")  # for those who keep the house; who reads rows as well finds them behind the own name
OWN = frozenset({"deputies"})  # of the reader's own account, behind the own name: open to every person
TITLES = {**PAGES, "hazard": "Hazard", "visit": "Visit", "deputies": "My deputy"}
LANGUAGES = {"zh_CN": "中文", "en": "English"}


@dataclass(frozen=True, slots=True)
class Who:
    """Who reads: name, role, the part of the county, open pages. `demo`: role → word of the officers to change to.

    `password`: whether one is kept here, for the reader to change.
    """

    name: str
    role: str
    reach: str
    pages: frozenset[str]
    demo: Mapping[str, str] = field(default_factory=dict)
    password: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """What the bar says of the data. `updated`: moment of the last event in the county's zone; `hours` since then."""

    county: str
    demo: bool
    updated: datetime | None
    hours: int | None
    who: Who
    failed: bool = False
    limit: int = 24  # hours without an event after which the data is called stale
    ahead: bool = False  # the day of the figures is still to come

    @property
    def stale(self) -> bool:
        """Whether nothing was entered for longer than set."""
        return self.hours is not None and self.hours >= self.limit


def bar(context: Context, page: str, standing: Standing, own: Mapping[str, str]) -> str:
    """The top bar; 演示数据 shows exactly while demo rows are there. `own`: words that the language switch keeps."""
    t = context.t
    demo = f'<b class="w-demo">{e(t("Demo data"))}</b>' if standing.demo else ""
    links = {
        name: link(context.href(name), e(t(title)), "on" if name == page else "")
        for name, title in PAGES.items()
        if name in standing.who.pages
    }
    if "big_screen" in links:  # a window of its own: its style sheet belongs to no other page
        way = context.href("big_screen")
        links["big_screen"] = f'<a href="{e(way)}" target="_blank">{e(t(PAGES["big_screen"]))}</a>'
    aside = (*WORK, *HOUSE) if "overview" in links else WORK
    nav = "".join(one for name, one in links.items() if name not in aside) + _work(context, page, links)
    house = "".join(links[name] for name in HOUSE if name in links and name in aside)
    updated = f"<span>{e(t('Updated'))} <b>{e(t.moment(standing.updated, short=True))}</b></span>"
    return (
        f'<div class="w-top" lang="{t.lang[:2]}" data-working="{e(t("Updating …"))}"><b class="w-name">'
        f"{e(t('{county} safety battle map', county=standing.county))}</b>{demo}"
        f'<span class="w-inner">{e(t("bar|Internal"))}</span><nav aria-label="{e(t("Pages"))}">{nav}</nav>'
        f'<div class="w-when"><span>{e(t("As of"))} <b>{e(t.date(context.day))}</b></span>{updated}'
        f"{_who(context, page, standing.who, house)}{_language(context, page, own)}</div></div>"
    )


def _who(context: Context, page: str, who: Who, house: str) -> str:
    """Who reads, pages of the house, and the way out: another demo officer, or the password and the door."""
    t = context.t
    name = t("Demo officer") if who.demo else who.name
    said = f"{who.role} · {who.reach}" if who.reach else who.role
    if who.demo:
        onward = quote("/" + context.href(page).removeprefix("./"), safe="")
        ways = "".join(
            f'<a href="/demo/{e(login)}?next={onward}" target="_self"{" class=on" if word == who.role else ""}>'
            f"{e(word)}</a>"
            for login, word in who.demo.items()
        )
    else:
        own = f'<a href="/password" target="_self">{e(t("Choose a password"))}</a>' if who.password else ""
        ways = (
            f'{own}<form method="post" action="/sign-out"><button>{e(t("Sign out"))}</button>'
            f'<button name="everywhere" value="1">{e(t("Sign out everywhere"))}</button></form>'
        )
    if "deputies" in who.pages:
        ways = link(context.href("deputies"), e(t(TITLES["deputies"])), "on" if page == "deputies" else "") + ways
    summary = f"<b>{e(name)}</b> <span>{e(said)}</span>"
    return f'<details class="w-who"><summary title="{e(said)}">{summary}</summary><div>{house}{ways}</div></details>'


def _work(context: Context, page: str, links: Mapping[str, str]) -> str:
    """The menu of the office's work; on one of them it bears that page's name."""
    inside = "".join(links[name] for name in WORK if name in links)
    if not inside:
        return ""
    title = context.t(PAGES[page] if page in WORK else "menu|Work")
    mark = ' class="on"' if page in WORK else ""
    return f"<details><summary{mark}>{e(title)}</summary><div>{inside}</div></details>"


def _language(context: Context, page: str, own: Mapping[str, str]) -> str:
    other = "en" if context.t.lang == "zh_CN" else "zh_CN"
    return (
        f'<a class="w-lang" lang="{other[:2]}" href="{e(context.href(page, {**own, "lang": other}))}">'
        f"{LANGUAGES[other]}</a>"
    )


def notices(context: Context, standing: Standing) -> str:
    """What a reader must know before reading figures: data gone stale, the database silent, a day to come; or ""."""
    t, lines = context.t, []
    if standing.failed:
        lines.append(t("The database does not answer; these are the last figures that could be read."))
    elif standing.stale:
        lines.append(t("The data has not been updated for {n} hours.", n=t.number(standing.hours or 0)))
    if standing.ahead:
        day = t.date(context.day)
        lines.append(t("{day} is still to come: reckoned as if nothing more happened until then, not facts.", day=day))
    return "".join(f'<p class="w-notice" role="status">{e(line)}</p>' for line in lines)


def foot(context: Context) -> str:
    """The two ways of counting, in one line on every page of figures."""
    t = context.t
    assessed = t("due-item rate = re-inspected and passed ÷ due (carried over in, void out, not yet due not counted).")
    reported = t("rectification rate = declared rectified ÷ found in the period.")
    rules = t("A denominator of 0 prints “/”; totals divide sums by sums; what is to be confirmed is in no rate.")
    one = f"<b>{e(t('Assessed'))}</b> {e(assessed)}"
    return f'<p class="w-foot">{one} <b>{e(t("Reported"))}</b> {e(reported)} {e(rules)}</p>'
