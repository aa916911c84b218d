"""Results as figures: pure functions. Axis labels are written here, because Plotly knows no Dutch months (X-03).

Colours keep at least 3:1 against white and differ in pattern or shape as well (X-05).
"""

from collections.abc import Sequence
from datetime import date

import plotly.graph_objects as go

from dashboard import texts
from dashboard.texts.vooruitblik import gedeclareerd, onvolledig
from forecasting.wlz.distance import Status, status, telt_mee_cent
from forecasting.wlz.outlook import Herkomst, MaandCompleet, SectorOutlook

BLAUW = "#1b5578"
OKER = "#a35200"
ROOD = "#a8201a"
INKT = "#1f2933"
LIJN = "#d5dbe1"
ACHTERGROND = "#ffffff"
LETTERTYPE = '"Source Sans", "Source Sans 3", "Segoe UI", sans-serif'
HOOGTE_MAANDEN = 320


def maanden_titel(sector: SectorOutlook) -> str:
    """What the chart says, in at most ten words (X-07)."""
    stand = status(sector, sector.zonder)
    korting = sector.zonder.korting_fractie
    drempel = texts.drempel(sector.drempel_fractie)
    if stand is Status.GEEN_PRODUCTIE:
        return f"{sector.sector.value}: nog geen goedgekeurde declaraties"
    if stand is Status.GEEN_OORDEEL:
        return f"{sector.sector.value}: nog geen oordeel over de korting"
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
    plaatsen, teksten = euro_as(hoogste)
    figure.update_layout(
        **opmaak(HOOGTE_MAANDEN),
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


def euro_as(hoogste_cent: int) -> tuple[list[float], list[str]]:
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


def label(x: float, y: float | str, anker: str, tekst: str, hoger: int) -> dict[str, object]:
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


def opmaak(hoogte: int) -> dict[str, object]:
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
