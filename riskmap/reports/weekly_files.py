"""The kinds of files that a weekly paper becomes."""

from collections.abc import Callable, Iterable
from typing import Final

from riskmap.reports import weekly_docx, weekly_pdf, weekly_pptx, weekly_xlsx
from riskmap.reports.documents import MEDIA
from riskmap.reports.weekly_content import content
from riskmap.reports.weekly_told import Asked, Content

KINDS: Final[dict[str, tuple[str, Callable[[Content, str], bytes]]]] = {
    "docx": (MEDIA, weekly_docx.document),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lambda told, _: weekly_xlsx.workbook(told),
    ),
    "pdf": ("application/pdf", weekly_pdf.brief),
    "pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", weekly_pptx.slides),
}


def files(asked: Asked, kinds: Iterable[str]) -> dict[str, bytes]:
    """The paper, written once, as a file of each kind. Raises KeyError for one that is none of KINDS."""
    told = content(asked)
    return {kind: KINDS[kind][1](told, asked.t.lang) for kind in kinds}
