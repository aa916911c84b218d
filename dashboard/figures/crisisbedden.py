"""Crisis beds as a figure: occupancy per provider against the drempel (R5.1, R5.2)."""

from collections.abc import Sequence
from fractions import Fraction

import plotly.graph_objects as go

from dashboard import texts
from dashboard.figures import ACHTERGROND, BLAUW, INKT, LIJN, OKER, ROOD, label, opmaak
from dashboard.tables.crisisbedden import aanbieder
from dashboard.texts import regio
from forecasting.wlz.outlook import CrisisOutlook, CrisisStand

STAP = 52
"""Pixels a provider takes."""
LANGSTE_NAAM = 48


def titel(crisis: CrisisOutlook, standen: Sequence[CrisisStand]) -> str:
    """What the chart says, in at most ten words (X-07)."""
    onder = sum(1 for s in standen if s.onder_drempel)
    drempel = texts.drempel(crisis.drempel_fractie)
    if onder == 0:
        return f"Alle aanbieders blijven naar verwachting op of boven {drempel}"
    return f"{onder} van {len(standen)} aanbieders naar verwachting onder {drempel} bezetting"


def bezetting(uitkomst: CrisisOutlook, standen: Sequence[CrisisStand]) -> go.Figure:
    """Occupancy per provider: open circle to date, filled diamond expected, against the drempel (R5.2)."""
    namen = _unieke_namen(standen)
    drempel = uitkomst.drempel_fractie
    grens = float(drempel * 100)
    figure = go.Figure(
        [
            _punten(
                "Bezetting tot nu",
                namen,
                [s.bezetting_fractie for s in standen],
                drempel,
                vorm="circle-open",
                kleuren=[BLAUW],
            ),
            _punten(
                "Verwachte bezetting",
                namen,
                [s.verwachte_bezetting_fractie for s in standen],
                drempel,
                vorm="diamond",
                kleuren=[ROOD if s.onder_drempel else BLAUW for s in standen],
            ),
        ]
    )
    if any(s.bandbreedte for s in standen):
        figure.add_trace(_bereik(namen, standen))
    figure.add_vline(x=grens, line={"color": INKT, "width": 2, "dash": "dash"})
    figure.update_layout(
        **opmaak(110 + STAP * max(1, len(standen))),
        margin={"l": 8, "r": 16, "t": 60, "b": 28},
        annotations=[
            label(0, 1, "left", "<b>○ tot nu</b>   <b>◆ verwacht</b>   <b>━ bandbreedte</b>", 30),
            label(grens, 1, "center", f"<b>drempel {texts.drempel(drempel)}</b>", 8) | {"xref": "x"},
            *(label(0, naam, "left", naam, 10) | {"yref": "y", "bgcolor": ACHTERGROND} for naam in namen),
        ],
    )
    hoogste = max((x for t in figure.data for x in t.x if x is not None), default=100)
    plaatsen = list(range(0, max(100, int(hoogste)) + 20, 20))
    figure.update_xaxes(
        range=[-3, max(103, hoogste + 3)],
        tickvals=plaatsen,
        ticktext=[f"{p}%" for p in plaatsen],
        tickangle=0,
        gridcolor=LIJN,
        zeroline=False,
        fixedrange=True,
    )
    figure.update_yaxes(
        type="category",
        range=[len(namen) - 0.6, -0.8],
        showticklabels=False,
        gridcolor=LIJN,
        fixedrange=True,
    )
    return figure


def _bereik(namen: Sequence[str], standen: Sequence[CrisisStand]) -> go.Scatter:
    """A line from the low to the high end of each provider's range (R5.2)."""
    x: list[float | None] = []
    y: list[str | None] = []
    for naam, s in zip(namen, standen, strict=True):
        if s.bandbreedte is not None:
            x += [s.bandbreedte.laag_fractie * 100, s.bandbreedte.hoog_fractie * 100, None]
            y += [naam, naam, None]
    return go.Scatter(name="Bandbreedte", mode="lines", x=x, y=y, hoverinfo="skip", line={"color": OKER, "width": 3})


def _punten(
    naam: str,
    namen: Sequence[str],
    fracties: Sequence[Fraction | None],
    drempel: Fraction,
    *,
    vorm: str,
    kleuren: Sequence[str],
) -> go.Scatter:
    return go.Scatter(
        name=naam,
        mode="markers",
        x=[None if f is None else float(f * 100) for f in fracties],
        y=list(namen),
        customdata=[texts.ONBEKEND if f is None else texts.procent(f, drempel) for f in fracties],
        hovertemplate=f"%{{y}}: %{{customdata}}<extra>{naam}</extra>",
        marker={
            "symbol": vorm,
            "size": 18 if vorm.endswith("open") else 10,
            "color": kleuren if len(kleuren) > 1 else kleuren[0],
            "line": {"width": 2.5 if vorm.endswith("open") else 0},
        },
    )


def _unieke_namen(standen: Sequence[CrisisStand]) -> list[str]:
    """Short names, each once: a provider with beds in two regions is two rows."""
    volledig = [aanbieder(s) for s in standen]
    kort = [n if len(n) <= LANGSTE_NAAM else n[: LANGSTE_NAAM - 1].rstrip() + "…" for n in volledig]
    return [
        naam if kort.count(naam) == 1 else f"{naam} ({regio(s.uzovi)})" for naam, s in zip(kort, standen, strict=True)
    ]


def alt(uitkomst: CrisisOutlook, standen: Sequence[CrisisStand]) -> str:
    """Text alternative of the crisis figure (X-07)."""
    return (
        "Puntdiagram van de bezetting van crisisplekken per aanbieder, "
        f"tegen {texts.drempel(uitkomst.drempel_fractie)}. "
        f"{titel(uitkomst, standen)}. De tabel eronder geeft alle aantallen."
    )
