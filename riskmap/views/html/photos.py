"""Photos of a hazard, before and after the rectification side by side."""

from collections.abc import Sequence

from riskmap.domain.codes import EvidenceKind
from riskmap.domain.hazard import Evidence, Hazard
from riskmap.views.html.context import Context
from riskmap.views.html.markup import e

SIDES = {EvidenceKind.PHOTO_BEFORE: "Before rectification", EvidenceKind.PHOTO_AFTER: "After rectification"}


def photos(context: Context, hazard: Hazard) -> str:
    """Two columns of photos, each opening its file for who may save it, those of no side below; empty without any."""
    kept = [one for one in hazard.evidence if one.sha256]
    if not any(one.kind in SIDES or (one.kind is EvidenceKind.OTHER and not paper(one)) for one in kept):
        return ""
    sides = [_side(context, title, [one for one in kept if one.kind is kind]) for kind, title in SIDES.items()]
    if others := [one for one in kept if one.kind is EvidenceKind.OTHER and not paper(one)]:
        sides.append(_side(context, "Other photos", others))
    return f'<div class="w-photos">{"".join(sides)}</div>'


def paper(one: Evidence) -> bool:
    """Whether the file of a piece of evidence is a document; its reference ends with the name that it came with."""
    return one.reference.lower().endswith((".pdf", ".docx"))


def saved(context: Context, one: Evidence) -> str:
    """The way to the file of a piece of evidence, as HTML; empty without one, or where the reader may not save it."""
    if not one.sha256 or not context.files:
        return ""
    address, words = e(f"api/v1/attachments/{one.sha256}"), e(context.t("Save the file"))
    return f'<a href="{address}" title="SHA-256 {e(one.sha256)}" download>{words}</a>'


def _side(context: Context, title: str, shown: Sequence[Evidence]) -> str:
    t = context.t
    none = f"<p>{e(t('No photo'))}</p>"
    figures = "".join(_figure(context, title, one) for one in shown)
    return f"<div><h4>{e(t(title))}</h4>{figures or none}</div>"


def _figure(context: Context, title: str, one: Evidence) -> str:
    """A photo: a click opens the whole file, where the reader may save it."""
    t = context.t
    address = f"api/v1/attachments/{one.sha256}"
    image = f'<img src="{e(address)}?size=small" alt="{e(t(title))}: {e(one.reference)}" loading="lazy">'
    told = " · ".join(part for part in (t.date(one.on) if one.on else "", one.reference) if part)
    picture = f'<a href="{e(address)}" download>{image}</a>' if context.files else image
    return f"<figure>{picture}<figcaption>{e(told)}</figcaption></figure>"
