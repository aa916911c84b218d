"""R4.1: where there is production, pending too, the contracteerruimte must be known; outlook, fixed volumes and
herschikking say the same."""

from datetime import date

import pytest

from config.settings import Settings
from config.words import Sector, Site
from forecasting.wlz import vooruitblik
from forecasting.wlz.herschikking import run as herschikken
from loaders import run
from tests.made import CONTRACTEERRUIMTE_KOP, KOPPELTABEL, Inbox, answer, claim, maandregel
from tests.vragen import vraag

PEILDATUM = date(2026, 4, 28)
ROW = "2026,{},V&V,regulier,1000.00,definitief,2025-10-15,voorbeeld\n"


@pytest.mark.parametrize(("regios", "bekend"), [(("5515",), False), (("5515", "5510"), True)])
def test_a_region_with_pending_claims_only(
    regios: tuple[str, ...], bekend: bool, settings: Settings, inbox: Inbox
) -> None:
    regels = [maandregel("A", date(2026, 3, 1), 30_000, aantal=28)]
    inbox.put("2026-04-05", "amsterdam", claim("A", regels, uzovi="5515"))
    inbox.put("2026-04-08", "antwoord", answer("A", regels, uzovi="5515"))
    inbox.put("2026-04-06", "flevoland", claim("F", [maandregel("F", date(2026, 3, 1), 500)], uzovi="5510"))
    inbox.table("koppeltabel.csv", KOPPELTABEL)
    inbox.table("ruimte.csv", CONTRACTEERRUIMTE_KOP + "".join(map(ROW.format, regios)))
    run.load(settings, [inbox.path])

    said = vraag(vooruitblik.outlook, settings, 2026, PEILDATUM, Site.ZILVEREN_KRUIS)
    vv = next(s for s in said.sectoren if s.sector is Sector.VV)
    assert (vv.zonder.contracteerruimte_cent is not None) is bekend
    (volumes,) = vraag(herschikken.volumes, settings, 2026, PEILDATUM)[0]
    assert volumes.korting_fractie == vv.zonder.korting_fractie
    assert volumes.boven_drempel == vv.zonder.boven_drempel
    found = vraag(herschikken.bereken, settings, 2026, PEILDATUM)
    assert (found.sectoren[0].ruimte_cent is not None) is bekend
    missing = [(f.uzovi, f.sector) for f in found.fouten if f.soort == "contracteerruimte_ontbreekt"]
    assert missing == ([] if bekend else [("5510", Sector.VV)])
