"""What every block of the wall needs: the question, the overview's own figures, and whether numbers open their rows."""

from collections.abc import Mapping
from dataclasses import dataclass

from riskmap.i18n import Translator
from riskmap.views.html.context import Context
from riskmap.views.html.markup import e, span
from riskmap.views.html.overview import Figures

LONG = 5  # digits of a large number beyond which it is set smaller


@dataclass(frozen=True, slots=True)
class Change:
    """A major hazard that the as-of day brought or took, without any person's name."""

    township: str
    enterprise: str


@dataclass(frozen=True, slots=True)
class Wall:
    """One wall. `figures` are those of the overview page; `links`: numbers open their rows (not in kiosk mode)."""

    context: Context
    figures: Figures
    pending_late: int
    new: tuple[Change, ...] = ()
    closed: tuple[Change, ...] = ()
    links: bool = False

    @property
    def t(self) -> Translator:
        """Words in the wall's language."""
        return self.context.t

    def count(
        self,
        number: int | str,
        measure: str = "",
        among: str = "",
        cls: str = "",
        only: Mapping[str, object] | None = None,
    ) -> str:
        """A number as HTML; it opens its rows where a reader can come back from them."""
        if self.links:
            return self.context.count(number, measure, among, cls or "wa-n", only)
        return span(number if isinstance(number, str) else self.t.number(number), cls)

    def large(self, number: int | str, measure: str, cls: str = "", only: Mapping[str, object] | None = None) -> str:
        """One of the large numbers of the top row."""
        text = number if isinstance(number, str) else self.t.number(number)
        size = "wa-big wa-long" if len(text) > LONG else "wa-big"
        return self.count(text, measure, cls=f"{size} {cls}".strip(), only=only)


def block(area: str, title: str, body: str, aside: str = "", cls: str = "") -> str:
    """A card of the wall in its place of the layout; `body` and `aside` are HTML."""
    head = f'<header><h2>{e(title)}</h2><div class="wa-aside">{aside}</div></header>'
    return f'<section class="wa-card wa-{area}{" " + cls if cls else ""}">{head}{body}</section>'


def fit(inner: str, rest: int, more: str, *, head: str = "", drop: str = "end") -> str:
    """Rows of which as many are shown as there is room for.

    `rest`: rows beyond those sent; `more` tells of {n} that are not shown; `drop`: end, middle or best go
    first.
    """
    return (
        f'<div class="wa-fit" data-rest="{rest}" data-drop="{drop}" data-say="{e(more)}">{head}'
        f'<div class="wa-rows">{inner}</div>'
        '<p class="wa-more" hidden></p></div>'
    )


def nothing(text: str) -> str:
    """What stands where nothing is."""
    return f'<p class="wa-none">{e(text)}</p>'


def silent(t: Translator) -> str:
    """A wall that has nothing to show yet and cannot be drawn: one calm sentence, no figure; its script asks again."""
    said = e(t("The figures cannot be shown at the moment; this screen tries again by itself."))
    return f'<section class="wa-card wa-trouble"><h2>{said}</h2></section>'


def signed(number: int) -> str:
    """A number with its sign, 0 without one."""
    return f"{number:+,}".replace("-", "−") if number else "0"
