"""The bridge as JSON: what `ruimte brug --json` prints (R7.5, fixed)."""

from typing import Any

from forecasting.wlz.brug import AanbiederBrug, Brug, Bruggen

Json = dict[str, Any]


def brug_json(found: Bruggen) -> Json:
    """`sectoren` and `regios`, each with its `stappen`; `aanbieders`: everybody who moved, the largest change first."""
    return {
        "jaar": found.naar.jaar,
        "jaar_van": found.van.jaar,
        "site": found.site.value,
        "van": found.van.peildatum.isoformat(),
        "naar": found.naar.peildatum.isoformat(),
        "laatste_maand_van": f"{found.van.laatste_maand:%Y-%m}",
        "laatste_maand_naar": f"{found.naar.laatste_maand:%Y-%m}",
        "sectoren": [_brug(brug) for brug in found.sectoren],
        "regios": [{**_brug(brug), "uzovi": brug.uzovi} for brug in found.regios],
        "aanbieders": [_aanbieder(aanbieder) for aanbieder in found.aanbieders],
    }


def _brug(brug: Brug) -> Json:
    return {
        "sector": brug.sector.value,
        "geextrapoleerd_van_cent": brug.van.geextrapoleerd_cent,
        "geextrapoleerd_naar_cent": brug.naar.geextrapoleerd_cent,
        "contracteerruimte_van_cent": brug.van.zonder.contracteerruimte_cent,
        "contracteerruimte_naar_cent": brug.naar.zonder.contracteerruimte_cent,
        "zonder_oordeel": brug.zonder_oordeel and brug.zonder_oordeel.value,
        "stappen": [
            {
                "oorzaak": stap.oorzaak.value,
                "geextrapoleerd_cent": stap.geextrapoleerd_cent,
                "contracteerruimte_cent": stap.contracteerruimte_cent,
                "korting_punten": None if stap.korting_punten is None else float(stap.korting_punten * 100),
            }
            for stap in brug.stappen
        ],
    }


def _aanbieder(aanbieder: AanbiederBrug) -> Json:
    return {
        "agb": aanbieder.agb,
        "naam": aanbieder.naam,
        "uzovi": aanbieder.uzovi,
        "sector": aanbieder.sector.value,
        "geextrapoleerd_cent": aanbieder.geextrapoleerd_cent,
        "stappen": [{"oorzaak": o.value, "geextrapoleerd_cent": cent} for o, cent in aanbieder.per_oorzaak],
    }
