"""Care becomes claims: when each line comes in, what is corrected, what is granted, and in which file it travels.

Everything here is assumed (no lateness curve is published, domain README, sections 3 and 10).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from loaders.demo import calendar
from loaders.demo.care import Kolommen, Zorg
from loaders.demo.messages import Ints
from loaders.demo.world import Verhaal, Vestiging


@dataclass(frozen=True)
class Gedrag:
    """How claims come in and are judged: shares of lines or files.

    `eerste_levering` is a little above the 93% of euros that is to be in within 17 working days, because slow files,
    refused files and periods across a month end take the rest; `na_een_maand` leads to about 98.5%.
    """

    eerste_levering: float = 0.942
    na_een_maand: float = 0.986
    staart: float = 0.45
    """Chance per month that a line of the tail comes in."""
    traag_bestand: float = 0.006
    """Files received on the 19th or 20th working day."""
    geweigerd_bestand: float = 0.006
    gecrediteerd: float = 0.008
    opnieuw_na_credit: float = 0.9
    afgewezen: float = 0.004
    deels_toegekend: float = 0.003
    volledig_retour: float = 0.1
    """Return messages that carry every line."""
    levering_per_werkdag: float = 0.3
    """Chance per working day, from the third to the fourteenth, that the file of a month comes in."""
    antwoord_per_dag: float = 0.35
    """Chance per day, from the third to the fifteenth, that the answer comes."""


GEDRAG = Gedrag()
ANTWOORD_DAGEN = (3, 15)
EERSTE_WERKDAG = 3

AKKOORD, DEELS, GEEN_TOEWIJZING, BUITEN_PERIODE = range(4)
RETOURCODES = ("8001", "0611", "0551", "0553")
"""Return code per verdict, see `config/tables/retourcodes.csv`."""

DEBET, CREDIT, OPNIEUW = range(3)

STIL_VANAF = 18
"""From the care of July 2026 the silent provider declares only after the modelled years."""
_STIL_TOT = 24


@dataclass(frozen=True)
class Regels(Zorg):
    """Claim lines, in the order of their files; `zorg` columns first, then what became of them.

    `vorige` is the row that a credit undoes (-1 for none). `toegekend_cent` is unsigned, like `bedrag_cent`.
    """

    levermaand: Ints
    soort: Ints
    vorige: Ints
    oordeel: Ints
    bestand: Ints

    @property
    def teken(self) -> Ints:
        return np.where(self.soort == CREDIT, -1, 1)

    @property
    def toegekend_cent(self) -> Ints:
        amount = self.bedrag_cent
        granted = np.where(self.oordeel == DEELS, amount * 9 // 10, amount)
        return np.where(self.oordeel > DEELS, 0, granted)


@dataclass(frozen=True)
class Bestanden(Kolommen):
    """Files (one AW319 and its AW320) in order of receipt; days are whole numbers, `geweigerd` and `volledig` 0 or 1.

    `einde` is one past the last line of the file in `Regels`.
    """

    levermaand: Ints
    zorgjaar: Ints
    ontvangen: Ints
    beantwoord: Ints
    geweigerd: Ints
    volledig: Ints
    einde: Ints


def declaraties(
    vestiging: Vestiging, care: Zorg, rng: np.random.Generator, gedrag: Gedrag = GEDRAG
) -> tuple[Regels, Bestanden]:
    """All claims that will ever come from this care, also after the stand date."""
    first = _eerste_levering(vestiging, care, rng, gedrag)
    corrections = _correcties(first, rng, gedrag)
    lines = Regels.concat([first, *corrections])
    months = int(lines.levermaand.max()) + 1 if len(lines) else 0
    refused = rng.random((months, len(calendar.JAREN))) < gedrag.geweigerd_bestand
    refused[calendar.LAATSTE_MAAND :] = False  # the last month that counts is not to hang on one file
    lines = _zonder_correctie_op_geweigerd(lines, refused)
    return _in_bestanden(lines, refused, rng, gedrag)


def _eerste_levering(vestiging: Vestiging, care: Zorg, rng: np.random.Generator, gedrag: Gedrag) -> Regels:
    """The first claim of every line: month of delivery (0 = the month of care is delivered in time) and verdict."""
    n = len(care)
    u = rng.random(n)
    tail = 1 + np.minimum(rng.geometric(gedrag.staart, n), 5)
    late = np.where(u < gedrag.eerste_levering, 0, np.where(u < gedrag.na_een_maand, 1, tail))
    month = care.maand + late
    if vestiging.aanbieder.verhaal is Verhaal.STIL:
        month = np.where(care.maand >= STIL_VANAF, np.maximum(month, _STIL_TOT), month)
    v = rng.random(n)
    no = np.where(v < gedrag.afgewezen / 2, GEEN_TOEWIJZING, BUITEN_PERIODE)
    granted = np.where(v < gedrag.afgewezen + gedrag.deels_toegekend, DEELS, AKKOORD)
    verdict = np.where(v < gedrag.afgewezen, no, granted).astype(np.int64)
    nothing = np.full(n, -1, dtype=np.int64)
    return Regels(
        **{name: getattr(care, name) for name in Zorg.__dataclass_fields__},
        levermaand=month,
        soort=np.full(n, DEBET, dtype=np.int64),
        vorige=nothing,
        oordeel=verdict,
        bestand=nothing,
    )


def _correcties(first: Regels, rng: np.random.Generator, gedrag: Gedrag) -> tuple[Regels, Regels]:
    """Credits of fully granted lines, one or more months later, and the new debits that replace most of them."""
    chosen = np.nonzero((rng.random(len(first)) < gedrag.gecrediteerd) & (first.oordeel == AKKOORD))[0]
    old = first.take(chosen)
    month = old.levermaand + np.minimum(rng.geometric(0.5, chosen.size), 6)
    credit = _with(old, levermaand=month, soort=np.full(chosen.size, CREDIT, dtype=np.int64), vorige=chosen)
    lower = np.maximum(1, old.aantal - rng.integers(1, 6, chosen.size))
    again = _with(credit, soort=np.full(chosen.size, OPNIEUW, dtype=np.int64), aantal=lower)
    return credit, again.take(rng.random(chosen.size) < gedrag.opnieuw_na_credit)


def _with(lines: Regels, **changed: Ints) -> Regels:
    return Regels(**{name: changed.get(name, getattr(lines, name)) for name in Regels.__dataclass_fields__})


def _zonder_correctie_op_geweigerd(lines: Regels, refused: npt.NDArray[np.bool_]) -> Regels:
    """Leaves out corrections of lines whose file was refused: those get new references first. (Kept simple.)"""
    in_refused = refused[lines.levermaand, _jaarnummer(lines)]
    keep = (lines.vorige < 0) | ~in_refused[lines.vorige]
    return lines.take(keep)  # corrections come last, so `vorige` still points at the right rows


def _jaarnummer(lines: Regels) -> Ints:
    return lines.maand // 12


def _in_bestanden(
    lines: Regels, refused: npt.NDArray[np.bool_], rng: np.random.Generator, gedrag: Gedrag
) -> tuple[Regels, Bestanden]:
    """Puts lines into files, one calendar year of care each, and orders both by receipt.

    A refused file is followed by a second one with the same lines under new references: those are the lines that
    count, the first ones stay behind with nothing granted.
    """
    years = len(calendar.JAREN)
    key = (lines.levermaand * years + _jaarnummer(lines)) * 2
    in_refused = refused[lines.levermaand, _jaarnummer(lines)]
    twice = np.nonzero(in_refused)[0]
    copies = _with(lines.take(twice), bestand=key[twice])
    counted = _with(lines, bestand=key + in_refused)
    files = _bestanden(np.unique(np.concatenate([counted.bestand, copies.bestand])), refused, rng, gedrag)
    both = Regels.concat([counted, copies])
    order_of = np.full(int(files[0].max(initial=0)) + 1, -1, dtype=np.int64)
    order_of[files[0]] = np.arange(files[0].size)
    both = _with(both, bestand=order_of[both.bestand])
    order = np.lexsort((both.soort, both.begin, both.code, both.client, both.bestand))
    place = np.empty(order.size, dtype=np.int64)
    place[order] = np.arange(order.size)
    ordered = both.take(order)
    # in a new debit the row it follows from is of no more use: 0432 is for credits
    previous = np.where(ordered.soort == CREDIT, place[ordered.vorige], -1)
    ends = np.cumsum(np.bincount(ordered.bestand, minlength=files[0].size)).astype(np.int64)
    return _with(ordered, vorige=previous), _with_einde(files[1], ends)


def _with_einde(files: Bestanden, ends: Ints) -> Bestanden:
    return Bestanden(
        files.levermaand, files.zorgjaar, files.ontvangen, files.beantwoord, files.geweigerd, files.volledig, ends
    )


def _bestanden(
    keys: Ints, refused: npt.NDArray[np.bool_], rng: np.random.Generator, gedrag: Gedrag
) -> tuple[Ints, Bestanden]:
    """The files by key (delivery month, year of care, second attempt) with their dates, in order of receipt."""
    months = refused.shape[0]
    on_time = EERSTE_WERKDAG - 1 + np.minimum(rng.geometric(gedrag.levering_per_werkdag, months), 12)
    slow = (rng.random(months) < gedrag.traag_bestand) & (np.arange(months) != calendar.LAATSTE_MAAND)
    nth = np.where(slow, rng.integers(19, 21, months), on_time)
    main = np.array([int(calendar.nde_werkdag(m + 1, nth[m : m + 1])[0]) for m in range(months)], dtype=np.int64)
    shape = (months, len(calendar.JAREN), 2)
    low, high = ANTWOORD_DAGEN
    answer = np.minimum(low - 1 + rng.geometric(gedrag.antwoord_per_dag, shape), high)
    whole = rng.random(shape) < gedrag.volledig_retour
    again = rng.integers(2, 7, (months, len(calendar.JAREN)))
    received = np.zeros(shape, dtype=np.int64)
    last_of_month = np.array([calendar.laatste_dag(m) for m in range(months)], dtype=np.int64)
    year_of_month = np.arange(months) // 12
    for number in range(len(calendar.JAREN)):
        received[:, number, 0] = main + (year_of_month > number)  # care of an earlier year a day after the main file
        received[:, number, 1] = received[:, number, 0] + answer[:, number, 0] + again[:, number]
    if months and int((received[:, :, 0].min(axis=1) - last_of_month).min()) <= 0:
        raise ValueError("a file came in before its month had ended")
    where = np.unravel_index(keys, shape)
    month, year, attempt = (np.asarray(part, dtype=np.int64) for part in where)
    files = Bestanden(
        levermaand=month,
        zorgjaar=year + calendar.EERSTE_JAAR,
        ontvangen=received[where],
        beantwoord=received[where] + answer[where],
        geweigerd=(refused[month, year] & (attempt == 0)).astype(np.int64),
        volledig=whole[where].astype(np.int64),
        einde=np.zeros(keys.size, dtype=np.int64),
    )
    order = np.lexsort((keys, files.ontvangen))
    return keys[order], files.take(order)


def bekend(files: Bestanden, stand: int) -> int:
    """How many files had been received by the end of the day `stand`: the first so many."""
    return int(np.searchsorted(files.ontvangen, stand, side="right"))
