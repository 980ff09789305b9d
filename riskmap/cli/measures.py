"""What shades the townships of a printed map: riskmap.views.shading, which would load pandas for a mere --help."""

from typing import Final

MEASURES: Final = (
    "due_rate_passed", "due_rate", "on_time_rate", "rectification_rate", "closing_rate", "overdue", "stock", "density",
)  # fmt: skip
