"""The terminal contract (fixed): every name of `ruimte outlook --json` and `ruimte crisis --json`, with its figure."""

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from config.words import BesluitSoort, Sector, Site
from dashboard.contract.vooruitblik import crisis_json, outlook_json
from forecasting.wlz.outlook import (
    Aanpassing,
    Bandbreedte,
    Bezettingsband,
    CrisisOutlook,
    CrisisStand,
    Herkomst,
    Kans,
    MaandCompleet,
    MaandStand,
    Nakomer,
    Outlook,
    SectorOutlook,
    Signaal,
    Toets,
    Totaal,
    Verwacht,
    VolgendJaar,
)

PEILDATUM, MEI, JUN, DEC = date(2026, 6, 23), date(2026, 5, 1), date(2026, 6, 1), date(2026, 12, 1)
HERKOMST = Herkomst(PEILDATUM, MEI, date(2026, 6, 22), 12, "abc", "2026.12", gemaakte_gegevens=True, besluiten=(7,))
VERWACHT = Verwacht(
    totaal_cent=Bandbreedte(3_001, 3_002, 3_003),
    zonder=Kans(0.25, Bandbreedte(Fraction(1, 100), Fraction(1, 50), Fraction(1, 25)), DEC),
    met_herverdeling=Kans(0.125, Bandbreedte(0, 0, Fraction(1, 200)), None),
    laatste_maand=JUN,
    maanden=(MaandCompleet(MEI, 300, 400, 350, 450), MaandCompleet(JUN, 0, 0, 0, 0)),
    nakomers=(Nakomer("06000001", "Een", "5515", MEI, 100, 60),),
    redenen=("een reden",),
)
REGIO = SectorOutlook(
    sector=Sector.VV, uzovi="5515", verplichtingen_cent=100, goedgekeurd_cent=1_000, na_laatste_maand_cent=20,
    in_behandeling_cent=30, geextrapoleerd_cent=2_500, drempel_fractie=Fraction("0.02"),
    nadert_fractie=Fraction("0.005"), zonder=Toets(2_500, Fraction(1, 25), True),
    met_herverdeling=Toets(2_600, Fraction(0), False),
    maanden=(MaandStand(MEI, 1_000, 30, 0), MaandStand(JUN, 20, 0, 1_500)), besluiten_cent=-5, verwacht=VERWACHT,
)  # fmt: skip
AANPASSING = Aanpassing(7, BesluitSoort.TREND, "06000001", "5515", Sector.VV, ((JUN, -2), (DEC, -3)))
OUTLOOK = Outlook(
    jaar=2026, site=Site.FRIESLAND, herkomst=HERKOMST, sectoren=(replace(REGIO, uzovi=None, verwacht=None),),
    regios=(REGIO,), totaal=Totaal(2_500, 100, 2_600), onbekend_geextrapoleerd_cent=41,
    meerzorg_geextrapoleerd_cent=42, signalen=(Signaal("nieuw", "tekst", "06000001", "5515", Sector.VV, "Een", 1, 2),),
    aanpassingen=(AANPASSING,),
)  # fmt: skip
ZONDER_SCHATTING = {
    "sector": "V&V",
    "contracteerruimte_cent": 2_500,
    "verplichtingen_cent": 100,
    "goedgekeurd_cent": 1_000,
    "na_laatste_maand_cent": 20,
    "in_behandeling_cent": 30,
    "geextrapoleerd_cent": 2_500,
    "besluiten_cent": -5,
    "stand": "oordeel",
    "korting": 0.04,
    "boven_drempel": True,
    "korting_herschikking": None,
    "lezingen": None,
    "met_herverdeling": {"contracteerruimte_cent": 2_600, "korting": 0.0, "boven_drempel": False},
    "kans_boven_drempel": None,
    "p10_cent": None,
    "p50_cent": None,
    "p90_cent": None,
    # 2.400 / 0,98 = 2.448,97..: 52 cent te veel; -51,02.. op mei (1.000) en de rest (1.500)
    "afstand": {
        "korting": -0.02,
        "productie_cent": -52,
        "basismaand": float((Fraction(2_400) / Fraction("0.98") - 2_500) / 2_500),
    },
    "verwacht": {
        "laatste_maand": None,
        "zonder": None,
        "met_herverdeling": None,
        "maanden": [],
        "nakomers": [],
        "redenen": [],
        "sprong": None,
    },
}
MET_SCHATTING = {
    **ZONDER_SCHATTING,
    "uzovi": "5515",
    "kans_boven_drempel": 0.25,
    "p10_cent": 3_001,
    "p50_cent": 3_002,
    "p90_cent": 3_003,
    "verwacht": {
        "laatste_maand": "2026-06",
        "zonder": {
            "kans_boven_drempel": 0.25,
            "korting_p10": 0.01,
            "korting_p50": 0.02,
            "korting_p90": 0.04,
            "maand_boven_drempel": "2026-12",
        },
        "met_herverdeling": {
            "kans_boven_drempel": 0.125,
            "korting_p10": 0.0,
            "korting_p50": 0.0,
            "korting_p90": 0.005,
            "maand_boven_drempel": None,
        },
        "maanden": [
            {
                "maand": "2026-05",
                "bekend_cent": 300,
                "verwacht_cent": 400,
                "laag_cent": 350,
                "hoog_cent": 450,
                "compleet": 0.75,
            },
            {
                "maand": "2026-06",
                "bekend_cent": 0,
                "verwacht_cent": 0,
                "laag_cent": 0,
                "hoog_cent": 0,
                "compleet": None,
            },
        ],
        "nakomers": [
            {
                "agb": "06000001",
                "naam": "Een",
                "uzovi": "5515",
                "maand": "2026-05",
                "ontbreekt_cent": 100,
                "breedte_cent": 60,
            }
        ],
        "redenen": ["een reden"],
        "sprong": None,
    },
}


