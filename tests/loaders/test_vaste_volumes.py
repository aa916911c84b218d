"""R4.5: a decision on fixed volumes holds until a later one about the same site and sector; every page hears of it."""

from datetime import UTC, date, datetime

import pytest

from config.errors import OngeldigeInvoer
from config.settings import Settings
from config.words import BesluitSoort, Sector, Site, Uitkomst
from forecasting.wlz.herschikking import run
from forecasting.wlz.vooruitblik import outlook
from loaders import queries
from loaders.grootboek.besluiten import neem_besluit
from loaders.run import load
from tests.golden.test_golden import GOLDEN, PEILDATUM
from tests.vragen import uit_grootboek, vraag

NU = datetime(2026, 3, 24, 12, tzinfo=UTC)
WIE = {"door": "D. Directeur", "reden": "herverdeling is meegewogen"}


def test_from_the_outlook_to_a_decision_and_back(ledger: Settings):
    load(ledger, [GOLDEN / "inbox", GOLDEN / "referentie"])
    found, _ = vraag(run.volumes, ledger, 2026, PEILDATUM)
    vv = next(s for s in found if s.sector is Sector.VV)
    # golden: E = 157.220, R = 154.000: 2,0481%, boven de drempel; EEN krijgt 154.000 + 1.000 regionale ontwikkeling
    assert (vv.geextrapoleerd_cent, vv.boven_drempel) == (15_722_000, True)
    assert [v.volume_cent for v in vv.volumes] == [15_500_000]
    assert vraag(queries.stand, ledger).vaste_volumes == ()
    nummer = run.fixeer(ledger, 2026, PEILDATUM, Site.ZILVEREN_KRUIS, Sector.VV, **WIE, nu=NU)
    assert vraag(queries.stand, ledger).vaste_volumes == ((2026, "zilveren-kruis", "V&V", date(2026, 3, 24)),)
    assert [(b.nummer, v) for b, v in uit_grootboek(run.gefixeerd, ledger, 2026)] == [(nummer, vv.volumes)]
    signals = vraag(outlook, ledger, 2026, PEILDATUM, Site.ZILVEREN_KRUIS).signalen
    assert [s.sector for s in signals if s.soort == "vaste_volumes"] == [Sector.VV]
    other = vraag(outlook, ledger, 2026, PEILDATUM, Site.FRIESLAND).signalen
    assert "vaste_volumes" not in [s.soort for s in other]
    neem_besluit(
        ledger, BesluitSoort.VASTE_VOLUMES, Uitkomst.WEIGEREN, jaar=2026, vanaf=date(2026, 4, 1), genomen_op=NU,
        sector=Sector.VV, waarde={"site": "zilveren-kruis"}, **WIE,
    )  # fmt: skip
    assert vraag(queries.stand, ledger).vaste_volumes == ()
    assert uit_grootboek(run.gefixeerd, ledger, 2026) == []


def test_below_the_line_and_without_a_name_nothing_is_fixed(ledger: Settings):
    load(ledger, [GOLDEN / "inbox", GOLDEN / "referentie"])
    with pytest.raises(OngeldigeInvoer, match="niet boven de drempel"):
        run.fixeer(ledger, 2026, PEILDATUM, Site.FRIESLAND, Sector.GGZ, **WIE, nu=NU)
    with pytest.raises(OngeldigeInvoer, match="Vul in: door"):
        run.fixeer(ledger, 2026, PEILDATUM, Site.ZILVEREN_KRUIS, Sector.VV, door=" ", reden="x", nu=NU)
    assert vraag(queries.stand, ledger).vaste_volumes == ()
