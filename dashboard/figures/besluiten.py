"""What a proposal rests on, as a figure: the daily amounts of a trend (R3.4)."""

from datetime import date

import plotly.graph_objects as go

from dashboard import texts
from dashboard.figures import BLAUW, LIJN, OKER, euro_as, opmaak
from forecasting.wlz.besluiten.trend import Trend
from loaders.tijd.kalender import maanden_terug

HOOGTE = 260


def trend(gevonden: Trend, laatste_maand: date) -> go.Figure:
    """Daily amounts by month as points, and the line of the slope dashed."""
    n = len(gevonden.dagbedragen_cent)
    labels = [texts.maand_kort(maanden_terug(laatste_maand, n - 1 - place)) for place in range(n)]
    figure = go.Figure(
        [
            _reeks("Dagbedrag", labels, gevonden.dagbedragen_cent, mode="markers", marker={"size": 10, "color": BLAUW}),
            _reeks(
                "Helling", labels, gevonden.lijn_cent, mode="lines", line={"color": OKER, "width": 2, "dash": "dash"}
            ),
        ]
    )
    plaatsen, teksten = euro_as(round(max(*gevonden.dagbedragen_cent, *gevonden.lijn_cent)))
    figure.update_layout(**opmaak(HOOGTE), margin={"l": 8, "r": 8, "t": 16, "b": 28})
    figure.update_xaxes(type="category", tickangle=0, fixedrange=True)
    figure.update_yaxes(
        tickmode="array", tickvals=plaatsen, ticktext=teksten, gridcolor=LIJN, automargin=True, fixedrange=True,
        rangemode="tozero",
    )  # fmt: skip
    return figure


def _reeks(naam: str, labels: list[str], cent: tuple[float, ...], **stijl: object) -> go.Scatter:
    return go.Scatter(
        name=naam,
        x=labels,
        y=[c / 100 for c in cent],
        customdata=[texts.euro(round(c)) for c in cent],
        hovertemplate=f"%{{x}}: %{{customdata}} per dag<extra>{naam}</extra>",
        **stijl,
    )


def trend_alt(gevonden: Trend) -> str:
    """Text alternative: what is drawn and the figures that matter (X-07)."""
    van, tot = (texts.euro(round(cent)) for cent in (gevonden.dagbedragen_cent[0], gevonden.dagbedragen_cent[-1]))
    return (
        f"Dagbedragen van {len(gevonden.dagbedragen_cent)} maanden, van {van} naar {tot}, met de lijn van de helling: "
        f"{texts.euro_exact(gevonden.helling_cent)} per dag per maand."
    )
