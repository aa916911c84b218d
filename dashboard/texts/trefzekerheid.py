"""The words of page Trefzekerheid."""

INLEIDING = "Wat zeiden we eerder, en wat werd later bekend? Ook als het tegenvalt."
NOG_NIET_BEREKEND = (
    "De trefzekerheid van {jaar} is nog niet berekend over wat nu geladen is. Dat kan hier, of met de opdracht "
    "`ruimte backtest --jaar {jaar}`."
)
BEREKEN = "Bereken de trefzekerheid van {jaar}"
BEZIG = "Elke sluitdag van het jaar wordt nagespeeld…"
NOG_NIET_AFGELOPEN = (
    "Dit jaar is nog niet helemaal bekend, dus er is nog niets om de voorspellingen aan te toetsen. "
    "Kies een eerder jaar, of kijk terug als december is gedeclareerd."
)
KORTE_HISTORIE = (
    "Dit is één jaar. De cijfers zeggen hoe het in dat jaar ging; of het in andere jaren ook zo gaat, is daarmee niet "
    "bewezen."
)
UITLEG = (
    "Elke voorspelling is opnieuw gemaakt met alleen wat op die dag bekend was. De *beleidsregel* is het officiële "
    "cijfer, de *schatting* staat daarnaast. *Gelijke maanden* (tot nu, naar twaalf maanden) en *vorig jaar* zijn "
    "de simpelste rekenwijzen: wie die niet verslaat, voegt niets toe."
)
FOUT_UITLEG = (
    "De fout is hoe ver de voorspelling gemiddeld naast de uitkomst zat, hoog of laag. De vertekening zegt of zij "
    "meestal te hoog (+) of te laag (-) was. De dekking is hoe vaak de uitkomst binnen het 80%-interval viel: rond 80% "
    "is goed, lager is te zeker, hoger is te voorzichtig. De intervalscore weegt breedte en missers samen: lager is "
    "beter."
)
KANS_UITLEG = (
    "De Brierscore is het gemiddelde kwadraat van het verschil tussen de kans die we noemden en wat gebeurde (1 boven "
    "de drempel, 0 niet). 0 is perfect, 0,25 is een munt opgooien. De beleidsregel geldt hier als kans 0% of 100%."
)
BETROUWBAAR_UITLEG = "Als we ongeveer deze kans noemden, hoe vaak kwam het dan uit? Bij goede kansen zijn beide gelijk."
GEEN_KANSEN = "Er zijn geen kansen om te toetsen: de contracteerruimte was op die dagen niet bekend."
SAMENVATTING = (
    "In {jaren} zat de schatting gemiddeld {schatting} naast wat het werd, en de beleidsregel {regel}; {dekking} van "
    "de uitkomsten viel binnen het 80%-interval dat we noemden ({wat}, {aantal} keer getoetst)."
)
SAMENVATTING_WAT = {"site": "sectoren van alle sites", "reeks": "reeksen"}
SAMENVATTING_KANS = "De kans op een jaar boven de drempel was volgens ons gemiddeld {kans}; het gebeurde in {boven}."
NIVEAU = {"site": "site", "regio": "regio's", "aanbieder": "aanbieders", "reeks": "reeksen"}
