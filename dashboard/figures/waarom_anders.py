"""The bridge (R7.5) as a waterfall."""

import plotly.graph_objects as go

from dashboard import texts
from dashboard.figures import BLAUW, INKT, LIJN, OKER, opmaak
from dashboard.texts import waarom_anders as woorden
from dashboard.texts.getallen import met_teken
from forecasting.wlz.brug import Brug

HOOGTE_STAP, HOOGTE_RAND = 44, 60


def waterval(brug: Brug) -> go.Figure:
    """E as it was, what each cause did to it, E as it is: bars from above to below, each with its amount. The axis
    begins where the smallest bar lets its steps be seen, so only lengths of steps may be compared."""
    steps = [s for s in brug.stappen if s.geextrapoleerd_cent]
    before, after = brug.van.geextrapoleerd_cent, brug.naar.geextrapoleerd_cent
    names = ["Eerder", *(woorden.OORZAAK[s.oorzaak] for s in steps), "Nu"]
    said = [
        texts.euro_mln(before),
        *(met_teken(s.geextrapoleerd_cent, texts.euro_mln(s.geextrapoleerd_cent)) for s in steps),
        texts.euro_mln(after),
    ]
    levels = [before]
    for step in steps:
        levels.append(levels[-1] + step.geextrapoleerd_cent)
    low, high = min(*levels, after), max(*levels, after)
    room = max(high - low, abs(high) // 1000, 100)
    figure = go.Figure(
        go.Waterfall(
            orientation="h",
            y=names,
            x=[before / 100, *(s.geextrapoleerd_cent / 100 for s in steps), 0],
            measure=["absolute", *("relative" for _ in steps), "total"],
            text=said,
            textposition="auto",
            hovertemplate="%{y}: %{text}<extra></extra>",
            increasing={"marker": {"color": OKER}},
            decreasing={"marker": {"color": BLAUW}},
            totals={"marker": {"color": INKT}},
            connector={"line": {"color": LIJN}},
        )
    )
    figure.update_layout(**opmaak(HOOGTE_RAND + HOOGTE_STAP * len(names)), margin={"l": 8, "r": 8, "t": 8, "b": 8})
    figure.update_xaxes(
        range=[(low - room) / 100, (high + room) / 100], showticklabels=False, showgrid=False, fixedrange=True
    )
    figure.update_yaxes(autorange="reversed", automargin=True, fixedrange=True)
    return figure


def alt(brug: Brug) -> str:
    """The waterfall in words."""
    done = [(woorden.OORZAAK[s.oorzaak].lower(), s.geextrapoleerd_cent) for s in brug.stappen if s.geextrapoleerd_cent]
    steps = ", ".join(f"{naam} {met_teken(cent, texts.euro_mln(cent))}" for naam, cent in done)
    return (
        f"Waterval van {brug.sector.value}: van {texts.euro_mln(brug.van.geextrapoleerd_cent)} naar "
        f"{texts.euro_mln(brug.naar.geextrapoleerd_cent)}; {steps or 'niets veranderd'}."
    )
