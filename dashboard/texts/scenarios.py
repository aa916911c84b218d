"""Words of the page Scenario's (S-06)."""

from dashboard import texts
from dashboard.texts import regio
from forecasting.wlz.herschikking.scenarios import Aannames

INLEIDING = (
    "Wat als er herverdelingsmiddelen komen, de productie groeit, een tarief verandert of een aanbieder start of "
    "stopt? Een scenario staat naast het beleid en verandert het nooit."
)
BELEID = "het beleid, zonder aannames"
NOG_GEEN = "Er zijn voor {jaar} nog geen scenario's bewaard; hieronder staat alleen het beleid."
MAAK_UITLEG = (
    "Vul alleen in wat anders is dan het beleid. Meer aannames van dezelfde soort kunnen in een bestand: "
    "`ruimte scenario BESTAND.toml`."
)
WIE = ("Naam van het scenario", "Uw naam", "Reden")
BEWAARD = "Scenario {nummer} bewaard: {naam}."
LEEG = "Vul ten minste één aanname in."


def aannames(found: Aannames) -> str:
    """What a scenario assumes, in one sentence."""
    parts = [
        *(
            f"{texts.euro(h.bedrag_cent)} herverdelingsmiddelen voor {h.sector} in {regio(h.uzovi)}, "
            f"bekend op {texts.datum_kort(h.bekend_op)}"
            for h in found.herverdeling
        ),
        *(f"ruimte van {r.sector} in {regio(r.uzovi)}: {texts.euro(r.bedrag_cent)}" for r in found.ruimte),
        *(f"groei {g.procent}% na de laatste maand ({g.agb or g.sector or 'alles'})" for g in found.groei),
        *(
            f"tarief {t.procent}% vanaf {texts.datum_kort(t.vanaf)} ({t.prestatiecode or t.sector or 'alles'})"
            for t in found.tarief
        ),
        *(
            f"{s.agb} start op {texts.datum_kort(s.vanaf)} in {regio(s.uzovi)}, {s.sector}, "
            f"{texts.euro(s.bedrag_per_maand_cent)} per maand"
            for s in found.start
        ),
        *(f"{s.agb} stopt na {texts.datum_kort(s.laatste_dag)}" for s in found.stop),
        *([f"laatste maand {texts.maand(found.laatste_maand)}"] if found.laatste_maand else []),
    ]
    return "; ".join(parts) or BELEID
