"""The kinds of files that a weekly paper becomes."""

from collections.abc import Callable
from typing import Final

from riskmap.reports import weekly_docx, weekly_pdf, weekly_xlsx
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
}


def file(asked: Asked, kind: str) -> bytes:
    """The paper as a file of a kind. Raises KeyError for another."""
    return KINDS[kind][1](content(asked), asked.t.lang)
