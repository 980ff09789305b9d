"""Sentences about a hazard → its state, or the verdict of its re-inspection (DOMAIN.md §6.3).

They are read clause by clause. What is ordered, planned, prepared or done in part is no end of the work; a 已 of the
work itself, behind the order and in the same clause, makes it one. What may mean either is left to the dates of the
row.
"""

import re
import unicodedata
from typing import Final

BREAK: Final = re.compile(r"[,;。!\n]+")
MARKS: Final = re.compile(r"[\s()\[\]{}【】〔〕《》<>*:、.\"'“”‘’_\-—/\\|+·?#]+")

WORK = (
    "整改|完成|完毕|到位|改正|改造|治理|处理|处置|解决|拆除|更换|清理|清除|修复|维修|安装|增设|补充|加装|落实|立改|即改|"
    "合格|通过|符合|达标|销号|闭环|核销"
)
# The way in which work was done (按要求, 经督促, 接到通知后), which is no order.
MANNER: Final = re.compile(
    r"(?:按|依|遵)照?(?:整改|上级|专家|检查组|监管|部门|通知|指令|方案|措施|规定|限定)*书?的?"
    r"(?:要求|计划|方案|措施|通知书?|指令书?|规定|期限|时限|意见|期|时)(?:的?要求|内)?"
    r"|(?:经|接到?|收到)[^,不未符]{0,6}?(?:责令|通知书?|要求|督促|督办|交办|指出|提醒)后?"
    r"|(?:限期|期限|时限|规定时间)内(?=已?(?:整改|完成|治理))"
)
MEETING: Final = re.compile(r"(?<![不未])(?:符合|达到|满足)[^,]{0,4}?要求")
ABSENT: Final = re.compile(r"(?:无|未发现|没有)(?:不合格|不符合|未整改)(?:项目?|问题|情况)?")

PLANS = "方案|设计|招标|招投标|立项|评审|采购|勘察|论证|图纸|预算|审批|编制|备案"
# What 已 says of the preparation of the work: ordered or planned; begun; unclear whether it was also done.
ORDERED = (
    "责令|责成|下达|下发|开具|送达|要求|通知|交办|转办|移交|交由|列入|纳入|限期|延期|报请|承诺|计划|拟(?!定)|"
    f"完成[^,]{{0,4}}(?:{PLANS})|整改(?:方案|计划|通知|指令|责任|资金|意见|建议|要求|前期|台账|清单|任务书)"
)
BEGUN = "联系|订购|订货|开始|着手|启动|开展"
UNCLEAR = (
    "督促|督办|督导|敦促|催促|部署|安排|采购|购买|委托|立案|申请|提请|上报|报告|反馈|函告|约谈|组织整改$|整改措施|"
    "(?:制定|制订|编制)[^,]{0,6}(?:方案|计划|措施)|落实[^,]{0,4}(?:责任|资金|经费|人员|专人|方案|时限|预案|计划|措施)"
)
FINISHED = "整改|完成|完毕|落实|改正|改造|治理|处理|处置|解决|拆除|更换|清理|清除|到位|修复|维修|安装|增设|补充|加装"
FACT: Final = re.compile(
    rf"已(?:[于在]?[\d年月日号底]{{1,12}}前?)?(?:(?!{ORDERED}|{BEGUN}|{UNCLEAR}|已)[^,]){{0,6}}?"
    rf"(?!{ORDERED}|{BEGUN}|{UNCLEAR})(?P<work>{FINISHED}|销号|闭环|核销|办结|合格|通过|符合|达标)"
)
# Said of the whole hazard; other words of work may mean a part of it.
WHOLE: Final = frozenset(
    ("整改", "完成", "完毕", "到位", "改正", "治理", "解决", "处置", "销号", "闭环", "核销", "办结", "合格", "通过")
)
ENDED = r"(?![^,]{0,20}(?:完毕|完成|到位|好)$)"
ORDER: Final = re.compile(
    r"(?:预计|预期|预定|计划|(?<!模)拟(?!定)|将于|将在|即将|责令|责成|要求|通知|交办|不能|无法|难以|争取|力争|确保|务必|必须|尽快"
    rf"|抓紧|承诺|(?:部署|安排){ENDED}|(?<![接招优])待(?![料检机命岗用])|限(?:期|时|令|于|在|[\d一二三四五六七八九十])|(?<![所无不])需(?!求)"
    rf"|应(?:当|于|在|尽快|立即|按|予))[^,]{{0,14}}?(?:{WORK})"
    rf"|已(?:(?!{FINISHED})[^,]){{0,4}}?(?:{ORDERED})|(?:下达|下发|开具)[^,]{{0,8}}(?:通知|指令|文书)|(?:延期|重新)整改$"
    r"|后(?:方可|方能|再|才|及时|予以|申请|报请|组织)"
)
DEADLINE: Final = re.compile(r"[\d日号月周天底年末旬节](?:之|以)?[前内]")
URGED: Final = re.compile(r"督促|督办|督导|敦促|催促|组织整改$")  # work that was done, or only asked for
BARE: Final = re.compile(
    r"整改完|整改到位|完成整改(?!方案|计划|通知|前期|设计)|现场处置"
    r"|(?:当场|现场)(?:立即)?(?:整改|改正|处理|解决)|即查即改|立行立改|立查立改|边查边改"
)
STANDS: Final = re.compile(r"限期|责令|逾期|超期")

