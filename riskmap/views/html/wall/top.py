"""The head and foot of the wall: whose wall, which data, as of when, how fresh, and what the scripts need to know."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from riskmap.metrics import filters
from riskmap.views import cover
from riskmap.views.html.context import Context, address
from riskmap.views.html.markup import e, link, span
from riskmap.views.html.parts import percent
from riskmap.views.html.top import LANGUAGES, Standing
from riskmap.views.html.wall.base import Wall

LAYERS = "/api/v1/wall/hazards.json"
SHEET = "/api/v1/layers/sheet.json"


@dataclass(frozen=True, slots=True)
class Beat:
    """How the wall keeps itself alive: seconds between looks, the quiet time of its reload, the county's zone."""

    seconds: int
    reload: str
    zone: str


def head(context: Context, standing: Standing, beat: Beat, revision: str, own: Mapping[str, str]) -> str:
    """The header; its data- attributes tell the scripts where the map's features are and which state this is."""
    t = context.t
    demo = f'<b class="wa-demo">{e(t("Demo data"))}</b>' if standing.demo else ""
    facts = {**_addresses(context), **_told(context, beat), "rev": revision, "tour": own.get("tour", "")}
    facts |= {"dwell": own["dwell"]} if "dwell" in own else {}
    told = "".join(f' data-{key}="{e(value)}"' for key, value in facts.items())
    title = t("{county} work safety: battle map", county=standing.county)
    return (
        f'<header class="wa-top" id="wall-state"{told}><h1>{e(title)}</h1>{demo}'
        f'<span class="wa-inner">{e(t("For internal use"))}</span>{_scope(context, standing)}'
        f'<span class="wa-space"></span>{_freshness(context, standing)}<span class="wa-lost" role="status"></span>'
        f'<span class="wa-when">{e(t("As of"))} <b>{e(t.date(context.day))}</b></span>'
        f'<span class="wa-when wa-updated">{e(t("Updated"))} <b>{e(t.moment(standing.updated, short=True))}</b></span>'
        '<span class="wa-clock"><span class="wa-day"></span><b class="wa-time"></b></span></header>'
    )


def _addresses(context: Context) -> dict[str, str]:
    lang = context.t.lang
    query = urlencode({**filters.to_query(context.where), "lang": lang}, quote_via=quote, safe="")
    return {"hazards": f"{LAYERS}?{query}", "sheet": f"{SHEET}?lang={lang}"}


def _told(context: Context, beat: Beat) -> dict[str, str]:
    t = context.t
    return {
        "seconds": str(beat.seconds),
        "reload": beat.reload,
        "zone": beat.zone,
        "lang": t.lang.replace("_", "-"),
        "lost": t("Connection lost; the picture is of {time}"),
        "paused": t("paused"),
        "tour-title": t("Tour"),
    }


def _scope(context: Context, standing: Standing) -> str:
    """What the reader may see and the filter leaves, in words; the whole county where that is all."""
    t = context.t
    reach = [standing.who.reach] if standing.who.reach else []
    parts = reach + [values for _, values in cover.conditions(context.where, context.label, t)]
    return span(t("cover|; ").join(parts) if parts else t("Whole county"), "wa-scope wa-cut")


def _freshness(context: Context, standing: Standing) -> str:
    """Amber words when the figures may be old: the database is silent, or nothing was entered for long."""
    t = context.t
    if standing.failed:
        return span(t("The database does not answer: last good figures"), "wa-stale")
    if standing.stale:
        return span(t("No update for {n} hours", n=t.number(standing.hours or 0)), "wa-stale")
    return ""


def foot(wall: Wall, own: Mapping[str, str]) -> str:
    """Both ways of counting, always; the ways out where it is not a kiosk."""
    t, counts = wall.t, wall.figures.counts
    reported = t("declared rectified ÷ found {n}/{m} = {p}", n=counts["rectified"], m=counts["found"],
                 p=percent(wall.context, "reported_rate", counts))  # fmt: skip
    told = (
        f"<span><b>{e(t('Assessed'))}</b> {e(t('due-item rate = re-inspected and passed ÷ due'))}</span>"
        f"<span>{e(t('rectification rate = passed (major: closed) ÷ found'))}</span>"
        f"<span><b>{e(t('Reported'))}</b> {e(reported)}</span>"
        f"<span>{e(t('what is to be confirmed is in no rate'))}</span>"
    )
    ways = _ways(wall.context, own) if wall.links else ""
    return f'<footer class="wa-foot">{told}<span class="wa-space"></span>{ways}</footer>'


def _ways(context: Context, own: Mapping[str, str]) -> str:
    t = context.t
    other = "en" if t.lang == "zh_CN" else "zh_CN"
    ways = (
        link(context.href("overview"), e(t("Overview"))),
        f'<a lang="{other[:2]}" href="{e(context.href("big_screen", {**own, "lang": other}))}">{LANGUAGES[other]}</a>',
        link(context.href("big_screen", {**own, "kiosk": "1"}), e(t("Full wall (kiosk)"))),
    )
    return f'<nav class="wa-ways">{"".join(ways)}</nav>'


def trouble(context: Context, sentence: str) -> str:
    """The wall when its address cannot be read: one sentence and a way back, no figure."""
    t = context.t
    way = link(address("big_screen", {"lang": context.query.get("lang", "")}), e(t("Reset all filters")), "wa-n")
    return f'<section class="wa-card wa-trouble"><h2>{e(sentence)}</h2>{way}</section>'
