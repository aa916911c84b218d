"""Words of the page Crisisbedden beyond the occupancy itself (R5)."""

from dashboard import texts
from dashboard.texts.getallen import procent_van_tot
from forecasting.wlz.outlook import Bezettingsband, CrisisStand

BANDBREEDTE_UITLEG = (
    "Bandbreedte: waar de bezetting over het hele jaar met {kans} kans uitkomt als de komende maanden lijken op de "
    "maanden tot nu toe. De verwachting zelf trekt alleen de laatste maand door."
)
VOLGEND_JAAR_UITLEG = (
    "Het aantal plekken blijft gelijk, tenzij de bezetting van de laatste twaalf maanden significant hoger of lager "
    "was dan {drempel}: het interval ({kans}) laat {drempel} dan buiten."
)
GZ_UITLEG = (
    "De bezetting in de GZ volgt uit de registratie van de crisisregisseurs, zoals die op de peildatum was geleverd "
    "(per regio; het langst geleden op {dag}). "
    "De dag van vertrek telt niet mee. Een plek is hooguit één keer bezet; verblijven boven of buiten de afgesproken "
    "plekken staan apart."
)
TE_WEINIG = "minder dan twaalf maanden bekend"


def bandbreedte(gevonden: Bezettingsband | None) -> str:
    """A range in percents, or the word for not known."""
    return texts.ONBEKEND if gevonden is None else procent_van_tot(gevonden.laag_fractie, gevonden.hoog_fractie)


def besluit(stand: CrisisStand) -> str:
    """The decision about the places: its number and what it says."""
    if stand.besluit is None:
        return texts.NIETS
    gezegd = "voorstel geweigerd" if stand.besloten_plekken is None else f"{stand.besloten_plekken} plekken"
    return f"{gezegd} (nr {stand.besluit})"
