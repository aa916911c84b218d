"""`ruimte`, the terminal entry. No logic: the commands stand in `dashboard/terminal/opdrachten`.

Exit codes (fixed): 0 done, 1 failed and nothing changed, 2 wrong use, 3 done but something was refused (or PRODUCTIE
could not be made yet).
"""

import gc
import os
import resource
import sys
import traceback
from pathlib import Path

import typer
from typer.exceptions import TyperException

from config.errors import OngeldigeInvoer, RuimteFout
from dashboard.terminal.opdrachten import afspraken, beheer, ditjaar, leveringen
from dashboard.terminal.opdrachten.gebruik import verkeerd_gebruik
from dashboard.terminal.opdrachten.gedeeld import MISLUKT, VERKEERD_GEBRUIK

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Monitor van de Wlz-contracteerruimte.")
for commands in (leveringen, ditjaar, afspraken, beheer):  # the order of `ruimte --help`
    app.add_typer(commands.app)

ALLEEN_VAN_MIJ = 0o077
"""What is written can be read by its owner only: folders 0700, files 0600."""


def main() -> None:
    """Run the command; every failure ends with its exit code and, for a user's error, a Dutch text."""
    os.umask(ALLEEN_VAN_MIJ)
    gc.set_threshold(100_000)  # imports make much that stays: looking for garbage in it is a tenth of the start
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # R1.6: no message in a core dump, nor in one of a child
    try:
        sys.exit(app(standalone_mode=False))
    except TyperException as why:
        _stop(verkeerd_gebruik(why), VERKEERD_GEBRUIK)
    except OngeldigeInvoer as why:
        _stop(str(why), VERKEERD_GEBRUIK)
    except RuimteFout as why:
        _stop(str(why), MISLUKT)
    except Exception as why:  # its text could hold what a message says: only its kind and place are told
        from loaders.archief import schijf  # noqa: PLC0415 (only when something is wrong)

        if told := schijf.geweigerd(why):
            _stop(told, MISLUKT)
        place = traceback.extract_tb(why.__traceback__)[-1]
        what = f"{type(why).__name__} in {Path(place.filename).name}, regel {place.lineno}"
        _stop(
            f"Onverwachte fout ({what}). Wat half was geschreven telt niet; geef deze melding door aan de beheerder.",
            MISLUKT,
        )


def _stop(text: str, code: int) -> None:
    if text:
        typer.echo(text, err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
