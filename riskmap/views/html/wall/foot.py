"""The foot of each page of the wall: what its figures mean, which page of how many it is, the ways out at a desk."""

from collections.abc import Iterator, Mapping

from riskmap.views.html.context import Context
from riskmap.views.html.markup import e, link, span
from riskmap.views.html.parts import percent
from riskmap.views.html.top import LANGUAGES
from riskmap.views.html.wall.base import Wall
from riskmap.views.html.wall.choice import MAIN, PAGES


def foot(wall: Wall, own: Mapping[str, str], page: str = MAIN, pages: tuple[str, ...] = (MAIN,)) -> str:
    """The foot of a page. `pages`: those that are shown in turn; `own`: the wall's words of the address."""
    told = "".join({"main": _main, "rates": _rates, "listed": _listed}[page](wall))
    ways = _ways(wall.context, own, page, pages) if wall.links else ""
    return f'<footer class="wa-foot"><div class="wa-means">{told}</div>{_turn(wall, page, pages)}{ways}</footer>'


def _main(wall: Wall) -> Iterator[str]:
    """Both ways of counting, always."""
    t, counts = wall.t, wall.figures.counts
    yield _told(t("Assessed"), t("due-item rate = re-inspected and passed ÷ due"))
    yield _told("", t("rectification rate = passed (major: closed) ÷ found"))
    reported = t("declared rectified ÷ found {n}/{m} = {p}", n=counts["rectified"], m=counts["found"],
                 p=percent(wall.context, "reported_rate", counts))  # fmt: skip
    yield _told(t("Reported"), reported)
    yield _told("", t("what is to be confirmed is in no rate"))


def _rates(wall: Wall) -> Iterator[str]:
    t = wall.t
    yield _told(t("Assessed"), t("due-item rate = re-inspected and passed ÷ due"))
    yield _told("", t("not yet due is in no rate"))
    yield _told("", t("totals are sums over sums"))
    yield _told("", t("what is to be confirmed is in no rate"))


def _listed(wall: Wall) -> Iterator[str]:
    t = wall.t
    yield _told("", t("numbers as on the map of the main page"))
    yield _told("", t("days are counted to the as-of day"))
    yield _told("", t("on paper: the content is there; in place: its proof is there"))


def _told(name: str, meaning: str) -> str:
    """One thing that the foot tells, behind its name in bold where it has one."""
    head = f"<b>{e(name)}</b> " if name else ""
    return f"<span>{head}{e(meaning)}</span>"


def _turn(wall: Wall, page: str, pages: tuple[str, ...]) -> str:
    """Which of the pages this is, and that they rest while they do."""
    if len(pages) < 2:
        return ""
    t = wall.t
    names = "".join(span(t(PAGES[one]), "wa-on" if one == page else "") for one in pages)
    return f'<span class="wa-turn" role="status"><em>{e(t("paused"))}</em>{names}</span>'


def _ways(context: Context, own: Mapping[str, str], page: str, pages: tuple[str, ...]) -> str:
    t, lang = context.t, context.t.lang
    other = "en" if lang == "zh_CN" else "zh_CN"
    walls = ""
    if len(pages) == 1:
        kept = {key: word for key, word in own.items() if key not in {"wall", "rotate"}}
        there = ({**kept, "wall": one} if one != MAIN else kept for one in PAGES if one != page)
        names = (t(name) for one, name in PAGES.items() if one != page)
        walls = "".join(
            link(context.href("big_screen", words), e(name)) for words, name in zip(there, names, strict=True)
        )
    ways = (
        link(context.href("overview"), e(t("Overview"))),
        f'<a lang="{other[:2]}" href="{e(context.href("big_screen", {**own, "lang": other}))}">{LANGUAGES[other]}</a>',
        link(context.href("big_screen", {**own, "kiosk": "1"}), e(t("Full wall (kiosk)"))),
    )
    return f'<nav class="wa-ways">{walls}{"".join(ways)}</nav>'
