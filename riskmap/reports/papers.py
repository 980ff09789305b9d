"""What stands around a form when it leaves the program; one way for the pages and the command line."""

from riskmap.i18n import Translator
from riskmap.metrics.forms import Filled
from riskmap.reports.form_sheet import Sheet
from riskmap.views import forms as words
from riskmap.views.names import Label


def form_sheet(
    t: Translator, filled: Filled, label: Label, *, unit: str, demo: bool, who: str, moment: str, purpose: str
) -> Sheet:
    """The sheet of a filled form in a language."""
    marks = [t("export|Internal use"), *([t("export|Demo data")] if demo else [])]
    said = t("Exported by {who}, {moment}; purpose: {purpose}", who=who, moment=moment,
             purpose=purpose or t("cover|not stated"))  # fmt: skip
    return Sheet(
        filled=filled,
        label=label,
        lang=t.lang,
        unit=t("Unit: {unit}", unit=unit),
        period=words.period_line(t, filled),
        until=words.until_line(t, filled),
        lines=t(words.LINES[filled.form.rows]),
        total=t("forms|Total"),
        filter=words.filter_line(t, filled, label),
        taken=" · ".join([*marks, said]),
    )
