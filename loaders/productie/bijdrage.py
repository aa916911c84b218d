"""What claims give to the query of PRODUCTIE: when they count, how they are judged, and which lines do not count with
them. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple
from datetime import date

from config.policy import policy_values
from loaders.grootboek.boekingen import Afwijkingen, Boeking, Creditboekingen
from loaders.grootboek.deliveries import Intrekking
from loaders.grootboek.periods import Periode, aaneen
from loaders.productie.dagen import Bijdrage, Row, dagen_van
from loaders.vereffenen.resolve import Gelding, geldende_antwoorden, koppel


def goedkeuring() -> str:
    """The reading of what makes a line approved: aw320 or bij_ontvangst (R1.4)."""
    return str(max(policy_values("lezing_goedkeuring"), key=lambda v: v.bekend_vanaf).waarde)


def contributions(
    boekingen: Iterable[Boeking],
    intrekkingen: Sequence[Intrekking],
    afwijkingen: Mapping[str, Afwijkingen],
    creditboekingen: Mapping[str, Creditboekingen],
) -> list[Bijdrage]:
    """What each claim that counts gives to the query."""
    found = []
    for claim, geldingen in _by_claim(koppel(boekingen, intrekkingen).geldingen):
        claims: list[Row] = []
        antwoorden: list[Row] = []
        afwijkend: list[Row] = []
        perioden: list[tuple[date | None, date | None]] = []
        for number, (periode, answers) in enumerate(stukken(geldingen), start=1):
            perioden.append((periode.van, periode.tot))
            claims.append((claim.nummer, number, claim.agb, claim.uzovi, periode.van, periode.tot))
            vervangen = [*(answer.ontvangen for answer in answers[1:]), None]
            antwoorden += [
                (answer.nummer, claim.nummer, number, answer.ontvangen, bool(answer.heel_afgekeurd), place, until)
                for place, (answer, until) in enumerate(zip(answers, vervangen, strict=False), start=1)
            ]
            for regel, counts in afwijkingen.get(claim.sha256, {}).items():
                parts = [(p.van, p.tot) for part in counts if (p := part.doorsnede(periode))]
                perioden += parts
                afwijkend += [(claim.nummer, number, regel, van, tot) for van, tot in parts] or [
                    (claim.nummer, number, regel, None, None)
                ]
        booked: list[Row] = []
        for regel, boekregels in creditboekingen.get(claim.sha256, {}).items():
            booked += [(claim.nummer, claim.agb, claim.uzovi, regel, *astuple(row)[:-1]) for row in boekregels]
            perioden += [(row.ontvangen, None) for row in boekregels]
        rows = {"claims": claims, "antwoorden": antwoorden, "afwijkend": afwijkend, "creditboekingen": booked}
        found.append(Bijdrage(rows, dagen_van(perioden), claim.regels))
    return found


def _by_claim(geldingen: Sequence[Gelding]) -> Iterator[tuple[Boeking, list[Gelding]]]:
    found: dict[str, list[Gelding]] = {}
    for gelding in geldingen:
        found.setdefault(gelding.claim.sha256, []).append(gelding)
    return ((same[0].claim, same) for same in found.values())


def stukken(geldingen: Sequence[Gelding]) -> list[tuple[Periode, list[Boeking]]]:
    """The periods in which a claim counts, each with the returns that judge it there, in the order in which they hold:
    one period, unless a delivery of its invoice was withdrawn."""
    pieces: dict[tuple[str, ...], list[Periode]] = {}
    answers: dict[tuple[str, ...], list[Boeking]] = {}
    for g in geldingen:
        judged = [r for r in g.antwoorden if r.beantwoordt == g.claim.sha256]
        if goedkeuring() == "bij_ontvangst":
            judged = [g.claim]  # left out of an answer that leaves out all: granted as claimed
        names = tuple(r.sha256 for r in judged)
        pieces.setdefault(names, []).append(g.periode)
        answers[names] = judged
    found = [(p, geldende_antwoorden(answers[names])) for names, perioden in pieces.items() for p in aaneen(perioden)]
    return sorted(found, key=lambda piece: piece[0])
