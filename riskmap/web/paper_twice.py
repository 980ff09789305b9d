"""Which hazards share the number of a paper with another visit, for the index (imports only when it is asked)."""


def twice() -> frozenset[str]:
    """Ids of such hazards of the whole ledger as of now."""
    from riskmap.ledger.paper_numbers import hazards_of
    from riskmap.web import paper_numbers

    return hazards_of(paper_numbers.known().shared())
