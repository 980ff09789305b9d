"""What is told beside the columns of the made-up ledger: how late items stand, which steps were taken (历次记录)."""

from datetime import date, timedelta
from typing import Final

from demo_hazards import Hazard

# Reason, how it stands, what the county is asked for ("" = nothing).
STORIES: Final = (
    ("设备到货", "定制配件已下单，厂家推迟交货", "协调设备厂家按期供货"),
    ("资金", "治理方案已定，资金缺口未落实", "协调落实治理资金"),
    ("外部审批", "施工手续报批中，尚未批复", "协调审批部门加快办理"),
    ("停产待修", "企业停产，安排检修人员中", ""),
    ("产权纠纷", "与承租方责任未划清，协商中", "召集双方明确整改责任"),
    ("其他", "施工队已进场，受天气影响进度放缓", ""),
)
SILENT, UNSUPERVISED = 4, 3  # every which late item tells nothing, or was given no supervision order
ORDERED_AFTER, ORDER_DAYS, LEAST = 4, 10, 9  # days


def records(h: Hazard, number: int, last_day: date) -> str:
    """The lines of one hazard as of the files' last day; "" for all but what is open and late, or due soon."""
    limit = h.extension["to"] if h.extension and h.extension.get("result") == "同意" else h.due
    if not isinstance(limit, date) or h.rectified or h.closed or h.voided or h.pending or not h.ordered:
        return ""
    late = (last_day - limit).days
    if late < -2 or number % SILENT == 0:
        return ""
    reason, stands, asked = STORIES[number % len(STORIES)]
    told = min(limit - timedelta(days=1), last_day)
    expected = last_day + timedelta(days=7 + number % 5 * 3)
    parts = [f"日期={told}", f"进展={stands}", f"滞后原因={reason}", f"预计完成日期={expected}"]
    parts += [f"需协调事项={asked}"] if asked else []
    lines = [f"进展说明：{'；'.join([*parts, f'填报人={h.enterprise.name}'])}"]
    if late >= LEAST and number % UNSUPERVISED:
        on = limit + timedelta(days=ORDERED_AFTER)
        lines.append(
            f"催办措施：措施=督办单（函）；日期={on}；编号=（演示）督{number:05d}；单位={h.enterprise.name}；"
            f"期限={on + timedelta(days=ORDER_DAYS)}；签发人=县安委办主任"
        )
    return "\n".join(lines)
