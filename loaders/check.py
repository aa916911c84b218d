"""`ruimte check`: what is wrong with configuration, ledger and data, and how to mend it."""

import stat
from dataclasses import dataclass
from datetime import date

import duckdb
from filelock import FileLock
from sqlalchemy.exc import SQLAlchemyError

from config.bedrag import in_euro
from config.codes import zorgkantoren
from config.layouts import aw319, aw320
from config.policy import VALUES, policy_values
from config.reference import reference_tables
from config.settings import Settings
from loaders import productie, reconcile, sleutel
from loaders.archief import archive, schijf
from loaders.archief.vindplaatsen import Vindplaatsen
from loaders.grootboek import schema, store
from loaders.grootboek.boekingen import Boeking
from loaders.grootboek.lezer import lees
from loaders.productie import Bronnen, productiemap
from loaders.reconcile import Bedragen, Cel, LeveringSom
from loaders.vereffenen import corrections, settle

GETOOND = 10
"""Differences that are named one by one."""


@dataclass(frozen=True)
class Bevinding:
    """One finding: an error with what to do about it, or a fact; `let_op`: one to know about."""

    fout: bool
    tekst: str
    let_op: bool = False


def check(settings: Settings) -> list[Bevinding]:
    """Look at everything; orphans of a load that was cut off are swept away."""
    found = _configuration()
    try:
        sources = productie.bronnen_nu(settings)
    except SQLAlchemyError:
        text = "Het grootboek is niet bereikbaar. Controleer RUIMTE_DATABASE_URL en of de database draait."
        return [*found, Bevinding(True, text)]
    found.append(Bevinding(False, f"Grootboek bereikbaar, versie {schema.REVISIE}."))
    found += _key(settings)
    if sources is None:
        return [*found, Bevinding(False, "Er is nog niets geladen.")]
    with FileLock(settings.data / "laden.slot"):
        sources = productie.bronnen_nu(settings) or sources  # a load may have ended while this waited for it
        found += _sweep(settings, sources)
    missing = [pad for pad in sources.delen if not (settings.archief / pad).exists()]
    if missing:
        text = f"{len(missing)} archiefdelen ontbreken. Zet de map archief terug uit de reservekopie."
        return [*found, Bevinding(True, text)]
    if damaged := archive.damaged(settings.archief, sources.delen):
        named = ", ".join(damaged[:GETOOND])
        text = f"{len(damaged)} archiefdelen zijn beschadigd ({named}). Zet de map archief terug uit de reservekopie."
        found.append(Bevinding(True, text))
    try:
        return [*found, *_settled(settings), *_reconcile(settings, sources)]
    except duckdb.Error:
        if not damaged:
            raise
        return found  # what is damaged may not be readable


def bereikbaar(settings: Settings) -> bool:
    """Whether the ledger answers."""
    try:
        with lees(settings):
            return True
    except SQLAlchemyError:
        return False


def _configuration() -> list[Bevinding]:
    for path in sorted(VALUES.glob("*.toml")):
        policy_values(path.stem)
    counts = (
        f"{len(aw319().records)} en {len(aw320().records)} recordsoorten, {len(reference_tables())} referentietabellen"
    )
    return [Bevinding(False, f"Configuratie leesbaar: {counts}, {len(zorgkantoren())} zorgkantoorregio's.")]


def _key(settings: Settings) -> list[Bevinding]:
    """R1.6: the key is there, is that of this ledger, and nobody else can read it."""
    path = settings.sleutel
    with lees(settings) as blik:
        why = sleutel.onbruikbaar(settings, store.vingerafdruk(blik.connection))
    if why:
        return [Bevinding(True, f"{why} Tot dan wordt elk bericht geweigerd.")]
    if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
        return [Bevinding(True, f"De sleutel is leesbaar voor anderen. Voer uit: chmod 600 {path}")]
    return []


def _sweep(settings: Settings, sources: Bronnen) -> list[Bevinding]:
    orphans = archive.sweep(settings.archief, sources.delen)
    orphans += Vindplaatsen(settings, corrections.hoe()).sweep(sources.delen)
    for scratch in settings.productie.glob(".*.tmp"):
        productiemap.remove(scratch)
        orphans += 1
    return [Bevinding(False, f"{orphans} resten van een afgebroken lading opgeruimd.")] if orphans else []


