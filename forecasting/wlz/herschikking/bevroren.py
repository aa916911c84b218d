"""Frozen herschikkingen: kept whole, opened as they were kept, and computed anew only to say what a later release does
otherwise."""

from dataclasses import dataclass, fields
from importlib.metadata import version

from pydantic import ValidationError

from config.bedrag import in_euro
from config.errors import GegevensOntbreken
from config.settings import Settings
from forecasting.uitkomsten.bevroren import Bewaard, NietTeLezen, afdruk, bewaar, lees
from forecasting.wlz.herschikking.invoer import Invoer, from_json
from forecasting.wlz.herschikking.stappen import herschikking
from forecasting.wlz.herschikking.uitkomst import Herschikking, Resultaat, uitkomst_hash
from forecasting.wlz.herschikking.verschil import verschillen
from loaders.check import Bevinding, bereikbaar
from loaders.grootboek import handelingen, herschikkingen
from loaders.grootboek.herschikkingen import Bevroren
from loaders.grootboek.lezer import Inzage
from loaders.grootboek.lezer import lees as lees_grootboek

VERANDERD = (
    "Wat van herschikking {nummer} is bewaard, is veranderd, en niet door de monitor. Zet het grootboek terug uit de "
    "reservekopie."
)
ZONDER_UITKOMST = (
    "Herschikking {nummer} is bevroren met versie {versie}, toen alleen de invoer werd bewaard. Deze versie rekent "
    "haar niet meer zo uit. Open haar met die versie, of bevries een nieuwe."
)


def bewaarde(found: Herschikking) -> Bewaard:
    """All that came out, as it is kept beside the input."""
    return bewaar(Resultaat, Resultaat(**{f.name: getattr(found, f.name) for f in fields(Resultaat)}))


def lees_bevroren(blik: Inzage, nummer: int) -> tuple[Bevroren, Herschikking]:
    """A frozen herschikking as it was kept; nothing is computed, so no later rule changes it.

    Raises GegevensOntbreken when it is not there or was changed, or when it was frozen before outcomes were kept and
    this release no longer computes what it was frozen with.
    """
    bevroren, text, outcome = herschikkingen.met_invoer(blik, nummer)
    invoer = _invoer(bevroren, text)
    if outcome is None and bevroren.uitkomst_sha256 is None:
        found = herschikking(invoer)
        if uitkomst_hash(found) != bevroren.uitkomst_hash:
            raise GegevensOntbreken(ZONDER_UITKOMST.format(nummer=nummer, versie=bevroren.code_versie))
        return bevroren, found
    try:
        kept = lees(Resultaat, outcome or "", bevroren.uitkomst_sha256 or "")
    except NietTeLezen:
        raise GegevensOntbreken(VERANDERD.format(nummer=nummer)) from None
    return bevroren, Herschikking(invoer=invoer, **{f.name: getattr(kept, f.name) for f in fields(kept)})


def _invoer(bevroren: Bevroren, text: str) -> Invoer:
    """The frozen input. Raises GegevensOntbreken when it is not the one that was frozen."""
    if afdruk(text) != bevroren.invoer_hash:
        raise GegevensOntbreken(VERANDERD.format(nummer=bevroren.nummer))
    try:
        return from_json(text)
    except ValidationError:
        raise GegevensOntbreken(VERANDERD.format(nummer=bevroren.nummer)) from None


def vul_aan(settings: Settings) -> list[int]:
    """Keep the outcome of every herschikking that was frozen before outcomes were kept and still comes out the same;
    gives back their numbers."""
    found = {}
    with lees_grootboek(settings) as blik:
        for short in _alle(blik):
            if short.uitkomst_sha256 is None:
                try:
                    found[short.nummer] = bewaarde(lees_bevroren(blik, short.nummer)[1])
                except GegevensOntbreken:
                    continue  # said when it is opened, and by `nagerekend`
    for nummer, kept in found.items():
        handelingen.vul_uitkomst_aan(settings, nummer, kept.tekst, kept.sha256, version("ruimtemonitor"))
    return list(found)


@dataclass(frozen=True)
class Afwijking:
    """What this release makes of a frozen input, against what was kept: places with another agreement and what that is
    together (None where one is not known), and whether only something beside the agreements differs."""

    plaatsen: int
    afspraken_cent: int | None


def afwijking(kept: Herschikking, anew: Herschikking) -> Afwijking | None:
    """Where a herschikking computed anew parts from the one that was kept; None where it is the same. The order of
    signals says nothing."""
    differ = [v for v in verschillen(anew, kept) if v.eerder_cent != v.nu_cent]
    if not differ and _zonder_volgorde(kept) == _zonder_volgorde(anew):
        return None
    changes = [v.afspraak_cent for v in differ]
    return Afwijking(len(differ), None if None in changes else sum(cent for cent in changes if cent is not None))


def _zonder_volgorde(found: Herschikking) -> tuple[object, ...]:
    loose = (tuple(sorted(rows, key=repr)) for rows in (found.fouten, found.signalen))
    return (found.afspraken, found.sectoren, found.regios, found.apart_cent, *loose)


def nagerekend(settings: Settings) -> list[Bevinding]:
    """Every frozen herschikking computed anew on its own input, for `ruimte check`: what this release does otherwise is
    a fact to know, what was changed in the ledger an error. First keeps outcomes that were not kept yet (`vul_aan`)."""
    if not bereikbaar(settings):
        return []  # `ruimte check` says so already
    found = [Bevinding(False, f"Herschikking {nummer}: de uitkomst is nu ook bewaard.") for nummer in vul_aan(settings)]
    same = 0
    with lees_grootboek(settings) as blik:
        for short in _alle(blik):
            try:
                bevroren, kept = lees_bevroren(blik, short.nummer)
            except GegevensOntbreken as why:
                found.append(Bevinding(short.uitkomst_sha256 is not None, str(why), let_op=True))
                continue
            if (parts := afwijking(kept, herschikking(kept.invoer))) is None:
                same += 1
                continue
            found.append(Bevinding(False, _anders(bevroren, parts), let_op=True))
    if same:
        found.append(Bevinding(False, f"Bevroren herschikkingen die deze versie net zo uitrekent: {same}."))
    return found


def _anders(bevroren: Bevroren, parts: Afwijking) -> str:
    if not parts.plaatsen:
        what = "dezelfde afspraken, maar andere stappen, totalen of signalen"
    elif parts.afspraken_cent is None:
        what = f"{parts.plaatsen} andere afspraken"
    else:
        what = f"{parts.plaatsen} andere afspraken, samen {in_euro(parts.afspraken_cent)} verschil"
    return (
        f"Herschikking {bevroren.nummer} ({bevroren.naam}): op dezelfde invoer geeft deze versie {what}. Wat bevroren "
        f"is (versie {bevroren.uitkomst_versie}) blijft gelden."
    )


def _alle(blik: Inzage) -> list[Bevroren]:
    every = [b for jaar in herschikkingen.jaren_bevroren(blik) for b in herschikkingen.bevroren(blik, jaar)]
    return sorted(every, key=lambda b: b.nummer)
