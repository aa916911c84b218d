"""The terminal contract of `ruimte herschikking --json`."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from forecasting.wlz.herschikking.invoer import invoer_hash, to_json
from forecasting.wlz.herschikking.nacalculatie import concerns
from forecasting.wlz.herschikking.nacalculatie_run import Nacalculatie
from forecasting.wlz.herschikking.scenarios import to_dict
from forecasting.wlz.herschikking.scenarios_run import Uitwerking
from forecasting.wlz.herschikking.uitkomst import Afspraak, Herschikking, Totaal
from forecasting.wlz.herschikking.verschil import Verschil
from forecasting.wlz.herschikking.volumes import SectorVolumes, beletsel
from forecasting.wlz.plaats import Plaats

Json = dict[str, Any]


def herschikking_json(found: Herschikking, verschillen: Mapping[Plaats, Verschil] | None = None) -> Json:
    """Every step in whole cents; correctie and korting are positive amounts that are taken off.

    `verschillen`: against the last one that was frozen; without, `verschil_cent` is null.
    """
    invoer = found.invoer
    names = {a.agb: a.naam for a in invoer.aanbieders}
    return {
        "jaar": invoer.jaar,
        "peildatum": invoer.peildatum.isoformat(),
        "laatste_maand": f"{invoer.laatste_maand:%Y-%m}",
        "niveau": invoer.niveau,
        "invoer_hash": invoer_hash(to_json(invoer)),
        "gemaakte_gegevens": invoer.gemaakte_gegevens,
        "sectoren": [_totaal(t) for t in found.sectoren],
        "regios": [_totaal(t) for t in found.regios],
        "afspraken": [_afspraak(a, names, found, verschillen or {}) for a in found.afspraken],
        "apart_cent": found.apart_cent,
        "fouten": [_signaal(asdict(f)) for f in found.fouten],
        "signalen": [_signaal(asdict(s)) for s in found.signalen],
    }


def _totaal(t: Totaal) -> Json:
    k = t.korting_fractie
    return {
        **asdict(t),
        "korting_fractie": None if k is None else float(k),
        "afspraken_cent": t.afspraken_cent,
        "over_cent": t.over_cent,
    }


def _afspraak(
    a: Afspraak, names: Mapping[str, str], found: Herschikking, verschillen: Mapping[Plaats, Verschil]
) -> Json:
    b = a.basis
    difference = verschillen.get(b.plaats)
    return {
        "agb": b.agb,
        "naam": names.get(b.agb),
        "uzovi": b.uzovi,
        "sector": b.sector.value,
        "verplichtingen_cent": b.verplichtingen_cent,
        "crisis_cent": b.crisis_cent,
        "correctie_cent": b.correctie_cent,
        "extrapolatie_cent": b.extrapolatie_cent,
        "aanpassingen": [
            {"soort": x.soort, "bedrag_cent": x.bedrag_cent, "besluit": x.besluit} for x in b.aanpassingen
        ],
        "productie_cent": b.productie_cent,
        "korting_cent": a.korting_cent,
        "afspraak_cent": a.afspraak_cent,
        "verschil_cent": difference and difference.afspraak_cent,
        "signalen": [s.soort for s in found.signalen if (s.agb, s.uzovi, s.sector) == b.plaats],
    }


def _signaal(row: Json) -> Json:
    return {name: value for name, value in row.items() if value is not None}


def volumes_json(found: Sequence[SectorVolumes]) -> Json:
    """What `ruimte volumes --json` prints: every sector of every site, amounts in whole cents."""
    return {
        "sectoren": [
            {
                **{name: value for name, value in asdict(s).items() if name != "volumes"},
                "korting_fractie": None if s.korting_fractie is None else float(s.korting_fractie),
                "drempel_fractie": float(s.drempel_fractie),
                "percentage_fractie": None if s.percentage_fractie is None else float(s.percentage_fractie),
                "beletsel": beletsel(s),
                "volumes": [{**asdict(v), "volume_cent": v.volume_cent} for v in s.volumes],
            }
            for s in found
        ]
    }


def nacalculatie_json(found: Nacalculatie) -> Json:
    """What `ruimte nacalculatie --json` prints, amounts in whole cents."""
    return {
        "herschikking": found.bevroren.nummer,
        "jaar": found.bevroren.jaar,
        "peildatum": found.peildatum.isoformat(),
        "volledig": found.volledig,
        "regels": [
            {
                **asdict(r),
                "past_cent": r.past_cent,
                "onder_cent": r.onder_cent,
                "over_cent": r.over_cent,
                "vastgesteld_cent": r.vastgesteld_cent,
            }
            for r in found.regels
        ],
        "concerns": [{**asdict(c), "te_verrekenen_cent": c.te_verrekenen_cent} for c in concerns(found.regels)],
        "geweigerd": [{**asdict(v), "reden": why} for v, why in found.geweigerd],
    }


def scenarios_json(found: Sequence[Uitwerking]) -> Json:
    """What `ruimte scenarios --json` prints; the first is the policy run."""
    return {
        "scenarios": [
            {
                "nummer": u.scenario.nummer,
                "naam": u.scenario.naam,
                "door": u.scenario.door,
                "reden": u.scenario.reden,
                "aannames": to_dict(u.scenario.aannames),
                "laatste_maand": f"{u.laatste_maand:%Y-%m}",
                "sectoren": [
                    {name: value for name, value in s.items() if name != "volumes"}
                    for s in volumes_json(u.sectoren)["sectoren"]
                ],
                "herschikking": [_totaal(t) for t in u.herschikking.sectoren],
            }
            for u in found
        ]
    }