def _settled(settings: Settings) -> list[Bevinding]:
    """R1.3-R1.5: what deliveries and lines mean to each other is kept as it comes out anew; if not, where they part."""
    with FileLock(settings.data / "laden.slot"), lees(settings) as blik:
        anew = settle.anew(settings, blik.connection)
    found = (
        [Bevinding(False, f"{anew.merken} vindplaatsen klopten niet en worden opnieuw gemaakt.")] if anew.merken else []
    )
    parted = {b.sha256 for b in (*(kept for kept, _ in anew.anders), *anew.andere_regels)}
    if parted:
        found += [Bevinding(True, _parted(kept, now)) for kept, now in anew.anders[:GETOOND]]
        found += [
            Bevinding(True, f"Levering {b.naam}: bewaard is dat andere regels meetellen, of op andere dagen.")
            for b in anew.andere_regels[:GETOOND]
        ]
        text = (
            f"{len(parted)} leveringen zijn anders bewaard dan zij uitkomen. Verwijder de map "
            f"{settings.vindplaatsen.name} en laad daarna een bestand dat al geladen is: dan wordt alles opnieuw "
            "bepaald."
        )
        return [*found, Bevinding(True, text)]
    if not anew.versie_klopt:
        text = (
            "Leveringen, besluiten of dagen in het grootboek zijn veranderd, en niet door de monitor. Zet het "
            "grootboek terug uit de reservekopie."
        )
        return [*found, Bevinding(True, text)]
    return [*found, Bevinding(False, "Dubbele facturen, dubbele regels, credits en antwoorden: zoals bewaard.")]


def _parted(kept: Boeking, now: Boeking) -> str:
    names = ("status", "dubbel_regels", "dubbel_cent", "credit_regels", "credit_cent", "beantwoordt")
    sides = [
        f"{name} is {left} en hoort {right} te zijn"
        for name in names
        if (left := getattr(kept, name)) != (right := getattr(now, name))
    ]
    return f"Levering {kept.naam}: {'; '.join(sides)}."


def _reconcile(settings: Settings, sources: Bronnen) -> list[Bevinding]:
    """R1.5: what the ledger accepted is what the archive holds and what PRODUCTIE counts; if not, where they part."""
    file = productie.build(settings, sources).name
    again = f"Verwijder de map {file}: bij de volgende vraag wordt PRODUCTIE opnieuw gemaakt."
    try:
        found, other = reconcile.reconcile(settings, sources), productie.verschillen(settings, sources)
    except duckdb.Error as why:
        if schijf.geweigerd(why):
            raise
        return [Bevinding(True, f"PRODUCTIE is beschadigd en kan niet worden gelezen. {again}")]
    deliveries, cells = found.verschillende_leveringen, found.verschillende_cellen
    told = [Bevinding(True, _levering(som)) for som in deliveries[:GETOOND]]
    told += [Bevinding(True, _cel(cel)) for cel in cells[:GETOOND]]
    named = {(cel.aanbieder, cel.zorgmaand) for cel in cells}
    rows = [(agb, maand, rijen) for agb, maand, rijen in other if (agb, maand) not in named]
    told += [Bevinding(True, _rijen(*row)) for row in rows[:GETOOND]]
    if told:
        text = (
            f"{len(deliveries)} leveringen en {len(cells) + len(rows)} maanden van aanbieders sluiten niet. {again} "
            "Helpt dat niet, zet dan de map archief terug uit de reservekopie."
        )
        return [*told, Bevinding(True, text)]
    total = sum((cel.productie for cel in found.cellen), Bedragen())
    return [
        Bevinding(
            False,
            f"Grootboek, archief en PRODUCTIE sluiten op elkaar aan: {in_euro(total.ingediend_cent)} ingediend = "
            f"{in_euro(total.toegekend_cent)} toegekend + {in_euro(total.afgewezen_cent)} afgewezen + "
            f"{in_euro(total.in_behandeling_cent)} in behandeling.",
        )
    ]


def _levering(som: LeveringSom) -> str:
    t, name = som.levering.telling, som.levering.naam
    return (
        f"Levering {name}: grootboek {t.regels} regels en {in_euro(t.gelezen_cent)} gelezen, "
        f"{in_euro(t.geaccepteerd_cent)} geaccepteerd; archief {som.regels} regels en {in_euro(som.gelezen_cent)}, "
        f"{in_euro(som.bedragen.ingediend_cent)} geteld."
    )


def _cel(cel: Cel) -> str:
    sides = [
        f"{name} archief {in_euro(left)} en PRODUCTIE {in_euro(right)}"
        for name, left, right in (
            ("ingediend", cel.archief.ingediend_cent, cel.productie.ingediend_cent),
            ("toegekend", cel.archief.toegekend_cent, cel.productie.toegekend_cent),
            ("in behandeling", cel.archief.in_behandeling_cent, cel.productie.in_behandeling_cent),
        )
        if left != right
    ]
    where = f"Aanbieder {cel.aanbieder}, zorgmaand {cel.zorgmaand:%m-%Y}"
    return f"{where}: archief en PRODUCTIE verschillen: {'; '.join(sides)}."


def _rijen(aanbieder: str, zorgmaand: date, rijen: int) -> str:
    where = f"Aanbieder {aanbieder}, zorgmaand {zorgmaand:%m-%Y}"
    return f"{where}: {rijen} rijen van PRODUCTIE zijn, bij gelijke centen, anders dan archief en grootboek ze geven."
