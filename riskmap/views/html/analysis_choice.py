"""What the part "rates" of the analysis is asked: by which dimension, crossed with which, which rate; as links."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from riskmap.metrics import own_work
from riskmap.metrics import words as figure_words
from riskmap.metrics.breakdown import DEPARTMENT, DIMENSIONS
from riskmap.views.html.context import Context
from riskmap.views.html.markup import e, link
from riskmap.views.html.trouble import FILTERS

RATES: Final = (
    "due_rate_passed", "due_rate", "on_time_rate_passed", "on_time_rate", "rectification_rate", "reported_rate",
    "closing_rate",
)  # fmt: skip
WORK: Final = {  # the departments' own work: riskmap.metrics.own_work.RATES
    "confirmed": "own|Confirmed in time", "reviewed": "own|Re-inspected in time", "ordered": "own|Orders done in time",
}  # fmt: skip
PART: Final = "rates"


@dataclass(frozen=True, slots=True)
class Choice:
    """Words of the address: the dimension down, the one across, the rate (of RATES, of WORK where departments are)."""

    by: str
    across: str
    rate: str

    @property
    def of_departments(self) -> bool:
        """Whether departments are told, and so their own work."""
        return DEPARTMENT in (self.by, self.across)

    def own(self, **changes: str) -> dict[str, str]:
        """The words of the page for this choice, changed."""
        return {"part": PART, "by": self.by, "across": self.across, "rate": self.rate, **changes}


def choice(words: Mapping[str, str]) -> Choice:
    """Read the words `by`, `across` and `rate`; what is missing or no such word takes its default."""
    by = words.get("by", "")
    by = by if by in DIMENSIONS else DIMENSIONS[0]
    across = words.get("across", "")
    if across not in DIMENSIONS or across == by:
        across = "township" if by != "township" else "group"
    known = own_work.RATES if DEPARTMENT in (by, across) else RATES
    rate = words.get("rate", "")
    return Choice(by, across, rate if rate in known else known[0])


def rate_name(context: Context, rate: str) -> str:
    """Name of a rate of either kind."""
    return context.t(WORK[rate] if rate in WORK else figure_words.RATES[rate])


def bar(context: Context, chosen: Choice) -> str:
    """The rows of choices: dimension, dimension across, rate."""
    t = context.t
    bys = ((key, t(FILTERS[key])) for key in DIMENSIONS)
    others = ((key, t(FILTERS[key])) for key in DIMENSIONS if key != chosen.by)
    rates = ((key, rate_name(context, key)) for key in (WORK if chosen.of_departments else RATES))
    return (
        f'<div class="w-choice">{_row(context, chosen, "by", t("analysis|By"), bys)}'
        f"{_row(context, chosen, 'across', t('Crossed with'), others)}"
        f"{_row(context, chosen, 'rate', t('Rate shown'), rates)}</div>"
    )


def _row(context: Context, chosen: Choice, word: str, title: str, choices: Iterable[tuple[str, str]]) -> str:
    now = getattr(chosen, word)
    links = "".join(
        link(context.href("analysis", chosen.own(**{word: key})), e(name), "on" if key == now else "")
        for key, name in choices
    )
    return f'<div role="group" aria-label="{e(title)}"><span>{e(title)}</span>{links}</div>'
