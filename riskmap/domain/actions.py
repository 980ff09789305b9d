"""What can be done to a hazard, and what each action came from (DOMAIN.md §2.3, §2.4)."""

from enum import StrEnum


class Action(StrEnum):
    """Every event of a hazard. The numbers are those of the table of DOMAIN.md §2.3."""

    REGISTER = "register"  # 1 登记
    FIX = "fix"  # 当场整改: registered and closed in one
    CONFIRM = "confirm"  # 2 核实定级, 下达整改
    VOID = "void"  # 3 不属实
    START = "start"  # 4 开始整改; major: 治理方案备案
    DECLARE = "declare"  # 5 申请复查
    PASS = "pass"  # noqa: S105  # 6 复查合格
    FAIL = "fail"  # 7 复查不合格
    RESUME = "resume"  # 8 退回整改
    CLOSE = "close"  # 9 销号
    UPGRADE = "upgrade"  # 10 升级
    DOWNGRADE = "downgrade"  # 11 降级
    RECUR = "recur"  # 12 反弹: a new hazard linked to this one
    REQUEST_EXTENSION = "request_extension"
    APPROVE_EXTENSION = "approve_extension"
    REFUSE_EXTENSION = "refuse_extension"
    PROPOSE_LISTING = "propose_listing"
    DROP_LISTING = "drop_listing"
    LIST = "list"
    APPLY_DELISTING = "apply_delisting"
    REFUSE_DELISTING = "refuse_delisting"
    DELIST = "delist"
    MARK_FIVE = "mark_five"
    ADD_EVIDENCE = "add_evidence"
    RECORD_CONTROL = "record_control"
    APPROVE_RESTART = "approve_restart"
    HANDOVER = "handover"
    STATE_PROGRESS = "state_progress"  # 进展与滞后原因 (DOMAIN.md §7.1)
    TAKE_STEP = "take_step"  # a step of the escalation ladder (DOMAIN.md §7)
    RECORD_REPORT = "record_report"  # the number in a system of another level (DOMAIN.md §7.1)
    CHECK_SAMPLE = "check_sample"  # the department looked at a self-closed hazard that was drawn (DOMAIN.md §2.3)
    CORRECT = "correct"
    REVISE = "revise"  # a file changed facts of a hazard that had no step in the program


# Steps of the enterprise: others record them on its behalf only, from its own paper (代录).
ENTERPRISE_STEPS = frozenset(
    {Action.START, Action.DECLARE, Action.RESUME, Action.REQUEST_EXTENSION, Action.APPLY_DELISTING}
)
# Not steps of its own alone, but open to be recorded for it.
RECORDABLE = ENTERPRISE_STEPS | {
    Action.REGISTER, Action.FIX, Action.MARK_FIVE, Action.ADD_EVIDENCE, Action.RECORD_CONTROL, Action.PASS, Action.FAIL,
    Action.CLOSE, Action.STATE_PROGRESS,
}  # fmt: skip

# What the undoing of a file leaves in the story of a hazard: no action of anybody, so that no form and no role has it.
RESTORE = "restore"
