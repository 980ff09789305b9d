"""Office papers as Word files: a template of the office, or the shipped one, filled with a paper and its hazards."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from riskmap.domain.papers import LATER, Paper, PaperKind
from riskmap.views.papers import Line

SHIPPED: Final = Path(__file__).with_name("templates")
LANGUAGES: Final = {"zh_CN": "zh", "en": "en"}
MEDIA: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

MISTAKES: Final = (  # what a file that somebody edited makes the libraries raise
    TemplateError, PackageNotFoundError, BadZipFile, LookupError, ValueError, SyntaxError, TypeError, AttributeError,
    ArithmeticError,
)  # fmt: skip


class TemplateFault(Exception):
    """A template of the office that cannot be filled; the message names the file and what is wrong."""


def template(kind: PaperKind, lang: str, own: Path | None = None) -> Path:
    """The Word file a paper is made from: the one of that name in the office's folder `own`, else the shipped."""
    name = f"{kind.value}.{LANGUAGES[lang]}.docx"
    edited = own / name if own else None
    return edited if edited and edited.is_file() else SHIPPED / name


def document(
    paper: Paper, lines: Sequence[Line], *, lang: str, issuer: str, state: str, day: Callable[[Any], str],
    own: Path | None = None,
) -> bytes:  # fmt: skip
    """The paper as a Word file. `state` and `day` in the reader's words. Raises TemplateFault.

    Everything that is filled in is a value, escaped for the file; a template runs in a sandbox, and a field that no
    paper has is a mistake in it: a date or an addressee would be missing from the paper without a word.
    """
    path = template(paper.kind, lang, own)
    told = {name: day(value) if name in _DAYS and value else value or "" for name, value in asdict(paper).items()}
    told |= {"issuer": issuer, "state": state, "issued": day(paper.issued) if paper.state in LATER else ""}
    told |= {"hazards": [asdict(one) | {"where": one.where} for one in lines], "one": asdict(lines[0]) if lines else {}}
    out = BytesIO()
    try:
        made = DocxTemplate(path)
        made.render(told, jinja_env=SandboxedEnvironment(autoescape=True, undefined=StrictUndefined), autoescape=True)
        made.save(out)
    except MISTAKES as wrong:
        raise TemplateFault(f"{path.name}: {wrong}") from wrong
    return out.getvalue()


_DAYS: Final = frozenset({"due", "drafted", "reviewed", "issued", "delivered"})
