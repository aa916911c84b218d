"""The figures of page Trefzekerheid."""

import math

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from config.words import Sector
from dashboard import texts
from dashboard.figures import ACHTERGROND, BLAUW, INKT, LIJN, OKER, opmaak
from dashboard.tables.trefzekerheid import procent
from forecasting.schatting.toets.scores import BELEIDSREGEL, SCHATTING, Backtest
from forecasting.schatting.toets.scores import betrouwbaarheid as klassen

HOOGTE = 300
VLAK = "rgba(27, 85, 120, 0.16)"


def gezegd_per_dag(backtest: Backtest, sector: str, naam: str) -> pd.DataFrame:
    """What was said of one sector of a site: a row per day with regel, schatting, p10, p90, werkelijk (cents)."""
    telt = backtest.voorspellingen
    telt = telt[(telt["niveau"] == "site") & (telt["sector"] == sector) & (telt["naam"] == naam)]
    per = {methode: telt[telt["methode"] == methode].set_index("peildatum") for methode in (BELEIDSREGEL, SCHATTING)}
    found = per[SCHATTING][["voorspeld", "p10", "p90", "werkelijk"]].rename(columns={"voorspeld": "schatting"})
    return found.assign(regel=per[BELEIDSREGEL]["voorspeld"]).sort_index()


def gezegd(dagen: pd.DataFrame) -> go.Figure:
    """What was said on every day, as a percentage above or below what the year became; while that is not known, above
    or below the last estimate."""
    werd, laatste = dagen[["werkelijk", "schatting"]].to_numpy(dtype=np.float64)[-1]
    tegen, naam = (laatste, "laatste schatting") if math.isnan(werd) else (werd, "werd")
    as_ = [texts.dag_maand(pd.Timestamp(str(dag)).date()) for dag in dagen.index]
    naast = (dagen[["p10", "schatting", "p90", "regel"]] / tegen - 1) * 100
    rand = {"x": as_, "mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
    figure = go.Figure(
        [
            go.Scatter(y=naast["p90"], **rand),
            go.Scatter(y=naast["p10"], fill="tonexty", fillcolor=VLAK, **rand),
            _lijn("Schatting", as_, naast["schatting"], BLAUW, "solid", "diamond"),
            _lijn("Beleidsregel", as_, naast["regel"], OKER, "dot", "circle-open"),
        ]
    )
    figure.add_hline(y=0, line={"color": INKT, "width": 2, "dash": "dash"})
    basis = {"xref": "paper", "yref": "paper", "y": 1.02, "yanchor": "bottom", "showarrow": False}
    bij = [
        basis | {"x": 0, "xanchor": "left", "text": "<b>◆ schatting</b> met interval", "font": {"color": BLAUW}},
        basis | {"x": 0, "y": 1.1, "xanchor": "left", "text": "<b>○ beleidsregel</b>", "font": {"color": OKER}},
    ]
    if not math.isnan(tegen):
        bij.append(basis | {"x": 1, "xanchor": "right", "text": f"<b>- - {naam} {texts.euro_mln(round(tegen))}</b>"})
    figure.update_layout(**opmaak(HOOGTE), margin={"l": 8, "r": 8, "t": 52, "b": 28}, annotations=bij)
    plaatsen = _procent_as(float(naast.min(axis=None)), float(naast.max(axis=None)))
    figure.update_xaxes(type="category", tickangle=0, fixedrange=True, gridcolor=ACHTERGROND, nticks=6)
    figure.update_yaxes(
        tickvals=plaatsen,
        ticktext=[f"{p:+d}%" if p else "0%" for p in plaatsen],
        range=[plaatsen[0], plaatsen[-1]],
        gridcolor=LIJN,
        zeroline=False,
        automargin=True,
        fixedrange=True,
    )
    return figure


def _procent_as(laagste: float, hoogste: float) -> list[int]:
    """Round tick places that hold both ends and zero, about six of them."""
    if math.isnan(laagste + hoogste):
        return [-1, 0, 1]
    stap = next(s for s in (1, 2, 5, 10, 20, 50, 100, 1000) if max(hoogste, 0) - min(laagste, 0) <= 6 * s or s == 1000)
    return [n * stap for n in range(math.floor(min(laagste, 0) / stap), math.ceil(max(hoogste, 0) / stap) + 1)]


def _lijn(naam: str, dagen: list[str], naast: pd.Series, kleur: str, streep: str, vorm: str) -> go.Scatter:
    return go.Scatter(
        name=naam,
        x=dagen,
        y=naast,
        mode="lines+markers",
        line={"color": kleur, "width": 2, "dash": streep},
        marker={"symbol": vorm, "size": 9, "color": kleur},
        customdata=[procent(waarde / 100, teken=True) for waarde in naast],
        hovertemplate=f"%{{x}}: %{{customdata}}<extra>{naam}</extra>",
    )


def gezegd_titel(sector: Sector, dagen: pd.DataFrame) -> str:
    """What the chart says, in at most ten words (X-07)."""
    beide = dagen.dropna(subset=["schatting", "werkelijk"])
    if beide.empty:
        return f"{sector.value}: wat we over het jaar zeiden"
    ernaast = (beide[["schatting", "regel"]].div(beide["werkelijk"], axis=0) - 1).abs().mean()
    return (
        f"{sector.value}: schatting {procent(ernaast['schatting'])} ernaast, beleidsregel {procent(ernaast['regel'])}"
    )


def gezegd_alt(sector: Sector) -> str:
    """Text alternative (X-07)."""
    return (
        f"Lijndiagram van het jaartotaal voor {texts.SECTOR[sector]} zoals gezegd per peildatum: schatting met 80%-"
        "interval en beleidsregel, in procenten naast wat bekend werd. De tabel eronder geeft alle cijfers."
    )


def betrouwbaarheid(backtest: Backtest) -> go.Figure:
    """Probability given against how often it happened; on the diagonal both are equal."""
    tabel = klassen(backtest.kansen)
    figure = go.Figure(
        [
            go.Scatter(
                x=[0, 100], y=[0, 100], mode="lines", line={"color": INKT, "width": 2, "dash": "dash"}, hoverinfo="skip"
            ),
            go.Scatter(
                x=tabel["gemiddelde_kans"] * 100,
                y=tabel["boven"] * 100,
                mode="lines+markers+text",
                text=[f"n = {texts.aantal(int(n))}" for n in tabel["aantal"]],
                textposition="top left",
                marker={"size": 10, "color": BLAUW},
                line={"color": BLAUW, "width": 2},
                hovertemplate="genoemd %{x:.0f}%, kwam uit %{y:.0f}%<extra></extra>",
            ),
        ]
    )
    ticks = {"tickvals": list(range(0, 101, 25)), "ticktext": [f"{p}%" for p in range(0, 101, 25)], "range": [-5, 108]}
    figure.update_layout(**opmaak(380), margin={"l": 8, "r": 8, "t": 16, "b": 56})
    figure.update_xaxes(title="kans die we noemden", gridcolor=LIJN, fixedrange=True, **ticks)
    figure.update_yaxes(title="kwam uit", gridcolor=LIJN, fixedrange=True, automargin=True, **ticks)
    return figure


BETROUWBAARHEID_ALT = (
    "Puntdiagram van de genoemde kans tegen hoe vaak het uitkwam; op de stippellijn zijn beide gelijk. De tabel "
    "eronder geeft alle cijfers."
)
