"""A major hazard as the meeting takes it up (重大隐患逐项过堂): who answers, control, the five, difficulty."""

from riskmap.domain import five
from riskmap.domain.codes import Item, Post
from riskmap.domain.hazard import Hazard
from riskmap.domain.progress import control_at
from riskmap.reports.briefing_rows import Row, reason, wish
from riskmap.reports.briefing_told import Asked, Case
from riskmap.views.names import POSTS


def case(asked: Asked, one: Row) -> Case:
    """The page of one major hazard; its own words only where they were asked for."""
    t = asked.t
    facts = [(t("Number"), one.number), (t("Department, township"), one.duty), (t("Problem"), one.problem),
             (t("Control"), _control(asked, one))]  # fmt: skip
    if one.hazard is not None:
        facts.append((t("paper|Who answers"), _chain(asked, one.hazard)))
        facts.append((t("paper|Five implementations"), _five(asked, one.hazard)))
    facts += [
        (t("Countdown"), t("paper|{text} ({aside})", text=one.countdown, aside=one.due)),
        (t("How it stands"), reason(asked, one.told)),
        (t("What the county must solve"), wish(one.told)),
    ]
    if one.since:
        facts.append((t("list|Since the freeze"), one.since))
    return Case(one.id, one.firm, tuple(facts))


def _control(asked: Asked, one: Row) -> str:
    """How it is held in check, since when, by which paper."""
    t, record = asked.t, control_at(one.hazard, asked.figures.now.as_of) if one.hazard else None
    if record is None:
        return one.control
    return t(", ").join(text for text in (one.control, t.date(record.on), record.document) if text)


def _chain(asked: Asked, hazard: Hazard) -> str:
    """Each post with its unit and holder, as of the last day."""
    t, day = asked.t, asked.figures.now.as_of
    held = {one.post: one for one in hazard.chain if one.since is None or one.since <= day}
    said = [
        f"{t(POSTS[post])} {' '.join(text for text in (held[post].unit, held[post].person) if text)}"
        for post in Post
        if post in held and (held[post].unit or held[post].person)
    ]
    return t("cover|; ").join(said) or hazard.responsible_person or "—"


def _five(asked: Asked, hazard: Hazard) -> str:
    """Each item with what is there on paper, and whether it is proved to be in place."""
    t, standing = asked.t, five.on(hazard, asked.figures.now.as_of)
    said = []
    for item in Item:
        one = five.item_of(standing, item)
        state = t("five|in place") if five.in_place(one) else t("five|not in place")
        content = f"{asked.label('item', item)} {one.content or t('five|nothing on paper')}"
        said.append(t("paper|{text} ({aside})", text=content, aside=state))
    return t("cover|; ").join(said)
