"""`tips reseal`: the reports of whistle-blowers under a new key. No word of them is told."""

import argparse
import logging

from riskmap.cli.office import Office
from riskmap.cli.problem import Problem
from riskmap.cli.words import Result

logger = logging.getLogger("riskmap")


def resealed(options: argparse.Namespace) -> Result:
    """Answer `tips reseal --new-key FILE`: how many were sealed anew; exit 2 and nothing changed if one cannot be."""
    from riskmap.i18n import Translator
    from riskmap.ledger.errors import Refused
    from riskmap.ledger.resealing import reseal
    from riskmap.ledger.sealing import Keyring
    from riskmap.views.html.tips import why

    office, file = Office.open(), options.new_key.expanduser().absolute()
    t, old = Translator(office.lang), office.settings.tip_key_file
    try:
        count = reseal(office.engine, office.county, Keyring(old), Keyring(file), office.actor, office.today)
    except Refused as refused:
        raise Problem(f"{t('No report was sealed anew.')} {' '.join(why(t, refused.codes))}") from refused
    if not count:
        logger.info("%s", t("There are no reports; nothing was done."))
    elif file != old.absolute():
        told = "Reports sealed anew: {n}. Set RISKMAP_TIP_KEY_FILE to {file} and start the program again; "
        told += "keep the old key for the backups of before."
        logger.info("%s", t(told, n=count, file=str(file)))
    else:
        told = "Reports sealed anew: {n}. Keep the old key for the backups of before."
        logger.info("%s", t(told, n=count))
    return {"resealed": count, "key_file": str(file if count else old)}, 0
