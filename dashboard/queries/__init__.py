"""What pages ask: cached, one module per subject. Each question opens the ledger once, as who asks it."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Concatenate, Generic, ParamSpec, TypeVar

import streamlit as st

from config.settings import Settings
from loaders.grootboek.lezer import LOKAAL, Inzage, Wie, lees
from loaders.inzage import inzage

BEWAREN = timedelta(hours=12)
P = ParamSpec("P")
T = TypeVar("T")


def wie() -> Wie:
    """Who asks: the one at this machine."""
    return LOKAAL


def vraag(functie: Callable[Concatenate[Inzage, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """An answer asked anew, figures included."""
    with inzage(Settings(), wie()) as blik:
        return functie(blik, *args, **kwargs)


def uit_grootboek(functie: Callable[Concatenate[Inzage, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """An answer out of the ledger alone, asked anew; PRODUCTIE is not needed for it."""
    with lees(Settings(), wie()) as blik:
        return functie(blik, *args, **kwargs)


class Bewaard(Generic[P, T]):
    """A question of which answers are kept, under the state of the data (the first argument), what the asker may see,
    and the other arguments."""

    def __init__(
        self,
        functie: Callable[Concatenate[Inzage, P], T],
        ttl: timedelta,
        max_entries: int,
        wachttekst: str | bool,
        *,
        cijfers: bool,
    ) -> None:
        def answer(versie: str, bereik: str, *args: P.args, **kwargs: P.kwargs) -> T:
            return (vraag if cijfers else uit_grootboek)(functie, *args, **kwargs)

        answer.__module__, answer.__qualname__ = functie.__module__, functie.__qualname__  # the name of its cache
        self._kept = st.cache_data(ttl=ttl, max_entries=max_entries, show_spinner=wachttekst)(answer)
        wraps(functie)(self)

    def __call__(self, versie: str, *args: P.args, **kwargs: P.kwargs) -> T:
        return self._kept(versie, wie().bereik.sleutel, *args, **kwargs)

    def clear(self) -> None:
        """Forget every answer."""
        self._kept.clear()


def bewaard(
    max_entries: int, wachttekst: str | bool = False, ttl: timedelta = BEWAREN, *, cijfers: bool = True
) -> Callable[[Callable[Concatenate[Inzage, P], T]], Bewaard[P, T]]:
    """Keep what a question answers; it is asked with the state of the data (`Stand.versie`) in place of the look."""
    return lambda functie: Bewaard(functie, ttl, max_entries, wachttekst, cijfers=cijfers)
