"""What stands behind record 99 (R1.5): filling tells nothing, anything else refuses the message, in every reader."""

from datetime import date

import pytest

from config.settings import Settings
from loaders import run
from loaders.berichten import reading
from tests.loaders.berichten.refusals import DAG, packed
from tests.made import Inbox, Oordeel, answer, claim, maandregel

REGELS = [maandregel(f"R{n}", date(2026, 1, 1), 1_000) for n in range(3)]
CLAIM, ANTWOORD = claim("F1", REGELS), answer("F1", REGELS, [Oordeel(n, 900) for n in range(3)])
BREEDTE = {b"187": 312, b"188": 374}
VULLING = {
    "eindteken": lambda m: m + b"\x1a",
    "eindteken en regel": lambda m: m + b"\x1a\r\n",
    "regels": lambda m: m + b"\r\n\n\r\n",
    "nullen tot een blok": lambda m: m + bytes(512 - len(m) % 512),
    "wit tot een blok": lambda m: m + b" " * (512 - len(m) % 512),
    "wit zonder regeleinde": lambda m: m[:-2] + b" " * 300,
    "eindteken zonder regeleinde": lambda m: m[:-2] + b"\x1a",
    "nullen van hele regels": lambda m: m + bytes(10 * BREEDTE[m[2:5]]),
    "regeleinden met lf": lambda m: m.replace(b"\r\n", b"\n") + b"\x1a\0\0",
    "zonder einde": lambda m: m[:-2],
}
FOUT = {
    "tekst": lambda m: m + b"einde\r\n",
    "tekst na het eindteken": lambda m: m + b"\x1a\r\nx",
    "een regel": lambda m: m + b"98" + b" " * (BREEDTE[m[2:5]] - 4) + b"\r\n",
    "nog een bericht": lambda m: m + m,
    "een kort sluitrecord": lambda m: m.rstrip() + b"\r\n\x1a",
    "een kort sluitrecord met nullen": lambda m: m.rstrip() + bytes(600),
}


@pytest.fixture(params=["per stuk", "tegelijk", "groot", "gezipt"])
def lezer(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each of the readers: of one message, of many at once, of a large one, and of what was zipped."""
    if request.param == "groot":
        monkeypatch.setattr(reading, "GROOT_BYTES", 0)
        monkeypatch.setattr(reading, "PARTIJ_BYTES", 1)
    if request.param == "per stuk":
        monkeypatch.setattr(reading, "_width", lambda *_: 0)
    return str(request.param)


def load(settings: Settings, inbox: Inbox, lezer: str, **messages: bytes) -> run.LaadVerslag:
    for naam, inhoud in messages.items():
        inbox.put(DAG, naam, packed({naam: inhoud}) if lezer == "gezipt" else inhoud)
    return run.load(settings, [inbox.path])


@pytest.mark.parametrize("naam", VULLING)
def test_filling_behind_record_99_tells_nothing(naam: str, lezer: str, settings: Settings, inbox: Inbox):
    vul = VULLING[naam]
    verslag = load(settings, inbox, lezer, claim=vul(CLAIM), antwoord=vul(ANTWOORD))
    assert (verslag.geweigerd, verslag.uitval, verslag.verwerkt) == ((), (), 2)
    assert (verslag.telling.regels_geaccepteerd, verslag.telling.geaccepteerd_cent) == (3, 3_000)


@pytest.mark.parametrize("naam", FOUT)
def test_anything_else_refuses_the_message_with_its_line(naam: str, lezer: str, settings: Settings, inbox: Inbox):
    verslag = load(settings, inbox, lezer, claim=FOUT[naam](CLAIM), antwoord=FOUT[naam](ANTWOORD))
    assert len(verslag.geweigerd) == 2
    assert all(any(r.regel is not None for r in a.redenen) for a in verslag.geweigerd)
    assert verslag.telling.regels_geaccepteerd == 0
