"""Random hazards in which every field that a ledger can tell is filled now and then."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from riskmap.domain.codes import (
    Control,
    EvidenceKind,
    ExtensionState,
    Grade,
    InspectionKind,
    Item,
    LateReason,
    Level,
    ListingState,
    Post,
    Source,
    Status,
    Step,
    System,
)  # fmt: skip
from riskmap.domain.hazard import (
    ControlRecord,
    Escalation,
    Evidence,
    Extension,
    FiveItem,
    Hazard,
    Listing,
    Reported,
    Responsible,
    Round,
    Statement,
)
from riskmap.domain.records import PAPERS

FIRST = date(2025, 6, 1)
PIECES = (
    "配电箱", "未接地", "=1+1", "+86", "-5℃ 漏水", "@起", "护栏", "“缺失”", "A&B", "<b>通道</b>", "勍香", "3号",
    "{{x}}", "通风", "a,b", "灭火器；过期", "\U00020000", "第2处", "50%",
)  # fmt: skip
# 企业自查 in one of the two columns says it of the source and of the visit; a visit gives its kind to all its rows.
TELLING = {InspectionKind.SELF, InspectionKind.EXPERT, InspectionKind.LEADER}
PERSONS = ("张三", "李四、王五", "赵六", "县应急局")


def words(rnd: Random, most: int = 3) -> str:
    """Some text as people write it, also what a spreadsheet would take for a formula."""
    return "".join(rnd.choice(PIECES) for _ in range(rnd.randint(1, most)))


def maybe(rnd: Random, value: Any, nothing: Any = "", share: float = 0.5) -> Any:
    return value if rnd.random() < share else nothing


def random_hazard(rnd: Random, number: int, codes: dict[str, list[str]]) -> Hazard:
    """One hazard, at any station of its loop, in the order of the loop."""
    found = FIRST + timedelta(days=rnd.randint(0, 400))
    status = rnd.choice(list(Status))
    days = [found + timedelta(days=step * rnd.randint(1, 9)) for step in range(1, 7)]
    days.sort()
    facts = _course(rnd, status, found, days)
    source = rnd.choice(list(Source))
    kinds = set(InspectionKind) - {InspectionKind.UNKNOWN} - (TELLING if source is Source.UNKNOWN else set())
    township, sector = rnd.choice([*codes["township"], ""]), rnd.choice(codes["sector"])
    return Hazard(
        id="", hazard_no="", found=found, status=status, grade=rnd.choice(list(Grade)),
        ledger_no=maybe(rnd, f"LN-{number}"), enterprise_name=f"示例企业{rnd.randint(1, 3)}",
        township=township, sector=sector, department=maybe(rnd, rnd.choice(codes["department"])),
        place=words(rnd), description=f"{words(rnd)}{number}", category=maybe(rnd, "电气"),
        source=source, inspection_kind=rnd.choice(sorted(kinds)),
        supervision=rnd.choice(list(Level)), inspectors=maybe(rnd, "张三、李四"), check_unit=maybe(rnd, "县应急局"),
        responsible_unit=maybe(rnd, words(rnd)), responsible_person=maybe(rnd, rnd.choice(PERSONS)),
        regulator_person=maybe(rnd, "钱七"), measure=maybe(rnd, words(rnd)), emergency=maybe(rnd, words(rnd)),
        cause=maybe(rnd, words(rnd)), basis=maybe(rnd, "判定标准第3条"), remark=maybe(rnd, words(rnd)),
        funds_planned=maybe(rnd, Decimal("12.5"), None), funds_secured=maybe(rnd, Decimal("0.3"), None),
        funds_paid=maybe(rnd, Decimal(7), None), ordered=maybe(rnd, facts.get("confirmed"), None),
        plan_filed=maybe(rnd, days[0], None), lon=111.5 + number / 1000, lat=36.6,
        extra=maybe(rnd, (("我们的列", words(rnd)),), ()), extensions=_extensions(rnd, found),
        listings=_listings(rnd, days), controls=_controls(rnd, days), five=_five(rnd),
        evidence=_evidence(rnd, facts, found),
        chain=_chain(rnd, found), statements=_statements(rnd, found),
        escalations=_escalations(rnd, found), reported=_reported(rnd, found), **facts,
    )  # fmt: skip


def _course(rnd: Random, status: Status, found: date, days: list[date]) -> dict[str, Any]:
    """The dates that a station of the loop has, and the texts that go with them."""
    if status is Status.PENDING:
        return {"due": maybe(rnd, days[5], None)}
    facts: dict[str, Any] = {"confirmed": found, "due": maybe(rnd, days[5], None, 0.9)}
    if status is Status.VOID:
        return {**facts, "voided": days[2], "void_reason": maybe(rnd, "不属实")}
    if status is Status.REJECTED or (status is not Status.OPEN and rnd.random() < 0.2):
        facts["rounds"] = tuple(
            Round(days[0], None, days[1] + timedelta(days=n), "周八、吴九", maybe(rnd, words(rnd), "未达标"), days[4],
                  maybe(rnd, days[0], None))
            for n in range(rnd.choice((1, 2, 7)))
        )
    if status is Status.RECTIFYING:
        return {**facts, "started": days[4] if "rounds" in facts else maybe(rnd, days[0], None)}
    if status in {Status.AWAITING_REVIEW, Status.VERIFIED, Status.CLOSED}:
        facts |= {"declared": maybe(rnd, days[3], None), "rectified": days[3], "rectified_by": maybe(rnd, "郑十")}
    if status in {Status.VERIFIED, Status.CLOSED}:
        facts |= {"passed": days[4], "reviewers": maybe(rnd, "周八、吴九"), "review_result": maybe(rnd, "合格")}
    if status is Status.CLOSED:
        facts |= {"closed": days[5], "closed_by": maybe(rnd, "县应急局"), "closed_by_ledger": True}
    return facts


def _extensions(rnd: Random, found: date) -> tuple[Extension, ...]:
    state, to = rnd.choice(list(ExtensionState)), found + timedelta(days=90)
    decided = None if state is ExtensionState.REQUESTED else found + timedelta(days=20)
    granted = to if state is ExtensionState.APPROVED else None
    by = "" if decided is None else maybe(rnd, "县应急局")
    one = Extension(state, found + timedelta(days=10), to, words(rnd), decided, granted, by)
    first = Extension(ExtensionState.REFUSED, found + timedelta(days=3), to, words(rnd), found + timedelta(days=4))
    return maybe(rnd, (*maybe(rnd, (first,), ()), one), (), 0.3)


def _listings(rnd: Random, days: list[date]) -> tuple[Listing, ...]:
    level = rnd.choice((Level.COUNTY, Level.CITY, Level.PROVINCE))
    state = rnd.choice((ListingState.PROPOSED, ListingState.LISTED, ListingState.ACCEPTANCE, ListingState.DELISTED))
    if state is ListingState.PROPOSED:
        return maybe(rnd, (Listing(state, level, days[0]),), (), 0.2)
    applied = days[3] if state is not ListingState.LISTED else None
    gone = days[4] if state is ListingState.DELISTED else None
    first = maybe(rnd, days[0], None)
    one = Listing(state, level, first, "督1号", "县安委会", "某副县长", days[1], days[5], applied, gone)
    gone = Listing(ListingState.DELISTED, Level.COUNTY, None, "督0号", words(rnd), "", days[0], None, days[0], days[0])
    dropped = Listing(ListingState.DROPPED, level, days[0], dropped=maybe(rnd, days[1], None))
    return maybe(rnd, (*maybe(rnd, (gone,), ()), *maybe(rnd, (dropped,), ()), one), (), 0.3)


def _controls(rnd: Random, days: list[date]) -> tuple[ControlRecord, ...]:
    one = ControlRecord(rnd.choice((Control.WORKING, Control.NONE)), days[0], maybe(rnd, "张三"), maybe(rnd, "指令1号"))
    first = ControlRecord(Control.NONE, days[0] - timedelta(days=1), maybe(rnd, "张三"), words(rnd))
    return maybe(rnd, (*maybe(rnd, (first,), ()), one), (), 0.3)


def _chain(rnd: Random, found: date) -> tuple[Responsible, ...]:
    """One or two holders of each post, some with their unit and the day from which they hold it."""
    since = (None, found, found + timedelta(days=2))
    return tuple(
        Responsible(post, maybe(rnd, words(rnd)), rnd.choice(PERSONS), rnd.choice(since))
        for post in Post if rnd.random() < 0.4
        for _ in range(rnd.choice((1, 1, 2)))
    )  # fmt: skip


def _statements(rnd: Random, found: date) -> tuple[Statement, ...]:
    return tuple(
        Statement(
            found + timedelta(days=n), words(rnd), maybe(rnd, rnd.choice(list(LateReason)), None),
            maybe(rnd, found + timedelta(days=90), None), maybe(rnd, f"{words(rnd)}\n{words(rnd)}\\"), "永安镇",
        )
        for n in range(rnd.choice((0, 0, 1, 3)))
    )  # fmt: skip


def _reported(rnd: Random, found: date) -> tuple[Reported, ...]:
    return tuple(
        Reported(rnd.choice(list(System)), words(rnd), maybe(rnd, found + timedelta(days=n), None))
        for n in range(rnd.choice((0, 0, 1, 2)))
    )


def _escalations(rnd: Random, found: date) -> tuple[Escalation, ...]:
    return tuple(
        Escalation(
            rnd.choice(list(Step)), found + timedelta(days=n), maybe(rnd, "督1号"), maybe(rnd, words(rnd)),
            maybe(rnd, found + timedelta(days=20), None), maybe(rnd, words(rnd)), maybe(rnd, rnd.choice(PERSONS)),
        )
        for n in range(rnd.choice((0, 0, 1, 3)))
    )  # fmt: skip


def _five(rnd: Random) -> tuple[FiveItem, ...]:
    proof = ("凭证7号", maybe(rnd, FIRST, None))
    return tuple(FiveItem(item, "写明12万元", *maybe(rnd, proof, ())) for item in Item if rnd.random() < 0.4)


def _evidence(rnd: Random, facts: dict[str, Any], found: date) -> tuple[Evidence, ...]:
    kinds = sorted(PAPERS)
    days = {EvidenceKind.PHOTO_BEFORE: found, EvidenceKind.PHOTO_AFTER: facts.get("rectified")}
    told = [Evidence(kind, days.get(kind), f"{kind.value}1号") for kind in kinds if rnd.random() < 0.25]
    more = [Evidence(kind, maybe(rnd, found, None), f"{words(rnd)}2号") for kind in EvidenceKind if rnd.random() < 0.1]
    return (*told, *more)
