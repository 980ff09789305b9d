"""What shades the townships of a printed map: riskmap.views.shading, which would load pandas for a mere --help."""

from typing import Final

MEASURES: Final = (
    "due_rate_passed", "due_rate", "on_time_rate", "rectification_rate", "closing_rate", "overdue", "stock", "density",
)  # fmt: skip
PAPERS = (  # of the committee office: word of the command, kind of its period, such a period
    ("weekly", "week", "2026-W47"), ("monthly", "month", "2026-11"), ("quarterly", "quarter", "2026-Q4"),
)  # fmt: skip
FILES = ("docx", "xlsx", "pdf", "pptx")
