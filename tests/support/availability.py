"""Which tests run here: all or a selection, and what to do with one whose means are missing."""

import os
from typing import NoReturn

import pytest

ALL = os.environ.get("RISKMAP_TEST_ALL") == "1"  # `manage.py test --all`
STRICT = os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def unavailable(what: str, reason: str) -> NoReturn:
    """Skip the test visibly, or fail it in CI, where every means must be there."""
    words = f"{what}: {reason}"
    if STRICT:
        pytest.fail(f"{words} (in CI this is a failure, not a skip)", pytrace=False)
    pytest.skip(words)
