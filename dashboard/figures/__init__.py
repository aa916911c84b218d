"""Results as figures: pure functions. Axis labels are written here, because Plotly knows no Dutch months (X-03).

Colours keep at least 3:1 against white and differ in pattern or shape as well (X-05).
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import plotly.graph_objects as go

from dashboard import tables, texts
from dashboard.texts.vooruitblik import gedeclareerd, onvolledig
from forecasting.distance import Status, status, telt_mee_cent
from forecasting.outlook import CrisisOutlook, CrisisStand, Herkomst, MaandCompleet, SectorOutlook

BLAUW = "#1b5578"
OKER = "#a35200"
ROOD = "#a8201a"
INKT = "#1f2933"
LIJN = "#d5dbe1"
ACHTERGROND = "#ffffff"
LETTERTYPE = '"Source Sans", "Source Sans 3", "Segoe UI", sans-serif'
HOOGTE_MAANDEN = 320
STAP_CRISIS = 52
LANGSTE_NAAM = 48


def maanden_titel(sector: SectorOutlook) -> str:
    """What the chart says, in at most ten words (X-07)."""
    stand = status(sector, sector.zonder)
    korting = sector.zonder.korting_fractie
    drempel = texts.drempel(sector.drempel_fractie)
    if stand is Status.GEEN_PRODUCTIE:
        return f"{sector.sector.value}: nog geen goedgekeurde declaraties"
    if korting is None:
        return f"{sector.sector.value}: verwachte productie {texts.euro_mln(sector.geextrapoleerd_cent)}"
    if korting == 0:
        return f"{sector.sector.value}: het hele jaar past binnen de ruimte"
    tekst = texts.procent(korting, sector.drempel_fractie)
    kant = "boven" if stand is Status.BOVEN else "onder"
    return f"{sector.sector.value}: korting {tekst}, {kant} de drempel van {drempel}"


def maanden(sector: SectorOutlook, laatste_maand: date) -> go.Figure:
    """Twelve months: approved up to L solid, the extrapolated rest hatched, in behandeling dotted on top.

    Approved and extrapolated bars add up to E (R3.2); in behandeling does not count in E. What is known about months
    after L is part of what the extrapolation stands for, so it is in the table and not on top of the bar.
    """
    labels = [texts.maand_kort(m.maand) for m in sector.maanden]
    geteld = [m.goedgekeurd_cent if m.maand <= laatste_maand else 0 for m in sector.maanden]
    rest = [m.rest_cent for m in sector.maanden]
    wacht = [m.in_behandeling_cent if m.maand <= laatste_maand else 0 for m in sector.maanden]
    open_maanden = onvolledig(sector.verwacht, laatste_maand)
    deels = {m.maand for m in open_maanden}
    heel = [0 if m.maand in deels else c for m, c in zip(sector.maanden, geteld, strict=True)]
    figure = go.Figure(
        [
            _staven("Goedgekeurd", labels, heel, {"color": BLAUW}),
            _staven("Geëxtrapoleerd", labels, rest, _gearceerd(BLAUW, "/")),
        ]
    )
    if deels:
        half = [c if m.maand in deels else 0 for m, c in zip(sector.maanden, geteld, strict=True)]
        figure.add_trace(_staven("Goedgekeurd, onvolledig", labels, half, _gearceerd(BLAUW, "x")))
    if any(wacht):
        figure.add_trace(_staven("In behandeling", labels, wacht, _gearceerd(OKER, ".")))
    hoogste = max((telt_mee_cent(m, laatste_maand) + w for m, w in zip(sector.maanden, wacht, strict=True)), default=0)
    plaatsen, teksten = _euro_as(hoogste)
    figure.update_layout(
        **_opmaak(HOOGTE_MAANDEN),
        barmode="relative",
        bargap=0.22,
        margin={"l": 8, "r": 8, "t": 76 if open_maanden and any(wacht) else 52, "b": 28},
        annotations=_bijschriften(sector, laatste_maand, open_maanden, heeft_wacht=any(wacht)),
    )
    figure.update_xaxes(
        type="category", tickmode="array", tickvals=labels, ticktext=labels, tickangle=0, fixedrange=True
    )
    figure.update_yaxes(
        tickmode="array",
        tickvals=plaatsen,
        ticktext=teksten,
        gridcolor=LIJN,
        zerolinecolor=INKT,
        automargin=True,
        fixedrange=True,
    )
    return figure


def _staven(naam: str, labels: Sequence[str], cent: Sequence[int], marker: dict[str, object]) -> go.Bar:
    return go.Bar(
        name=naam,
        x=list(labels),
        y=[c / 100 if c else None for c in cent],
        customdata=[texts.euro(c) for c in cent],
        hovertemplate=f"%{{x}}: %{{customdata}}<extra>{naam}</extra>",
        marker=marker,
    )


def _gearceerd(kleur: str, vorm: str) -> dict[str, object]:
    return {
        "color": ACHTERGROND,
        "line": {"color": kleur, "width": 1.5},
        "pattern": {"shape": vorm, "fgcolor": kleur, "bgcolor": ACHTERGROND, "size": 6, "solidity": 0.45},
    }


def _bijschriften(
    sector: SectorOutlook, laatste_maand: date, open_maanden: Sequence[MaandCompleet], *, heeft_wacht: bool
) -> list[dict[str, object]]:
    """Direct labels above the bars instead of a legend: what is known left, what is expected right, and at an
    incomplete month how much of it is declared (X-06)."""
    bekend = sum(m.maand <= laatste_maand for m in sector.maanden)
    basis = {"yref": "paper", "xref": "paper", "yanchor": "bottom", "showarrow": False}
    rijen: list[dict[str, object]] = [
        basis | {"x": 0, "y": 1.02, "xanchor": "left", "text": "<b>■ goedgekeurd</b>", "font": {"color": BLAUW}}
    ]
    hoogten = iter((1.1, 1.18))
    if heeft_wacht:
        tekst = "<b>▒ in behandeling</b> (telt niet mee)"
        rijen.append(basis | {"x": 0, "y": next(hoogten), "xanchor": "left", "text": tekst, "font": {"color": OKER}})
    if open_maanden:
        tekst = f"<b>▩ {gedeclareerd(open_maanden)}</b>"
        rijen.append(basis | {"x": 0, "y": next(hoogten), "xanchor": "left", "text": tekst, "font": {"color": BLAUW}})
    if bekend < len(sector.maanden):
        tekst = "<b>▨ geëxtrapoleerd</b>"
        rijen.append(basis | {"x": 1, "y": 1.02, "xanchor": "right", "text": tekst, "font": {"color": BLAUW}})
    return rijen


def _euro_as(hoogste_cent: int) -> tuple[list[float], list[str]]:
    """Tick places in euros and their Dutch labels: at most six, on round amounts."""
    if hoogste_cent <= 0:
        return [0.0], [texts.euro(0)]
    stap = next(s for macht in range(2, 20) for s in (10**macht, 2 * 10**macht, 5 * 10**macht) if hoogste_cent <= 6 * s)
    plaatsen = [stap * n for n in range(hoogste_cent // stap + 2)]
    return [p / 100 for p in plaatsen], [texts.euro_as(p) for p in plaatsen]


def maanden_alt(sector: SectorOutlook, herkomst: Herkomst) -> str:
    """Text alternative: what is drawn and the figures that matter (X-07)."""
    eerste = date(herkomst.laatste_maand.year, 1, 1)
    return (
        f"Staafdiagram per maand voor {texts.SECTOR[sector.sector]}. "
        f"Goedgekeurd over {texts.periode(eerste, herkomst.laatste_maand)}: {texts.euro(sector.goedgekeurd_cent)}. "
        f"Verwachte productie over het hele jaar: {texts.euro(sector.geextrapoleerd_cent)}. "
        "De tabel eronder geeft alle bedragen."
    )


def crisis_titel(crisis: CrisisOutlook, standen: Sequence[CrisisStand]) -> str:
    """What the chart says, in at most ten words (X-07)."""
    onder = sum(1 for s in standen if s.onder_drempel)
    drempel = texts.drempel(crisis.drempel_fractie)
    if onder == 0:
        return f"Alle aanbieders blijven naar verwachting op of boven {drempel}"
    return f"{onder} van {len(standen)} aanbieders naar verwachting onder {drempel} bezetting"


def crisis(uitkomst: CrisisOutlook, standen: Sequence[CrisisStand]) -> go.Figure:
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
        **_opmaak(110 + STAP_CRISIS * max(1, len(standen))),
        margin={"l": 8, "r": 16, "t": 60, "b": 28},
        annotations=[
            _label(0, 1, "left", "<b>○ tot nu</b>   <b>◆ verwacht</b>   <b>━ bandbreedte</b>", 30),
            _label(grens, 1, "center", f"<b>drempel {texts.drempel(drempel)}</b>", 8) | {"xref": "x"},
            *(_label(0, naam, "left", naam, 10) | {"yref": "y", "bgcolor": ACHTERGROND} for naam in namen),
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


def _label(x: float, y: float | str, anker: str, tekst: str, hoger: int) -> dict[str, object]:
    return {
        "x": x,
        "y": y,
        "xref": "paper",
        "yref": "paper",
        "xanchor": anker,
        "yanchor": "bottom",
        "yshift": hoger,
        "text": tekst,
        "showarrow": False,
    }


def _unieke_namen(standen: Sequence[CrisisStand]) -> list[str]:
    """Short names, each once: a provider with beds in two regions is two rows."""
    volledig = [tables.aanbieder(s) for s in standen]
    kort = [n if len(n) <= LANGSTE_NAAM else n[: LANGSTE_NAAM - 1].rstrip() + "…" for n in volledig]
    return [
        naam if kort.count(naam) == 1 else f"{naam} ({tables.regio(s.uzovi)})"
        for naam, s in zip(kort, standen, strict=True)
    ]


def crisis_alt(uitkomst: CrisisOutlook, standen: Sequence[CrisisStand]) -> str:
    """Text alternative of the crisis figure (X-07)."""
    return (
        "Puntdiagram van de bezetting van crisisplekken per aanbieder, "
        f"tegen {texts.drempel(uitkomst.drempel_fractie)}. "
        f"{crisis_titel(uitkomst, standen)}. De tabel eronder geeft alle aantallen."
    )


def _opmaak(hoogte: int) -> dict[str, object]:
    return {
        "height": hoogte,
        "showlegend": False,
        "separators": ",.",
        "plot_bgcolor": ACHTERGROND,
        "paper_bgcolor": ACHTERGROND,
        "font": {"family": LETTERTYPE, "size": 14, "color": INKT},
        "hoverlabel": {"bgcolor": ACHTERGROND, "font": {"color": INKT}},
        "dragmode": False,
    }
