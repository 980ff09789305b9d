"""The menu of saved views: links with their names; a name is data and is written as text."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from riskmap.domain.roles import Role
from riskmap.domain.saved_views import SavedView
from riskmap.i18n import Translator
from riskmap.views.html import record, top
from riskmap.views.html.context import Context, address
from riskmap.views.html.markup import e, link

FAULTS: Final = {
    "missing:name": "A view needs a name.",
    "too_long:name": "The name of a view has at most 40 characters.",
    "taken:name": "You have a view of this name for this page.",
    "too_many:views": "You keep 50 views; forget one first.",
    "bad:words": "This address is too long to be kept.",
    "bad:page": "Views of this page are not kept.",
    "bad:role": "It cannot be shared with this role.",
    "view:others": "Only its owner changes a view.",
    "role:not_allowed": "Your role may not do this.",
    "stale": "Somebody changed the view meanwhile; look again.",
    "not_found": "The view is there no more.",
}


def why(t: Translator, codes: Iterable[str]) -> list[str]:
    """Why a step with a view was not taken, in sentences."""
    return [t(FAULTS[code]) if code in FAULTS else code for code in codes]


def href(view: SavedView, lang: str) -> str:
    """The address of a view, in the language of the reader where the address names one."""
    return address(view.page, {**dict(view.words), "lang": lang})


def menu(context: Context, views: Sequence[SavedView], owner: str, current: str) -> str:
    """Links to the own views and to those that others share; `current`: id of the one that is shown."""
    t = context.t
    own = [one for one in views if one.owner == owner]
    others = [one for one in views if one.owner != owner]
    if not views:
        return f'<p class="w-mu w-views">{e(t("No view is kept yet. Set the filter, then give it a name below."))}</p>'
    parts = ((t("My views"), own), (t("Shared with me"), others))
    return '<div class="w-views">' + "".join(_part(context, title, some, current) for title, some in parts) + "</div>"


def _part(context: Context, title: str, views: Sequence[SavedView], current: str) -> str:
    if not views:
        return ""
    lines = "".join(_line(context, view, view.id == current) for view in views)
    return f"<h4>{e(title)}</h4><ul>{lines}</ul>"


def _line(context: Context, view: SavedView, here: bool) -> str:
    t = context.t
    aside = t(top.TITLES[view.page])
    if view.shared:
        aside = t("{page} · shared: {role}", page=aside, role=record.role(t, view.shared))
    name = link(href(view, context.query.get("lang", "")), e(view.name), "on" if here else "")
    return f'<li>{name}<span class="w-mu">{e(aside)}</span></li>'


def roles(t: Translator, codes: Iterable[str]) -> Mapping[str, str]:
    """What a view can be shared with: code → word, nobody first."""
    return {"": t("Only me"), **{code: record.role(t, code) for code in Role if code in set(codes)}}
