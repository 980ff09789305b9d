"""The five implementations (五落实五到位), two marks an item: content on paper, proof in place (DOMAIN.md §2.6)."""

from dataclasses import replace
from datetime import date

from riskmap.domain.codes import Item
from riskmap.domain.hazard import FiveItem, Hazard
from riskmap.domain.text import is_tick

NUMBERED = frozenset({Item.FUNDS, Item.DEADLINE})  # an amount, a date: content that holds a figure


def item_of(hazard: Hazard, item: Item) -> FiveItem:
    """One of the five, empty if nothing was ever told."""
    return next((one for one in hazard.five if one.item is item), FiveItem(item))


def has_content(one: FiveItem) -> bool:
    """Whether the item is there on paper (落实): words with content or a figure, not a tick alone."""
    return not is_tick(one.content) or _is_figure(one.item, one.content)


def _is_figure(item: Item, content: str) -> bool:
    """An amount of 0 or 1 (万元) looks like a tick and is none; a tick never reaches the content of these items."""
    return item in NUMBERED and content.strip().isdigit()


def in_place(one: FiveItem) -> bool:
    """Whether it is proved to be really there (到位); without content there is nothing to prove."""
    return has_content(one) and not is_tick(one.in_place)


def on(hazard: Hazard, day: date) -> Hazard:
    """The hazard as its proofs stood on a day: those that hold from a later day are not there yet."""
    early = tuple(
        replace(one, in_place="", in_place_on=None) if one.in_place_on is not None and one.in_place_on > day else one
        for one in hazard.five
    )
    return replace(hazard, five=early)


def missing_content(hazard: Hazard) -> tuple[Item, ...]:
    """The items without content."""
    return tuple(item for item in Item if not has_content(item_of(hazard, item)))


def missing_in_place(hazard: Hazard) -> tuple[Item, ...]:
    """The items not proved to be in place; a major hazard closes when this is empty."""
    return tuple(item for item in Item if not in_place(item_of(hazard, item)))


def counts(hazard: Hazard) -> tuple[int, int]:
    """How many of the five have content, and how many are in place."""
    return 5 - len(missing_content(hazard)), 5 - len(missing_in_place(hazard))


def faults(item: Item, content: str, proof: str) -> tuple[str, ...]:
    """Why a mark is not one: tick_only, no_figure (an amount or a date is asked for), proof_without_content."""
    found = []
    if content and is_tick(content) and not _is_figure(item, content):
        found.append(f"tick_only:{item}")
    elif content and item in NUMBERED and not any(letter.isdigit() for letter in content):
        found.append(f"no_figure:{item}")
    if proof and is_tick(proof):
        found.append(f"tick_only:{item}")
    if proof and not content:
        found.append(f"proof_without_content:{item}")
    return tuple(found)


def marked(hazard: Hazard, item: Item, on: date, content: str | None, proof: str | None) -> tuple[FiveItem, ...]:
    """The five after a mark; None leaves what was told before. A proof holds from `on`."""
    one = item_of(hazard, item)
    if content is not None:
        one = replace(one, content=content)
    if proof is not None:
        one = replace(one, in_place=proof, in_place_on=on if proof else None)
    known = {other.item: other for other in hazard.five} | {item: one}
    return tuple(known[name] for name in Item if name in known)
