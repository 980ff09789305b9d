"""What the figures that a meeting froze are called, one by one."""

from typing import Final

from riskmap.domain import periods
from riskmap.i18n import Translator
from riskmap.metrics.briefing import Figures
from riskmap.metrics.frozen import WHOLE
from riskmap.metrics.frozen_lists import State
from riskmap.views.briefing import COUNTED, NAMES, age_classes, called, side
from riskmap.views.names import Label

WORK: Final = {
    "confirmed": "own|Confirmed in time", "reviewed": "own|Re-inspected in time", "ordered": "own|Orders done in time",
}  # fmt: skip
SINCE: Final = {
    State.CHANGED: "since|Corrected", State.LEFT: "since|Corrected, left",
    State.GONE: "since|Corrected, deleted",
}  # fmt: skip
LATE: Final = "since|Entered late"
BY_CORRECTION: Final = "since|Corrected, joined"
AGES: Final = {"general": "paper|General", "major": "paper|Major", "overdue": "paper|Overdue by so many days"}


def named(t: Translator, label: Label, f: Figures, name: str) -> str:
    """A figure of riskmap.metrics.frozen in words: the unit or period, then what is counted."""
    first, _, rest = name.partition(".")
    if first in {"before", "last_year"}:
        return f"{side(t, f, f.before if first == 'before' else f.last_year)} · {named(t, label, f, rest)}"
    if first == "all_year":
        return f"{t('paper|This year')} · {t(NAMES[rest])}"
    if first == "year":
        return f"{t('this year')} · {t(COUNTED[rest])}"
    code, _, what = rest.partition(".")
    if first in {"township", "group"}:
        return f"{label(first, code)} · {t(COUNTED[what])}"
    if first in {"department", WHOLE}:
        unit = t("Whole county") if first == WHOLE else label(first, code)
        what = rest if first == WHOLE else what
        return f"{unit} · {t(WORK[what.removesuffix('_of')])} {'m' if what.endswith('_of') else 'n'}"
    if first == "point":
        return f"{called(t, periods.parse(code, f.ends))} · {t(NAMES.get(what) or COUNTED[what])}"
    if first == "ages":
        return f"{t('sheet|Ages')} · {t(AGES[code])} · {age_classes(t, f.ages.edges)[int(what)]}"
    return t(NAMES.get(name) or COUNTED[name])
