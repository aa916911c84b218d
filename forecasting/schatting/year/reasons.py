"""Why the expected total differs from the policy's: sentences for users (Dutch)."""

import pandas as pd

from forecasting.schatting.year.completing import COMPLETE
from forecasting.schatting.year.methods import Floats
from forecasting.schatting.year.methods.candidates import SEASONAL_NAMES

SAME = 0.0025
"""A difference below this fraction is not worth a sentence of its own."""
TOLD_MOST = 1.0
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
)  # fmt: skip


def reasons(
    point: float,
    literal: float,
    weight: dict[str, float],
    values: Floats,
    share: Floats,
    last: pd.Period,
    short: bool,
    surprise: float,
) -> tuple[str, ...]:
    """Sentences, the most important first; surprise: as in `forecasting.schatting.year.batch.Batch`."""
    said = []
    month = MONTHS[last.month - 1]
    incomplete = int((share < COMPLETE).sum())
    if short:
        said.append(
            f"Er zijn maar {len(values)} maanden bekend: te weinig om van te leren. De letterlijke regel geldt, "
            "met een ruime marge."
        )
    if incomplete:
        which = "1 recente maand is" if incomplete == 1 else f"{incomplete} recente maanden zijn"
        said.append(f"{which} nog niet compleet en naar verwachting aangevuld; dat maakt de marge ruimer.")
    if last.month == 12:
        said.append("Het jaar is helemaal bekend.")
        return tuple(said)
    if not short:
        said.append(_difference(point, literal, weight, month))
        if surprise:
            said.append(
                f"{month.capitalize()} kwam {_part(surprise)} {'hoger' if surprise > 0 else 'lager'} uit dan een maand "
                "eerder te verwachten was. Eén maand zegt niet of dat zo blijft: de marge is daarom ruimer."
            )
        if len(values) < 12 + last.month:
            said.append("Er is nog geen heel jaar om het verloop door het jaar aan te zien.")
    return tuple(said)


def _difference(point: float, literal: float, weight: dict[str, float], month: str) -> str:
    size = (point - literal) / abs(literal) if literal else float("inf")
    if abs(size) < SAME:
        return (
            f"De verwachting ligt vlak bij de letterlijke regel: {month} is een goede maat voor de rest van het jaar."
        )
    direction = "hoger" if point > literal else "lager"
    seasonal = sum(weight[name] for name in SEASONAL_NAMES)
    if seasonal >= 0.5:
        why = f"in eerdere jaren verliepen de maanden na {month} anders dan {month} zelf"
    else:
        why = f"{month} wijkt af van de maanden ervoor, en één maand zegt minder dan meer maanden samen"
    return f"De verwachting is {_part(size)} {direction} dan de letterlijke regel: {why}."


def _part(size: float) -> str:
    """A percentage; beyond `TOLD_MOST` of an amount near nought it says nothing more than that it is far."""
    return f"{abs(size):.1%}".replace(".", ",") if abs(size) <= TOLD_MOST else "veel"
