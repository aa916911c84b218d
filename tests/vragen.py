"""Questions as an entry asks them: one look at the ledger each."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from config.settings import Settings
from loaders import productie
from loaders.grootboek.lezer import Inzage, lees
from loaders.inzage import inzage
from loaders.tabellen.vraag import reference_rows

P = ParamSpec("P")
T = TypeVar("T")


def vraag(functie: Callable[Concatenate[Inzage, P], T], settings: Settings, *args: P.args, **kwargs: P.kwargs) -> T:
    """A question about figures: PRODUCTIE is made first where it is missing."""
    with inzage(settings) as blik:
        return functie(blik, *args, **kwargs)


def uit_grootboek(
    functie: Callable[Concatenate[Inzage, P], T], settings: Settings, *args: P.args, **kwargs: P.kwargs
) -> T:
    """A question about the ledger alone."""
    with lees(settings) as blik:
        return functie(blik, *args, **kwargs)


def rijen(settings: Settings, tabel: str) -> list[dict[str, Any]]:
    """The rows of a reference table."""
    return uit_grootboek(reference_rows, settings, tabel)


def productie_nu(settings: Settings) -> tuple[str, Path] | None:
    """The version of what was loaded and where its PRODUCTIE stands; None while empty."""
    with inzage(settings) as blik:
        found = productie.gereed(blik)
        return None if found is None or blik.versie is None else (blik.versie, found)
