"""What deliveries mean to each other: invoices known twice, returns beside their claims, withdrawals. Pure: a function
of all deliveries and decisions, whatever the order in which they were loaded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

from config.policy import policy_values
from loaders.archief.archive import Som
from loaders.grootboek.boekingen import Afwijkingen, Boeking
from loaders.grootboek.deliveries import Intrekking, Reden, Soort, Status
from loaders.grootboek.periods import BEGIN, Periode, aaneen, ingetrokken, tijdvakken

FAR = 10**7
"""More days than any two deliveries lie apart."""


@dataclass(frozen=True)
class Gelding:
    """An AW319 in a stretch of time (`tijdvak`: its number, per payee) in which it counts during `periode`, and the
    AW320s to its invoice that were not withdrawn there."""

    claim: Boeking
    tijdvak: int
    periode: Periode
    antwoorden: tuple[Boeking, ...]


@dataclass(frozen=True)
class Paar:
    """A return and a claim it may answer."""

    aw320: Boeking
    aw319: Boeking


@dataclass(frozen=True)
class Koppeling:
    """Every stretch in which a claim counts; claims that count now (`geldig`), that are refused because their invoice
    was known (with the one that was), withdrawn deliveries, and returns: with the claims they may answer, the
    likeliest first, or waiting for one."""

    geldingen: tuple[Gelding, ...]
    geldig: tuple[Boeking, ...]
    dubbel: tuple[tuple[Boeking, Boeking], ...]
    ingetrokken: tuple[tuple[Boeking, Intrekking], ...]
    paren: tuple[Paar, ...]
    wachtend: tuple[Boeking, ...]


def koppel(boekingen: Iterable[Boeking], intrekkingen: Sequence[Intrekking] = ()) -> Koppeling:
    """Match readable deliveries on payee and invoice number.

    Of claims with the same invoice number the one received first counts, the others are refused whole (R1.5); one
    received more than `uniek_nummer_jaren` after the last of them is a new invoice. A return without claim waits for
    it. From the day on which a delivery is withdrawn everything is as if it were not
    there: time is cut at those days, per payee, and each stretch is looked at by itself.
    """
    besluiten: dict[str, list[Intrekking]] = {}
    for besluit in intrekkingen:
        besluiten.setdefault(besluit.levering, []).append(besluit)
    facturen: dict[tuple[str | None, str | None], list[Boeking]] = {}
    dagen: dict[str | None, set[date]] = {}
    for boeking in boekingen:
        if boeking.leesbaar and boeking.soort in {Soort.AW319, Soort.AW320}:
            facturen.setdefault(boeking.factuur, []).append(boeking)
            dagen.setdefault(boeking.betaald_agb, set()).update(b.per for b in besluiten.get(boeking.sha256, ()))
    vakken = {payee: tijdvakken(cuts) for payee, cuts in dagen.items()}
    found = [_factuur(same, vakken[payee], besluiten) for (payee, _), same in facturen.items()]
    return Koppeling(
        geldingen=tuple(x for k in found for x in k.geldingen),
        geldig=tuple(x for k in found for x in k.geldig),
        dubbel=tuple(x for k in found for x in k.dubbel),
        ingetrokken=tuple(x for k in found for x in k.ingetrokken),
        paren=tuple(x for k in found for x in k.paren),
        wachtend=tuple(x for k in found for x in k.wachtend),
    )


def _factuur(
    same: Sequence[Boeking], vakken: Sequence[Periode], besluiten: Mapping[str, Sequence[Intrekking]]
) -> Koppeling:
    """The claims and returns of one invoice number."""
    claims = sorted((b for b in same if b.soort is Soort.AW319), key=volgorde)
    returns = sorted((b for b in same if b.soort is Soort.AW320), key=volgorde)
    geldingen: list[Gelding] = []
    eerste: dict[str, Boeking] = {}
    for number, vak in enumerate(vakken):
        eerste = _eerste([c for c in claims if not _weg(c, vak, besluiten)])
        for first in [c for c in claims if eerste.get(c.sha256) is c]:
            if periode := vak.vanaf(_ontvangen(first)):
                there = tuple(r for r in returns if _ontvangen(r) < vak.tot and not _weg(r, vak, besluiten))
                geldingen.append(Gelding(first, number, periode, there))
    withdrawn = {b.sha256: why for b in same if (why := _weg(b, vakken[-1], besluiten))}
    begin = {sha: _ontvangen(first) for sha, first in _eerste(claims).items()}
    paren = [Paar(r, c) for r in returns for c in _kandidaten(r, geldingen, begin)]
    answered = {paar.aw320.sha256 for paar in paren}
    return Koppeling(
        geldingen=tuple(geldingen),
        geldig=tuple(c for c in claims if eerste.get(c.sha256) is c),
        dubbel=tuple((c, bij) for c in claims if (bij := eerste.get(c.sha256)) and bij is not c),
        ingetrokken=tuple((b, withdrawn[b.sha256]) for b in same if b.sha256 in withdrawn),
        paren=tuple(paren),
        wachtend=tuple(r for r in returns if r.sha256 not in answered),
    )


def _eerste(claims: Sequence[Boeking]) -> dict[str, Boeking]:
    """For each of these claims of one invoice number, in order of `volgorde`, the one that counts for it: that known
    first, until the number stood still for more than `uniek_nummer_jaren` (R1.5). What comes later never changes it."""
    found: dict[str, Boeking] = {}
    first: Boeking | None = None
    previous: Boeking | None = None
    for claim in claims:
        if first is None or previous is None or not binnen(_ontvangen(previous), _ontvangen(claim), uniek_jaren()):
            first = claim
        found[claim.sha256] = first
        previous = claim
    return found


def uniek_jaren() -> int:
    """For how many years an invoice number (0116) and a reference (0431) of a payee come once (R1.5)."""
    return max(policy_values("uniek_nummer_jaren"), key=lambda v: v.bekend_vanaf).geheel


def binnen(eerder: date, later: date, jaren: int) -> bool:
    """Whether `later` is at most so many years after `eerder`; a leap day falls on the 28th.

    >>> [binnen(date(2020, 2, 29), dag, 5) for dag in (date(2025, 2, 28), date(2025, 3, 1))]
    [True, False]
    """
    try:
        grens = eerder.replace(year=eerder.year + jaren)
    except ValueError:
        grens = eerder.replace(year=eerder.year + jaren, day=28)
    return later <= grens


def _weg(boeking: Boeking, vak: Periode, besluiten: Mapping[str, Sequence[Intrekking]]) -> Intrekking | None:
    return ingetrokken(besluiten.get(boeking.sha256, ()), vak.van)


def _kandidaten(aw320: Boeking, geldingen: Sequence[Gelding], begin: Mapping[str, date]) -> list[Boeking]:
    """The claims a return may answer, in order of time: first the one that counted when it came in. Where the number
    came back after years (`begin`: the day received of the first claim of each time it was used), those of the time it
    was last used by then go before."""

    def order(claim: Boeking) -> int:
        since = (_ontvangen(aw320) - begin[claim.sha256]).days
        return since if since >= 0 else FAR + abs(since)

    claims = {g.claim.sha256: g.claim for g in geldingen if aw320 in g.antwoorden}.values()
    return sorted(claims, key=order)  # of equals the first stays first


def _ontvangen(boeking: Boeking) -> date:
    return boeking.ontvangen or BEGIN


def volgorde(boeking: Boeking) -> tuple[str, int, str]:
    """Which of two deliveries was known first: by the day received; on one day, by what was loaded first (R1.5)."""
    return str(boeking.ontvangen), boeking.volgnummer, boeking.sha256


def geldende_antwoorden(antwoorden: Iterable[Boeking]) -> list[Boeking]:
    """The returns of one claim that hold from the day they came in, in that order.

    The newest by its own date (0-record, `dagtekening_retour`) holds; on one date, the one received and loaded last. A
    return that came in later but is dated earlier never holds (R1.4). A return without a date is dated on its day of
    receipt.
    """
    held: list[Boeking] = []
    for aw320 in sorted(antwoorden, key=lambda r: (_ontvangen(r), _rang(r))):
        if not held or _rang(aw320) > _rang(held[-1]):
            held.append(aw320)
    return held


def _rang(aw320: Boeking) -> tuple[str, tuple[str, int, str]]:
    said = aw320.dagtekening_retour or ""
    try:
        dated = datetime.strptime(said, "%Y%m%d").date()  # noqa: DTZ007 (a day, not a moment)
    except ValueError:
        dated = _ontvangen(aw320)
    return dated.isoformat(), volgorde(aw320)


def beoordeel(koppeling: Koppeling, sommen: Mapping[tuple[int, int], Som]) -> dict[str, tuple[Boeking, list[Reden]]]:
    """The status of every readable message, with the reason where it does not count.

    `sommen` by numbers of AW320 and AW319. A return counts beside the first of its claims with which it adds up.
    """
    found: dict[str, tuple[Boeking, list[Reden]]] = {}
    for boeking in koppeling.geldig:
        found[boeking.sha256] = replace(boeking, status=Status.VERWERKT), []
    for boeking, known in koppeling.dubbel:
        text = (
            f"factuurnummer is al bekend met andere inhoud (bestand {known.naam}, ontvangen {known.dag_van_ontvangst})"
        )
        found[boeking.sha256] = replace(boeking, status=Status.GEWEIGERD), [Reden(1, "0116 factuurnummer", text)]
    for boeking in koppeling.wachtend:
        found[boeking.sha256] = replace(boeking, status=Status.WACHT, beantwoordt=None), []
    for aw320, paren in groupby(koppeling.paren, key=lambda paar: paar.aw320):
        found[aw320.sha256] = _antwoord(aw320, [paar.aw319 for paar in paren], sommen)
    for boeking, besluit in koppeling.ingetrokken:
        text = f"ingetrokken per {besluit.per:%d-%m-%Y} door {besluit.door}: {besluit.reden}"
        judged, _ = found.get(boeking.sha256, (boeking, []))
        found[boeking.sha256] = replace(judged, status=Status.INGETROKKEN), [Reden(None, None, text)]
    return found


def _antwoord(
    aw320: Boeking, claims: Sequence[Boeking], sommen: Mapping[tuple[int, int], Som]
) -> tuple[Boeking, list[Reden]]:
    verdicts = [(c, toekenning_klopt_niet(aw320, sommen[aw320.nummer, c.nummer])) for c in claims]
    for claim, redenen in verdicts:
        if not redenen:
            return replace(aw320, status=Status.VERWERKT, beantwoordt=claim.sha256), []
    return replace(aw320, status=Status.UITVAL, beantwoordt=None), verdicts[0][1]


def toekenning_klopt_niet(aw320: Boeking, som: Som) -> list[Reden]:
    """Why a return cannot be counted beside its claim; empty when it can.

    Bron: regel R1.4: "accepted only if its granted lines add up to the granted total in its record 99".
    """
    redenen = []
    if som.vreemde_regels:
        text = f"{som.vreemde_regels} beoordeelde regels horen niet bij de ingediende regels (0402, 0431, 0414, 0415)"
        redenen.append(Reden(None, "04", text))
    if aw320.totaal_ingediend_cent not in {0, som.ingediend_cent}:  # a return may leave what was claimed at zero
        redenen.append(Reden(None, "99 totaal_ingediend_bedrag", "is niet het totaal van de AW319"))
    if som.toegekend_cent != aw320.totaal_toegekend_cent:
        redenen.append(Reden(None, "99 totaal_toegekend_bedrag", "de toegekende regels tellen niet op tot dit totaal"))
    return redenen


@dataclass(frozen=True)
class Regelstand:
    """A line that in one stretch of time does not count from the day its delivery does: from `van` on, or never."""

    levering: int
    regel: int
    tijdvak: int
    van: date | None


def afwijkingen(geldingen: Iterable[Gelding], standen: Iterable[Regelstand]) -> dict[str, Afwijkingen]:
    """The periods in which lines count that do not count as long as their delivery does, by delivery (sha256)."""
    mine: dict[int, list[Gelding]] = {}
    for gelding in geldingen:
        mine.setdefault(gelding.claim.nummer, []).append(gelding)
    other = {(s.levering, s.regel, s.tijdvak): s.van for s in standen}
    found: dict[str, dict[int, tuple[Periode, ...]]] = {}
    for levering, regel in sorted({(nummer, regel) for nummer, regel, _ in other}):
        counts = []
        for gelding in mine[levering]:
            van = other.get((levering, regel, gelding.tijdvak), gelding.periode.van)
            if van is not None and (rest := gelding.periode.vanaf(van)):
                counts.append(rest)
        found.setdefault(mine[levering][0].claim.sha256, {})[regel] = aaneen(counts)
    return dict(found)