def written(found: Any) -> Any:
    """As it comes out on the terminal."""
    return json.loads(json.dumps(found))


def test_the_outlook_has_every_name_of_the_contract():
    assert written(outlook_json(OUTLOOK)) == {
        "jaar": 2026,
        "peildatum": "2026-06-23",
        "site": "friesland",
        "laatste_maand": "2026-05",
        "sectoren": [ZONDER_SCHATTING],
        "regios": [MET_SCHATTING],
        "totaal": {"geextrapoleerd_cent": 2_500, "verplichtingen_cent": 100, "contracteerruimte_cent": 2_600},
        "onbekend_geextrapoleerd_cent": 41,
        "meerzorg_geextrapoleerd_cent": 42,
        "meerzorg": [],
        "aanpassingen": [
            {
                "besluit": 7,
                "soort": "trend",
                "agb": "06000001",
                "uzovi": "5515",
                "sector": "V&V",
                "per_maand": {"2026-06": -2, "2026-12": -3},
                "bedrag_cent": -5,
            }
        ],
        "signalen": [
            {
                "soort": "nieuw",
                "tekst": "tekst",
                "agb": "06000001",
                "uzovi": "5515",
                "sector": "V&V",
                "naam": "Een",
                "laatste_maand_cent": 1,
                "gemiddelde_cent": 2,
            }
        ],
        "herkomst": {
            "peildatum": "2026-06-23",
            "laatste_maand": "2026-05",
            "laatste_ontvangst": "2026-06-22",
            "aantal_leveringen": 12,
            "productie_hash": "abc",
            "code_versie": "2026.12",
            "gemaakte_gegevens": True,
            "besluiten": [7],
        },
    }


def test_what_is_not_known_is_null():
    unknown = Toets(None, None, None)
    nothing = replace(REGIO, zonder=unknown, met_herverdeling=unknown, verwacht=None)
    found = written(
        outlook_json(replace(OUTLOOK, sectoren=(nothing,), herkomst=replace(HERKOMST, laatste_ontvangst=None)))
    )
    (sector,) = found["sectoren"]
    assert sector["contracteerruimte_cent"] is sector["korting"] is sector["boven_drempel"] is sector["afstand"] is None
    assert sector["met_herverdeling"] == {"contracteerruimte_cent": None, "korting": None, "boven_drempel": None}
    assert found["herkomst"]["laatste_ontvangst"] is None
    december = replace(REGIO, maanden=(), verwacht=None)  # nothing rests on the base month
    assert written(outlook_json(replace(OUTLOOK, regios=(december,))))["regios"][0]["afstand"]["basismaand"] is None


BAND = Bezettingsband(0.5, 0.625, Fraction("0.80"), 24)
STAND = CrisisStand(
    "06000001", "Een", "5515", Sector.VV, 4, bezette_dagen=356, beschikbare_dagen=604,
    bezetting_fractie=Fraction(1, 2), verwachte_dagen=Fraction(1_801, 2), beschikbare_dagen_jaar=1_460,
    verwachte_bezetting_fractie=Fraction(5, 8), onder_drempel=True, voorstel_plekken=3, verblijfsdagen=360,
    per_zwaarte=(("licht", 300), ("midden", 60)), bandbreedte=BAND,
    volgend_jaar=VolgendJaar(2, "significant lager", Fraction(1, 4), replace(BAND, kans=Fraction("0.95"), maanden=12)),
    besluit=9, besloten_plekken=1,
)  # fmt: skip


def test_crisis_beds_have_every_name_of_the_contract():
    # R5.2: 70% van 1.460 is 1.022 dagen; 1.022 - 356 = 666 nodig, 1.460 - 604 = 856 over
    ggz = CrisisStand("06000004", None, "5533", Sector.GGZ, 1, reden="n.v.t.")
    found = CrisisOutlook(2026, HERKOMST, Fraction("0.70"), (STAND, ggz), ())
    assert written(crisis_json(found)) == [
        {
            "agb": "06000001",
            "uzovi": "5515",
            "sector": "V&V",
            "plekken": 4,
            "bezette_dagen": 356,
            "beschikbare_dagen": 604,
            "bezetting": 0.5,
            "verwachte_dagen": 900.5,
            "verwachte_bezetting": 0.625,
            "onder_drempel": True,
            "voorstel_plekken": 3,
            "stand": "oordeel",
            "reden": None,
            "nog_nodig_dagen": 666,
            "haalbaar": True,
            "bandbreedte": {"laag": 0.5, "hoog": 0.625, "kans": 0.8, "maanden": 24},
            "verblijfsdagen": 360,
            "per_zwaarte": {"licht": 300, "midden": 60},
            "volgend_jaar": {
                "plekken": 2,
                "oordeel": "significant lager",
                "bezetting": 0.25,
                "interval": {"laag": 0.5, "hoog": 0.625, "kans": 0.95, "maanden": 12},
            },
            "besluit": 9,
            "besloten_plekken": 1,
        },
        {
            **dict.fromkeys(
                (
                    "bezette_dagen", "beschikbare_dagen", "bezetting", "verwachte_dagen", "verwachte_bezetting",
                    "onder_drempel", "voorstel_plekken", "nog_nodig_dagen", "haalbaar", "bandbreedte",
                    "verblijfsdagen", "volgend_jaar", "besluit", "besloten_plekken",
                )
            ),
            "agb": "06000004",
            "uzovi": "5533",
            "sector": "GGZ",
            "plekken": 1,
            "stand": "niet_te_beoordelen",
            "reden": "n.v.t.",
            "per_zwaarte": {},
        },
    ]  # fmt: skip
