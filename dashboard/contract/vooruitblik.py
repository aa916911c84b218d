"""The terminal contract: results as JSON objects (design: Terminal contract, fixed)."""

from dataclasses import asdict, fields
from datetime import date
from fractions import Fraction
from typing import Any

from forecasting.wlz.distance import afstand, dagen_tot_drempel, is_haalbaar
from forecasting.wlz.outlook import (
    Aanpassing,
    Bezettingsband,
    CrisisOutlook,
    CrisisStand,
    Kans,
    Lezing,
    Lezingen,
    Meerzorg,
    Outlook,
    SectorOutlook,
    Toets,
    Verwacht,
)

Json = dict[str, Any]


def outlook_json(outlook: Outlook) -> Json:
    """What `ruimte outlook --json` prints. Estimates for which the past is too short are null."""
    herkomst = outlook.herkomst
    return {
        "jaar": outlook.jaar,
        "peildatum": herkomst.peildatum.isoformat(),
        "site": outlook.site.value,
        "laatste_maand": f"{herkomst.laatste_maand:%Y-%m}",
        "sectoren": [_sector(sector, herkomst.laatste_maand) for sector in outlook.sectoren],
        "regios": [{**_sector(regio, herkomst.laatste_maand), "uzovi": regio.uzovi} for regio in outlook.regios],
        "totaal": asdict(outlook.totaal),
        "onbekend_geextrapoleerd_cent": outlook.onbekend_geextrapoleerd_cent,
        "meerzorg_geextrapoleerd_cent": outlook.meerzorg_geextrapoleerd_cent,
        "meerzorg": [_meerzorg(stand) for stand in outlook.meerzorg],
        "aanpassingen": [_aanpassing(aanpassing) for aanpassing in outlook.aanpassingen],
        "signalen": [asdict(signaal) for signaal in outlook.signalen],
        "herkomst": {
            **asdict(herkomst),
            "peildatum": herkomst.peildatum.isoformat(),
            "laatste_maand": f"{herkomst.laatste_maand:%Y-%m}",
            "laatste_ontvangst": herkomst.laatste_ontvangst and herkomst.laatste_ontvangst.isoformat(),
        },
    }


def _sector(sector: SectorOutlook, laatste_maand: date) -> Json:
    return {
        "sector": sector.sector.value,
        "contracteerruimte_cent": sector.zonder.contracteerruimte_cent,
        "verplichtingen_cent": sector.verplichtingen_cent,
        "goedgekeurd_cent": sector.goedgekeurd_cent,
        "na_laatste_maand_cent": sector.na_laatste_maand_cent,
        "in_behandeling_cent": sector.in_behandeling_cent,
        "geextrapoleerd_cent": sector.geextrapoleerd_cent,
        "besluiten_cent": sector.besluiten_cent,
        "stand": sector.oordeelsgrond.value,
        "korting": _getal(sector.zonder.korting_fractie),
        "boven_drempel": sector.zonder.boven_drempel,
        "korting_herschikking": _getal(sector.herschikkingskorting_fractie),
        "met_herverdeling": _toets(sector.met_herverdeling),
        "lezingen": sector.lezingen and {f.name: _lezing(getattr(sector.lezingen, f.name)) for f in fields(Lezingen)},
        **_kansen(sector.verwacht or Verwacht()),
        "afstand": _afstand(sector, laatste_maand),
        "verwacht": _verwacht(sector.verwacht or Verwacht()),
    }


def _toets(toets: Toets) -> Json:
    return {
        "contracteerruimte_cent": toets.contracteerruimte_cent,
        "korting": _getal(toets.korting_fractie),
        "boven_drempel": toets.boven_drempel,
    }


def _lezing(lezing: Lezing) -> Json:
    """A sector on one reading of what is missing over L (R4.8)."""
    return {
        "geextrapoleerd_cent": lezing.geextrapoleerd_cent,
        "korting": _getal(lezing.zonder.korting_fractie),
        "boven_drempel": lezing.zonder.boven_drempel,
        "met_herverdeling": _toets(lezing.met_herverdeling),
    }


def _meerzorg(stand: Meerzorg) -> Json:
    """Meerzorg against its own earmark (R4.7)."""
    return {
        "sector": stand.sector.value,
        "uzovi": stand.uzovi,
        "contracteerruimte_cent": stand.oormerk_cent,
        "geextrapoleerd_cent": stand.geextrapoleerd_cent,
        "uitnutting": _getal(stand.uitnutting_fractie),
    }


def _kansen(verwacht: Verwacht) -> Json:
    """The fixed names of R4.6; null where it cannot be said (`verwacht.redenen` says why)."""
    totaal, zonder = verwacht.totaal_cent, verwacht.zonder
    return {
        "kans_boven_drempel": zonder and zonder.boven_drempel,
        "p10_cent": totaal and totaal.p10,
        "p50_cent": totaal and totaal.p50,
        "p90_cent": totaal and totaal.p90,
    }


