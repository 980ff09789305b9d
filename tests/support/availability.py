"""What to do with a test whose means are missing: skip where a person sees why, fail in CI."""

import os
from typing import NoReturn

import pytest

STRICT = os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def unavailable(what: str, reason: str) -> NoReturn:
    """Skip the test visibly, or fail it in CI, where every means must be there."""
    words = f"{what}: {reason}"
    if STRICT:
        pytest.fail(f"{words} (in CI this is a failure, not a skip)", pytrace=False)
    pytest.skip(words)
