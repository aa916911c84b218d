"""What deliveries mean to each other: invoices known twice, and returns beside their claims. Pure: a function of all
deliveries, whatever the order in which they were loaded."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from loaders.archive import Som
from loaders.deliveries import Reden, Soort, Status
from loaders.store import Boeking


@dataclass(frozen=True)
class Paar:
    """A return and the claim it answers."""

    aw320: Boeking
    aw319: Boeking


@dataclass(frozen=True)
class Koppeling:
    """Claims that count, claims refused because their invoice was known (with the one that was), and returns."""

    geldig: tuple[Boeking, ...]
    dubbel: tuple[tuple[Boeking, Boeking], ...]
    paren: tuple[Paar, ...]
    wachtend: tuple[Boeking, ...]


def koppel(boekingen: Iterable[Boeking]) -> Koppeling:
    """Match readable deliveries on payee and invoice number.

    Of claims with the same invoice number the one received first counts, the others are refused whole (R1.5); a
    return without claim waits for it.
    """
    claims: dict[tuple[str | None, str | None], list[Boeking]] = {}
    returns = []
    for boeking in boekingen:
        if boeking.leesbaar and boeking.soort is Soort.AW319:
            claims.setdefault(boeking.factuur, []).append(boeking)
        elif boeking.leesbaar and boeking.soort is Soort.AW320:
            returns.append(boeking)
    first = {factuur: min(same, key=volgorde) for factuur, same in claims.items()}
    return Koppeling(
        geldig=tuple(first.values()),
        dubbel=tuple((b, first[b.factuur]) for same in claims.values() for b in same if b is not first[b.factuur]),
        paren=tuple(Paar(b, first[b.factuur]) for b in returns if b.factuur in first),
        wachtend=tuple(b for b in returns if b.factuur not in first),
    )


def volgorde(boeking: Boeking) -> tuple[str, datetime, str]:
    """Which of two deliveries was known first: by the day received; on one day, by what was loaded first (R1.5)."""
    return str(boeking.ontvangen), boeking.geladen_op, boeking.sha256


def beoordeel(koppeling: Koppeling, sommen: Mapping[int, Som]) -> dict[str, tuple[Boeking, list[Reden]]]:
    """The status of every readable message, with the reason where it does not count. `sommen` by AW320 number."""
    found: dict[str, tuple[Boeking, list[Reden]]] = {}
    for boeking in koppeling.geldig:
        found[boeking.sha256] = replace(boeking, status=Status.VERWERKT), []
    for boeking, known in koppeling.dubbel:
        text = f"factuurnummer is al bekend met andere inhoud (bestand {known.naam}, ontvangen {known.ontvangen})"
        found[boeking.sha256] = replace(boeking, status=Status.GEWEIGERD), [Reden(1, "0116 factuurnummer", text)]
    for boeking in koppeling.wachtend:
        found[boeking.sha256] = replace(boeking, status=Status.WACHT), []
    for paar in koppeling.paren:
        redenen = toekenning_klopt_niet(paar.aw320, sommen[paar.aw320.nummer])
        status = Status.UITVAL if redenen else Status.VERWERKT
        found[paar.aw320.sha256] = replace(paar.aw320, status=status), redenen
    return found


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
