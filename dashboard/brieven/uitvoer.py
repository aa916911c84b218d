"""Files of a herschikking, written on request: the workbook for the NZa form, a letter and a sheet per provider.

They hold data of providers, so they go to a folder of the server and are never offered as a download: the address of
a download is open to anyone who has it.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from config.errors import GegevensOntbreken
from dashboard.brieven import brieven
from dashboard.tables.herschikking import bladen
from dashboard.texts import herschikking as woorden
from dashboard.vormen.werkboek import werkboek
from forecasting.wlz.herschikking import run
from forecasting.wlz.herschikking.bevroren import lees_bevroren
from forecasting.wlz.herschikking.invoer import invoer_hash, to_json
from forecasting.wlz.herschikking.uitkomst import Herschikking
from forecasting.wlz.herschikking.verschil import Verschil
from forecasting.wlz.peil import names
from forecasting.wlz.plaats import Plaats
from loaders.grootboek.herschikkingen import Bevroren
from loaders.grootboek.lezer import Inzage
from loaders.queries import stand


def herschikkingswerkboek(
    found: Herschikking,
    verschil: Mapping[Plaats, Verschil],
    bevroren: Bevroren | None = None,
    agb: str | None = None,
) -> bytes:
    """The workbook of a herschikking; with `agb` that of one provider only."""
    name = bevroren.invoer_hash if bevroren else invoer_hash(to_json(found.invoer))
    notes = woorden.werkboek_toelichting(found.invoer, name, len(found.fouten), bevroren)
    return werkboek(woorden.WERKBOEK_TITEL.format(jaar=found.invoer.jaar), notes, bladen(found, verschil, agb))


def schrijf(
    folder: Path, found: Herschikking, bevroren: Bevroren, verschil: Mapping[Plaats, Verschil], dag: date
) -> list[Path]:
    """Workbook, letters (dated `dag`) and sheets of a frozen herschikking, in `folder`. Returns what was written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = [
        _write(folder / f"herschikking-{found.invoer.jaar}-nza.xlsx", herschikkingswerkboek(found, verschil, bevroren))
    ]
    for agb in dict.fromkeys(a.basis.agb for a in found.afspraken):
        letter = brieven.pdf(brieven.herschikkingsbrief(found, bevroren, agb, dag))
        written.append(_write(folder / f"brief-{agb}.pdf", letter))
        written.append(_write(folder / f"blad-{agb}.xlsx", herschikkingswerkboek(found, verschil, bevroren, agb)))
    return written


def schrijf_bevroren(blik: Inzage, nummer: int, dag: date, folder: Path | None = None) -> tuple[list[Path], Path]:
    """`schrijf` for a number, by default in the data folder. Raises GegevensOntbreken when it is not there."""
    bevroren, found = lees_bevroren(blik, nummer)
    target = folder or blik.settings.data / "uitvoer" / f"herschikking-{found.invoer.jaar}-{nummer}"
    return schrijf(target, found, bevroren, run.verschil_met_vorige(blik, found, voor=nummer), dag), target


def schrijf_volumebrieven(blik: Inzage, jaar: int, nummer: int, dag: date) -> tuple[list[Path], Path]:
    """Letters (dated `dag`) about the fixed volumes of a decision that holds, in the data folder.

    Raises GegevensOntbreken when there is no such decision.
    """
    found = {besluit.nummer: (besluit, amounts) for besluit, amounts in run.gefixeerd(blik, jaar)}
    if nummer not in found:
        raise GegevensOntbreken(f"Er is geen geldend besluit {nummer} over vaste volumes in {jaar}.")
    besluit, amounts = found[nummer]
    folder = blik.settings.data / "uitvoer" / f"vaste-volumes-{jaar}-{nummer}"
    folder.mkdir(parents=True, exist_ok=True)
    naam, gemaakt = names(blik, dag), stand(blik).gemaakt
    written = []
    for agb in dict.fromkeys(v.agb for v in amounts):
        mine = [v for v in amounts if v.agb == agb]
        html = brieven.volumebrief(besluit, mine, naam.get(agb, f"AGB {agb}"), dag, gemaakt=gemaakt)
        written.append(_write(folder / f"brief-{agb}.pdf", brieven.pdf(html)))
    return written, folder


def _write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    path.chmod(0o600)
    return path
