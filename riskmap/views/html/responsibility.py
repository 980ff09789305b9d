"""The list of responsibility (责任清单): five posts, who holds each with the open items, whoever is missing first."""

from collections.abc import Sequence
from typing import Final

from riskmap.domain.codes import Post, Progress
from riskmap.domain.columns import WISHED
from riskmap.domain.responsibility import LISTED, MAJORS, NEEDED, UNRANKED
from riskmap.metrics.drill import POST
from riskmap.metrics.index import Index
from riskmap.metrics.responsibility import NOBODY, SOON, SOON_DAYS, Line, lacking, lines, needed
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, empty, link, span, table, why
from riskmap.views.html.parts import sequence
from riskmap.views.names import POSTS

MOST: Final = 200  # lines of one post; a narrower filter brings the others
LABELLED: Final = {Post.DEPARTMENT: "department", Post.TOWNSHIP: "township"}  # posts whose unit may be a code
NEEDS: Final = {
    "every": "each open item needs one",
    MAJORS: "each open major hazard needs one",
    LISTED: "each listed hazard needs one",
}


def unit(context: Context, post: Post, name: str) -> str:
    """The unit of a holder in words; one that the hazard names by its code gets its name."""
    return context.label(LABELLED[post], name) if post in LABELLED else name


def holder(context: Context, post: Post, line: Line) -> str:
    """A holder in one line of text, person first."""
    person = line.person or context.t("nobody named")
    return " · ".join(part for part in (person, unit(context, post, line.unit)) if part)


def page(context: Context, index: Index, post: Post) -> str:
    """The five posts side by side, then the holders of the chosen one."""
    posts = "".join(_post(context, index, one, chosen=one is post) for one in Post)
    return f'<nav class="w-posts" aria-label="{e(context.t("Posts"))}">{posts}</nav>{_holders(context, index, post)}'


def _post(context: Context, index: Index, post: Post, *, chosen: bool) -> str:
    t, where = context.t, context.where
    found = lines(index, where, post)
    named = sum(bool(line.person) for line in found)
    missing, whole = int(lacking(index, where, post).sum()), int(needed(index, where, post).sum())
    way = link(context.href("responsibility", {"post": post}), e(t(POSTS[post])))
    cls = "w-n w-strong" if post in UNRANKED or not missing else "w-n w-late w-strong"
    count = context.count(missing, f"{POST}{post}.{NOBODY}", cls=cls)
    told = f"{count}<small>/{e(t.number(whole))}</small> {span(t('nobody named'), 'w-mu')}"
    mark = ' aria-current="page"' if chosen else ""
    return (
        f'<div class="w-card w-post{" on" if chosen else ""}"{mark}><h3>{way}</h3><p>{told}</p>'
        f'<small class="w-mu">{e(t("{n} holders", n=t.number(named)))}</small></div>'
    )


def _holders(context: Context, index: Index, post: Post) -> str:
    t, found = context.t, lines(index, context.where, post)
    as_of = span(t("as of {day}", day=t.date(context.day)), "w-mu")
    rules = [
        (t("Open items"), t("confirmed, not void, not crossed off, whenever found")),
        (t("nobody named"), t(NEEDS[NEEDED[post]])),
    ]
    button = why(t("Definition"), rules)
    if not found:
        return card(t(POSTS[post]), empty(t("No open item needs this post.")), as_of, button=button)
    counted = (t("Open items"), *(t(title, n=SOON_DAYS) for title in _titles(post)))
    titles = [e(t("Holder")), e(t("Unit")), *(f">{e(title)}" for title in counted)]
    rows = [_row(context, post, line) for line in found[:MOST]]
    more = empty(t("{n} more holders: the filter narrows the list.", n=len(found) - MOST)) if len(found) > MOST else ""
    drawn = table(titles, rows, "w-holders")
    return card(t(POSTS[post]), drawn + more, as_of, button=button)


def _titles(post: Post) -> Sequence[str]:
    """County leaders see what they are asked to coordinate, and no count that compares them (DOMAIN.md §7.2)."""
    return ("To be coordinated by the county",) if post in UNRANKED else ("Major", "Due within {n} days", "Overdue")


def _row(context: Context, post: Post, line: Line) -> list[str]:
    t, rows = context.t, f"{POST}{post}.{line.key}"
    name = f"<b>{e(line.person)}</b>" if line.person else span(t("nobody named"), "" if post in UNRANKED else "w-late")
    cells = [name, sequence([unit(context, post, line.unit)]) or "—", context.count(len(line.rows), rows)]
    if post in UNRANKED:
        return [*cells, _count(context, line.wished, f"{rows}.{WISHED}")]
    return [
        *cells,
        _count(context, line.major, rows, grade=("major",)),
        _count(context, line.soon, f"{rows}.{SOON}"),
        _count(context, line.overdue, rows, progress=(Progress.OVERDUE.value,)),
    ]


def _count(context: Context, number: int, rows: str, cls: str = "w-n", **only: object) -> str:
    return context.count(number, rows, cls=cls, only=only) if number else span("0", "w-mu")


def preview(rows: Sequence[tuple[str, str, str]], whole: str) -> str:
    """The items that a handover would change: number, enterprise or place, problem. `whole`: words of all of them."""
    lines_ = "".join(
        f"<tr><td>{span(number, 'w-n')}</td><td>{e(where)}</td><td>{e(what)}</td></tr>" for number, where, what in rows
    )
    return f'<p class="w-mu">{e(whole)}</p><table class="w-table w-preview"><tbody>{lines_}</tbody></table>'
