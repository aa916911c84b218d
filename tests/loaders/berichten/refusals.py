"""What tests of refused files share."""

import io
import zipfile
from datetime import date

from config.settings import Settings
from loaders import queries, run
from tests.loaders.figures import pending
from tests.made import Inbox, claim, maandregel
from tests.vragen import uit_grootboek

GOED = claim("F1", [maandregel("R1", date(2026, 1, 1), 14_000)])
DAG = "2026-02-05"


def reasons(settings: Settings, inbox: Inbox) -> dict[str, str]:
    """Load a good message beside what is already in the inbox: what was refused, with the first reason. The good one
    must count, and every file must be told of (R1.5)."""
    inbox.put(DAG, "goed", GOED)
    verslag = run.load(settings, [inbox.path])
    assert verslag.verwerkt == 1
    assert verslag.bestanden == verslag.verwerkt + verslag.al_bekend + len(verslag.geweigerd)
    assert pending(settings, date(2026, 2, 5)) == 14_000
    assert len(uit_grootboek(queries.leveringen, settings)) == verslag.bestanden
    return {afkeuring.bestand: afkeuring.redenen[0].tekst for afkeuring in verslag.geweigerd}


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for naam, inhoud in members.items():
            archive.writestr(naam, inhoud)
    return buffer.getvalue()