def _verwacht(verwacht: Verwacht) -> Json:
    """All of R4.6: what is expected beside the official figure, and what it rests on."""
    return {
        "laatste_maand": verwacht.laatste_maand and f"{verwacht.laatste_maand:%Y-%m}",
        "zonder": verwacht.zonder and _kans(verwacht.zonder),
        "met_herverdeling": verwacht.met_herverdeling and _kans(verwacht.met_herverdeling),
        "maanden": [
            {
                "maand": f"{m.maand:%Y-%m}",
                "bekend_cent": m.bekend_cent,
                "verwacht_cent": m.verwacht_cent,
                "laag_cent": m.laag_cent,
                "hoog_cent": m.hoog_cent,
                "compleet": _getal(m.compleet_fractie),
            }
            for m in verwacht.maanden
        ],
        "nakomers": [{**asdict(n), "maand": f"{n.maand:%Y-%m}"} for n in verwacht.nakomers],
        "redenen": list(verwacht.redenen),
        "sprong": verwacht.sprong and {**asdict(verwacht.sprong), "maand": f"{verwacht.sprong.maand:%Y-%m}"},
    }


def _kans(kans: Kans) -> Json:
    return {
        "kans_boven_drempel": kans.boven_drempel,
        "korting_p10": float(kans.korting.p10),
        "korting_p50": float(kans.korting.p50),
        "korting_p90": float(kans.korting.p90),
        "maand_boven_drempel": kans.maand and f"{kans.maand:%Y-%m}",
    }


def _afstand(sector: SectorOutlook, laatste_maand: date) -> Json | None:
    """How far the official figure is from the line: as a fraction, in cents, and by how much the base month would
    have to be higher (N2)."""
    found = afstand(sector, laatste_maand)
    if found is None:
        return None
    return {
        "korting": float(found.korting_fractie),
        "productie_cent": found.productie_cent,
        "basismaand": _getal(found.basismaand_fractie),
    }


def _aanpassing(aanpassing: Aanpassing) -> Json:
    months = {f"{maand:%Y-%m}": cent for maand, cent in aanpassing.per_maand}
    return {**asdict(aanpassing), "per_maand": months, "bedrag_cent": aanpassing.bedrag_cent}


def _getal(fractie: Fraction | None) -> float | None:
    return None if fractie is None else float(fractie)


def crisis_json(crisis: CrisisOutlook) -> list[Json]:
    """What `ruimte crisis --json` prints: one object per provider, region and sector with an agreement."""
    return [_crisis(stand, crisis.drempel_fractie) for stand in crisis.afspraken]


def _crisis(stand: CrisisStand, drempel: Fraction) -> Json:
    nodig = dagen_tot_drempel(stand, drempel)
    return {
        "agb": stand.agb,
        "uzovi": stand.uzovi,
        "sector": stand.sector.value,
        "plekken": stand.plekken,
        "bezette_dagen": stand.bezette_dagen,
        "beschikbare_dagen": stand.beschikbare_dagen,
        "bezetting": _getal(stand.bezetting_fractie),
        "verwachte_dagen": _getal(stand.verwachte_dagen),
        "verwachte_bezetting": _getal(stand.verwachte_bezetting_fractie),
        "onder_drempel": stand.onder_drempel,
        "voorstel_plekken": stand.voorstel_plekken,
        "stand": "niet_te_beoordelen" if stand.reden else "oordeel",
        "reden": stand.reden,
        "nog_nodig_dagen": nodig,
        "haalbaar": None if nodig is None else is_haalbaar(stand, nodig),
        "bandbreedte": _bandbreedte(stand.bandbreedte),
        "verblijfsdagen": stand.verblijfsdagen,
        "per_zwaarte": dict(stand.per_zwaarte),
        "volgend_jaar": stand.volgend_jaar
        and {
            "plekken": stand.volgend_jaar.plekken,
            "oordeel": stand.volgend_jaar.oordeel,
            "bezetting": float(stand.volgend_jaar.bezetting_fractie),
            "interval": _bandbreedte(stand.volgend_jaar.bandbreedte),
        },
        "besluit": stand.besluit,
        "besloten_plekken": stand.besloten_plekken,
    }


def _bandbreedte(bandbreedte: Bezettingsband | None) -> Json | None:
    if bandbreedte is None:
        return None
    return {
        "laag": bandbreedte.laag_fractie,
        "hoog": bandbreedte.hoog_fractie,
        "kans": float(bandbreedte.kans),
        "maanden": bandbreedte.maanden,
    }
