"""Page Waarom anders (R7.5, N4): the sentence, the steps, who moved it."""

from dashboard.contract.brug import brug_json
from dashboard.figures import waarom_anders as figuren
from dashboard.terminal.brug import brug
from dashboard.texts import waarom_anders as woorden
from tests.dashboard import examples
from tests.dashboard.conftest import Doors, open_page, words

VV = examples.BRUG.sectoren[0]


def test_the_sentence_names_the_largest_cause():
    said = woorden.zin(VV)
    assert said.startswith("V&V: de verwachte productie is € 3,7 mln hoger en de korting ")
    assert said.endswith("De grootste oorzaak: nagekomen declaraties (+€ 5,0 mln).")


def test_the_page_says_why_and_who(doors: Doors):
    page = open_page("waarom_anders")
    text = words(page)
    assert "De grootste oorzaak: nagekomen declaraties" in text
    for part in ("Nagekomen declaraties", "+€ 5.000.000", "Nieuwe laatste maand", "Contracteerruimte", "Samen"):
        assert part in text
    assert "Stichting De Voorbeeldhof (06000300)" in text
    assert not page.exception


def test_terminal_json_and_figure_say_the_same():
    (sector,) = brug_json(examples.BRUG)["sectoren"]
    steps = [(s["oorzaak"], s["geextrapoleerd_cent"], s["contracteerruimte_cent"]) for s in sector["stappen"]]
    assert steps == [("nagekomen", 5_000_000_00, 0), ("basismaand", -1_300_000_05, 0), ("ruimte", 0, 100_000)]
    assert sector["geextrapoleerd_naar_cent"] - sector["geextrapoleerd_van_cent"] == sum(s[1] for s in steps)
    assert "+€ 5.000.000" in brug(examples.BRUG)
    (bars,) = figuren.waterval(VV).data
    assert list(bars.x)[1:3] == [5_000_000.0, -1_300_000.05]
    assert "nagekomen declaraties +€ 5,0 mln" in figuren.alt(VV)
