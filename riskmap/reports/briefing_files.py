"""The kinds of files that the paper of a period becomes."""

from collections.abc import Callable, Iterable
from typing import Final

from riskmap.reports import briefing_docx, briefing_pdf, briefing_pptx, briefing_xlsx
from riskmap.reports.briefing_content import content
from riskmap.reports.briefing_told import Asked, Content
from riskmap.reports.documents import MEDIA

KINDS: Final[dict[str, tuple[str, Callable[[Content, str], bytes]]]] = {
    "docx": (MEDIA, briefing_docx.document),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        briefing_xlsx.workbook,
    ),
    "pdf": ("application/pdf", briefing_pdf.brief),
    "pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", briefing_pptx.slides),
}


def files(asked: Asked, kinds: Iterable[str]) -> dict[str, bytes]:
    """The paper, written once, as a file of each kind. Raises KeyError for one that is none of KINDS."""
    told = content(asked)
    return {kind: KINDS[kind][1](told, asked.t.lang) for kind in kinds}
