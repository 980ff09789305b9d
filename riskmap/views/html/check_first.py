"""Which enterprises to check first and why, what each reason is worth, and whether the list would have helped."""

from collections.abc import Mapping, Sequence

from riskmap.domain.check_first import SHIPPED
from riskmap.metrics.check_first import REASONS, Firm
from riskmap.metrics.format import pct
from riskmap.metrics.hindsight import Hindsight
from riskmap.metrics.words import REASONS as NAMES
from riskmap.views.check_first import RISKS
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, empty, link, span, table
from riskmap.views.html.parts import explained

SHOWN, MOST = 20, 50  # lines at once, and when unfolded; all of them are in the export
Where = Mapping[str, str]  # enterprise → its township and sector, in words


def listed(context: Context, firms: Sequence[Firm], places: Where, form: str, *, whole: bool = True) -> str:
    """The list; `form`: the export button (HTML); `whole`: all that is listed is in the export."""
    t = context.t
    title = t("Check first: {n} enterprises with a reason", n=len(firms))
    told = explained(
        context,
        (t("Points"), t("Sum over the reasons: points a hazard, at most so many a reason; see the table beside.")),
        (t("What it is for"), t(
            "It orders visits. No assessment, no penalty and no person follows from it; it says where to look, not "
            "who is to blame."
        )),
        (t("first|Found by itself"), t(
            "What an enterprise found itself and treats in time and under control brings no points: finding more "
            "never moves it up."
        )),
        (t("Ties"), t("Equal points share a rank; then majors without control, majors, overdue items, the id.")),
    )  # fmt: skip
    if not firms:
        return card(title, empty(t("No enterprise has a reason.")), button=told)
    body = _lines(context, firms[:SHOWN], places)
    if more := firms[SHOWN:MOST]:
        fold = t("Lines {first} to {last}", first=SHOWN + 1, last=SHOWN + len(more))
        body += f'<details class="w-open"><summary>{e(fold)}</summary>{_lines(context, more, places)}</details>'
    if len(firms) > MOST:
        more_ = t("{n} more are in the export." if form and whole else "{n} more are not listed.", n=len(firms) - MOST)
        body += f'<p class="w-foot">{e(more_)}</p>'
    return card(title, body, form, cls="w-checked", button=told)


def _lines(context: Context, firms: Sequence[Firm], places: Where) -> str:
    t = context.t
    head = [e(t("Rank")), e(t("Enterprise")), e(t("Reasons (hazards)")), ">" + e(t("Open")), ">" + e(t("Points"))]
    return table(head, [_line(context, firm, places) for firm in firms])


def _line(context: Context, firm: Firm, places: Where) -> list[str]:
    t, only = context.t, {"enterprise": (firm.enterprise,)}
    name = context.label("enterprise", firm.enterprise)
    opened = context.href("ledger", {"rows": "stock"}, **only)
    reasons = "".join(
        f'<span class="w-tag">{e(t(NAMES[reason]))} {context.count(firm.hazards[reason], f"first.{reason}", only=only)}'
        f"</span>"
        for reason in REASONS
        if reason in firm.hazards
    )
    colour = f'<span class="w-tag">{e(t(RISKS[firm.risk]))}</span>' if firm.risk in RISKS else ""
    who = (
        f'{link(opened, f"<b>{e(name)}</b>", "w-text")}<small class="w-mu">{e(places.get(firm.enterprise, ""))}</small>'
    )
    return [
        str(firm.rank), f'<div class="who">{who}</div>', f'<div class="tags">{reasons}{colour}</div>',
        context.count(firm.open, "stock", only=only), f"<b>{firm.score}</b>",
    ]  # fmt: skip


def points(context: Context) -> str:
    """What each reason is worth, from the table in force."""
    t = context.t
    rows = [
        [e(t(NAMES[reason])), str(SHIPPED.reasons[reason].each), str(SHIPPED.reasons[reason].most)]
        for reason in REASONS
    ]
    rows += [[e(t(RISKS[risk])), "", str(SHIPPED.risks[risk])] for risk in SHIPPED.risks if SHIPPED.risks[risk]]
    head = [e(t("first|Reason")), ">" + e(t("a hazard")), ">" + e(t("at most"))]
    body = f'{table(head, rows)}<p class="w-foot">{e(t("The colour counts only beside a reason."))}</p>'
    return card(t("How the points are counted"), body, span(t("points")))


def looked_back(context: Context, found: Hindsight) -> str:
    """One honest sentence: what the lists of past months would have held, beside most open first and chance."""
    t = context.t
    title = t("Would the list have helped?")
    if not found.late:
        return card(title, f'<p class="w-said">{e(t("No enterprise fell newly behind in the months before."))}</p>')
    said = t(
        "In the last {months} full months enterprises became newly late {late} times. The first {first} of the list at "
        "the start of each month held {held} of them; with most open hazards first it would have been {open}, by "
        "chance {chance}.",
        months=found.months, late=found.late, first=found.first, held=found.held, open=found.open_held,
        chance=t.number(found.chance, 1),
    )  # fmt: skip
    verdict = {
        1: t("For this question the list did better than most open first."),
        0: t("For this question the difference between the two lists may be chance."),
        -1: t("For this question most open first did better: the list puts danger before lateness."),
    }[found.verdict]
    rows = [
        [e(t("The list")), str(found.held), e(t.percent(pct(found.held, found.late)))],
        [e(t("Most open first")), str(found.open_held), e(t.percent(pct(found.open_held, found.late)))],
        [e(t("By chance")), e(t.number(found.chance, 1)), e(t.percent(found.chance / found.late))],
    ]
    head = ["", ">" + e(t("held")), ">" + e(t("share of {n}", n=found.late))]
    body = f'<p class="w-said">{e(said)}</p>{table(head, rows)}<p class="w-foot">{e(verdict)}</p>'
    return card(title, body, span(t("computed on this ledger")))