# Of all clauses the first of these holds. An order in the clause outranks those that are marked.
CLAUSES: Final = (
    (re.compile(r"不属实|误报|作废"), "void", False),
    (re.compile(r"不合格|退回|未通过"), "rejected", False),
    (re.compile(r"待核实|待确认"), "pending", False),
    (re.compile(r"待复查|待验收|待复核"), "awaiting_review", False),
    (re.compile(r"申请(?:复查|验收|销号|核销)|提请(?:验收|销号)"), "awaiting_review", True),
    (re.compile(r"待销号"), "verified", False),
    (re.compile(r"(?:未|没有?|不能|无法|不予|不同意|暂不|尚未)(?:能|再)?(?:销号|闭环|核销)"), "not_closed", False),
    (re.compile(r"销号|闭环|核销"), "closed", True),
    (
        re.compile(
            r"部分|正在|整改中|进行中|停产整改|陆续|继续整改|即将[^,]{0,2}(?:完成|整改)|基本[^,]{0,4}(?:完成|整改|到位|完毕)"
            r"|(?:其余|剩余|余下)[^,]{0,10}(?:限期|责令|要求|待|未|预计|计划)"
            rf"|(?:开始|着手|启动|开展)[^,]{{0,4}}(?:整改|治理|施工|改造)|已[^,]{{0,2}}(?:{BEGUN}){ENDED}"
        ),
        "rectifying",
        False,
    ),
    (
        re.compile(
            r"未.{0,4}(?:整改|完成|落实|改)|待整改|(?:尚|仍|还|至今)未|没有?.{0,4}(?:整改|完成|落实|到位)"
            r"|(?:拒不|拒绝|不能|无法)[^,]{0,6}整改|整改[^,]{0,2}[未没不][^,]{0,3}(?:到位|完成|彻底|合格)"
        ),
        "open",
        False,
    ),
    (re.compile(r"(?:复查|验收)(?:合格|通过)"), "verified", True),
    (FACT, "done", True),
)
LOOSE: Final = {"partly": "done", "closing": "closed", "bare": "done"}
RANK: Final = {code: at for at, (_, code, _) in enumerate(CLAUSES)}

NUMBER = r"\d{1,3}(?:\.\d+)?"
PERCENT: Final = re.compile(
    rf"^(?:约|达到?)?({NUMBER})%$|(?:完成|整改|进度|进展|治理|施工|率|到位)[^,\d]{{0,4}}({NUMBER})%|(?<!\d)({NUMBER})%已?(?:完成|整改)"
)
FRACTION: Final = re.compile(r"\s*0?\.\d+\s*")  # how a workbook keeps 80 %
PARTLY: Final = re.compile(
    r"百分之(?!百)|[三四五]分之|过半|一半|大半|(?:完成|整改|进度|治理)[^,]{0,4}[一二三四五六七八九1-9]成(?![立分本品套])"
)

