"""What a series must be before it is forecast, and its errors in words (Dutch: users read them)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecasting.schatting.year.methods import Floats

MIN_MONTHS = 3


@dataclass(frozen=True)
class History:
    """A checked series: amounts of consecutive months, the last of them the last known one."""

    name: str
    values: Floats
    last: pd.Period


def checked(history: pd.Series, year: int, last_month: int, name: str | None = None) -> History:
    """The series as consecutive months up to `last_month` of `year`.

    Raises ValueError with the series and the month when months are missing, double, out of order, not finite or later
    than the last month, when all are zero, or when there are fewer than 3.
    """
    name = _name(history) if name is None else name
    if not 1 <= last_month <= 12:
        raise ValueError(f"Reeks {name}: laatste maand {last_month} bestaat niet (1 tot en met 12).")
    last = pd.Period(year=year, month=last_month, freq="M")
    if not isinstance(history.index, pd.PeriodIndex) or history.index.freqstr != "M":
        raise ValueError(f"Reeks {name}: de index moet uit maanden bestaan (pandas Period, freq 'M').")
    months = history.index
    if months.hasnans:
        raise ValueError(f"Reeks {name}: een maand ontbreekt in de index (NaT na {_before_gap(months)}).")
    values = _numbers(history, name)
    numbers = months.year.to_numpy() * 12 + months.month.to_numpy()
    steps = np.diff(numbers)
    for fault, words in ((steps == 0, "komt dubbel voor"), (steps < 0, "staat niet op volgorde")):
        if fault.any():
            raise ValueError(f"Reeks {name}: maand {months[int(fault.argmax()) + 1]} {words}.")
    if len(numbers) and numbers[-1] > year * 12 + last_month:
        later = months[int((numbers > year * 12 + last_month).argmax())]
        raise ValueError(f"Reeks {name}: maand {later} ligt na de laatste maand {last}.")
    if (steps > 1).any():
        raise ValueError(f"Reeks {name}: maand {months[int((steps > 1).argmax())] + 1} ontbreekt.")
    wrong = ~np.isfinite(values)
    if wrong.any():
        raise ValueError(f"Reeks {name}: maand {months[int(wrong.argmax())]} heeft geen eindig getal.")
    if len(values) < MIN_MONTHS:
        raise ValueError(
            f"Reeks {name}: {len(values)} maanden tot en met {last}; er zijn er minstens {MIN_MONTHS} nodig."
        )
    if numbers[-1] != year * 12 + last_month:
        raise ValueError(f"Reeks {name}: maand {last} ontbreekt (de reeks eindigt in {months[-1]}).")
    if not values.any():
        raise ValueError(f"Reeks {name}: alle maanden van {months[0]} tot en met {last} zijn nul.")
    return History(name, values, last)


def checked_completeness(completeness: pd.Series | None, history: History) -> Floats:
    """Completeness per month of the history, 1 where not given. Raises ValueError as `checked` does."""
    full = np.ones(len(history.values))
    if completeness is None:
        return full
    name = history.name
    if not isinstance(completeness.index, pd.PeriodIndex) or completeness.index.freqstr != "M":
        raise ValueError(f"Volledigheid van reeks {name}: de index moet uit maanden bestaan (pandas Period, freq 'M').")
    values = _numbers(completeness, name)
    months = completeness.index
    if months.has_duplicates:
        raise ValueError(f"Volledigheid van reeks {name}: maand {months[months.duplicated()][0]} komt dubbel voor.")
    wrong = ~((values > 0) & (values <= 1))
    if wrong.any():
        month = months[int(wrong.argmax())]
        raise ValueError(
            f"Volledigheid van reeks {name}: maand {month} ligt niet tussen 0 (niet meer) en 1 (compleet)."
        )
    place = len(full) - 1 - ((history.last.year - months.year) * 12 + history.last.month - months.month).to_numpy()
    outside = (place < 0) | (place >= len(full))
    if outside.any():
        month = months[int(outside.argmax())]
        raise ValueError(f"Volledigheid van reeks {name}: maand {month} staat niet in de reeks.")
    full[place] = values
    return full


def _name(history: pd.Series) -> str:
    if not isinstance(history, pd.Series):
        raise TypeError("Een reeks moet een pandas Series zijn.")
    return "zonder naam" if history.name is None else str(history.name)


def _numbers(series: pd.Series, name: str) -> Floats:
    try:
        return series.to_numpy(dtype=np.float64, na_value=np.nan, copy=True)
    except (TypeError, ValueError):
        words = pd.to_numeric(series, errors="coerce").isna().to_numpy()
        raise ValueError(f"Reeks {name}: maand {series.index[int(words.argmax())]} heeft geen getal.") from None


def _before_gap(months: pd.PeriodIndex) -> str:
    place = int(np.asarray(months.isna()).argmax())
    return str(months[place - 1]) if place else "het begin"
