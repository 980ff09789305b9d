"""What is warm before the door opens."""

import ast
from pathlib import Path

from riskmap.web import application

PAGES = Path(__file__).resolve().parents[2] / "pages"


def test_the_code_of_every_page_is_loaded_before_the_collector_is_told_to_leave_it_alone() -> None:
    asked = set()
    for file in PAGES.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "riskmap.web":
                asked |= {name.name for name in node.names}
    assert asked == set(application.PAGES)