NEGATED: Final = re.compile(
    r"(?:不|未|没有?|无法)[^,]{0,4}?(?:合格|通过|到位|符合|达标|达到|完成|整改|落实|彻底)|退回|继续整改|重新整改"
)
DEMANDED: Final = re.compile(
    rf"限期|责令|督促|(?:要求|必须|务必|尽快|抓紧|限\d)[^,]{{0,14}}?(?:{WORK})|已(?:(?!{FINISHED})[^,]){{0,4}}?(?:{ORDERED})"
)
UNSEEN: Final = re.compile(r"待(?:复查|验收|复核|整改)|[未没](?:有)?(?:进行)?(?:复查|验收|到期)")
PASSED: Final = re.compile(r"合格|通过|符合|到位|已整改|整改完|同意销号|已完成")


def state(text: str) -> str | None:
    """The status code that a sentence of 整改情况 tells, as `words.status` has them; None where it is not certain."""
    read = clauses(text)
    if (part := _progress(text, read)) is not None:
        return part
    told = [_clause(MEETING.sub("", MANNER.sub("", one))) for one in read]
    if certain := [code for code in told if code in RANK]:
        return min(certain, key=lambda code: RANK[code])
    for loose, code in LOOSE.items():  # an order behind a part of the work, or before an end without 已, leaves it open
        if loose in told:
            at = told.index(loose)
            return None if "ordered" in (told[at:] if loose == "partly" else told[:at]) else code
    if "ordered" in told:
        return "open"
    return "open" if "unclear" not in told and STANDS.search("".join(read)) else None


def _clause(text: str) -> str:
    """What one clause tells: a code, or one of LOOSE, or ordered, unclear, or nothing."""
    order, fact = ORDER.search(text), FACT.search(text)
    behind = order and FACT.search(text, order.end())
    if order and fact and not behind and fact.start() < order.start():
        return "done" if fact["work"] in WHOLE else "unclear"
    for pattern, code, yields in CLAUSES:
        if pattern.search(text):
            if yields and order and not behind:
                return "ordered"
            if code == "closed" and not fact:
                return "closing"
            return "partly" if code == "done" and fact and fact["work"] not in WHOLE else code
    if order:
        return "ordered"
    if BARE.search(text):
        return "unclear" if URGED.search(text) or DEADLINE.search(text) else "bare"
    return "unclear" if URGED.search(text) else ""


def _progress(text: str, read: list[str]) -> str | None:
    """Rectifying (open at 0) where a part of less than the whole is told, else None."""
    if FRACTION.fullmatch(text):
        return "rectifying" if float(text) else "open"
    shares = [float(next(filter(None, groups))) for one in read for groups in PERCENT.findall(one)]
    if shares and min(shares) < 100:
        return "rectifying" if max(shares) else "open"
    if any(PARTLY.search(one) for one in read):
        return "rectifying"
    return "done" if shares and len(read) == 1 and re.fullmatch(r"[^,]*?100%", read[0]) else None


def verdict(text: str) -> str | None:
    """pass, fail, waits (no verdict yet) or None of a sentence about a re-inspection; an order is a failure."""
    read = clauses(text)
    told = [_opinion(ABSENT.sub("", MANNER.sub("", one))) for one in read]
    if _progress(text, read) in {"rectifying", "open"} or ("ordered" in told and "fact" not in told):
        return "fail"
    if "fail" in told:
        return None if "fact" in told[told.index("fail") :] else "fail"
    if "waits" in told:
        return "waits"
    return "pass" if {"pass", "fact"} & set(told) else None


def _opinion(text: str) -> str:
    fact = FACT.search(text)
    for pattern, code in ((NEGATED, "fail"), (DEMANDED, "ordered")):
        if (found := pattern.search(text)) and not FACT.search(text, found.end()):
            return code
    if UNSEEN.search(text):
        return "waits"
    if not PASSED.search(text):
        return ""
    ordered = "待销号" not in text and ORDER.search(text) is not None
    return "fact" if fact else "waits" if ordered else "pass"


def clauses(text: str) -> list[str]:
    """The clauses of a cell in NFKC and lower case, without spaces and marks."""
    parts = BREAK.split(unicodedata.normalize("NFKC", text.strip()).lower())
    return [plain for part in parts if (plain := MARKS.sub("", part))]
