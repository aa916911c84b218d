"""The installation as text on a terminal: what was checked, made anew, and keys."""

from collections.abc import Iterable
from pathlib import Path

from dashboard import texts
from loaders.check import Bevinding
from loaders.sleutel import Rotatie


def herbouwd(productie: Path, rijen: int) -> str:
    """What `ruimte rebuild` made."""
    return f"PRODUCTIE opnieuw gemaakt: {texts.aantal(rijen)} rijen in {productie}."


def rotatie(gedaan: Rotatie, sleutel: Path) -> str:
    """What `ruimte key rotate` did, and what only the user can do."""
    return (
        f"Nieuwe sleutel in {sleutel}; {texts.aantal(gedaan.archiefdelen)} archiefdelen opnieuw geschreven.\n"
        "Maak nu een reservekopie van sleutel, grootboek en archief samen, en vernietig de oudere kopieën: wie daarvan "
        "archief en sleutel heeft, kan personen terugvinden."
    )


def bevindingen(found: Iterable[Bevinding]) -> str:
    """What `ruimte check` saw, errors and what to know about marked."""
    return "\n".join(f"{'FOUT' if b.fout else 'let op' if b.let_op else 'goed'}  {b.tekst}" for b in found)
