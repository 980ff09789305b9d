"""A start as `manage.py run` makes it, in one process: the database made ready, the demo where it is due, the server.

One process, because each further one would import the same libraries again; the second start has five seconds.
"""

import logging
import runpy
import sys

from sqlalchemy.exc import SQLAlchemyError

from riskmap.cli.demo import renew
from riskmap.cli.office import Office
from riskmap.cli.problem import Problem, refusal
from riskmap.ledger.errors import Refused
from riskmap.settings import ROOT

logger = logging.getLogger("riskmap")


def main() -> int:
    """Prepare, then serve until the process is told to end; 2 with a message when it cannot start."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    # The warm-up draws outside of a page on purpose; Streamlit warns of it at every start.
    logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").addFilter(_serious)
    try:
        prepare(Office.open())
    except Problem as problem:
        logger.error("%s", problem)  # noqa: TRY400 - the words are for a person, the place in the code is not
        return 2
    launcher = str(ROOT / "app.py")
    sys.argv = [launcher]  # Streamlit finds its configuration beside the launcher
    runpy.run_path(launcher, run_name="__main__")
    return 0


def _serious(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.ERROR


def prepare(office: Office) -> None:
    """Make or update the database, load or renew the demo; raises Problem in words for a person."""
    try:
        if not office.settings.demo:
            office.engine  # noqa: B018 - opening it makes it
        elif renew(office) == "loaded":
            logger.info("The demo county is loaded; RISKMAP_DEMO=0 starts without it.")
    except SQLAlchemyError as error:  # its own words would repeat the address, which may hold a password
        reason = getattr(error, "orig", None) or type(error).__name__
        raise Problem(f"The database cannot be used: {reason}") from error
    except Refused as refused:
        raise Problem(refusal(refused)) from refused
    except OSError as error:
        place = error.filename or office.settings.data_dir
        raise Problem(f"The data folder cannot be used: {error.strerror} ({place})") from error
    finally:
        if "engine" in vars(office):
            office.engine.dispose()


if __name__ == "__main__":
    sys.exit(main())
