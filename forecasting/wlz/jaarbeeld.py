"""A year of some regions as it was known on a peildatum: what outlook and herschikking both build on. An edge."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from config.words import BesluitSoort, Sector
from forecasting.wlz import signalen
from forecasting.wlz.besluiten.aanpassing import goedgekeurd_per_plaats
from forecasting.wlz.besluiten.run import aanpassingen_van, nieuwe_aanbieders
from forecasting.wlz.crisis.run import onbezette_productie
from forecasting.wlz.outlook import Aanpassing, Signaal
from forecasting.wlz.peil import Peil, names, stand
from loaders import queries
from loaders.extrapolation import jaarverloop
from loaders.grootboek.besluiten import Besluit
from loaders.grootboek.lezer import Inzage
from loaders.tabellen.vraag import reference_rows


@dataclass(frozen=True)
class Jaarbeeld:
    """Production of the year, extrapolated by the policy, and what decisions of staff do to it.

    `claims`: `peil.stand`; `onbezet`: paid unoccupied days in the same form (R5.4), and `over_onbezet` what is
    remarkable about them; `productie`: both. `verloop`: `extrapolation.jaarverloop` of `productie`, before decisions
    (R3.2). `aanpassingen`: what decisions add to it (R3.4-R3.7). `signalen`: R3.3, R3.6 and regions of
    no site. `namen` by AGB code.
    """

    claims: pd.DataFrame
    onbezet: pd.DataFrame
    productie: pd.DataFrame
    verloop: pd.DataFrame
    aanpassingen: tuple[Aanpassing, ...]
    signalen: tuple[Signaal, ...]
    over_onbezet: tuple[Signaal, ...]
    namen: Mapping[str, str]


def jaarbeeld(blik: Inzage, asked: Peil, uzovis: Sequence[str], genomen: Sequence[Besluit]) -> Jaarbeeld:
    """The year in these regions, by the decisions in `genomen`."""
    everywhere = stand(asked)
    claims = everywhere[everywhere["uzovi"].isin(uzovis)]
    onbezet, over_onbezet = onbezette_productie(blik, asked, uzovis, claims)
    productie = pd.concat([claims, onbezet], ignore_index=True) if len(onbezet) else claims
    verloop = jaarverloop(productie, asked.laatste_maand, asked.dagen, asked.zonder_l)
    gedaan = aanpassingen_van(blik, asked, verloop, genomen, uzovis)
    namen = names(blik, asked.peildatum)
    places = goedgekeurd_per_plaats(verloop, asked.laatste_maand)
    started = nieuwe_aanbieders(blik, asked.jaar, asked.peildatum)
    afwijking = asked.beleid("signaal_afwijking").fractie
    return Jaarbeeld(
        claims=claims,
        onbezet=onbezet,
        productie=productie,
        verloop=verloop,
        aanpassingen=gedaan,
        signalen=(
            *signalen.regio_buiten_site(everywhere, asked.jaar),
            *signalen.zonder_raming(places, started, gedaan, namen),
            *signalen.uitgewerkt(genomen, started, asked.laatste_maand, uzovis, namen),
            *signalen.credits(queries.creditsommen(blik, asked.jaar, asked.peildatum), uzovis, namen),
            *signalen.zonder_behandelaandeel(claims, *_behandeling(blik, asked, genomen), asked.jaar),
            *signalen.per_maand(claims, asked.laatste_maand, afwijking, namen),
        ),
        over_onbezet=tuple(over_onbezet),
        namen=namen,
    )


def _behandeling(blik: Inzage, asked: Peil, genomen: Sequence[Besluit]) -> tuple[set[str], set[tuple[str, Sector]]]:
    """Prestatiecodes inclusief behandeling that count in the share, and the providers and sectors of which a share of
    last year is known or staff decided (R3.5)."""
    koppeltabel = reference_rows(blik, "koppeltabel", asked.peildatum)
    shares = reference_rows(blik, "behandelaandeel", asked.peildatum)
    return (
        {r["prestatiecode"] for r in koppeltabel if r["behandeling"] == "inclusief" and r["laag_zorgprofiel"] != "ja"},
        {(r["agb"], Sector(r["sector"])) for r in shares if r["jaar"] == asked.jaar - 1}
        | {(str(b.agb), Sector(str(b.sector))) for b in genomen if b.soort is BesluitSoort.BEHANDELING},
    )
