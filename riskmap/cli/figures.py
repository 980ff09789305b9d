"""`metrics`: the counts and rates of the contract."""

import argparse

from riskmap.cli.office import Office, question, words_of
from riskmap.cli.problem import Problem
from riskmap.cli.words import Result


def run(options: argparse.Namespace) -> Result:
    """Answer `metrics --by …`: the document of the contract, exit 0; 2 on an unknown dimension or filter."""
    from riskmap.metrics import contract
    from riskmap.metrics.counts import DimensionError
    from riskmap.views.names import labels

    office = Office.open()
    index, where = question(office, words_of(options))
    by = tuple(word.strip() for word in options.by.split(",") if word.strip())
    names = dict(zip(office.snapshot.enterprises["id"], office.snapshot.enterprises["name"], strict=True))
    try:
        return contract.document(index, where, by, labels(office.county, where.lang or office.lang, names)), 0
    except DimensionError as error:
        raise Problem(str(error)) from error
