"""The figures of R4.6 on page Vooruitblik."""

from collections.abc import Sequence
from fractions import Fraction

import plotly.graph_objects as go

from config.words import Sector
from dashboard import texts
from dashboard.figures import ACHTERGROND, BLAUW, INKT, LIJN, OKER, opmaak
from dashboard.tables.vooruitblik import Punt

HOOGTE_BEWOOG = 300
VLAK = "rgba(27, 85, 120, 0.16)"


def bewoog(punten: Sequence[Punt]) -> go.Figure:
    """The korting said on every earlier day: expected with its 80% interval, and by the policy's rule."""
    drempel = punten[-1][0].drempel_fractie
    dagen = [texts.dag_maand(g.peildatum) for g, _ in punten]
    laag, midden, hoog = ([_procent(getattr(kans.korting, q)) for _, kans in punten] for q in ("p10", "p50", "p90"))
    regel = [_procent(g.korting_fractie) for g, _ in punten]
    figure = go.Figure(
        [
            go.Scatter(x=dagen, y=hoog, mode="lines", line={"width": 0}, hoverinfo="skip"),
            go.Scatter(
                x=dagen, y=laag, mode="lines", line={"width": 0}, fill="tonexty", fillcolor=VLAK, hoverinfo="skip"
            ),
            _lijn("Schatting", dagen, midden, BLAUW, "solid", "diamond"),
            _lijn("Beleidsregel", dagen, regel, OKER, "dot", "circle-open"),
        ]
    )
    grens = _procent(drempel)
    figure.add_hline(y=grens, line={"color": INKT, "width": 2, "dash": "dash"})
    hoogste = max(*hoog, *regel, grens)
    stap = next(s for s in (0.5, 1, 2, 5, 10, 20, 50, 100) if hoogste <= 6 * s or s == 100)
    plaatsen = [n * stap for n in range(int(hoogste / stap) + 2)]
    basis = {"xref": "paper", "yref": "paper", "y": 1.02, "yanchor": "bottom", "showarrow": False}
    figure.update_layout(
        **opmaak(HOOGTE_BEWOOG),
        margin={"l": 8, "r": 8, "t": 52, "b": 28},
        annotations=[
            basis | {"x": 0, "xanchor": "left", "text": "<b>◆ schatting</b> met interval", "font": {"color": BLAUW}},
            basis | {"x": 0, "y": 1.1, "xanchor": "left", "text": "<b>○ beleidsregel</b>", "font": {"color": OKER}},
            basis | {"x": 1, "xanchor": "right", "text": f"<b>- - drempel {texts.drempel(drempel)}</b>"},
        ],
    )
    figure.update_xaxes(type="category", tickangle=0, fixedrange=True, gridcolor=ACHTERGROND, nticks=6)
    figure.update_yaxes(
        tickvals=plaatsen,
        ticktext=[f"{p:g}%".replace(".", ",") for p in plaatsen],
        range=[min(0.0, *laag) - stap / 10, plaatsen[-1]],
        gridcolor=LIJN,
        zerolinecolor=INKT,
        automargin=True,
        fixedrange=True,
    )
    return figure


def _lijn(naam: str, dagen: list[str], waarden: list[float], kleur: str, streep: str, vorm: str) -> go.Scatter:
    return go.Scatter(
        name=naam,
        x=dagen,
        y=waarden,
        mode="lines+markers",
        line={"color": kleur, "width": 2, "dash": streep},
        marker={"symbol": vorm, "size": 9, "color": kleur},
        customdata=[f"{w:.1f}%".replace(".", ",") for w in waarden],
        hovertemplate=f"%{{x}}: %{{customdata}}<extra>{naam}</extra>",
    )


def _procent(fractie: int | Fraction) -> float:
    return float(fractie) * 100


def bewoog_titel(sector: Sector, punten: Sequence[Punt]) -> str:
    """What the chart says, in at most ten words (X-07)."""
    van, naar = (texts.procent(Fraction(kans.korting.p50)) for _, kans in (punten[0], punten[-1]))
    return f"{sector.value}: geschatte korting ging van {van} naar {naar}"


def bewoog_alt(sector: Sector) -> str:
    """Text alternative (X-07)."""
    return (
        f"Lijndiagram van de korting voor {texts.SECTOR[sector]} per peildatum: schatting met 80%-interval, en volgens "
        "de beleidsregel, tegen de drempel. De tabel eronder geeft alle cijfers."
    )
