"""A paper's number that stands on different visits: said beside the field where it is typed, and listed."""

from collections.abc import Sequence
from dataclasses import dataclass

from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, empty, link, table

MOST = 3  # visits named beside a field
ROWS = 20  # numbers of the list


@dataclass(frozen=True, slots=True)
class Place:
    """Where a number stands, as the reader may see it: page and id of a visit, else of a hazard; what it is called."""

    page: str
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A number, where it stands within the reader's part, and how often beyond it."""

    number: str
    places: Sequence[Place]
    beyond: int = 0


def warning(context: Context, found: Standing) -> str:
    """What is said beside the field: the other visits that the reader sees; else that the number is used, no more."""
    t = context.t
    if not found.places:
        said = e(t("The number {number} is already used.", number=found.number))
    else:
        said = f"{e(t('The number {number} stands elsewhere already:', number=found.number))} {_places(context, found)}"
    rule = e(t("One paper belongs to one visit. It can be recorded."))
    return f'<div class="w-kept" role="status">{said} {rule}</div>'


def listed(context: Context, found: Sequence[Standing]) -> str:
    """The card of all such numbers; "" without one."""
    t = context.t
    if not found:
        return ""
    rows = [[e(one.number), _places(context, one, len(one.places))] for one in found[:ROWS]]
    more = len(found) - len(rows)
    rest = empty(t("{n} further numbers", n=t.number(more))) if more > 0 else ""
    body = table([e(t("Number of the paper")), e(t("Stands on"))], rows) + rest
    return card(
        t("One paper number on different visits"), body, e(t("numbers as recorded by now: {n}", n=t.number(len(found))))
    )


def _places(context: Context, found: Standing, most: int = MOST) -> str:
    shown = [
        link(context.href(one.page, {"id": one.id}), e(one.name), "w-text") for one in found.places[:most]
    ]  # fmt: skip
    rest = len(found.places) - len(shown) + found.beyond
    if rest:
        shown.append(e(context.t("{n} more", n=context.t.number(rest))))
    return e(context.t(", ")).join(shown)
