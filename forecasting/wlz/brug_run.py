"""The steps of the bridge (R7.5): both days fetched, then reckoned by `brug`."""

from collections import Counter
from datetime import date

from config.codes import regios
from config.errors import OngeldigeInvoer
from config.words import Site
from forecasting.wlz import brug
from forecasting.wlz.brug import Bruggen, Kant
from forecasting.wlz.peil import names
from forecasting.wlz.plaats import Plaats
from forecasting.wlz.vooruitblik import officieel
from loaders import productie
from loaders.grootboek.lezer import Inzage


def bruggen(blik: Inzage, jaar: int, van: date, naar: date, site: Site, jaar_van: int | None = None) -> Bruggen:
    """Why the outlook of a site on `naar` is not that on `van`, of one year or (`jaar_van`) of two.

    Raises as `vooruitblik.outlook`, and OngeldigeInvoer where `van` is not before `naar`.
    """
    if van >= naar:
        raise OngeldigeInvoer(f"De brug gaat vooruit in de tijd: {van:%d-%m-%Y} ligt niet voor {naar:%d-%m-%Y}.")
    before, after = _kant(blik, jaar_van or jaar, van, site), _kant(blik, jaar, naar, site)
    return brug.brug(site, before, after, _stappen(blik, before, after, site), names(blik, naar))


def _stappen(blik: Inzage, van: Kant, naar: Kant, site: Site) -> list[tuple[brug.Oorzaak, brug.E]]:
    path = productie.gereed(blik)
    if path is None or van.jaar != naar.jaar:
        return brug.stappen(van, naar, van.claims, van.claims)
    ours, year = regios(site), (date(van.jaar, 1, 1), date(van.jaar, 12, 31))
    beoordeeld, nagekomen = (
        productie.stand_op(path, naar.peildatum, *year, binnen_op=van.peildatum, ook_nagekomen=also)
        for also in (False, True)
    )
    here = [frame[frame["uzovi"].isin(ours)] for frame in (beoordeeld, nagekomen)]
    return brug.stappen(van, naar, here[0], here[1])


def _kant(blik: Inzage, jaar: int, peildatum: date, site: Site) -> Kant:
    found = officieel(blik, jaar, peildatum, site)
    decided: Counter[Plaats] = Counter()
    for done in found.beeld.aanpassingen:
        decided[done.agb, done.uzovi, done.sector] += done.bedrag_cent
    return Kant(
        jaar=jaar,
        peildatum=peildatum,
        laatste_maand=found.asked.laatste_maand,
        claims=found.beeld.claims,
        onbezet=found.beeld.onbezet,
        dagen=found.asked.dagen,
        zonder_l=found.asked.zonder_l,
        besluiten_cent=decided,
        sectoren=found.sectoren,
        regios=found.regios,
    )
