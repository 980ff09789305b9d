"""Fixtures of the reports' tests; makes the modules of this folder importable by name."""

import sys
from pathlib import Path

from support.round_trip import office

sys.path.insert(0, str(Path(__file__).parent))
__all__ = ["office"]
