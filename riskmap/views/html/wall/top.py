"""The head of the wall: whose wall, which data, as of when, how fresh, and what the scripts need to know."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from riskmap.domain.presenting import Presented
from riskmap.metrics import filters
from riskmap.views import cover
from riskmap.views.html.context import Context, address
from riskmap.views.html.markup import e, link, span
from riskmap.views.html.top import Standing
from riskmap.views.html.wall import presented
from riskmap.views.html.wall.choice import Choice
from riskmap.views.html.wall.presented import Focus

LAYERS = "/api/v1/wall/hazards.json"
SHEET = "/api/v1/layers/sheet.json"


@dataclass(frozen=True, slots=True)
class Beat:
    """How the wall keeps itself alive: seconds between looks, the quiet time of its reload, the county's zone."""

    seconds: int
    reload: str
    zone: str


@dataclass(frozen=True, slots=True)
class State:
    """What the wall is to show: its pages, what the office shows on it for a while, and the townships its map is of
    (() = the whole county).
    """

    choice: Choice
    shown: Presented | None = None
    focus: Focus | None = None
    townships: tuple[str, ...] = ()


def head(context: Context, standing: Standing, beat: Beat, revision: str, state: State) -> str:
    """The header; its data- attributes tell the scripts where the map's features are and which state this is."""
    t = context.t
    demo = f'<b class="wa-demo">{e(t("Demo data"))}</b>' if standing.demo else ""
    facts = {**_addresses(context), **_told(context, beat), **_chosen(state.choice), "rev": revision}
    facts["only"] = ",".join(state.townships)
    facts |= presented.told(state.shown, state.focus)
    told = "".join(f' data-{key}="{e(value)}"' for key, value in facts.items())
    title = t("{county} work safety: battle map", county=standing.county)
    return (
        f'<header class="wa-top" id="wall-state"{told}><h1 class="wa-cut">{e(title)}</h1>{demo}'
        f'<span class="wa-inner">{e(t("For internal use"))}</span>{_scope(context, standing)}'
        f"{presented.line(context, state.shown)}"
        f'<span class="wa-space"></span>{_freshness(context, standing)}<span class="wa-lost" role="status"></span>'
        f'<span class="wa-when">{e(t("As of"))} <b>{e(t.date(context.day))}</b></span>'
        f'<span class="wa-when wa-updated">{e(t("Updated"))} <b>{e(t.moment(standing.updated, short=True))}</b></span>'
        '<span class="wa-clock"><span class="wa-day"></span><b class="wa-time"></b></span></header>'
        f"{_faults(context, state.choice)}{presented.rest(context, state.shown, title)}"
    )


def _chosen(choice: Choice) -> dict[str, str]:
    return {
        "pages": ",".join(choice.pages),
        "dwell": str(choice.dwell),
        "zoom": str(choice.zoom),
        "reach": choice.reach,
        "tour": choice.tour,
    }


def _faults(context: Context, choice: Choice) -> str:
    """One calm line for what of the address cannot be used, "" where all of it can."""
    told = (
        context.t("“{value}” is no value of {key}; {instead} is used.", key=e(one.key), value=e(one.value[:40]),
                  instead=e(one.instead))
        for one in choice.faults
    )  # fmt: skip
    line = " ".join(told)
    return f'<p class="wa-asked wa-cut" role="status">{line}</p>' if line else ""


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


def trouble(context: Context, sentence: str) -> str:
    """The wall when its address cannot be read: one sentence and a way back, no figure."""
    t = context.t
    way = link(address("big_screen", {"lang": context.query.get("lang", "")}), e(t("Reset all filters")), "wa-n")
    return f'<section class="wa-card wa-trouble"><h2>{e(sentence)}</h2>{way}</section>'
