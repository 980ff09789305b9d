"""`template ledger|register|villages|emergency --out FILE`: a workbook to be filled in."""

import argparse

from riskmap.cli.office import Office
from riskmap.cli.problem import Problem
from riskmap.cli.words import Result


def run(options: argparse.Namespace) -> Result:
    """Answer `template`: exit 1 if the file cannot be written."""
    from riskmap.ingest.template import template

    content = template(options.kind, Office.open().county)
    try:
        options.out.write_bytes(content)
    except OSError as error:
        raise Problem(f"{options.out} cannot be written: {error.strerror or error}", 1) from error
    return {"file": str(options.out), "kind": options.kind, "bytes": len(content)}, 0
