"""Two ways must agree about R6: messages and tables through the product, and a slow reckoning of the rule."""

import random
import tempfile
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from config.settings import Settings
from forecasting.wlz.herschikking.run import bereken
from forecasting.wlz.herschikking.stappen import site_van
from loaders import run
from tests.forecasting import slow
from tests.forecasting.herschikking import slow as slow_r6
from tests.forecasting.worlds import decide, deliver, world
from tests.made import Inbox
from tests.vragen import vraag


@settings(max_examples=8, deadline=None)
@given(st.randoms(use_true_random=True), st.integers(1, 6), st.integers(0, 4))
def test_the_herschikking_is_what_the_rules_say(rng: random.Random, streams: int, odd: int):
    jaar, wereld = world(rng, streams, odd)
    with tempfile.TemporaryDirectory() as folder:
        inbox, settings_ = Inbox(Path(folder) / "inbox"), Settings(data=Path(folder) / "data")
        deliver(wereld, jaar, inbox)
        run.load(settings_, [inbox.path])
        decide(wereld, jaar, settings_)
        for _ in range(3):
            peildatum = slow.closes_on(date(jaar, 1, 1)) + timedelta(days=rng.randint(0, 400))
            found = vraag(bereken, settings_, jaar, peildatum)
            want = slow_r6.herschikking(wereld, jaar, peildatum)
            got = {(a.basis.agb, a.basis.uzovi, a.basis.sector.value): a for a in found.afspraken}
            assert {
                place: steps
                for place, a in got.items()
                for b in [a.basis]
                for steps in [(b.verplichtingen_cent, b.crisis_cent, b.correctie_cent, b.productie_cent)]
                if any(steps)
            } == {place: step for place, step in want.stappen.items() if any(step)}
            for total in found.sectoren:
                pot = want.potten[total.site.value, total.sector.value]
                mine = [
                    a
                    for a in found.afspraken
                    if (site_van(a.basis.uzovi), a.basis.sector) == (total.site, total.sector)
                ]
                if pot is None:
                    assert total.korting_fractie is None
                    assert all(a.afspraak_cent is None for a in mine)
                    continue
                assert total.korting_fractie == pot.korting
                if pot.korting and pot.over_cent >= 0:  # short: not a cent is left, and none too many
                    assert sum(a.na_korting_cent or 0 for a in mine) == pot.over_cent
                for a in mine:
                    exact = a.basis.productie_cent * (1 - pot.korting)
                    assert abs((a.na_korting_cent or 0) - exact) < 2  # one divisor for all: docs/herschikking.md
